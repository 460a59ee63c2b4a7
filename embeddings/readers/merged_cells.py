"""Cells that span rows in RTF and old Word: a row states where its cells end, and which go on with the one above."""

from collections.abc import Sequence
from typing import NamedTuple

# A cell with more characters is not repeated in the rows that it spans.
SPANNING_CHARACTERS = 120


class Edge(NamedTuple):
    """Where a cell ends on the page, and whether it goes on with the cell above."""

    right: int
    goes_on: bool


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
