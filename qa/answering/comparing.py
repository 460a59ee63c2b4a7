"""The answers about each of two things become one answer to the question that compares them."""

from collections.abc import Sequence
from dataclasses import replace

from embeddings.generations.store import Generation
from qa.answering.neighbours import apart, joined
from qa.answering.reprints import count_sources
from qa.answers import Answer


def compared_answer(question: str, about_each: Sequence[Answer], generation: Generation) -> Answer:
    """Return one answer with the best excerpt about each thing, as sure as the less sure of those about one.

    It is found where something is said of both. Else what comes nearest has the best excerpt about each, too.
    """
    if about_each[0].filters_leave_none:
        return replace(about_each[0], question=question)
    least = min(about_each, key=lambda answer: answer.confidence)
    is_answered = all(answer.status == "answered" for answer in about_each)
    excerpts = joined(apart([one for answer in about_each for one in (answer.excerpts or answer.nearest)[:1]]))
    facts = tuple(dict.fromkeys(fact for answer in about_each for fact in answer.facts)) if is_answered else ()
    cited = [fact.document for fact in facts] + [excerpt.document for excerpt in excerpts]
    return Answer(
        question=question,
        status="answered" if is_answered else "not_found",
        confidence=least.confidence,
        excerpts=excerpts if is_answered else (),
        nearest=() if is_answered else excerpts,
        sources=count_sources(cited, generation),
        generation=generation.id,
        low_confidence=is_answered and any(answer.low_confidence for answer in about_each),
        reason=least.reason and f"on “{least.question}” {least.reason}",
        read_as=" ".join(answer.read_as or answer.question for answer in about_each),
        filters=least.filters,
        facts=facts,
        parts=tuple(about_each),
    )
