"""Tables as text: CSV, TSV and the like, with whatever separates their cells.

Rows are read as embeddings.readers.table_rows says; a row's number counts records, from 1, as a spreadsheet does.
"""

import csv
import re
from collections import Counter
from collections.abc import Iterator
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

_LINE = re.compile(r"[^\n]*\n|[^\n]+")
# Excel reads and hides such a line at the top.
_SEPARATOR_LINE = re.compile(r"sep=([^\n])[^\S\n]*\n", re.IGNORECASE)


def read(file: File) -> FileContents:
    """Read a table of text. Raises UnreadableFile if it is no text, and LimitReached if it is too long."""
    if len(file.data) > MAX_CHARACTERS:
        raise LimitReached(f"is a table of more than {MAX_CHARACTERS // 1_000_000} MB; split it")
    text = decode(Path(file.name), file.data)
    is_tabbed = PurePath(file.name).suffix.lower() in {".tsv", ".tab"}
    return FileContents(tuple(table_contents(rows_of(text, "\t" if is_tabbed else ""), columns=file.columns)))


def rows_of(text: str, separator: str = "") -> list[Row]:
    """Return the rows of a table that hold something, with their numbers from 1; the likeliest separator if none is."""
    if stated := _SEPARATOR_LINE.match(text):
        separator, text = stated[1], text[stated.end() :]
    separator = separator or likely_separator(text)
    records = [*_records(text, separator, csv.QUOTE_MINIMAL, _escape(text))]
    if text.count('"') % 2 and any(_is_unclosed(record) for record in records):
        records = [*_records(text, separator, csv.QUOTE_NONE)]
    return [(number, record) for number, record in enumerate(records, start=1) if "".join(record).strip()]


def likely_separator(text: str) -> str:
    """Return what separates the cells of a table: that by which most records have as many cells as each other."""
    scores = []
    escape = _escape(text)
    for separator in SEPARATORS:
        records = islice(_records(text, separator, csv.QUOTE_MINIMAL, escape), _JUDGED_RECORDS)
        lengths = [len(record) for record in records if record]
        counts = Counter(length for length in lengths if length > 1)
        # A bar within a single line separates nothing.
        if not counts or (separator == "|" and len(lengths) == 1):
            continue
        length, count = max(counts.items(), key=lambda item: (item[1], item[0]))
        scores.append((round(count / len(lengths), 1), length, separator))
    return max(scores, key=lambda score: (score[0], score[1]))[2] if scores else SEPARATORS[0]


def _escape(text: str) -> str | None:
    """Return what some programs write before a quotation mark within a cell; None where it is written twice."""
    return "\\" if '\\"' in text and '""' not in text else None


def _records(text: str, separator: str, quoting: Literal[0, 3], escape: str | None = None) -> Iterator[list[str]]:
    csv.field_size_limit(MAX_CHARACTERS)
    lines = (match[0].replace("\0", "") for match in _LINE.finditer(text))
    return csv.reader(lines, delimiter=separator, quoting=quoting, escapechar=escape, doublequote=not escape)


def _is_unclosed(record: list[str]) -> bool:
    return any(cell.count("\n") > _LINES_OF_A_CELL for cell in record)
