"""When what is attributed was said: by a time in its sentence or its paragraph before it that is not itself said."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from embeddings.attribution.cues import verb
from embeddings.documents import Attribution, Span
from embeddings.text.line_marks import begins_as_chat
from embeddings.text.splitting import paragraphs
from embeddings.times.resolving import BACKGROUND_YEARS, SpokenTime
from embeddings.times.values import Time

Placed = TypeVar("Placed")

# "In a February 2010 meeting ... He observed": only a time so precise holds for the sentences after its own.
_HOLDS_ON = frozenset({"day", "month"})
# "until 24 November", "dated May 2007", "was 3 May": what has these before it is no time at which anything was said.
_IS_OTHER = re.compile(
    r"\b(?:since|until|till|to|by|from|before|after|between|through|dated|was|is|than)\s+(?:(?:the|early|mid|late)\s+)?\Z"
)
_OF = re.compile(r"\bof\s+\Z")
_LOOK_BACK = 20
# "had said", "would agree": what has this before it was earlier than the time that is told, or is not told as past.
_NOT_THEN = re.compile(r"\b(?:had|has|have|would|will|may|might|could|can|must|should)(?:\s+\w+){0,2}\s+\Z")
# "three days after he declared": between a time and a verb it says that they are apart.
_APART = re.compile(r"\b(?:after|before|since|until)\b(?:(?!\band\b)[^,;:])*\Z")
_PAST_PERFECT = re.compile(r"\bhad\b[^,;:.]*\Z")
# "since the fire in March 2010", "as the clerk elected in May 2010": what lasts from a time on, or until it, and what
# somebody or something has been since, happened at no time of that.
_LASTS = re.compile(r"\b(?:since|until|till)\b(?:(?!\band\b)[^,;:.])*\Z", re.IGNORECASE)
_MADE = re.compile(
    r"\b(?:appointed|born|built|created|elected|enacted|established|formed|founded|introduced)\s+(?:in|on)\s+\Z"
)
# "Ek, who was elected in May 2010, said": what is told beside somebody.
_ASIDE = re.compile(r",\s+(?:who|whose|whom|which|where)\b[^,;:]*\Z")
_HAD = re.compile(r"\bhad\s+(?:\w+\s+)?\Z")
_RELATIVE = re.compile(r"\b(?:that|what|which|who|whom|where)\b")
_CLAUSE = 120
# "I still think": after these a verb in its first form is said now, but for those whose past is the same.
_PERSONS = re.compile(r"\b(?:I|we|you|they|who|critics|officials)(?:\s+(?:also|still|now|do))?\s+\Z", re.IGNORECASE)
_PRESENT_AND_PAST = frozenset({"cast", "forecast", "hit", "put", "read"})


def dated(
    text: str, attributions: Sequence[Attribution], spoken: Sequence[SpokenTime], sentences: Sequence[Span]
) -> tuple[Attribution, ...]:
    """Return the attributions of a text with the times when each was said.

    `spoken` are the times that the text speaks of and `sentences` its sentences, both in order. Of a sentence that
    speaks of two times it stays unknown which is meant. What has a time already keeps it.
    """
    if not spoken:
        return tuple(attributions)
    contents = sorted(((span, one.content) for one in attributions for span in one.content), key=lambda piece: piece[0])
    starts, paragraph_starts = [start for start, _ in sentences], [start for start, _ in paragraphs(text)]
    found = []
    for one in attributions:
        if one.said:
            found.append(one)
            continue
        place = (one.cue or one.source or one.content[0])[0]
        sentence = sentences[max(0, bisect_right(starts, place) - 1)]
        begin = min(paragraph_starts[max(0, bisect_right(paragraph_starts, place) - 1)], sentence[0])
        # What somebody is quoted with tells when nothing was said but by others within it.
        near = _between(contents, begin, sentence[1], _first)
        said = [*one.content, *(span for span, whole in near if not _is_within(place, whole))]
        earlier, within = (
            [time for time in _between(spoken, *span, _start) if not _is_within(time.start, said)]
            for span in ((begin, sentence[0]), sentence)
        )
        goes_on = one.cue is not None and _goes_on(text, one.cue)
        found.append(
            replace(
                one,
                said=_said(
                    [time.time for time in earlier if goes_on and _tells(text, time)],
                    [time.time for time in within if _tells(text, time) and _is_then(text, time, place)],
                ),
            )
        )
    return tuple(found)


def dated_in_chat(text: str, attributions: Sequence[Attribution], day: str | None) -> tuple[Attribution, ...]:
    """Return the attributions of a text with the day of a chat, if it is one, for what stands under a label there."""
    if not day or not begins_as_chat(text):
        return tuple(attributions)
    return tuple(one if one.cue else replace(one, said=day) for one in attributions)


def _tells(text: str, time: SpokenTime) -> bool:
    """Whether a time may be when something happened: no year of a law, and not what lasted until it."""
    before = text[max(0, time.start - _LOOK_BACK) : time.start]
    is_named = time.time.precision not in _HOLDS_ON and _OF.search(before)
    clause = _clause_before(text, time)
    return not (is_named or _IS_OTHER.search(before) or _LASTS.search(clause) or _MADE.search(clause))


def _clause_before(text: str, time: SpokenTime) -> str:
    return text[max(0, time.start - _CLAUSE) : time.start]


def _is_then(text: str, time: SpokenTime, place: int) -> bool:
    """Whether what stands at a place of the same sentence is not said to be before or after a time."""
    if place < time.start:
        clause = text[place : time.start]
        return "," not in clause or not _PAST_PERFECT.search(clause)
    if "," in text[time.end : place] and _ASIDE.search(_clause_before(text, time)):
        return False
    if _HAD.search(text, time.end, place) and _RELATIVE.search(text, time.end, place):
        # "They rejected on Tuesday what he had called fair."
        return False
    return not _APART.search(text, time.end, place) and not (
        "," in text[time.end : place] and _PAST_PERFECT.search(text, max(0, time.start - 4 * _LOOK_BACK), time.start)
    )


def _goes_on(text: str, cue: Span) -> bool:
    """Whether a verb goes on with what was told before it: neither "says", "I think", "had said" nor "would say"."""
    if text[slice(*cue)].lower() == "according":
        return False
    start = max(0, cue[0] - 2 * _LOOK_BACK)
    is_now = text[slice(*cue)].endswith("s") or (
        _PERSONS.search(text, start, cue[0]) and _is_present(text[slice(*cue)])
    )
    return not is_now and not _NOT_THEN.search(text, start, cue[0])


def _is_present(word: str) -> bool:
    return verb(word) == word.lower() and word.lower() not in _PRESENT_AND_PAST


def _between(ordered: Sequence[Placed], start: int, end: int, place_of: Callable[[Placed], int]) -> Sequence[Placed]:
    """Return those of some, in order of their places, that begin in [start, end)."""
    return ordered[bisect_left(ordered, start, key=place_of) : bisect_left(ordered, end, key=place_of)]


def _first(piece: tuple[Span, tuple[Span, ...]]) -> int:
    return piece[0][0]


def _start(time: SpokenTime) -> int:
    return time.start


def _is_within(place: int, spans: Sequence[Span]) -> bool:
    return any(start <= place < end for start, end in spans)


def _said(earlier: Sequence[Time], times: Sequence[Time]) -> str | None:
    """Return when something was said, by the times of its paragraph before its sentence, and of its sentence."""
    before = [time for time in earlier if time.precision in _HOLDS_ON]
    within = set(times)
    nearer = [*before, *(time for time in within if time.precision in _HOLDS_ON)]
    # A bare year beside a nearer date is the background of that: "in 2004" after "in February 2005".
    told = {
        time
        for time in within
        if time.precision in _HOLDS_ON
        or not any(abs(time.first.year - near.first.year) <= BACKGROUND_YEARS for near in nearer)
    }
    if len(told) > 1:
        return None
    if told:
        return told.pop().notation
    return before[-1].notation if before else None
