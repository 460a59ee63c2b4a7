"""How likely each sentence of a passage holds the answer, by a weighted sum of a few signals.

docs/answers.md says what the signals are and how often the best sentence is right.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from math import inf

from embeddings.documents import Document, Span
from embeddings.text.line_marks import cells
from embeddings.text.splitting import is_heading
from embeddings.text.structure import Kind, Paragraph, is_of_message, is_table_header, paragraph_at
from embeddings.text.tables import column_names
from embeddings.text.words import terms
from qa.answering.introductions import QUESTION
from qa.answering.reader import SentenceReading
from qa.answering.titles import words_around_title
from qa.answers import Hit
from qa.question.coverage import coverage
from qa.question.question import Question

# The weights of the signals beside the sentence's cosine, whose weight is 1. With them the best sentence of the first
# passage holds the gold answer in 0.89 (squad2) and 0.85 (xquad_en) of questions, by the cosine alone in 0.80 and 0.77.
MATCH_WEIGHT = 1.0
UNTITLED_TERMS_WEIGHT = 0.3
ANSWER_KIND_WEIGHT = 0.15
# A term that stands only in a heading above a sentence, a list's lead-in or a table's header counts as one in the
# sentence does by its terms and by its match, which is about 0.5 higher for it.
INTRODUCTION_WEIGHT = 0.8
# A heading, a caption, the names of a table's columns or a question is an answer only where nothing else is; so is a
# sentence that says its document's title again and hardly more: "The post TITLE appeared first on The Wire."
HEADING_PENALTY = 0.5
# So is what places of these kinds hold, which only mails have.
SECOND_HAND = frozenset({"quotation", "signature"})
# The weight of what a reader says. benchmarks/fit_choice.py fits it together with the weight of a passage's score; with
# 0.25 the best sentence is right in 0.006 fewer, with 0.35 and 0.4 in as many.
READING_WEIGHT = 0.3
# Where a question names a cell of a row, the other rows of the table lose as much as a reader can give (READING_WEIGHT
# times SURE_READING): it hardly tells rows apart.
OTHER_ROW_PENALTY = 1.0
# A reader's values beyond this, about e^5 to one, say no more. With 3 the best sentence is right in 0.002 fewer, and
# the log loss of the confidence on a collection left out of its fit was 0.336 instead of 0.329.
SURE_READING = 5.0
# The terms of so many titles and of so much that stands above sentences are remembered.
REMEMBERED = 2048
_LETTER = re.compile(r"[^\W\d_]")


def with_relevance(hit: Hit, question: Question) -> Hit:
    """Return a hit that knows the relevance of each of its sentences, as far as no reader is needed."""
    return replace(hit, sentence_relevance=tuple(sentence_relevance(hit, question)))


def sentence_relevance(hit: Hit, question: Question) -> list[float]:
    """Return for each sentence of a hit how likely it holds the answer; comparable between a question's hits.

    Terms of the question that stand in the document's title count less: the whole document is about them. Those in the
    headings above a sentence, and in what introduces it, count as if they stood in it. A question in the text answers
    nothing, but what follows it is as relevant as the question is.
    """
    text = hit.document.text
    title_terms = _terms(hit.document.title or "")
    untitled = {term: idf for term, idf in question.idf.items() if term not in title_terms}
    # Once for all sentences: a spreadsheet has very many places.
    second_hand = _second_hand(hit.document)
    places = hit.passage.sentences
    paragraphs = [paragraph_at(text, place.start) for place in places]
    relevance = []
    for place, paragraph, cosine, match, sentence_terms in zip(
        places, paragraphs, hit.sentence_cosines, hit.sentence_matches, hit.sentence_terms, strict=True
    ):
        sentence = text[place.start : place.end]
        in_sentence = coverage(sentence_terms, untitled)
        above = _above(text, paragraph)
        with_above = coverage(sentence_terms | _terms(above), untitled) if above else in_sentence
        is_mere_heading = is_heading(sentence) and paragraph.kind in {Kind.HEADING, Kind.PROSE}
        is_mere_heading = is_mere_heading and not is_of_message(text, paragraph)
        is_mere_heading = is_mere_heading or is_table_header(text, paragraph)
        is_mere_heading = is_mere_heading or bool(words_around_title(sentence, hit.document.title))
        score = cosine + MATCH_WEIGHT * match + UNTITLED_TERMS_WEIGHT * in_sentence
        score += INTRODUCTION_WEIGHT * (with_above - in_sentence)
        score += ANSWER_KIND_WEIGHT * question.answer_kind.stands_in(sentence)
        relevance.append(
            score - HEADING_PENALTY * (is_mere_heading or any(start <= place.start < end for start, end in second_hand))
        )
    relevance = _of_named_rows(text, paragraphs, question, relevance)
    questions = [QUESTION.search(text, place.start, place.end) is not None for place in places]
    return _answers_after_questions(relevance, questions)


def _of_named_rows(
    text: str, paragraphs: Sequence[Paragraph], question: Question, relevance: Sequence[float]
) -> list[float]:
    """Return relevance, given for the paragraph of each sentence, that is lower for rows of tables that are not named.

    Those are named of which the question has a cell; where none of a table is, none loses.
    """
    is_named = [_names_cell_of(question, text, paragraph) for paragraph in paragraphs]
    tables = {paragraph.group for paragraph, is_so in zip(paragraphs, is_named, strict=True) if is_so}
    return [
        score - OTHER_ROW_PENALTY * (paragraph.group in tables and not is_so)
        for score, paragraph, is_so in zip(relevance, paragraphs, is_named, strict=True)
    ]


def _names_cell_of(question: Question, text: str, paragraph: Paragraph) -> bool:
    """Whether a paragraph is a row of a table with named columns, and a question has all words of one of its cells."""
    if column_names(text, paragraph) is None:
        return False
    row = cells(text[paragraph.start : paragraph.end])
    return any(_LETTER.search(cell) and (of_cell := _terms(cell)) and of_cell <= question.idf.keys() for cell in row)


@lru_cache(maxsize=REMEMBERED)
def _terms(text: str) -> frozenset[str]:
    return frozenset(terms(text))


def _second_hand(document: Document) -> list[Span]:
    """Return where a mail quotes another, and its signature."""
    return [(place.start, place.end) for place in document.places if place.kind in SECOND_HAND]


def _above(text: str, paragraph: Paragraph) -> str:
    """Return the headings above a paragraph and what introduces it."""
    return "\n".join(text[start:end] for start, end in (*paragraph.headings, *paragraph.introductions))


def _answers_after_questions(relevance: Sequence[float], questions: Sequence[bool]) -> list[float]:
    """Return relevance handed on by each question to the first sentence after it that is none."""
    handed_on: list[float] = []
    asked = -inf
    for score, is_question in zip(relevance, questions, strict=True):
        if is_question:
            asked = max(asked, score)
            handed_on.append(score - HEADING_PENALTY)
        else:
            handed_on.append(max(score, asked))
            asked = -inf
    return handed_on


def with_readings(hit: Hit, readings: Sequence[SentenceReading]) -> Hit:
    """Return a hit whose sentences were read; what the reader says of them joins their relevance."""
    values = tuple(reading.value for reading in readings)
    relevance = (score + reading_worth(value) for score, value in zip(hit.sentence_relevance, values, strict=True))
    answers = tuple(reading.answer for reading in readings)
    return replace(hit, readings=values, read_answers=answers, sentence_relevance=tuple(relevance))


def reading_worth(value: float) -> float:
    """Return what a reader's value of a sentence adds to its relevance."""
    return READING_WEIGHT * max(-SURE_READING, min(SURE_READING, value))
