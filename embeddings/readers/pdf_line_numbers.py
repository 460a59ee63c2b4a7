"""Numbers that count the lines of a PDF's page in its margin, as those of pleadings do."""

from collections.abc import Sequence
from itertools import pairwise

from embeddings.readers.pdf_segments import Segment

# So many numbers down a margin count the lines of a page.
FEWEST_LINE_NUMBERS = 5


def without_line_numbers(segments: Sequence[Segment]) -> tuple[list[Segment], int]:
    """Return the segments of a page without the numbers of its lines, and how many these are.

    Line numbers stand below each other in a margin and count up, each by one or all by five.
    """
    numbers = [x for x in segments if x.text.isdecimal() and len(x.text) <= len("999")]
    if len(numbers) < FEWEST_LINE_NUMBERS:
        return list(segments), 0
    others = sorted(x.left for x in segments if not x.text.isdecimal())
    # In the margin, nothing but few other lines stands as far to the left.
    margin = others[len(others) // 20] if others else 0.0
    counted: set[int] = set()
    for group in _below_each_other(numbers):
        column = sorted(group, key=lambda x: -x.top)
        values = [int(x.text) for x in column]
        steps = {after - before for before, after in pairwise(values)}
        if len(column) >= FEWEST_LINE_NUMBERS and steps in ({1}, {5}) and column[0].right <= margin:
            counted.update(map(id, column))
    return [x for x in segments if id(x) not in counted], len(counted)


def _below_each_other(numbers: Sequence[Segment]) -> list[list[Segment]]:
    """Return numbers by the column that they stand in, be it even on its left or on its right."""
    groups: list[list[Segment]] = []
    end = 0.0
    for number in sorted(numbers, key=lambda x: x.left):
        if groups and number.left < end:
            groups[-1].append(number)
        else:
            groups.append([number])
        end = max(end, number.right) if len(groups[-1]) > 1 else number.right
    return groups
