"""Where sources differ in what they answer: a number, a date or a name in place of another.

After an answer was found, the best excerpts of other origins that come as near are read, too. Those that answer with
something else join the answer, and what differs is set side by side. A false alarm is worse than silence, so only
answers of one kind are compared (qa.answering.contrasts); docs/differences.md says how often it is wrong.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from math import inf

from embeddings.dates import span
from embeddings.generations.store import Generation
from embeddings.text.words import terms
from qa.answering.contrasts import Said, is_other, kind_of_difference
from qa.answering.excerpts import answer_within, excerpts_of, reading_within
from qa.answering.reader import Reader
from qa.answering.reading import readings_of_nearest
from qa.answering.relevance import with_readings
from qa.answering.reprints import count_sources
from qa.answering.verdicts import ANSWERS_TOO, SPEAKS_OF
from qa.answers import Difference, Excerpt, Hit, Value
from qa.question.coverage import coverage
from qa.question.question import Question

# Other excerpts that are read beside an answer at most; each costs as much as the first.
MOST_READ = 3
# How near to the first one's score, and to its sentence evidence, an excerpt must come to be read. On xquad_en one
# question in 24 has one that answers otherwise, and answers get 3% longer; with 0.5 of the score it is the same.
NEAR_SCORE = 0.7
NEAR_EVIDENCE = 0.85


# Excerpts that say the same, with their numbers in the answer.
Side = list[tuple[int, Excerpt]]


@dataclass(frozen=True, slots=True)
class Compared:
    """The excerpts of an answer with those that answer otherwise, and what they differ in."""

    excerpts: tuple[Excerpt, ...]
    differences: tuple[Difference, ...] = ()


def compare(
    question: Question,
    answer: Sequence[Excerpt],
    chosen: Sequence[tuple[Hit, Excerpt]],
    reader: Reader | None,
    generation: Generation,
) -> Compared:
    """Compare an answer's excerpts, best first, with the others that were chosen, of other origins.

    Without a reader, and where several things are asked for, nothing is compared: several answers are no difference.
    """
    asks_for_several = question.asks_for_several or bool(question.alternatives)
    if reader is None or not answer or answer[0].answer is None or asks_for_several:
        return Compared(tuple(answer))
    excerpts = list(answer)
    said = [_said(excerpt).words for excerpt in answer if excerpt.answer]
    for hit, excerpt in islice(_others(answer, chosen, generation), MOST_READ):
        is_shown = excerpt in excerpts
        read_hit, found = _read(question, hit, excerpt, reader, is_shown=is_shown)
        words = _answer_words(read_hit, found)
        if not words or (reading_within(read_hit, found) or 0.0) < ANSWERS_TOO:
            continue
        if is_shown:
            excerpts[excerpts.index(excerpt)] = found
        elif not _overlaps(found, excerpts) and all(is_other(words, other) for other in said):
            excerpts.append(found)
        said.append(words)
    return Compared(tuple(excerpts), tuple(_differences(question, excerpts, generation)))


def _said(excerpt: Excerpt) -> Said:
    return Said(" ".join((excerpt.answer_text or "").split()), excerpt.text)


def _others(
    answer: Sequence[Excerpt], chosen: Sequence[tuple[Hit, Excerpt]], generation: Generation
) -> Iterator[tuple[Hit, Excerpt]]:
    """Yield the chosen excerpts of other origins that come as near as the first one, or are shown unread."""
    first = next((hit for hit, _ in chosen if hit.document.id == answer[0].document.id), None)
    if first is None:
        return
    for hit, excerpt in chosen:
        is_unread = excerpt in answer and excerpt.answer is None
        is_further = _comes_as_near(hit, first) and not _overlaps(excerpt, answer)
        if (is_unread or is_further) and count_sources([hit.document, answer[0].document], generation) > 1:
            yield hit, excerpt


def _overlaps(excerpt: Excerpt, shown: Sequence[Excerpt]) -> bool:
    return any(
        other.document.id == excerpt.document.id and other.start < excerpt.end and excerpt.start < other.end
        for other in shown
    )


def _comes_as_near(hit: Hit, first: Hit) -> bool:
    evidence = first.signals.sentence_evidence
    return hit.score >= NEAR_SCORE * first.score and hit.signals.sentence_evidence >= NEAR_EVIDENCE * evidence


def _read(question: Question, hit: Hit, excerpt: Excerpt, reader: Reader, *, is_shown: bool) -> tuple[Hit, Excerpt]:
    """Return a hit that the reader has read, and its excerpt that answers best; one that is shown keeps its words."""
    if reading_within(hit, excerpt) is not None:
        return hit, excerpt
    read_hit = with_readings(hit, readings_of_nearest(question, hit, reader))
    if is_shown:
        return read_hit, replace(excerpt, answer=answer_within(read_hit, excerpt.start, excerpt.end))
    return read_hit, next(iter(excerpts_of(read_hit)), excerpt)


def _answer_words(hit: Hit, excerpt: Excerpt) -> str:
    """Return the words of an excerpt that the reader finds likeliest to answer, marked or not."""
    answers = [
        (value, place)
        for value, place in zip(hit.readings, hit.read_answers, strict=True)
        if place and excerpt.start <= place[0] and place[1] <= excerpt.end
    ]
    _, best = max(answers, default=(-inf, None))
    return " ".join(hit.document.text[slice(*best)].split()) if best else ""


def _differences(question: Question, excerpts: Sequence[Excerpt], generation: Generation) -> Iterator[Difference]:
    """Yield what the excerpts with marked words say otherwise than the first."""
    sides = _sides(question, excerpts)
    if not sides:
        return
    first, *others = sides
    kinds = [kind_of_difference(_said(first[0][1]), _said(side[0][1])) for side in others]
    differing = [side for side, kind in zip(others, kinds, strict=True) if kind]
    if differing:
        sides = [first, *differing]
        yield Difference(
            kind=next(kind for kind in kinds if kind),
            values=tuple(_value(side, generation) for side in sides),
            newest=_newest([side[0] for side in sides]),
        )


def _sides(question: Question, excerpts: Sequence[Excerpt]) -> list[Side]:
    """Return the excerpts that answer in marked words, with their numbers, in groups of those that say the same."""
    sides: list[Side] = []
    for number, excerpt in enumerate(excerpts, 1):
        if excerpt.answer and _covers(question, excerpt):
            same = [side for side in sides if not is_other(_said(side[0][1]).words, _said(excerpt).words)]
            if same:
                same[0].append((number, excerpt))
            else:
                sides.append([(number, excerpt)])
    return sides


def _covers(question: Question, excerpt: Excerpt) -> bool:
    """Whether an excerpt, with its document's title, holds most of what the question says of its subject, by idf."""
    held = terms(f"{excerpt.document.title or ''}\n{excerpt.text}")
    rarity = {word.term: question.idf[word.term] for word in question.subject_words}
    return coverage(held, rarity) >= SPEAKS_OF


def _value(side: Side, generation: Generation) -> Value:
    return Value(
        words=_said(side[0][1]).words,
        excerpts=tuple(number for number, _ in side),
        sources=count_sources([excerpt.document for _, excerpt in side], generation),
    )


def _newest(firsts: Side) -> int | None:
    """Return the number of the excerpt whose document was published last; None unless all say when, and one is last."""
    dated = [(span(excerpt.document.published), number) for number, excerpt in firsts if excerpt.document.published]
    if len(dated) < len(firsts):
        return None
    (first_day, _), newest = max(dated)
    return newest if all(days[1] < first_day for days, number in dated if number != newest) else None
