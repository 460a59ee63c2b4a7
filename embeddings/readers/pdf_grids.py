"""Tables whose cells are parted by rules: which words stand in one cell, and which cells in one row, is drawn there.

A grid is what rules make that cross each other. Where no rule stands between two of its cells, they are one.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from operator import attrgetter, neg
from typing import NamedTuple

from embeddings.readers.pdf_pieces import upright, upright_box
from embeddings.readers.pdf_rules import Rule
from embeddings.readers.pdf_segments import Segment, part_of

# Rules so many points from each other are one, meet, or go on with each other.
NEAR = 3.0
# A table has so many columns, and rows with text in several cells, at least; text stands in such a share of its cells.
FEWEST, FILLED_SHARE = 2, 0.3
# So great a share of its words may stand across its rules at most.
CROSSING_SHARE = 0.05
# A drawing has more rules, or more places where they would cross.
MOST_RULES, MOST_CELLS = 500, 10_000

_PLACE = attrgetter("place")


@dataclass(slots=True)
class Cell:
    """A cell of a grid, which may be several that no rule parts: its edges, its first row, and what stands in it."""

    left: float
    right: float
    row: int
    segments: list[Segment] = field(default_factory=list)


@dataclass(slots=True)
class Grid:
    """A table that is drawn, with its box and from the top the cells with text that begin in each row."""

    left: float
    bottom: float
    right: float
    top: float
    rows: list[list[Cell]]


class _Cells(NamedTuple):
    """The edges of columns from the left and of rows from the top, and what is in each row and column, row by row."""

    columns: list[float]
    rows: list[float]
    cells: list[Cell]

    def at(self, x: float, y: float) -> Cell | None:
        """Return the cell in which a point stands, None outside."""
        column = bisect_right(self.columns, x) - 1
        row = bisect_left(self.rows, -y, key=neg) - 1
        wide, high = len(self.columns) - 1, len(self.rows) - 1
        return self.cells[row * wide + column] if 0 <= column < wide and 0 <= row < high else None


@dataclass(slots=True)
class _Line:
    """A rule, or several that go on with each other: its place across its direction, and where it starts and ends."""

    place: float
    start: float
    end: float


def grids_of(segments: Sequence[Segment], rules: Sequence[Rule]) -> tuple[list[Grid], list[Segment]]:
    """Return the grids of a page, given its segments of one angle, and the segments that stand in none."""
    if not segments or not rules:
        return [], list(segments)
    angle = segments[0].words[0].angle
    boxes = [upright((rule.left, rule.bottom, rule.right, rule.top), angle) for rule in rules]
    across = _lines((bottom + top, left, right) for left, bottom, right, top in boxes if right - left > top - bottom)
    down = _lines((left + right, bottom, top) for left, bottom, right, top in boxes if right - left <= top - bottom)
    grids: list[Grid] = []
    rest = list(segments)
    if max(len(across), len(down)) > MOST_RULES:
        return grids, rest
    for those in _crossing(across, down):
        if cells := _cells(*those):
            grid, rest = _filled(cells, rest)
            grids += [grid] if grid else []
    return grids, rest


def _lines(rules: Iterator[tuple[float, float, float]]) -> list[_Line]:
    """Return rules of one direction, each as twice its place, its start and its end, with those joined that go on."""
    lines: list[_Line] = []
    for twice, start, end in sorted(rules):
        place = twice / 2
        near = lines[bisect_left(lines, place - NEAR, key=_PLACE) :]
        line = next((x for x in near if start <= x.end + NEAR and end >= x.start - NEAR), None)
        if line is None:
            lines.append(_Line(place, start, end))
        else:
            line.start, line.end = min(line.start, start), max(line.end, end)
    return lines


def _crossing(across: Sequence[_Line], down: Sequence[_Line]) -> Iterator[tuple[list[_Line], list[_Line]]]:
    """Yield the rules that cross each other, directly or by way of others, by their directions."""
    left = set(range(len(down)))
    seen: set[int] = set()
    for first in range(len(across)):
        if first in seen:
            continue
        seen.add(first)
        rows, columns, open_rows = [first], [], [first]
        while open_rows:
            row = across[open_rows.pop()]
            met = [number for number in left if _meet(row, down[number])]
            left.difference_update(met)
            columns += met
            for number in met:
                others = [x for x in range(len(across)) if x not in seen and _meet(across[x], down[number])]
                seen.update(others)
                rows += others
                open_rows += others
        yield [across[number] for number in rows], [down[number] for number in columns]


def _meet(across: _Line, down: _Line) -> bool:
    return (
        across.start - NEAR <= down.place <= across.end + NEAR and down.start - NEAR <= across.place <= down.end + NEAR
    )


def _places(lines: Sequence[_Line], others: Sequence[_Line]) -> list[float]:
    """Return where lines stand, and the ends of those that they meet, as a table may have no rule at its edge."""
    places: list[float] = []
    ends = (min(x.start for x in others), max(x.end for x in others))
    for place in sorted([*(x.place for x in lines), *ends]):
        if not places or place - places[-1] > NEAR:
            places.append(place)
    return places


def _cells(across: Sequence[_Line], down: Sequence[_Line]) -> _Cells | None:
    """Return the cells that rules part; None where they make no table."""
    if not across or not down:
        return None
    columns, rows = _places(down, across), _places(across, down)[::-1]
    wide, high = len(columns) - 1, len(rows) - 1
    if min(wide, high) < FEWEST or wide * high > MOST_CELLS:
        return None
    joined = list(range(wide * high))
    for number in range(wide * high):
        row, column = divmod(number, wide)
        middle = (columns[column] + columns[column + 1]) / 2, (rows[row] + rows[row + 1]) / 2
        if column + 1 < wide and not _stands(down, columns[column + 1], middle[1]):
            joined[_first(joined, number + 1)] = _first(joined, number)
        if row + 1 < high and not _stands(across, rows[row + 1], middle[0]):
            joined[_first(joined, number + wide)] = _first(joined, number)
    groups: dict[int, list[int]] = {}
    for number in range(wide * high):
        groups.setdefault(_first(joined, number), []).append(number)
    cells: dict[int, Cell] = {}
    for numbers in groups.values():
        (row, last_row), (column, last_column) = (
            (min(x), max(x)) for x in zip(*(divmod(number, wide) for number in numbers), strict=True)
        )
        if len(numbers) != (last_row - row + 1) * (last_column - column + 1):
            # No box: these rules are of a drawing.
            return None
        cell = Cell(columns[column], columns[last_column + 1], row)
        cells.update(dict.fromkeys(numbers, cell))
    return _Cells(columns, rows, [cells[number] for number in range(wide * high)])


def _first(joined: list[int], number: int) -> int:
    """Return the number that stands for all cells that are joined to one."""
    while joined[number] != number:
        joined[number] = joined[joined[number]]
        number = joined[number]
    return number


def _stands(lines: Sequence[_Line], place: float, at: float) -> bool:
    return any(abs(line.place - place) <= NEAR and line.start <= at <= line.end for line in lines)


def _filled(cells: _Cells, segments: Sequence[Segment]) -> tuple[Grid | None, list[Segment]]:
    """Return a grid with what stands in its cells, and the segments outside it; None where it is no table."""
    outside: list[Segment] = []
    words = crossing = 0
    for segment in segments:
        boxes = [*map(upright_box, segment.words)]
        places = [cells.at((box[0] + box[2]) / 2, (box[1] + box[3]) / 2) for box in boxes]
        start = 0
        for end in range(1, len(places) + 1):
            place = places[start]
            if end < len(places) and places[end] is place:
                continue
            if place is None:
                outside.append(part_of(segment, start, end))
            else:
                place.segments.append(part_of(segment, start, end))
                words += end - start
                crossing += sum(box[0] < place.left - NEAR or box[2] > place.right + NEAR for box in boxes[start:end])
            start = end
    rows: list[list[Cell]] = [[] for _ in cells.rows[1:]]
    every = [*{id(cell): cell for cell in cells.cells}.values()]
    for cell in every:
        if cell.segments:
            rows[cell.row].append(cell)
    is_table = sum(len(row) > 1 for row in rows) >= FEWEST and sum(map(len, rows)) >= FILLED_SHARE * len(every)
    if not is_table or crossing > CROSSING_SHARE * words:
        return None, list(segments)
    box = cells.columns[0], cells.rows[-1], cells.columns[-1], cells.rows[0]
    return Grid(*box, [row for row in rows if row]), outside
