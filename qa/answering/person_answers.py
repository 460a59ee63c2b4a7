"""Who somebody is: "Who is Javier Solana?" is answered by the sentences that introduce him, with what he is.

Whoever introduces a person says so beside the name: "Bo Ek, the mayor of Varde", "the mayor, Bo Ek", "Mayor Bo Ek". A
reader that has to choose one sentence of many with the name takes any that holds another name.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from embeddings.attribution.names import PERSONS, TITLES
from qa.answering.breadth import EXPLAINED
from qa.answering.excerpts import choose
from qa.answering.neighbours import joined
from qa.answering.relevance import with_relevance
from qa.answering.reprints import count_sources
from qa.answering.subject_answers import NAMING_WEIGHT, few_of_each
from qa.answering.verdicts import ANSWER_EXCERPTS
from qa.answers import Answer, Hit
from qa.question.filters import Filters
from qa.question.question import Question
from qa.retrieval.ranking import rank_on
from qa.retrieval.scope import Scope

_OFFICE = rf"(?i:{'|'.join(sorted(PERSONS | TITLES.keys() - {'mr', 'mrs', 'ms', 'miss', 'sir', 'mx'}))})"
_CAPITALISED = r"[A-ZÀ-Þ][\w’'.-]*"
# Up to six words on, an office; no comma between, nor another phrase: "Bo Ek, handed the mayor a letter".
_WHAT = rf"(?:(?!(?:the|an?|his|her|its|their)\s)[\w’'-]+\s+){{0,6}}?{_OFFICE}\b"


def person_answer(
    person: Question, forms: Sequence[re.Pattern[str]], scope: Scope, filters: Filters | None = None
) -> Answer | None:
    """Return the sentences that introduce somebody by name, by some forms, as an answer; None where no passage does.

    Those of the first form come first. `person` is the name, analysed as a question is.
    """
    looked_at = (with_relevance(hit, person) for hit in islice(rank_on(person, scope, EXPLAINED), EXPLAINED))
    hits = [hit for hit in looked_at if any(form.search(hit.text) for form in forms)]
    found = [
        (rank, excerpt)
        for _, excerpt in choose((_with_introductions(hit, forms) for hit in hits), scope, EXPLAINED)
        if (rank := _rank(excerpt.text, forms)) < len(forms)
    ]
    first = [excerpt for _, excerpt in sorted(found, key=lambda pair: pair[0])]
    excerpts = joined(islice(few_of_each(first), ANSWER_EXCERPTS))
    if not excerpts:
        return None
    return Answer(
        question=person.text,
        status="answered",
        confidence=1.0,
        excerpts=excerpts,
        nearest=(),
        sources=count_sources([excerpt.document for excerpt in excerpts], scope.generation),
        generation=scope.generation.id,
        read_as=f"how {person.text} is introduced",
        filters=filters or None,
    )


def introducing(name: str) -> tuple[re.Pattern[str], ...]:
    """Return the forms in which a text introduces a name with an office or a description, the plainest first.

    The first explains the name, "Bo Ek, the mayor"; the others call it so: "the mayor, Bo Ek", "Mayor Bo Ek".
    """
    called = rf"\b(?:{_CAPITALISED}\s+){{0,3}}{re.escape(name)}"
    whose = rf"(?:(?:the|an?|its|his|her|their)\s+|(?:{_CAPITALISED}\s+){{0,4}}?{_CAPITALISED}[’']s?\s+)"
    return (
        re.compile(rf"{called}(?:,\s+(?:then\s+|now\s+|later\s+)?{whose}?|\s+(?:is|was|became)\s+{whose}){_WHAT}"),
        re.compile(rf"\b{_OFFICE}(?:\s+(?:of|to|for)\s+[^,.;:]{{2,60}}?)?,\s+{called}\b"),
        re.compile(rf"\b{_OFFICE}\s+{called}\b"),
    )


def _rank(text: str, forms: Sequence[re.Pattern[str]]) -> int:
    return next((number for number, form in enumerate(forms) if form.search(text)), len(forms))


def _with_introductions(hit: Hit, forms: Sequence[re.Pattern[str]]) -> Hit:
    """Return a hit of which the sentences are the most relevant that introduce the name, the plainest most."""
    text = hit.document.text
    relevance = (
        score + NAMING_WEIGHT * (len(forms) - _rank(text[place.start : place.end], forms))
        for score, place in zip(hit.sentence_relevance, hit.passage.sentences, strict=True)
    )
    return replace(hit, sentence_relevance=tuple(relevance))
