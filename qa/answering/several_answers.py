"""The answers to the questions of one message become one answer, which says to which of them there is none."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from embeddings.generations.store import Generation
from qa.answering.neighbours import apart, joined, overlaps_any
from qa.answering.reprints import count_sources
from qa.answering.verdicts import ANSWER_EXCERPTS, SEVERAL_EXCERPTS
from qa.answers import Answer, Difference, Excerpt


def answer_to_each(message: str, answers: Sequence[Answer], generation: Generation) -> Answer:
    """Return one answer to the questions of a message, given the answer to each.

    It is found where one of them is, and as sure as the least sure of those found; it is not sure where one is not, and
    `reason` says which. The best excerpt for each goes first.
    """
    if answers[0].filters_leave_none:
        return replace(answers[0], question=message)
    found = [answer for answer in answers if answer.status == "answered"]
    shown = _best_first([answer.excerpts for answer in found] or [answer.nearest for answer in answers])
    facts = tuple(dict.fromkeys(fact for answer in found for fact in answer.facts))
    cited = [fact.document for fact in facts] + [excerpt.document for excerpt in shown]
    unsure = [answer for answer in answers if answer.reason]
    read_as = " ".join(answer.read_as or answer.question for answer in answers)
    return Answer(
        question=message,
        status="answered" if found else "not_found",
        confidence=min(answer.confidence for answer in found or answers),
        excerpts=shown if found else (),
        nearest=() if found else shown,
        sources=count_sources(cited, generation),
        generation=generation.id,
        low_confidence=bool(found) and (len(found) < len(answers) or any(answer.low_confidence for answer in found)),
        reason="; ".join(map(_reason, unsure)) or None,
        read_as=read_as if read_as != message else None,
        filters=answers[0].filters,
        facts=facts,
        differences=tuple(one for answer in found for one in _differences(answer, shown)),
        parts=tuple(answers),
    )


def _best_first(excerpts: Sequence[Sequence[Excerpt]]) -> tuple[Excerpt, ...]:
    """Return the first excerpt of each of several answers, then the second, without what overlaps."""
    ranked = [of_one[place] for place in range(ANSWER_EXCERPTS) for of_one in excerpts if place < len(of_one)]
    return joined(apart(ranked)[:SEVERAL_EXCERPTS])


def _differences(answer: Answer, shown: Sequence[Excerpt]) -> Iterator[Difference]:
    """Yield what the sources of one answer differ in, by the numbers in the whole, where all sides are shown there."""
    numbers = {
        number: place
        for number, excerpt in enumerate(answer.excerpts, 1)
        for place, other in enumerate(shown, 1)
        if overlaps_any(excerpt, [other])
    }
    for difference in answer.differences:
        cited = [
            tuple(numbers[number] for number in value.excerpts if number in numbers) for value in difference.values
        ]
        if all(cited):
            values = (replace(value, excerpts=own) for value, own in zip(difference.values, cited, strict=True))
            yield replace(
                difference, values=tuple(values), newest=numbers.get(difference.newest) if difference.newest else None
            )


def _reason(answer: Answer) -> str:
    """Return why the answer to one question is not sure, or that there is none."""
    says = "" if answer.status == "answered" or answer.kind == "archive" else "the archive does not say: "
    return f"on “{answer.question}” {says}{answer.reason}"
