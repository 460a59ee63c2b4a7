"""The tables of a text: which row names the columns of another, and where the cells of a row stand."""

from bisect import bisect_left, bisect_right

from embeddings.documents import Span
from embeddings.text.line_marks import cells
from embeddings.text.structure import Kind, Paragraph, structure


def column_names(text: str, row: Paragraph) -> Span | None:
    """Return where the columns of a row are named, above it in its table; None without such, and for no row."""
    if row.kind is not Kind.ROW:
        return None
    above = (span for span in row.introductions if row.group[0] <= span[0])
    return next((span for span in above if cells(text[slice(*span)])), None)


def rows_of(text: str, row: Paragraph) -> list[Paragraph]:
    """Return the rows of the table that a row stands in, without the one that names its columns."""
    paragraphs = structure(text)
    first = bisect_left(paragraphs, row.group[0], key=lambda paragraph: paragraph.start)
    end = bisect_right(paragraphs, row.group[1] - 1, key=lambda paragraph: paragraph.start)
    return [one for one in paragraphs[first:end] if column_names(text, one) is not None]


def cell_spans(text: str, row: Span) -> list[Span]:
    """Return where the cells of a row of a text stand; an empty cell is an empty span."""
    start, end = row
    spans = []
    for cell in cells(text[start:end]):
        start = text.index(cell, start)
        spans.append((start, start + len(cell)))
        start += len(cell)
    return spans
