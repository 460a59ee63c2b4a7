"""All that is said of a subject: "What does the archive say about Israel?" is answered by the places that name it.

No one sentence holds an answer that a reader could judge, and none has to: that a place speaks of the subject can be
seen. So the confidence is the share of the subject's words that the first excerpt's passage holds.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import NamedTuple

from embeddings.index.lexical import LexicalIndex
from embeddings.text.structure import paragraph_at
from embeddings.text.tables import column_names
from embeddings.text.words import terms
from qa.answering.breadth import EXPLAINED
from qa.answering.excerpts import choose
from qa.answering.introductions import only_introduces
from qa.answering.neighbours import joined, overlaps_any
from qa.answering.reasons import NAMED
from qa.answering.relevance import with_relevance
from qa.answering.reprints import count_sources
from qa.answering.titles import words_around_title
from qa.answering.verdicts import SEVERAL_EXCERPTS
from qa.answers import Answer, Excerpt, Hit
from qa.question.coverage import ENOUGH_COVERED, Naming, coverage
from qa.question.filters import Filters
from qa.question.names import Vocabulary
from qa.question.question import Question
from qa.retrieval.ranking import rank_on
from qa.retrieval.scope import Scope

# All of its words, but for what is lost in adding.
ALL_COVERED = 0.999
# It may speak of it where it holds so much, and all names of the subject.
HALF_COVERED = 0.5
# Excerpts of one document, at most: whoever asks what is said of a subject wants to know by whom.
OF_ONE_DOCUMENT = 3
# How much more relevant a sentence is that holds all of the subject's words than one that holds none: enough that no
# sentence without them is quoted in its place or joined to it (qa.answering.excerpts.NEAR_BEST).
NAMING_WEIGHT = 2.0


class Spoken(NamedTuple):
    """An excerpt for a subject, and the subject's terms that its passage holds."""

    excerpt: Excerpt
    held: frozenset[str]


def answer_about(subject: Question, scope: Scope, filters: Filters | None = None) -> Answer:
    """Return the excerpts that speak of a subject, as an answer.

    Where no passage holds enough of its words, but some hold half of them and all of its names, the answer is not
    sure, and says which words they lack. It is not found where there is none either, or where the archive has one of
    its words nowhere.
    `subject` is the subject, analysed as a question is.
    """
    speaking = _speaking(subject, _spoken(subject, scope), scope.generation.lexical)
    excerpts = joined(islice(few_of_each(one.excerpt for one in speaking), SEVERAL_EXCERPTS))
    namings = tuple(_naming(excerpt, speaking, subject) for excerpt in excerpts)
    covered = namings[0].share if namings else 0.0
    is_sure = covered >= ENOUGH_COVERED
    return Answer(
        question=subject.text,
        status="answered" if speaking else "not_found",
        confidence=covered,
        excerpts=excerpts,
        nearest=(),
        sources=count_sources([excerpt.document for excerpt in excerpts], scope.generation),
        generation=scope.generation.id,
        low_confidence=bool(speaking) and not is_sure,
        reason=_lacking(subject, namings[0].lacked) if speaking and not is_sure else None,
        read_as=subject.read_as,
        filters=filters or None,
        kind="subject",
        namings=namings,
    )


def _spoken(subject: Question, scope: Scope) -> list[Spoken]:
    """Return an excerpt of each of the best passages for a subject, best first, without those that only introduce."""
    looked_at = islice(rank_on(subject, scope, EXPLAINED), EXPLAINED)
    hits = [_with_naming(with_relevance(hit, subject), subject) for hit in looked_at]
    return [
        Spoken(excerpt, held)
        for hit, excerpt in choose(hits, scope, EXPLAINED, subject)
        if (held := held_terms(hit, excerpt, subject))
        and words_around_title(excerpt.text, excerpt.document.title) is None
        and not only_introduces(excerpt.document.text, excerpt.start, excerpt.end)
    ]


def _with_naming(hit: Hit, subject: Question) -> Hit:
    """Return a hit of which those sentences are the most relevant that hold the subject's words."""
    text = hit.document.text
    above = (frozenset(terms(_above_row(text, place.start))) for place in hit.passage.sentences)
    relevance = (
        score + NAMING_WEIGHT * coverage(held | of_row, subject.idf)
        for score, held, of_row in zip(hit.sentence_relevance, hit.sentence_terms, above, strict=True)
    )
    return replace(hit, sentence_relevance=tuple(relevance))


def _above_row(text: str, place: int) -> str:
    """Return the headings above the row of a table that stands at a place, and the names of its columns; else nothing.

    A row says of which subject it is by these, and not by the rows beside it.
    """
    row = paragraph_at(text, place)
    if column_names(text, row) is None:
        return ""
    return "\n".join(text[slice(*span)] for span in (*row.headings, *row.introductions))


def held_terms(hit: Hit, excerpt: Excerpt, subject: Question) -> frozenset[str]:
    """Return the terms of a subject in an excerpt's passage, what introduces it, and its document's title.

    The terms of a name count where it stands there in another form: "the US", "United States". Those of the other rows
    of a table are no row's.
    """
    above = _above_row(excerpt.document.text, excerpt.end - 1)
    held_by = (above, excerpt.text) if above else (*excerpt.context_texts, hit.text)
    text = "\n".join((excerpt.document.title or "", *held_by))
    vocabulary = Vocabulary(text)
    named = (term for name in subject.names if vocabulary.has_name(name) for term in name.terms)
    return frozenset(subject.idf).intersection([*terms(text), *named])


def _speaking(subject: Question, spoken: Iterable[Spoken], lexical: LexicalIndex) -> list[Spoken]:
    """Return the excerpts whose passages speak of a subject, or may; those first that hold most of its words."""
    named = {term for name in subject.names for term in name.terms}
    least = HALF_COVERED if named and all(map(lexical.holds, subject.idf)) else ENOUGH_COVERED
    speaking = [one for one in spoken if _covered(one, subject) >= (least if named <= one.held else ENOUGH_COVERED)]
    return sorted(speaking, key=lambda one: -_covered(one, subject))


def _covered(one: Spoken, subject: Question) -> float:
    """Return the share of a subject's words, by idf, that the passage of an excerpt holds."""
    return coverage(one.held, subject.idf)


def _naming(shown: Excerpt, speaking: Iterable[Spoken], subject: Question) -> Naming:
    """Return which words of a subject the passage of an excerpt holds that is shown: the best of those joined in it."""
    best = next(one for one in speaking if overlaps_any(one.excerpt, [shown]))
    held = tuple(word.text for word in subject.subject_words if word.term in best.held)
    lacked = tuple(word.text for word in subject.subject_words if word.term not in best.held)
    return Naming(held, lacked, _covered(best, subject))


def _lacking(subject: Question, words: Sequence[str]) -> str:
    names = dict.fromkeys(name.text for name in subject.names)
    lacked = " or ".join(f"“{word}”" for word in words[:NAMED])
    return f"the nearest passages speak of {' and '.join(list(names)[:NAMED])}, but not of {lacked}"


def few_of_each(excerpts: Iterable[Excerpt]) -> Iterator[Excerpt]:
    """Yield excerpts without those of a document that has given OF_ONE_DOCUMENT."""
    given: Counter[str] = Counter()
    for excerpt in excerpts:
        given[excerpt.document.id] += 1
        if given[excerpt.document.id] <= OF_ONE_DOCUMENT:
            yield excerpt
