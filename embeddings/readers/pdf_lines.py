"""A column of a page becomes lines of text, and rows of tables.

Segments beside each other in a column are the cells of a table where the gaps between them stand above each other;
elsewhere they are one line with a wide space.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import inf
from operator import attrgetter

from embeddings.readers.pdf_cell_lines import hangs_over, in_lines, with_interleaved
from embeddings.readers.pdf_justified import justified_rows
from embeddings.readers.pdf_pieces import upright_box
from embeddings.readers.pdf_segments import RAISED, Segment, cell_text, is_right_to_left, joined_near, part_of, rows_of
from embeddings.readers.pdf_signs import signs_in_place, with_small_signs
from embeddings.readers.pdf_words import Word

CELL_GAP = 0.9
NARROWEST_CELL_GAP = 0.15
# A wider space than so many sizes parts two things that only stand on one line.
WIDE_SPACE = 3.0
# The lines of one cell are so much nearer to each other, at most, than the rows of the table.
ROW_GAP = 1.25
# A line of prose with a hole fills so great a share of its column.
FILLED_SHARE = 0.7
# The cells of so great a share of a table's rows may reach into another column.
OVERLONG_SHARE = 0.2
BETWEEN_CELLS = " | "

_SIZE = attrgetter("size")
_MARKER = re.compile(
    r"[-–—*•‣▪◦·●○■□➢➤❖✓▶►\uf000-\uf0ff]|\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)]|\d{1,2}(?:\.\d{1,3}){1,4}\.?|§+"
)
_BULLET = re.compile(r"[•‣▪◦·●○■□➢➤❖✓▶►\uf000-\uf0ff]\s*(?=\S)")
# WordPerfect's mark of an item is this to those who do not have its letters.
_WORDPERFECT_MARK = "!"


@dataclass(slots=True)
class Line:
    """A line of a column, or a row of a table, with its box as the page is read.

    `size` is that of most of its letters, `largest` of its largest word: names in small capitals are set smaller.
    `column` is the left and right edge of the column that it stands in, `region` counts the columns of the document.
    """

    text: str
    words: list[Word]
    left: float
    bottom: float
    right: float
    top: float
    size: float
    is_bold: bool
    page: int
    region: int
    column: tuple[float, float]
    is_row: bool
    first_word: float
    largest: float

    @property
    def is_item(self) -> bool:
        """Whether it begins with the number or the sign of an item of a list."""
        return self.text.startswith("- ") or _MARKER.fullmatch(self.text.split(" ", 1)[0]) is not None


def lines_of(region: Sequence[Segment], page: int, number: int) -> list[Line]:
    """Return the lines of a column in order, each row of a table as one."""
    rows = [*map(parts_of, with_small_signs(rows_of(region, RAISED)))]
    rows = with_interleaved(_with_prose(rows))
    reads_from_right = is_right_to_left(region)
    column = min(x.left for x in region), max(x.right for x in region)
    lines: list[Line] = []
    for start, end in _tables(rows):
        if end - start == 1:
            lines.append(_line(rows[start], reads_from_right, (page, number), column))
        else:
            lines.extend(row_of(cells, reads_from_right, (page, number), column) for cells in _table(rows[start:end]))
    return lines


def parts_of(row: Sequence[Segment]) -> list[Segment]:
    """Return what stands apart on a line; the mark of a list's item belongs to what follows it."""
    cells = joined_near(signs_in_place(row) if len(row) > 1 else row, CELL_GAP)
    if len(cells) > 1 and cells[0].text == _WORDPERFECT_MARK:
        cells[0] = replace(cells[0], text="•")
    while len(cells) > 1 and _MARKER.fullmatch(cells[0].text):
        width = cells[1].left - cells[0].right
        cells = [*joined_near(cells[:2], width / max(cells[0].size, 1.0) + 1), *cells[2:]]
    return cells


def _with_prose(rows: Sequence[list[Segment]]) -> list[list[Segment]]:
    """Return rows of which those that are prose with wide spaces are one segment."""
    # The number of a line, or of an item, may stand before it.
    firsts = [int(len(row) > 1 and not any(map(str.isalpha, row[0].text))) for row in rows]
    bodies = [row[first:] for row, first in zip(rows, firsts, strict=True)]
    words = [[word for segment in body for word in segment.words] for body in bodies]
    are_prose = justified_rows(words, [len(body) == 1 for body in bodies])
    return [
        joined_near([*row[:first], *joined_near(body, inf)], WIDE_SPACE) if is_prose else row
        for row, first, body, is_prose in zip(rows, firsts, bodies, are_prose, strict=True)
    ]


def _tables(rows: Sequence[list[Segment]]) -> Iterator[tuple[int, int]]:
    """Yield the rows [start, end) of each table, and each line that is in none by itself."""
    start = 0
    while start < len(rows):
        first = start + (start + 1 < len(rows) and hangs_over(rows[start], rows[start + 1]))
        end = first + 1
        above = rows[first]
        for number in range(first + 1, len(rows)):
            row = rows[number]
            if len(above) < 2 or _line_gap(rows[number - 1], row) > 2.5 * row[0].size:  # noqa: PLR2004  # sizes
                break
            if len(row) > 1:
                if not _gaps_meet(above, row):
                    break
                end, above = number + 1, row
            elif not _is_within_a_cell(row[0], above):
                break
            elif row[0].left > above[0].right:
                end = number + 1
        yield (start, end) if end > first + 1 else (start, start + 1)
        start = end if end > first + 1 else start + 1


def _gaps_meet(above: Sequence[Segment], row: Sequence[Segment]) -> bool:
    """Whether a gap between cells stands right below one of the row above."""
    upper = [(x.right, y.left) for x, y in pairwise(above)]
    lower = [(x.right, y.left) for x, y in pairwise(row)]
    wide = 0.5 * row[0].size
    return any(min(a[1], b[1]) - max(a[0], b[0]) > wide for a in upper for b in lower)


def _is_within_a_cell(segment: Segment, above: Sequence[Segment]) -> bool:
    """Whether a lone segment stands below one cell only, as a line of a cell of several lines does."""
    return sum(segment.left < x.right and segment.right > x.left for x in above) == 1


def _line_gap(above: Sequence[Segment], below: Sequence[Segment]) -> float:
    return min(x.bottom for x in above) - max(x.top for x in below)


def _table(rows: Sequence[list[Segment]]) -> list[list[list[Segment]]]:
    """Return the rows of a table, each with its cells, and each cell with its lines."""
    gaps = column_gaps(rows)
    parted = [[part for segment in row for part in _parted(segment, gaps)] for row in rows]
    edges = [min(x.left for row in rows for x in row), *(right for _, right in gaps)]
    placed = [_cells(row, edges) for row in parted]
    if hangs_over(rows[0], rows[1]):
        placed[:2] = [[upper + lower for upper, lower in zip(*placed[:2], strict=True)]]
        rows = rows[1:]
    steps = [_baseline(above) - _baseline(below) for above, below in pairwise(rows)]
    nearest = min((step for step in steps if step > 0), default=0.0)
    # Where rows are set apart, lines that are not are of one row; elsewhere a row begins with its first cell.
    apart = [step > ROW_GAP * nearest for step in steps]
    are_set_apart = any(apart) and not all(apart) and sum(apart) * 4 >= len(apart)
    joined: list[list[list[Segment]]] = []
    filled = 0
    for number, cells in enumerate(placed):
        goes_on = number > 0 and not apart[number - 1] and (are_set_apart or not cells[0])
        # Of a row's cells, few have as many lines as the longest.
        if goes_on and (sum(map(bool, cells)) <= max(1, filled // 2) or _are_second_halves(cells)):
            joined[-1] = [upper + lower for upper, lower in zip(joined[-1], cells, strict=True)]
        else:
            joined.append(cells)
            filled = sum(map(bool, cells))
    return joined


def _are_second_halves(cells: Sequence[list[Segment]]) -> bool:
    return all(cell[0].text[:1].islower() for cell in cells if cell)


def _baseline(row: Sequence[Segment]) -> float:
    return min(x.bottom for x in row)


def column_gaps(rows: Sequence[Sequence[Segment]]) -> list[tuple[float, float]]:
    """Return the left and right edges of the gaps between a table's columns: hardly a row has anything there."""
    most = max(map(len, rows))
    spans = [(x.left, x.right) for row in rows if len(row) > 1 and len(row) * 2 > most for x in row]
    few = OVERLONG_SHARE * sum(len(row) > 1 and len(row) * 2 > most for row in rows)
    gaps: list[tuple[float, float]] = []
    covering, end = 0, None
    for place, step in sorted((place, step) for left, right in spans for place, step in ((left, 1), (right, -1))):
        if step > 0 and covering <= few < covering + step and end is not None:
            gaps.append((end, place))
        covering += step
        if step < 0 and covering <= few < covering - step:
            end = place
    return gaps


def _parted(segment: Segment, gaps: Sequence[tuple[float, float]]) -> list[Segment]:
    """Return a segment as the cells that it is, where the space before or behind a figure is a gap between two columns.

    Words may belong together over the edge of a column; a figure belongs to its own.
    """
    words = segment.words
    ends = [(box[0], box[2]) for box in map(upright_box, words)]
    cuts = [
        number
        for number, ((_, end), (start, _)) in enumerate(pairwise(ends), 1)
        if start - end > NARROWEST_CELL_GAP * segment.size
        and (words[number].text[-1:].isdigit() or words[number - 1].text[-1:].isdigit())
        and any(left < start and right > end for left, right in gaps)
    ]
    if not cuts:
        return [segment]
    return [part_of(segment, first, last) for first, last in pairwise([0, *cuts, len(words)])]


def _cells(row: Sequence[Segment], edges: Sequence[float]) -> list[list[Segment]]:
    """Return the segments of a row by column; those that stand in one column are parts of one cell."""
    cells: list[list[Segment]] = [[] for _ in edges]
    for segment in row:
        place = max(0, sum(edge <= segment.left + 0.3 * segment.size for edge in edges) - 1)
        cells[place].append(segment)
    return [*map(in_lines, cells)]


def row_of(
    cells: Sequence[list[Segment]], reads_from_right: bool, place: tuple[int, int], column: tuple[float, float]
) -> Line:
    """Return a row of cells, each of one or more lines, given its page and region, and the edges of its column."""
    ordered = list(reversed(cells)) if reads_from_right else list(cells)
    segments = [segment for cell in ordered for segment in cell]
    texts = [cell_text(cell) for cell in ordered if cell]
    return _of(segments, BETWEEN_CELLS.join(texts), place, column, is_row=len(texts) > 1)


def _line(
    cells: Sequence[Segment], reads_from_right: bool, place: tuple[int, int], column: tuple[float, float]
) -> Line:
    ordered = list(reversed(cells)) if reads_from_right else list(cells)
    text = ordered[0].text
    filled = sum(segment.right - segment.left for segment in ordered)
    between = " " if filled > FILLED_SHARE * (column[1] - column[0]) else BETWEEN_CELLS
    for before, segment in pairwise(ordered):
        gap = max(segment.left - before.right, before.left - segment.right)
        text += f"{between if gap > WIDE_SPACE * segment.size else ' '}{segment.text}"
    return _of(ordered, text, place, column, is_row=BETWEEN_CELLS in text)


def _of(
    segments: Sequence[Segment], text: str, place: tuple[int, int], column: tuple[float, float], *, is_row: bool
) -> Line:
    words = [word for segment in segments for word in segment.words] if len(segments) > 1 else segments[0].words
    sizes = [*map(_SIZE, words)]
    smallest, largest = min(sizes), max(sizes)
    first = segments[0].words[0]
    left, right = min(x.left for x in segments), max(x.right for x in segments)
    if is_right_to_left(segments):
        # As in a mirror, so that a line ends on its right in all scripts.
        left, right, column = -right, -left, (-column[1], -column[0])
    return Line(
        text=_BULLET.sub("- ", text, count=1) if _BULLET.match(text) else text,
        words=words,
        left=left,
        bottom=min(x.bottom for x in segments),
        right=right,
        top=max(x.top for x in segments),
        size=max(x.size for x in segments) if is_row else largest if smallest == largest else _size(words),
        is_bold=all(word.is_bold for word in words),
        largest=largest,
        page=place[0],
        region=place[1],
        column=column,
        is_row=is_row,
        first_word=max(first.right - first.left, first.top - first.bottom)
        if first.angle % 180
        else first.right - first.left,
    )


def _size(words: Sequence[Word]) -> float:
    """Return the size of most letters of a line."""
    letters: dict[float, int] = {}
    for word in words:
        letters[word.size] = letters.get(word.size, 0) + len(word.text)
    return max(letters, key=lambda size: (letters[size], size))
