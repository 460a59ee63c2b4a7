"""Cells of several lines beside others of one: lines of cells that stand above or between those of their row."""

from collections.abc import Sequence

from embeddings.readers.pdf_segments import Segment

# A row of so many cells at least may have lines of cells that stand apart from it.
FEWEST_CELLS = 3
# Those above it are no more than so many sizes away; those beside it reach so many into it.
LINE_GAP = 0.6
REACH = 0.1
# Lines of one cell are further apart than so many sizes.
NEXT_LINE = 0.7


def hangs_over(row: Sequence[Segment], below: Sequence[Segment]) -> bool:
    """Whether a row is the upper lines of some cells of the row below: each stands above one, and not the first."""
    gap = min(x.bottom for x in row) - max(x.top for x in below)
    if not len(row) < len(below) >= FEWEST_CELLS or abs(gap) > LINE_GAP * row[0].size:
        return False
    places = [[number for number, cell in enumerate(below) if _overlap(segment, cell)] for segment in row]
    return all(len(place) == 1 and place[0] > 0 for place in places) and len({place[0] for place in places}) == len(row)


def with_interleaved(rows: Sequence[list[Segment]]) -> list[list[Segment]]:
    """Join rows of which the cells of one line stand between the two lines of others: all are set in the middle."""
    joined: list[list[Segment]] = []
    at = 0
    while at < len(rows):
        if at + 2 < len(rows) and _are_of_one(*rows[at : at + 3]):
            joined.append(sorted((x for row in rows[at : at + 3] for x in row), key=lambda x: x.left))
            at += 3
        else:
            joined.append(rows[at])
            at += 1
    return joined


def _are_of_one(upper: Sequence[Segment], middle: Sequence[Segment], lower: Sequence[Segment]) -> bool:
    if len(upper) + len(middle) < FEWEST_CELLS:
        return False
    reach = REACH * middle[0].size
    for above, below in ((upper, middle), (middle, lower)):
        if min(x.bottom for x in above) > max(x.top for x in below) - reach:
            return False
    if any(_overlap(x, y) for x in middle for y in (*upper, *lower)):
        return False
    return all(sum(_overlap(x, y) for y in upper) == 1 for x in lower)


def in_lines(cell: list[Segment]) -> list[Segment]:
    """Return the parts of a cell line by line."""
    top = max((x.top for x in cell), default=0.0)
    return sorted(cell, key=lambda x: (int((top - x.top) / (NEXT_LINE * x.size)), x.left)) if len(cell) > 1 else cell


def _overlap(first: Segment, second: Segment) -> bool:
    return first.left < second.right and first.right > second.left
