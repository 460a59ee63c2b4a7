"""Cells that span rows stand in each of them.

A row of RTF and of old Word states where its cells end, and which go on with the one above; a sheet lists what spans.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from embeddings.readers.table_rows import Row

# A cell with more characters is not repeated in the rows that it spans.
SPANNING_CHARACTERS = 120


class Edge(NamedTuple):
    """Where a cell ends on the page, and whether it goes on with the cell above."""

    right: int
    goes_on: bool


class Span(NamedTuple):
    """A cell of a sheet that spans rows: its first and last row by their numbers, and its place in the row."""

    first: int
    last: int
    column: int


def fill(cells: list[list[str]], edges: Sequence[Edge], above: dict[int, list[str]]) -> dict[int, list[str]]:
    """Fill the cells of a row that go on with those above, in place; return all by where they end.

    Cells of two rows that span the same columns end at the same place, however many are before them.
    """
    row: dict[int, list[str]] = {}
    for number, edge in enumerate(edges[: len(cells)]):
        if edge.goes_on and not cells[number]:
            repeated = above.get(edge.right, [])
            cells[number] = repeated if sum(map(len, repeated)) <= SPANNING_CHARACTERS else []
        row[edge.right] = cells[number]
    return row


def with_spanned(rows: Iterable[Row], spans: Iterable[Span]) -> Iterator[Row]:
    """Yield the rows of a sheet, each with the cells that span it and stand beside others of it.

    A sheet may have a figure or a note beside its tables that spans many of their rows. Rows that hold nothing else are
    not given.
    """
    waiting = sorted(spans, reverse=True)
    if not waiting:
        yield from rows
        return
    # By column: the last row that a cell spans, and what it holds.
    open_spans: dict[int, tuple[int, str]] = {}
    for number, cells in rows:
        over = {column: words for column, (last, words) in open_spans.items() if number <= last}
        open_spans = {column: open_spans[column] for column in over}
        while waiting and waiting[-1].first <= number:
            span = waiting.pop()
            words = cells[span.column] if span.first == number and span.column < len(cells) else ""
            if 0 < len(words) <= SPANNING_CHARACTERS:
                open_spans[span.column] = (span.last, words)
        if not over:
            yield number, cells
            continue
        filled = [*cells, *[""] * (max(over) + 2 - len(cells))]
        columns = sorted(over)
        for column in (*reversed(columns), *columns):
            if not filled[column] and (filled[column + 1] or (column and filled[column - 1])):
                filled[column] = over[column]
        while len(filled) > len(cells) and not filled[-1]:
            filled.pop()
        yield number, filled
