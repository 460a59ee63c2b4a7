"""The lines of tables whose rules a page draws: a row for each row of cells, of as many lines as its cells may have."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from embeddings.readers.pdf_columns import in_columns, is_prose
from embeddings.readers.pdf_grids import Cell, Grid
from embeddings.readers.pdf_lines import CELL_GAP, Line, column_gaps, lines_of, parts_of, row_of
from embeddings.readers.pdf_pieces import upright_box
from embeddings.readers.pdf_segments import RAISED, Segment, is_right_to_left, rows_of

# A cell of more lines is a column of text, and is read by itself, or one of rows that no rules part.
MOST_LINES = 14
# So many lines of a cell at least, most of which have parts below each other, are columns.
FEWEST_LINES = 3
# Rows that no rules part fill so great a share of their cells.
STACKED_SHARE = 0.8
# So great a share of their lines at least has a name in the first column.
NAMED_SHARE = 0.6
# A cell's text keeps so many sizes from its edge.
MARGIN = 0.6


def region_lines(region: Sequence[Segment], grids: Sequence[Grid], page: int, regions: Iterator[int]) -> list[Line]:
    """Return the lines of a column of a page, and of the tables in it, which the segments of `as_segment` stand for.

    `regions` numbers the columns of the document.
    """
    places = {(grid.left, grid.bottom): grid for grid in grids}
    tables = [places[x.left, x.bottom] for x in region if not x.words]
    rest = [x for x in region if x.words]
    lines: list[Line] = []
    of_text = next(regions)
    for grid in sorted(tables, key=lambda x: -x.top):
        above = [x for x in rest if (x.top + x.bottom) / 2 > grid.bottom]
        lines += lines_of(above, page, of_text) if above else []
        lines += _grid_lines(grid, page, regions)
        rest = [x for x in rest if (x.top + x.bottom) / 2 <= grid.bottom]
    return [*lines, *lines_of(rest, page, of_text)] if rest else lines


def as_segment(grid: Grid) -> Segment:
    """Return a segment without words that has the place of a table among the columns of its page."""
    return Segment([], grid.left, grid.bottom, grid.right, grid.top, 0.0)


def _grid_lines(grid: Grid, page: int, regions: Iterator[int]) -> Iterator[Line]:
    """Yield the lines of a table: its rows, and what stands in cells that are columns of text."""
    reads_from_right = is_right_to_left(x for row in grid.rows for cell in row for x in cell.segments)
    of_rows = next(regions)
    for row in grid.rows:
        # Of each cell its lines, and of each line what stands apart in it, as where only some columns have rules.
        lines = [[*map(parts_of, rows_of(cell.segments, RAISED))] for cell in row]
        if max(map(len, lines)) == 1 and sum(len(line) for of_cell in lines for line in of_cell) > 1:
            parts = _with_words_joined([part for of_cell in lines for line in of_cell for part in line])
            yield row_of(parts, reads_from_right, (page, of_rows), (grid.left, grid.right))
        elif len(row) > 1 and (_are_rows(row) or all(map(_has_columns, (x for x in lines if len(x) > 1)))):
            yield from lines_of([x for cell in row for x in cell.segments], page, of_rows)
        elif len(row) > 1 and max(map(len, lines)) <= MOST_LINES:
            cells = [[part for line in of_cell for part in line] for of_cell in lines]
            yield row_of(cells, reads_from_right, (page, of_rows), (grid.left, grid.right))
        elif len(row) > 1 and not all(is_prose(cell.segments) for cell in row if len(cell.segments) > MOST_LINES):
            yield from lines_of([x for cell in row for x in cell.segments], page, of_rows)
        else:
            for column in (column for cell in row for column in in_columns(cell.segments)):
                yield from lines_of(column, page, next(regions))


def _has_columns(lines: Sequence[Sequence[Segment]]) -> bool:
    """Whether most lines of a cell have parts that stand apart, below each other: spaces of justified lines do not."""
    apart = sum(len(line) > 1 for line in lines)
    return apart >= FEWEST_LINES and 2 * apart > len(lines) and bool(column_gaps(lines))


def _with_words_joined(parts: Sequence[Segment]) -> list[list[Segment]]:
    """Return what stands apart on a line as cells; those whose words are as near as those of a sentence are one."""
    cells: list[list[Segment]] = []
    for part in parts:
        last = cells[-1][-1] if cells else None
        is_near = last is not None and part.left - last.right < CELL_GAP * max(last.size, part.size)
        if last and is_near and not (last.text[-1:].isdigit() or part.text[:1].isdigit()):
            cells[-1].append(part)
        else:
            cells.append([part])
    return cells


def _are_rows(cells: Sequence[Cell]) -> bool:
    """Whether cells hold the rows of a table of which only columns are parted: their lines stand beside each other."""
    rows = rows_of([x for cell in cells for x in cell.segments], RAISED)
    if len(cells) < 2 or len(rows) < 2:  # noqa: PLR2004  # one beside or below another
        return False
    lines = [rows_of(cell.segments, RAISED) for cell in cells]
    if sum(map(len, lines)) < STACKED_SHARE * len(rows) * len(cells):
        return False
    breaks = [[_is_wrapped(cell, *pair) for pair in pairwise(x)] for cell, x in zip(cells, lines, strict=True)]
    # The names of rows end though the next had room.
    if len(lines[0]) >= max(FEWEST_LINES, NAMED_SHARE * len(rows)) and not any(breaks[0]):
        return True
    return 2 * sum(map(sum, breaks)) < sum(map(len, breaks))


def _is_wrapped(cell: Cell, above: Sequence[Segment], below: Sequence[Segment]) -> bool:
    """Whether a line of a cell goes on with the next: the first word of that had no room. Figures go on with none."""
    if not all(any(map(str.isalpha, text)) for text in (above[-1].text, below[0].text)):
        return False
    left, _, right, _ = upright_box(below[0].words[0])
    return above[-1].right + right - left > cell.right - MARGIN * above[-1].size
