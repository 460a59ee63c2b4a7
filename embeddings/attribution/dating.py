"""When what is attributed was said: by a time in its sentence or its paragraph before it that is not itself said."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from embeddings.documents import Attribution, Span
from embeddings.text.splitting import paragraphs
from embeddings.times.resolving import BACKGROUND_YEARS, SpokenTime
from embeddings.times.values import Time

# "In a February 2010 meeting ... He observed": only a time so precise holds for the sentences after its own.
Placed = TypeVar("Placed")

_HOLDS_ON = frozenset({"day", "month"})


def dated(
    text: str, attributions: Sequence[Attribution], spoken: Sequence[SpokenTime], sentences: Sequence[Span]
) -> tuple[Attribution, ...]:
    """Return the attributions of a text with the times when each was said.

    `spoken` are the times that the text speaks of and `sentences` its sentences, both in order. Of a sentence that
    speaks of two times it stays unknown which is meant.
    """
    if not spoken:
        return tuple(attributions)
    contents = sorted(((span, one.content) for one in attributions for span in one.content), key=lambda piece: piece[0])
    starts, paragraph_starts = [start for start, _ in sentences], [start for start, _ in paragraphs(text)]
    found = []
    for one in attributions:
        place = (one.cue or one.source or one.content[0])[0]
        sentence = sentences[max(0, bisect_right(starts, place) - 1)]
        begin = min(paragraph_starts[max(0, bisect_right(paragraph_starts, place) - 1)], sentence[0])
        # What somebody is quoted with tells when nothing was said but by others within it.
        near = _between(contents, begin, sentence[1], _first)
        said = [*one.content, *(span for span, whole in near if not _is_within(place, whole))]
        earlier, within = (
            [time.time for time in _between(spoken, *span, _start) if not _is_within(time.start, said)]
            for span in ((begin, sentence[0]), sentence)
        )
        found.append(replace(one, said=_said(earlier, within)))
    return tuple(found)


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
