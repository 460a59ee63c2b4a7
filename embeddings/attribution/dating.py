"""When what is attributed was said: by a time in its sentence or its paragraph before it that is not itself said."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from embeddings.documents import Attribution, Span
from embeddings.text.splitting import paragraphs
from embeddings.times.resolving import BACKGROUND_YEARS, SpokenTime
from embeddings.times.values import Time

# "In a February 2010 meeting ... He observed": only a time so precise holds for the sentences after its own.
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
    contents = _united([span for one in attributions for span in one.content])
    unsaid = [time for time in spoken if not _is_within(time.start, contents)]
    starts, paragraph_starts = [start for start, _ in sentences], [start for start, _ in paragraphs(text)]
    found = []
    for one in attributions:
        place = (one.cue or one.source or one.content[0])[0]
        sentence = sentences[max(0, bisect_right(starts, place) - 1)]
        begin = paragraph_starts[max(0, bisect_right(paragraph_starts, place) - 1)]
        near = [
            unsaid[bisect_left(unsaid, first, key=_start) : bisect_left(unsaid, end, key=_start)]
            for first, end in ((min(begin, sentence[0]), sentence[0]), sentence)
        ]
        found.append(replace(one, said=_said(*([time.time for time in times] for times in near))))
    return tuple(found)


def _start(time: SpokenTime) -> int:
    return time.start


def _is_within(place: int, spans: Sequence[Span]) -> bool:
    number = bisect_right(spans, place, key=lambda span: span[0]) - 1
    return number >= 0 and place < spans[number][1]


def _united(spans: Sequence[Span]) -> list[Span]:
    """Return spans in order, those that overlap as one."""
    united: list[Span] = []
    for start, end in sorted(spans):
        if united and start <= united[-1][1]:
            united[-1] = united[-1][0], max(united[-1][1], end)
        else:
            united.append((start, end))
    return united


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
