"""Tables as text: CSV, TSV and the like, with whatever separates their cells.

Rows are read as embeddings.readers.table_rows says; a row's number counts records, from 1, as a spreadsheet does.
"""

import csv
import io
import re
from _csv import Reader
from collections import Counter
from collections.abc import Iterable, Iterator
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
# So much of a text shows whether its commas are those of decimals.
_JUDGED_CHARACTERS = 100_000
_COMMA_OF_NO_NUMBER = re.compile(r"(?<!\d),|,(?!\d)")
# A quotation mark after a backslash within a cell; that of "C:\temp\" ends one.
_ESCAPED = re.compile(r'\\"[^,;\t|\n"]')
# Spaces between a separator and a quoted cell, as people type them. Such a cell is looked for first, from its quotation
# mark: most tables have none, and fewer of these than separators.
_QUOTED = r'[^"\n]*" *(?:[,;\t|\n]|\Z)'
_SPACES_BEFORE_QUOTED = re.compile(rf'([,;\t|]) +(?="{_QUOTED})')
_QUOTED_BEHIND_SPACE = re.compile(rf'"(?<=[,;\t| ] "){_QUOTED}')
# Two quotation marks that are no empty cell.
_DOUBLED = re.compile(r'(?<=[^\\",;\t|\n])""(?!")|"{3}')


def read(file: File) -> FileContents:
    """Read a table of text. Raises UnreadableFile if it is no text, and LimitReached if it is too long."""
    if len(file.data) > MAX_CHARACTERS:
        raise LimitReached(f"is a table of more than {MAX_CHARACTERS // 1_000_000} MB; split it")
    text = decode(Path(file.name), file.data)
    is_tabbed = PurePath(file.name).suffix.lower() in {".tsv", ".tab"}
    return FileContents(tuple(table_contents(rows_of(text, "\t" if is_tabbed else ""), columns=file.columns)))


def rows_of(text: str, separator: str = "") -> list[Row]:
    """Return the rows of a table that hold something, with their numbers from 1; the likeliest separator if none is."""
    text = text.replace("\0", "")
    if _QUOTED_BEHIND_SPACE.search(text):
        text = _SPACES_BEFORE_QUOTED.sub(r"\1", text)
    if stated := _SEPARATOR_LINE.match(text):
        separator, text = stated[1], text[stated.end() :]
    separator = separator or likely_separator(text)
    records = _closed_records(text, separator, _escape(text))
    return [(number, record) for number, record in enumerate(records, start=1) if any(map(str.strip, record))]


def likely_separator(text: str) -> str:
    """Return what separates the cells of a table: that by which most records have as many cells as each other.

    Of several, it is one by which the names of the columns are as many too, and no comma of decimals.
    """
    escape = _escape(text)
    lengths = {
        separator: [len(record) for record in _judged(text, separator, escape) if record] for separator in SEPARATORS
    }
    of_records = zip(*lengths.values(), strict=False)
    # The first of more than one cell, by whatever separates them, names the columns.
    names = next((at for at, of_record in enumerate(of_records) if max(of_record) > 1), 0)
    are_decimals = _COMMA_OF_NO_NUMBER.search(text[:_JUDGED_CHARACTERS]) is None
    scores = []
    for separator, cells in lengths.items():
        counts = Counter(length for length in cells if length > 1)
        # A bar within a single line separates nothing.
        if not counts or (separator == "|" and len(cells) == 1):
            continue
        length, count = max(counts.items(), key=lambda item: (item[1], item[0]))
        is_decimal = separator == "," and are_decimals
        scores.append((round(count / len(cells), 1), cells[names] == length, not is_decimal, length, separator))
    return max(scores, key=lambda score: score[:-1])[-1] if scores else SEPARATORS[0]


def _judged(text: str, separator: str, escape: str | None) -> Iterator[list[str]]:
    lines = (match[0] for match in _LINE.finditer(text))
    return islice(_reader(lines, separator, csv.QUOTE_MINIMAL, escape), _JUDGED_RECORDS)


def _escape(text: str) -> str | None:
    """Return what some programs write before a quotation mark within a cell; None where it is written twice."""
    return "\\" if _ESCAPED.search(text) and not _DOUBLED.search(text) else None


def _records(text: str, separator: str, quoting: Literal[0, 3], escape: str | None = None) -> Reader:
    return _reader(io.StringIO(text, newline="\n"), separator, quoting, escape)


def _reader(lines: Iterable[str], separator: str, quoting: Literal[0, 3], escape: str | None) -> Reader:
    csv.field_size_limit(MAX_CHARACTERS)
    return csv.reader(lines, delimiter=separator, quoting=quoting, escapechar=escape, doublequote=not escape)


def _closed_records(text: str, separator: str, escape: str | None) -> list[list[str]]:
    """Return the records of a table; a quotation mark too many, which is never closed, is one of the text."""
    if text.count('"') % 2 == 0:
        return [*_records(text, separator, csv.QUOTE_MINIMAL, escape)]
    records: list[list[str]] = []
    reader = _records(text, separator, csv.QUOTE_MINIMAL, escape)
    begun, unclosed = 0, None
    for record in reader:
        records.append(record)
        if _is_unclosed(record, separator, len(records[0])):
            unclosed = len(records) - 1
            break
        begun = reader.line_num
    if unclosed is None:
        return records
    lines = _LINE.findall(text)
    opened = next(_records(lines[begun], separator, csv.QUOTE_NONE), [])
    below = "".join(lines[begun + 1 :])
    # With a mark less, those below are even, unless the line has more of them.
    return [*records[:unclosed], opened, *_records(below, separator, csv.QUOTE_MINIMAL, escape)]


def _is_unclosed(record: list[str], separator: str, columns: int) -> bool:
    """Whether a cell of a record is one that was never closed: it is very long, or half its lines are rows."""
    for cell in record:
        _, *below = cell.rstrip("\n").split("\n")
        rows = sum(line.count(separator) + 1 == columns > 1 for line in below)
        if len(below) > _LINES_OF_A_CELL or (below and 2 * rows >= len(below)):
            return True
    return False
