"""In a row of a table the words that answer are one cell: that of the column which the question names.

A reader sees a row as words one after another, so it often marks several cells, or one of the next column.
"""

from embeddings.documents import Span
from embeddings.text.structure import paragraph_at
from embeddings.text.tables import cell_spans, column_names
from embeddings.text.words import terms
from qa.question.coverage import coverage
from qa.question.question import Question


def in_named_cell(question: Question, text: str, words: Span) -> Span:
    """Return the cell of a row that a question asks for by the name of its column; the words where it names none.

    Of several columns it is the one whose name has most of the question's words. A cell that the question has itself is
    not asked for.
    """
    row = paragraph_at(text, words[0])
    names = column_names(text, row)
    if names is None or words[1] > row.end:
        return words
    columns, cells = cell_spans(text, names), cell_spans(text, row.span)
    if len(columns) != len(cells):
        return words
    shares = {
        cell: coverage(set(terms(text[slice(*column)])), question.idf)
        for column, cell in zip(columns, cells, strict=True)
        if cell[0] < cell[1] and not set(terms(text[slice(*cell)])) <= question.idf.keys()
    }
    most = max(shares.values(), default=0.0)
    named = [cell for cell, share in shares.items() if share == most]
    return named[0] if most > 0 and len(named) == 1 else words
