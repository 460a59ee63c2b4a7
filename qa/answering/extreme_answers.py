"""The row of a table that stands at one end of it: "Which farm was the smallest?", "What is the cheapest ticket?".

No sentence says so, and a reader does not count: it takes any row. It is the row with the highest or the lowest value
of a column, and the answer says of which; where several columns may be meant, they must all have it in the same row.
A list of names and numbers is a table of one column.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from embeddings.documents import Document, Span
from embeddings.text.structure import Kind, Paragraph, paragraph_at
from embeddings.text.tables import cell_spans, column_names, items_of, label_of, rows_of
from embeddings.text.words import terms
from qa.answering.claims import MOST_SURE, unsupported_claims
from qa.answering.columns import Column, columns, listed_values
from qa.answering.confidence import CONFIDENT, LOOKED_AT
from qa.answering.introductions import context_of
from qa.answering.reasons import ITEMS_NOT_COMPARED, NAMED, ROWS_NOT_COMPARED
from qa.answering.reprints import count_sources
from qa.answering.subject_answers import HALF_COVERED
from qa.answering.verdicts import ANSWER_EXCERPTS
from qa.answers import Answer, Excerpt, Hit
from qa.question.asked_extremes import AskedExtreme, Wanted
from qa.question.coverage import coverage
from qa.question.filters import Filters
from qa.question.question import Question
from qa.retrieval.scope import Scope

# A longer table would take long to read for one question.
MOST_ROWS = 2_000
# "Passenger or vehicle", "Fees/fines".
_KINDS_END = re.compile(r"\s+(?:or|and|&)\s+|\s*[/,]\s*")


class Table(NamedTuple):
    """A table of a hit's document: its rows, the cells that name its columns, and the columns of numbers and times."""

    hit: Hit
    rows: Sequence[Paragraph]
    names: Span
    columns: Sequence[Column]

    @property
    def document(self) -> Document:
        """The document that it stands in."""
        return self.hit.document

    @property
    def about(self) -> frozenset[str]:
        """The terms of what it is about: its columns' names, what stands above it, its document's title or file."""
        text, first = self.document.text, self.rows[0]
        above = [text[slice(*span)] for span in (*first.headings, *first.introductions)]
        return frozenset(terms("\n".join([self.document.title or self.document.id, text[slice(*self.names)], *above])))

    def row_terms(self, row: Paragraph) -> frozenset[str]:
        """Return the terms of a row's cells."""
        return frozenset(terms(self.document.text[row.start : row.end]))


class Found(NamedTuple):
    """The rows at one end of a table, of so many, the columns that say so, and how much of a question it holds."""

    table: Table
    rows: Sequence[Paragraph]
    compared: int
    names: Sequence[str]
    wanted: Wanted
    covered: float


def extreme_answer(
    question: Question, asked: AskedExtreme, hits: Sequence[Hit], scope: Scope, filters: Filters | None = None
) -> Answer | None:
    """Return the rows that stand at the end of a table that a question asks for; None where that is not plain.

    Of the tables in the best hits it is the one that holds most of the question's words; that share is the confidence,
    less what the question takes for granted and the table's document does not bear out.
    """
    tables = [table for hit in hits[:LOOKED_AT] for table in _tables(hit)]
    found = [one for table in tables if (one := _found(question, asked, table))]
    best = max(found, key=lambda one: one.covered, default=None)
    if best is None or best.covered < HALF_COVERED:
        return None
    excerpts = tuple(_excerpt(best.table, row) for row in best.rows[:ANSWER_EXCERPTS])
    claims = unsupported_claims(question, excerpts[0], best.table.hit.text)
    if any(claim.is_hard for claim in claims):
        return None
    doubts = [*_mixed(question, best.table), *map(str, claims)]
    confidence = min(best.covered, MOST_SURE["doubtful"] if doubts else 1.0)
    is_sure = confidence >= CONFIDENT
    return Answer(
        question=question.text,
        status="answered",
        confidence=confidence,
        excerpts=excerpts,
        nearest=(),
        sources=count_sources([best.table.document], scope.generation),
        generation=scope.generation.id,
        low_confidence=not is_sure,
        reason=None if is_sure else "; ".join(doubts) or _lacking(question, asked, best),
        read_as=_read_as(best),
        filters=filters or None,
    )


def with_uncompared_rows(answer: Answer) -> Answer:
    """Return an answer to a question for one end of something, not sure where it was compared with none.

    It is a row of a table, or an item of a list of names and values.
    """
    first = answer.excerpts[0] if answer.excerpts else None
    if first is None:
        return answer
    paragraph = paragraph_at(first.document.text, first.start)
    is_item = paragraph.kind is Kind.ITEM and label_of(first.document.text, paragraph) is not None
    if column_names(first.document.text, paragraph) is None and not is_item:
        return answer
    reason = ITEMS_NOT_COMPARED if is_item else ROWS_NOT_COMPARED
    return replace(answer, low_confidence=True, confidence=min(answer.confidence, MOST_SURE["doubtful"]), reason=reason)


def _tables(hit: Hit) -> Iterator[Table]:
    """Yield the tables with named columns that a hit's passage has rows of."""
    text = hit.document.text
    paragraphs = [paragraph_at(text, place.start) for place in hit.passage.sentences]
    first_rows = {one.group: one for one in paragraphs if one.kind is Kind.ROW and column_names(text, one)}
    for row in first_rows.values():
        rows, names = rows_of(text, row, MOST_ROWS), column_names(text, row)
        if names and len(rows) > 1:
            yield Table(hit, rows, names, columns(text, names, rows))
    yield from _lists(hit, paragraphs)


def _lists(hit: Hit, paragraphs: Sequence[Paragraph]) -> Iterator[Table]:
    """Yield the lists of names and numbers that some paragraphs of a hit's passage are of, as tables of one column.

    It is called as what introduces the list, or the heading above it.
    """
    text, seen = hit.document.text, 0
    for paragraph in paragraphs:
        if paragraph.start < seen or label_of(text, paragraph) is None:
            continue
        items = items_of(text, paragraph)
        seen = items[-1].end
        above = (*items[0].headings, *items[0].introductions)
        if above and 1 < len(items) <= MOST_ROWS and (column := listed_values(text, text[slice(*above[-1])], items)):
            yield Table(hit, items, above[-1], [column])


def _found(question: Question, asked: AskedExtreme, table: Table) -> Found | None:
    """Return the rows of a table that a question asks for; None where it is of something else, or several may be."""
    superlative = frozenset(terms(asked.word))
    about = table.about
    # A column called "Last bus" is looked up, and what is asked for must be what the table is of.
    if superlative & frozenset(terms(table.document.text[slice(*table.names)])) or (
        asked.noun and asked.noun not in about
    ):
        return None
    told = {word.term for word in question.subject_words} - superlative
    rows = _restricted(table, told - about)
    for wanted in asked.meanings:
        named = [column for column in _named(table, wanted, told) if _is_of(asked.counted, column, table)]
        ends = [_at_end(column, wanted, rows) for column in named]
        if ends and ends[0] and all(end == ends[0] for end in ends):
            idf = {term: question.idf[term] for term in told}
            numbers = ends[0]
            held = about | table.row_terms(table.rows[numbers[0]])
            called = [column.name for column in named]
            compared = sum(named[0].values[number] is not None for number in rows)
            at_end = [table.rows[number] for number in numbers]
            return Found(table, at_end, compared, called, wanted, coverage(held, idf))
    return None


def _is_of(counted: str | None, column: Column, table: Table) -> bool:
    """Whether a column is called by what is counted; where none is, what stands above may be: "Votes by year"."""
    if counted is None or counted in terms(column.name):
        return True
    return counted in table.about and counted not in terms(table.document.text[slice(*table.names)])


def _restricted(table: Table, words: set[str]) -> list[int]:
    """Return the numbers of the rows that hold most of some words, all where none holds any; none of a single row."""
    held = [len(words & table.row_terms(row)) for row in table.rows]
    rows = [number for number, count in enumerate(held) if count == max(held)]
    return rows if len(rows) > 1 else []


def _named(table: Table, wanted: Wanted, told: set[str]) -> list[Column]:
    """Return the columns that may be meant: those that a question names best, or else that are called as is wanted."""
    of_kind = [column for column in table.columns if column.kind == wanted.kind]
    shared = [len(told & set(terms(column.name))) for column in of_kind]
    if any(shared):
        return [column for column, count in zip(of_kind, shared, strict=True) if count == max(shared)]
    if wanted.may_be_any:
        return of_kind
    called = [column for column in of_kind if wanted.names & set(terms(column.name))]
    return called or [column for column in of_kind if wanted.is_money and column.is_money]


def _at_end(column: Column, wanted: Wanted, rows: Sequence[int]) -> list[int]:
    """Return the numbers of the rows with the highest or the lowest value of a column; none where it has none."""
    values = {number: value for number in rows if (value := column.values[number]) is not None}
    end = (max if wanted.end == "highest" else min)(values.values(), default=None)
    return [number for number, value in values.items() if value == end]


def _excerpt(table: Table, row: Paragraph) -> Excerpt:
    text = table.document.text
    return Excerpt(
        document=table.document,
        start=row.start,
        end=row.end,
        text=text[row.start : row.end],
        score=table.hit.score,
        context=context_of(text, row.start),
        answer=label_of(text, row) or next((cell for cell in cell_spans(text, row.span) if cell[0] < cell[1]), None),
    )


def _mixed(question: Question, table: Table) -> list[str]:
    """Return why a table may be of more than a question asks for: rows of several kinds, of which it names one."""
    text = table.document.text
    name = next((text[slice(*cell)] for cell in cell_spans(text, table.names)), "")
    kinds = [frozenset(terms(kind)) for kind in _KINDS_END.split(name)]
    told = question.idf.keys()
    is_mixed = len(kinds) > 1 and any(kind & told for kind in kinds) and not all(kind & told for kind in kinds)
    return [f"the rows of the table are of several kinds: “{name}”"] if is_mixed else []


def _lacking(question: Question, asked: AskedExtreme, found: Found) -> str:
    held = found.table.about | found.table.row_terms(found.rows[0]) | set(terms(asked.word))
    lacked = [f"“{word.text}”" for word in question.subject_words if word.term not in held]
    return f"the table does not say {' or '.join(lacked[:NAMED])}"


def _read_as(found: Found) -> str:
    ends = {"number": {"highest": "highest", "lowest": "lowest"}, "time": {"highest": "latest", "lowest": "earliest"}}
    names = " and ".join(f"“{name}”" for name in found.names)
    row = "row" if found.rows[0].kind is Kind.ROW else "item"
    row += "" if len(found.rows) == 1 else "s"
    return f"the {row} with the {ends[found.wanted.kind][found.wanted.end]} {names} of {found.compared}"
