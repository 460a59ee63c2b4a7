"""The rows of OpenDocument's tables and sheets.

calamine ends the whole process over a sheet whose cells are repeated a billion times, so its sheets are read here.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from embeddings.readers.cell_values import written
from embeddings.readers.content import STRUCK, LimitReached, Omitted
from embeddings.readers.merged_cells import Span, with_spanned
from embeddings.readers.open_document import OFFICE, TABLE, TEXT, line_of, struck_words
from embeddings.readers.sheet_spans import MAX_CELLS
from embeddings.readers.table_rows import Row

# A row, or a cell, repeated more often than this is a filled page, and no one wrote it.
MOST_REPEATED = 1000

_ROW, _REPEATED_ROWS, _REPEATED_COLUMNS = (
    TABLE + name for name in ("table-row", "number-rows-repeated", "number-columns-repeated")
)
_SPANNED_ROWS, _SPANNED_COLUMNS = TABLE + "number-rows-spanned", TABLE + "number-columns-spanned"
_TYPE, _VALUE, _PARAGRAPH, _STYLE = OFFICE + "value-type", OFFICE + "value", TEXT + "p", TABLE + "style-name"
_GROUPS = {TABLE + name for name in ("table-header-rows", "table-rows", "table-row-group", "table-row", "shapes")}
_CELLS = {TABLE + "table-cell", TABLE + "covered-table-cell"}


def rows_of(table: Any) -> Iterator[tuple[Any, int]]:
    """Yield each row of a table with how often it is repeated."""
    for child in table:
        if child.tag == _ROW:
            yield child, _repeated(child, _REPEATED_ROWS)
        elif child.tag in _GROUPS:
            yield from rows_of(child)


def cells_of(row: Any) -> Iterator[tuple[Any, int]]:
    """Yield each cell of a row with how often it is repeated."""
    for child in row:
        if child.tag in _CELLS:
            yield child, _repeated(child, _REPEATED_COLUMNS)


def _repeated(element: Any, name: str) -> int:
    """Return how often a row or a cell stands there."""
    count = element.get(name)
    if count is None:
        return 1
    return max(1, int(count)) if count.isdecimal() and len(count) < 10 else 1  # noqa: PLR2004  # no sheet has more


def sheet_rows(table: Any, levels: Mapping[str, str]) -> list[Row]:
    """Return the rows of a sheet that hold something, by their numbers from 1, without struck cells and words.

    `levels` as in `line_of`. Raises LimitReached.
    """
    rows: list[Row] = []
    number = cells = 0
    for row, times in rows_of(table):
        values = _values(row, levels)
        if values:
            cells += len(values) * min(times, MOST_REPEATED)
            if cells > MAX_CELLS:
                raise LimitReached(f"has more than {MAX_CELLS:,} cells in a sheet; split it")
            rows.extend((number + at, values) for at in range(1, min(times, MOST_REPEATED) + 1))
        number += times
    return list(with_spanned(rows, _spans(table)))


def _spans(table: Any) -> Iterator[Span]:
    """Yield the cells of one column that span rows."""
    if not table.xpath("boolean(.//@t:number-rows-spanned[. != '1'])", namespaces={"t": TABLE[1:-1]}):
        return
    number = 1
    for row, times in rows_of(table):
        column = 0
        for cell, repeats in cells_of(row):
            rows = _repeated(cell, _SPANNED_ROWS)
            if rows > 1 and _repeated(cell, _SPANNED_COLUMNS) == 1:
                yield Span(number, number + rows - 1, column)
            column += repeats
        number += times


def struck_cells(table: Any, levels: Mapping[str, str]) -> Iterator[Omitted]:
    """Yield the cells of a sheet whose styles strike them through, and the struck words of others."""
    for cell in table.iter(*_CELLS) if STRUCK in levels.values() else ():
        words = _text(cell, {}) if levels.get(cell.get(_STYLE)) == STRUCK else ""
        yield from [Omitted(words, STRUCK)] if words else struck_words(cell, levels)


def _values(row: Any, levels: Mapping[str, str]) -> Sequence[str]:
    """Return the values of a row up to the last that is not empty."""
    values: list[str] = []
    empty = 0
    for cell, times in cells_of(row):
        value = _value(cell, levels)
        if value:
            if empty:
                values.extend([""] * min(empty, MOST_REPEATED))
                empty = 0
            values.extend([value] * min(times, MOST_REPEATED))
        else:
            empty += times
    return values


def _value(cell: Any, levels: Mapping[str, str]) -> str:
    """Return the value of a cell as it is stored; a share as it is shown: 20 %. One that is struck has none."""
    if levels and levels.get(cell.get(_STYLE)) == STRUCK:
        return ""
    kind = cell.get(_TYPE, "")
    if kind in {"float", "currency"}:
        try:
            return written(float(cell.get(_VALUE, "")))
        except (ValueError, OverflowError):
            return _text(cell, levels)
    if kind == "date":
        stored = cell.get(OFFICE + "date-value", "")
        return str(stored.replace("T00:00:00", "").replace("T", " ")).partition(".")[0] or _text(cell, levels)
    if kind == "boolean":
        return "TRUE" if cell.get(OFFICE + "boolean-value") == "true" else "FALSE"
    return _text(cell, levels)


def _text(cell: Any, levels: Mapping[str, str]) -> str:
    paragraph = cell[0] if len(cell) == 1 else None
    if paragraph is not None and paragraph.tag == _PARAGRAPH and not len(paragraph):
        # Most cells are single words.
        return " ".join((paragraph.text or "").split()) or " ".join(cell.get(OFFICE + "string-value", "").split())
    shown = " ".join(
        " ".join(line_of(paragraph, {}, levels).text for paragraph in cell.iterchildren(_PARAGRAPH)).split()
    )
    return shown or " ".join(cell.get(OFFICE + "string-value", "").split())
