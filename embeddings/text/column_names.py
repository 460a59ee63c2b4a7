"""Whether the first row of a table names its columns, by what stands in the cells of all rows."""

import re
from collections.abc import Sequence

# A table of so many columns names them in its first row, unless a figure stands there.
FEWEST_NAMED_COLUMNS = 3
# Of a column of figures so great a share are figures.
FIGURES_SHARE = 0.5

_YEAR = re.compile(r"(?:1[5-9]|20)\d\d(?:[-/–]\d{2,4})?")
_FIGURE = re.compile(r"\W*\d[\d.,:/%\s–-]*[^\W\d_]{0,3}\W*")


def names_columns(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first of at least two rows, each of the cells of a table, names the columns of the others.

    None of its cells is a figure, though a year may name a column. Of two columns the second is of figures; a table of
    two others may well be one of names and values.
    """
    header, *others = rows
    if _is_figure(header[0]) or any(_is_figure(cell) and not _YEAR.fullmatch(cell) for cell in header):
        return False
    for column, cell in enumerate(header):
        if _YEAR.fullmatch(cell) and any(_YEAR.fullmatch(row[column]) for row in others if len(row) > column):
            return False
    if max(map(len, rows)) >= FEWEST_NAMED_COLUMNS:
        return True
    return sum(_is_figure(row[-1]) for row in others) >= max(1, FIGURES_SHARE * len(others)) and not _YEAR.fullmatch(
        header[-1]
    )


def _is_figure(cell: str) -> bool:
    return _FIGURE.fullmatch(cell) is not None
