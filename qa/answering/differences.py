"""Where sources differ in what they answer: a number, a date or a name in place of another, or a denial.

After an answer was found, the best excerpts of other origins that come as near are read, too. Those that answer with
something else join the answer, and what differs is set side by side. A false alarm is worse than silence, so only
answers of one kind are compared (qa.answering.contrasts); docs/differences.md says how often it is wrong.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from math import inf

from embeddings.generations.store import Generation
from embeddings.text.words import terms
from qa.answering.contrasts import Said, holds, is_other, kind_of_difference
from qa.answering.excerpts import choose, excerpts_of, marked, reading_within
from qa.answering.neighbours import overlaps_any
from qa.answering.reader import Reader
from qa.answering.reading import readings_of_nearest
from qa.answering.relevance import with_readings
from qa.answering.reprints import count_sources
from qa.answering.sides import Side, covers, difference, share_held
from qa.answering.verdicts import ANSWERS_TOO
from qa.answers import Difference, Excerpt, Hit
from qa.question.asked_for import WHETHER, asked_for
from qa.question.negations import contrary
from qa.question.question import Question
from qa.retrieval.scope import Scope

# Other excerpts that are read beside an answer at most; each costs as much as the first.
MOST_READ = 3
# How near to the first one's score, and to its sentence evidence, an excerpt must come to be read. With 0.6 and 0.5 two
# right answers of RAMDocs are shown for one more of 169 questions, and 1.1 and 1.2 times as much is read.
NEAR = 0.7
# What is read comes from a passage that, with its title, holds so great a share of the question's terms by idf. Of
# 250 questions of squad2 107 more are read with it, 194 without.
PASSAGE_SPEAKS_OF = 0.5
# An excerpt that does not hold most of the question's terms itself answers from this probability on, by the reader.
# With 0.8 two right answers of RAMDocs are shown for six of 169 questions fewer, and the answers to 250 of squad2 have
# nine excerpts fewer, eight of them without a gold answer.
ANSWERS_ALONE = 0.6


_WHO_IS = re.compile(r"\W*(?:who|what)(?:\s+(?:is|was|are|were)|['’]s)\b", re.IGNORECASE)


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
    scope: Scope,
) -> Compared:
    """Compare an answer's excerpts, best first, with the others that were chosen, of other origins.

    Where several things are asked for, or who somebody is, nothing is compared: several answers are no difference. A
    denial is told from a statement by their words; other answers by what a reader marks, so not without one.
    """
    if not answer or question.asks_for_several or _asks_only_who(question):
        return Compared(tuple(answer))
    generation = scope.generation
    contrary_answer = _contrary(question, answer, chosen, generation)
    if contrary_answer or reader is None or answer[0].answer is None:
        return contrary_answer or Compared(tuple(answer))
    excerpts = list(answer)
    said = [_said(excerpt).words for excerpt in answer if excerpt.answer]
    unread = (
        (hit, excerpt)
        for hit, excerpt in _others(answer, chosen, generation)
        if (_is_unmarked(hit, excerpt) if excerpt in answer else _may_differ(question, hit, excerpt, said))
    )
    for hit, excerpt in islice(unread, MOST_READ):
        is_shown = excerpt in excerpts
        read_hit, found = _read(question, hit, excerpt, reader, is_shown=is_shown)
        words = _answer_words(read_hit, found)
        least = ANSWERS_TOO if is_shown or covers(question, found) else ANSWERS_ALONE
        if not words or (reading_within(read_hit, found) or 0.0) < least:
            continue
        if is_shown:
            excerpts[excerpts.index(excerpt)] = found
        elif all(is_other(words, other) for other in said):
            excerpts += [one for _, one in choose([read_hit], scope, 1, question) if not overlaps_any(one, excerpts)]
        said.append(words)
    return Compared(tuple(excerpts), tuple(_differences(question, excerpts, generation)))


def _asks_only_who(question: Question) -> bool:
    """Whether a question asks no more than who or what a name is, "Who is Jalili?": many answers to that are right."""
    named = {term for name in question.names for term in name.terms}
    # The "s" of "Who’s" is none.
    words = [word for word in question.subject_words if len(word.text) > 1]
    is_name = bool(words) and all(word.term in named or word.text[0].isupper() for word in words)
    return is_name and _WHO_IS.match(question.understood_text) is not None


def _contrary(
    question: Question, answer: Sequence[Excerpt], chosen: Sequence[tuple[Hit, Excerpt]], generation: Generation
) -> Compared | None:
    """Return an answer with the first excerpt that says the contrary; None without one.

    None, too, unless it is asked whether something is so.
    """
    first = answer[0]
    if asked_for(question.understood_text) != WHETHER or not covers(question, first):
        return None
    for _, other in _others(answer, chosen, generation):
        words = contrary(question.understood_text, first.text, other.text) if covers(question, other) else None
        if words:
            excerpts = tuple(answer) if other in answer else (*answer, other)
            sides: list[Side] = [[(1, first)], [(excerpts.index(other) + 1, other)]]
            return Compared(excerpts, (difference("denial", list(zip(words, sides, strict=True)), generation),))
    return None


def _said(excerpt: Excerpt) -> Said:
    return Said(" ".join((excerpt.answer_text or "").split()), excerpt.text)


def _others(
    answer: Sequence[Excerpt], chosen: Sequence[tuple[Hit, Excerpt]], generation: Generation
) -> Iterator[tuple[Hit, Excerpt]]:
    """Yield the chosen excerpts of other origins that come as near as the first one, or are shown."""
    first = next((hit for hit, _ in chosen if hit.document.id == answer[0].document.id), None)
    if first is None:
        return
    for hit, excerpt in chosen:
        is_further = _comes_as_near(hit, first) and not overlaps_any(excerpt, answer)
        if (excerpt in answer or is_further) and count_sources([hit.document, answer[0].document], generation) > 1:
            yield hit, excerpt


def _comes_as_near(hit: Hit, first: Hit) -> bool:
    evidence = first.signals.sentence_evidence
    return hit.score >= NEAR * first.score and hit.signals.sentence_evidence >= NEAR * evidence


def _is_unmarked(hit: Hit, excerpt: Excerpt) -> bool:
    """Whether words could be marked in an excerpt and are not: one of another document than its hit's was not read."""
    return excerpt.answer is None and excerpt.document.id == hit.document.id


def _may_differ(question: Question, hit: Hit, excerpt: Excerpt, said: Sequence[str]) -> bool:
    """Whether a passage speaks of what is asked, and its excerpt does not hold what was said already."""
    held = frozenset(terms(hit.document.title or "")).union(*hit.sentence_terms)
    return share_held(question, held) >= PASSAGE_SPEAKS_OF and not any(holds(excerpt.text, words) for words in said)


def _read(question: Question, hit: Hit, excerpt: Excerpt, reader: Reader, *, is_shown: bool) -> tuple[Hit, Excerpt]:
    """Return a hit that the reader has read, and its excerpt that answers best; one that is shown keeps its words."""
    if excerpt.document.id == hit.document.id and reading_within(hit, excerpt) is not None:
        return hit, excerpt
    read_hit = with_readings(hit, readings_of_nearest(question, hit, reader))
    if is_shown:
        return read_hit, marked(excerpt, read_hit)
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
    """Yield what the excerpts with marked words, of other origins, say otherwise than the first."""
    sides = _sides(question, excerpts)
    if not sides:
        return
    first, *further = sides
    others = [side for side in further if _is_of_another_origin(side, first, generation)]
    kinds = [kind_of_difference(_said(first[0][1]), _said(side[0][1])) for side in others]
    differing = [side for side, kind in zip(others, kinds, strict=True) if kind]
    if differing:
        kind = next(kind for kind in kinds if kind)
        yield difference(kind, [(_said(side[0][1]).words, side) for side in (first, *differing)], generation)


def _is_of_another_origin(side: Side, first: Side, generation: Generation) -> bool:
    """Whether documents of other origins say a side than say the first: one that says two things differs from none."""
    of_first, of_side = ([excerpt.document for _, excerpt in one] for one in (first, side))
    return count_sources([*of_first, *of_side], generation) > count_sources(of_first, generation)


def _sides(question: Question, excerpts: Sequence[Excerpt]) -> list[Side]:
    """Return the excerpts that answer in marked words, with their numbers, in groups of those that say the same."""
    sides: list[Side] = []
    for number, excerpt in enumerate(excerpts, 1):
        if excerpt.answer and covers(question, excerpt):
            same = [side for side in sides if not is_other(_said(side[0][1]).words, _said(excerpt).words)]
            if same:
                same[0].append((number, excerpt))
            else:
                sides.append([(number, excerpt)])
    return sides
