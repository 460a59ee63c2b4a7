"""What introduces an excerpt, and what an excerpt introduces: nobody can understand one without the other.

A lead-in is quoted with its list, a heading or a question with what follows it. Where a list or a table is too long to
be quoted whole, its lead-in or header stands beside the excerpt as its context; so does the label of who speaks.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import islice, takewhile

from embeddings.documents import Span
from embeddings.text.splitting import sentence_spans
from embeddings.text.structure import Kind, Paragraph, is_table_header, paragraph_at, structure

# A list of so many paragraphs and words, its lead-in aside, is quoted whole.
LIST_PARAGRAPHS = 12
LIST_WORDS = 120
# A table has figures that nobody asked for: only a small one is quoted whole.
TABLE_ROWS = 6
TABLE_WORDS = 40
# So many headings and questions, one after another, are quoted with what follows them.
MOST_INTRODUCING = 3
# So many sentences of an answer are quoted with what an asker says: it is often the second that answers.
ANSWER_SENTENCES = 3

_QUESTION_MARK = re.compile(r"[?？]")
QUESTION = re.compile(r"[?？][\"'”’»)\]]*\Z")
# The label of whoever only asks, in an interview or a hearing: "Q: You left early."
_ASKER = re.compile(r"(?:Q|Question|Interviewer)\s?[.:]", re.IGNORECASE)


def short_group(text: str, place: int) -> Span | None:
    """Return the whole of the list or table that a place stands in, if there is one and it is short."""
    paragraph = paragraph_at(text, place)
    start, end = paragraph.group
    if paragraph.group == paragraph.span or not start <= place < end:
        return None
    return paragraph.group if _fitting_end(text, paragraph.group) == end else None


def _fitting_end(text: str, group: Span) -> int:
    """Return the end of as many of a group's paragraphs as may be quoted with the first."""
    members = list(_paragraphs_within(text, *group))
    is_table = members[-1].kind is Kind.ROW
    most, most_words = (TABLE_ROWS, TABLE_WORDS) if is_table else (LIST_PARAGRAPHS, LIST_WORDS)
    words, end = 0, members[0].end
    for count, paragraph in enumerate(members[1:], start=1):
        words += len(text[paragraph.start : paragraph.end].split())
        if count > most or words > most_words:
            break
        end = paragraph.end
    return end


def with_introduced(text: str, start: int, end: int) -> Span:
    """Return a place of a text widened by what it introduces.

    That is the list after a lead-in, and the first sentence after headings and questions that stand alone; after the
    words of somebody who only asks it is the beginning of the answer.
    """
    is_askers = _is_askers(text, paragraph_at(text, start))
    for _ in range(MOST_INTRODUCING):
        following = _sentence_after(text, end) if only_introduces(text, start, end) else None
        if following is None:
            break
        end = following[1]
    last = paragraph_at(text, end - 1)
    if is_askers and not _is_askers(text, last):
        return start, _beginning(text, last, end)
    return start, _fitting_end(text, last.group) if last.kind is Kind.LEAD_IN and end == last.end else end


def _beginning(text: str, paragraph: Paragraph, end: int) -> int:
    """Return the end of the first ANSWER_SENTENCES of a paragraph, or `end` if that is further."""
    sentences = list(_sentences(text, paragraph))[:ANSWER_SENTENCES]
    return max(end, sentences[-1][1])


def only_introduces(text: str, start: int, end: int) -> bool:
    """Whether a place, of whole sentences, holds nothing but headings, questions and the names of a table's columns.

    That is never an answer.
    """
    return all(
        paragraph.kind is Kind.HEADING or is_table_header(text, paragraph) or _only_asks(text, paragraph, start, end)
        for paragraph in _paragraphs_within(text, start, end)
    )


def _only_asks(text: str, paragraph: Paragraph, start: int, end: int) -> bool:
    """Whether all sentences of a paragraph that stand in [start, end) are questions."""
    if _is_askers(text, paragraph):
        return True
    # Few paragraphs have a question, and sentences take long to find.
    if not _QUESTION_MARK.search(text, max(start, paragraph.start), min(end, paragraph.end)):
        return False
    return all(
        QUESTION.search(text, *sentence) for sentence in _sentences(text, paragraph) if start <= sentence[0] < end
    )


def _is_askers(text: str, paragraph: Paragraph) -> bool:
    """Whether a paragraph is of the turn of somebody who only asks."""
    return any(_ASKER.fullmatch(text, *introduction) for introduction in paragraph.introductions)


def with_label(text: str, start: int, end: int) -> Span:
    """Return a place of a text with what introduces it where that stands right before it."""
    for introduction in reversed(paragraph_at(text, start).introductions):
        if introduction[1] <= start and not text[introduction[1] : start].strip():
            start = introduction[0]
    return start, end


def context_of(text: str, start: int) -> tuple[Span, ...]:
    """Return what introduces an excerpt that begins at a place and stands apart from it, above."""
    introductions = paragraph_at(text, start).introductions
    return tuple(sorted(introduction for introduction in introductions if introduction[1] <= start))


def _paragraphs_within(text: str, start: int, end: int) -> Iterator[Paragraph]:
    paragraphs = structure(text)
    first = max(0, bisect_right(paragraphs, start, key=lambda paragraph: paragraph.start) - 1)
    return takewhile(lambda paragraph: paragraph.start < end, islice(paragraphs, first, None))


def _sentences(text: str, paragraph: Paragraph) -> Iterator[Span]:
    for start, end in sentence_spans(text[paragraph.start : paragraph.end]):
        yield paragraph.start + start, paragraph.start + end


def _sentence_after(text: str, place: int) -> Span | None:
    """Return the first sentence after a place, also of the next paragraph; None at the end of a text."""
    following = (
        sentence
        for paragraph in islice(_paragraphs_within(text, place - 1, len(text)), 2)
        for sentence in _sentences(text, paragraph)
    )
    return next((sentence for sentence in following if sentence[0] >= place), None)
