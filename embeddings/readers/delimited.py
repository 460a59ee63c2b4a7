"""Tables as text: CSV, TSV and the like, with whatever separates their cells.

Rows are read as embeddings.readers.table_rows says; a row's number counts records, from 1, as a spreadsheet does.
"""

import csv
import io
import re
from collections import Counter
from itertools import islice
from pathlib import Path, PurePath
from typing import Literal

from embeddings.readers.composing import MAX_CHARACTERS
from embeddings.readers.content import File, FileContents, LimitReached
from embeddings.readers.decoding import decode
from embeddings.readers.table_rows import Row, table_contents

# What separates cells, the commonest first.
SEPARATORS = (",", ";", "\t", "|")
# So many records show what separates their cells.
_JUDGED_RECORDS = 100
# A quoted cell of more lines, in a text with a quotation mark too many, is one that was never closed.
_LINES_OF_A_CELL = 200

# Excel reads and hides such a line at the top.
_SEPARATOR_LINE = re.compile(r"sep=([^\n])[^\S\n]*\n", re.IGNORECASE)


def read(file: File) -> FileContents:
    """Read a table of text. Raises UnreadableFile if it is no text, and LimitReached if it is too long."""
    if len(file.data) > MAX_CHARACTERS:
        raise LimitReached(f"is a table of more than {MAX_CHARACTERS // 1_000_000} MB; split it")
    text = decode(Path(file.name), file.data)
    is_tabbed = PurePath(file.name).suffix.lower() in {".tsv", ".tab"}
    return FileContents(tuple(table_contents(rows_of(text, "\t" if is_tabbed else ""))))


def rows_of(text: str, separator: str = "") -> list[Row]:
    """Return the rows of a table that hold something, with their numbers from 1; the likeliest separator if none is."""
    if stated := _SEPARATOR_LINE.match(text):
        separator, text = stated[1], text[stated.end() :]
    separator = separator or likely_separator(text)
    records = _records(text, separator, csv.QUOTE_MINIMAL)
    if text.count('"') % 2 and any(_is_unclosed(record) for record in records):
        records = _records(text, separator, csv.QUOTE_NONE)
    return [(number, record) for number, record in enumerate(records, start=1) if any(map(str.strip, record))]


def likely_separator(text: str) -> str:
    """Return what separates the cells of a table: that by which most records have as many cells as each other."""
    scores = []
    for separator in SEPARATORS:
        lengths = [len(record) for record in _records(text, separator, csv.QUOTE_MINIMAL, _JUDGED_RECORDS) if record]
        counts = Counter(length for length in lengths if length > 1)
        # A bar within a single line separates nothing.
        if not counts or (separator == "|" and len(lengths) == 1):
            continue
        length, count = max(counts.items(), key=lambda item: (item[1], item[0]))
        scores.append((round(count / len(lengths), 1), length, separator))
    return max(scores, key=lambda score: (score[0], score[1]))[2] if scores else SEPARATORS[0]


def _records(text: str, separator: str, quoting: Literal[0, 3], most: int | None = None) -> list[list[str]]:
    # Some programs write a quotation mark within a cell as \".
    escape = "\\" if '\\"' in text and '""' not in text and quoting != csv.QUOTE_NONE else None
    csv.field_size_limit(MAX_CHARACTERS)
    reader = csv.reader(
        io.StringIO(text.replace("\0", "")),
        delimiter=separator,
        quoting=quoting,
        escapechar=escape,
        doublequote=not escape,
    )
    return list(islice(reader, most))


def _is_unclosed(record: list[str]) -> bool:
    return any(cell.count("\n") > _LINES_OF_A_CELL for cell in record)
