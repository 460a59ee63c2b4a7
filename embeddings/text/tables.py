"""The tables of a text, and its lists of names and values: what stands above a row, beside it, and in its cells."""

from bisect import bisect_left, bisect_right
from itertools import islice, takewhile

from embeddings.documents import Span
from embeddings.text.line_marks import cells, name_label
from embeddings.text.structure import Kind, Paragraph, structure

# Signs of items, and the spaces after them.
_MARKS = "-–—*•‣▪◦· "


def column_names(text: str, row: Paragraph) -> Span | None:
    """Return where the columns of a row are named, above it in its table; None without such, and for no row."""
    if row.kind is not Kind.ROW:
        return None
    above = (span for span in row.introductions if row.group[0] <= span[0])
    return next((span for span in above if cells(text[slice(*span)])), None)


def rows_of(text: str, row: Paragraph, most: int) -> list[Paragraph]:
    """Return the rows of the table that a row stands in, without the one that names its columns.

    There are none of a table of more rows than `most`.
    """
    paragraphs = structure(text)
    first = bisect_left(paragraphs, row.group[0], key=lambda paragraph: paragraph.start)
    end = bisect_right(paragraphs, row.group[1] - 1, key=lambda paragraph: paragraph.start)
    if end - first > most + 1:
        return []
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


def label_of(text: str, item: Paragraph) -> Span | None:
    """Return where the name in a paragraph "name: value" stands; None for another, and for a row.

    Whether such paragraphs are a list, only what they stand beside can tell.
    """
    start = item.start
    while start < item.end and text[start] in _MARKS:
        start += 1
    label = name_label(text[start : item.end]) if item.kind is not Kind.ROW else None
    return (start, start + len(label) - 1) if label else None


def items_of(text: str, item: Paragraph) -> list[Paragraph]:
    """Return the paragraphs "name: value" that stand one after another with one such."""
    paragraphs = structure(text)
    number = bisect_left(paragraphs, item.start, key=lambda paragraph: paragraph.start)
    before = takewhile(lambda one: label_of(text, one), (paragraphs[place] for place in range(number - 1, -1, -1)))
    after = takewhile(lambda one: label_of(text, one), islice(paragraphs, number, None))
    return [*reversed(list(before)), *after]
