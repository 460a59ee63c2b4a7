"""The order in which the columns of a page are read.

Between two columns is a gutter: a stretch of white that no line crosses, with lines of prose on both sides. What stands
above and below a gutter is read before and after it, and of what stands beside it the left side first. A table has such
stretches of white too, but its cells are no prose: their lines do not go on from one to the next. A letterhead beside
a letter is read after it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np
from numpy.typing import NDArray

from embeddings.readers.pdf_segments import Segment, is_right_to_left, typical_size

# A gutter is at least so many sizes of its text wide, and its columns have so many lines at least.
NARROWEST_GUTTER = 0.6
FEWEST_LINES = 3
# The lines of a column have so many characters at least: those of three columns on a page have about 35, of Chinese 12.
SHORTEST_LINE = 14
SHORTEST_CJK_LINE = 7
# Of the lines of prose so great a share begin with a small letter, as each goes on with the line above; or else so many
# reach the right edge. Of the cells of tables and of lists hardly any do.
GOING_ON_SHARE = 0.3
FULL_SHARE = 0.6
# A column's lines beside a gutter are at least this share of the other's: labels beside paragraphs are fewer.
LINES_SHARE = 0.4
# A column goes on beyond the end of the other while its lines are no further apart than so many sizes.
LINE_GAP = 2.6
# A column that goes on with a line or two of another has so many lines at least; fewer are a caption or a cell.
FEWEST_FULL_LINES = 8
# What stands beside a text and is none of it, as a letterhead, is set so much smaller, and hardly shares its lines: so
# great a share of its lines begin, or end, within so many sizes where one of the text does.
BESIDE_SIZE = 0.93
SHARED_SHARE = 0.6
SAME_HEIGHT = 0.1
SHORTEST_BESIDE = 8
SENTENCE_ENDS = (".", "!", "?", ":", "”", '"')
LONG_LINE = 8.0
OTHER_HEIGHT = 0.5
# So many stretches of white are looked at that have few lines on both sides.
MOST_SHORT_GUTTERS = 12
# Over so many segments a page is a table or a drawing, and is read line by line.
MOST_SEGMENTS = 2_500
ROWS_AT_ONCE = 256
DEEPEST = 40

_CJK = re.compile("[\u3040-\u9fff\uac00-\ud7ff\uf900-\ufaff]")
_LETTER = re.compile(r"[^\W\d_]")
Edges = NDArray[np.float64]


@dataclass(slots=True)
class Gutter:
    """A stretch of white between segments beside each other, with the numbers of those on its left and right."""

    left: float
    right: float
    bottom: float
    top: float
    before: list[int]
    behind: list[int]
    # Whether its left side only stands beside the text, which is read first.
    is_left_beside: bool = False


def in_columns(segments: Sequence[Segment], depth: int = 0) -> list[list[Segment]]:
    """Return the segments of a page as the columns and bands in which they are read; within each, lines go across.

    `depth` is how often the page was parted before, which a page does not need often.
    """
    if depth > DEEPEST or not 2 * FEWEST_LINES <= len(segments) <= MOST_SEGMENTS:
        return [list(segments)] if segments else []
    gutter = _best_gutter(segments, typical_size(segments))
    if gutter is None:
        return [list(segments)]
    above = [x for x in segments if _middle(x) > gutter.top]
    below = [x for x in segments if _middle(x) < gutter.bottom]
    within = [x for x in segments if gutter.bottom <= _middle(x) <= gutter.top]
    sides = [
        [x for x in within if x.left + x.right < 2 * gutter.right],
        [x for x in within if x.left + x.right >= 2 * gutter.right],
    ]
    if is_right_to_left(within) or gutter.is_left_beside:
        sides.reverse()
    return [region for part in (above, *sides, below) for region in in_columns(part, depth + 1)]


def _middle(segment: Segment) -> float:
    return (segment.top + segment.bottom) / 2


def _best_gutter(segments: Sequence[Segment], size: float) -> Gutter | None:
    """Return the longest gutter between columns of a page, None for a page of one column."""
    boxes = np.array([(x.left, x.bottom, x.right, x.top) for x in segments])
    whites = sorted(_whites(boxes, NARROWEST_GUTTER * size), key=lambda x: (-(x.top - x.bottom), x.left))
    for gutter in whites:
        if min(len(gutter.before), len(set(gutter.behind))) >= FEWEST_LINES and _parts_columns(gutter, segments, boxes):
            _lengthen(gutter, boxes, size)
            return gutter
    # Where a figure stands in a column, its lines may have few others beside them.
    for gutter in whites[:MOST_SHORT_GUTTERS]:
        _lengthen(gutter, boxes, size)
        sides = _sides(gutter, boxes)
        columns = [[segments[number] for number in side] for side in sides]
        if all(map(is_prose, columns)) or _ends_beside(*columns):
            return gutter
        # A text may go on below what stands beside it.
        left = [x for x in segments if x.right <= gutter.right]
        right = [x for x in segments if x.left >= gutter.left]
        gutter.is_left_beside = _is_beside(columns[0], right)
        if gutter.is_left_beside or _is_beside(columns[1], left):
            return gutter
    return None


def _is_beside(lines: Sequence[Segment], text: Sequence[Segment]) -> bool:
    """Whether lines only stand beside a text, smaller and at other heights than its lines: a letterhead."""
    if len(lines) < FEWEST_LINES or sum(x.text[:1].islower() for x in text) < FEWEST_LINES:
        return False
    if median(len(x.text) for x in lines) < SHORTEST_BESIDE or _width(lines) > _width(text):
        return False
    if typical_size(lines) > BESIDE_SIZE * typical_size(text):
        return False
    near = SAME_HEIGHT * typical_size(text)
    shared = sum(any(abs(x.bottom - y.bottom) < near or abs(x.top - y.top) < near for y in text) for x in lines)
    return shared <= SHARED_SHARE * len(lines)


def _width(lines: Sequence[Segment]) -> float:
    return max(x.right for x in lines) - min(x.left for x in lines)


def _ends_beside(column: Sequence[Segment], rest: Sequence[Segment]) -> bool:
    """Whether a column of prose goes on, within a sentence, with the few lines of a last one beside its top."""
    if not 0 < len(rest) < FEWEST_LINES or len(column) < FEWEST_FULL_LINES or not is_prose(column):
        return False
    last, first = min(column, key=_middle), max(rest, key=_middle)
    # A running head may stand above both.
    above = sum(_middle(line) > _middle(first) + OTHER_HEIGHT * first.size for line in column)
    return above < FEWEST_LINES and first.text[:1].islower() and not last.text.endswith(SENTENCE_ENDS)


def _sides(gutter: Gutter, boxes: Edges) -> list[list[int]]:
    """Return the numbers of the segments on the left and on the right of a gutter."""
    middles = (boxes[:, 1] + boxes[:, 3]) / 2
    within = (middles >= gutter.bottom) & (middles <= gutter.top)
    is_left = boxes[:, 0] + boxes[:, 2] < 2 * gutter.right
    return [np.flatnonzero(within & side).tolist() for side in (is_left, ~is_left)]


def _whites(boxes: Edges, narrowest: float) -> list[Gutter]:
    """Return the stretches of white between segments that stand beside each other, from the top."""
    finished: list[Gutter] = []
    growing: list[Gutter] = []
    for gap in _gaps(boxes, narrowest):
        has_joined = False
        for white in list(growing):
            left, right = max(white.left, gap.left), min(white.right, gap.right)
            if right - left < narrowest:
                continue
            left, right = _squeezed(boxes, (left, right), gap.bottom, white.bottom)
            if right - left < narrowest:
                growing.remove(white)
                finished.append(white)
                continue
            white.left, white.right, white.bottom = left, right, min(white.bottom, gap.bottom)
            white.before += gap.before
            white.behind += gap.behind
            has_joined = True
        if not has_joined:
            growing.append(gap)
    return finished + growing


def _gaps(boxes: Edges, narrowest: float) -> list[Gutter]:
    """Return the gap between each segment and its next on the right, from the top."""
    left, bottom, right, top = boxes.T
    heights = top - bottom
    gaps: list[Gutter] = []
    for first in range(0, len(boxes), ROWS_AT_ONCE):
        rows = slice(first, first + ROWS_AT_ONCE)
        overlap = np.minimum(top[rows, None], top) - np.maximum(bottom[rows, None], bottom)
        is_beside = overlap > 0.25 * np.minimum(heights[rows, None], heights)
        is_beside &= left >= right[rows, None] - 0.1 * narrowest
        behind = np.where(is_beside, left, np.inf)
        nearest = behind.argmin(axis=1)
        ends = behind[np.arange(len(nearest)), nearest]
        for number in np.flatnonzero((ends < np.inf) & (ends - right[rows] >= narrowest)).tolist():
            at = first + number
            gap = (float(right[at]), float(ends[number]), float(bottom[at]), float(top[at]))
            gaps.append(Gutter(*gap, before=[at], behind=[int(nearest[number])]))
    return sorted(gaps, key=lambda gap: -gap.top)


def _squeezed(boxes: Edges, white: tuple[float, float], bottom: float, top: float) -> tuple[float, float]:
    """Return the left and right edge of what the segments between two heights leave of a stretch of white."""
    left, right = white
    middles = (boxes[:, 1] + boxes[:, 3]) / 2
    within = (middles > bottom) & (middles < top) & (boxes[:, 0] < right) & (boxes[:, 2] > left)
    if not within.any():
        return white
    starts, ends = boxes[within, 0], boxes[within, 2]
    # What begins on the left of it is of the left column, or crosses it.
    return float(ends.max(where=starts <= left, initial=left)), float(starts.min(where=starts > left, initial=right))


def _parts_columns(gutter: Gutter, segments: Sequence[Segment], boxes: Edges) -> bool:
    """Whether there is a column of prose on one side of a gutter and another column on the other."""
    sides = [[segments[number] for number in dict.fromkeys(numbers)] for numbers in (gutter.before, gutter.behind)]
    prose = [is_prose(side) for side in sides]
    if all(prose) or not any(prose) or not all(map(_is_long, sides)):
        return all(prose)
    middles = (boxes[:, 1] + boxes[:, 3]) / 2
    within = (middles >= gutter.bottom) & (middles <= gutter.top)
    beside = (boxes[:, 2] <= gutter.left + 0.5, boxes[:, 0] >= gutter.right - 0.5)
    height = median(x.size for side in sides for x in side)
    lines = [len(np.unique(np.round(middles[within & side] / height))) for side in beside]
    return min(lines) >= LINES_SHARE * max(lines)


def is_prose(lines: Sequence[Segment]) -> bool:
    """Whether lines are those of paragraphs: long, and most go on with the line above, or reach the right edge."""
    if len(lines) < FEWEST_LINES or not _is_long(lines):
        return False
    starts = [match[0] for x in lines if (match := _LETTER.match(x.text)) and match[0].lower() != match[0].upper()]
    if starts and sum(map(str.islower, starts)) >= GOING_ON_SHARE * len(lines):
        return True
    width = _width(lines)
    full = [x for x in lines if x.right - x.left > 0.9 * width]
    return len(full) >= FULL_SHARE * len(lines)


def _is_long(lines: Sequence[Segment]) -> bool:
    text = "".join(x.text for x in lines)
    shortest = SHORTEST_CJK_LINE if len(_CJK.findall(text)) > len(text) / 3 else SHORTEST_LINE
    return median(len(x.text) for x in lines) >= shortest


def _lengthen(gutter: Gutter, boxes: Edges, size: float) -> None:
    """Let a gutter go on beyond the shorter of its columns, to the next segment that crosses it."""
    left, bottom, right, top = boxes.T
    place = gutter.right - 0.25 * size
    crosses = (left < place) & (right > place)
    edges = [left[gutter.before].min(), gutter.right]
    # Below a figure a column goes on with lines that begin at its edge and are as large as the others.
    is_of_column = (np.abs(left[:, None] - edges).min(axis=1) < size) & (right - left > LONG_LINE * size)
    is_of_column &= np.abs(top - bottom - np.median((top - bottom)[gutter.before])) < OTHER_HEIGHT * size
    bottoms, tops, are_crossing, are_of_column = (values.tolist() for values in (bottom, top, crosses, is_of_column))
    for number in np.argsort(-top).tolist():
        if tops[number] <= gutter.bottom + 1e-6 + (tops[number] - bottoms[number]) / 2:
            is_far = gutter.bottom - tops[number] > LINE_GAP * size and not are_of_column[number]
            if are_crossing[number] or is_far:
                break
            gutter.bottom = min(gutter.bottom, bottoms[number])
    for number in np.argsort(bottom).tolist():
        if bottoms[number] >= gutter.top - 1e-6 - (tops[number] - bottoms[number]) / 2:
            is_far = bottoms[number] - gutter.top > LINE_GAP * size and not are_of_column[number]
            if are_crossing[number] or is_far:
                break
            gutter.top = max(gutter.top, tops[number])
