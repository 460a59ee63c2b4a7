"""The nearest sentences, read together with the question: what a reader (qa.answering.reader) says of each of them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice, pairwise
from typing import NamedTuple

from qa.answering.excerpts import Terms, relevance
from qa.answering.reader import UNREAD, Reader, Window
from qa.answers import Hit
from qa.odds import logistic
from qa.question.question import Query

# With these numbers the first excerpt holds the gold answer in 0.903 of the 2,966 questions of squad2, by readers that
# had not seen their articles; with the whole first passage read and no other in 0.893.
# Windows of so many passages may be read; with three it is the same.
PASSAGES = 4
# So many windows at most, each of which costs as much again: 0.899 with three, no more with six.
MOST_READ = 4
# None is read any more once one seems to hold the answer with this probability: 0.898 with 0.3.
SURE_ENOUGH = 0.5
# A window counts as this much less near for each passage that ranks before its own; twice as much does the same.
PLACE_PENALTY = 0.1
# What that probability weighs beside a passage's score; 0.3 and 0.5 do the same to 0.001, 0.2 and 0.7 less well.
STANDING_WEIGHT = 0.4
# Words of a window at most, but for a single sentence that is longer: half of the longest passage. The reader was
# fitted on windows as long as these.
WINDOW_WORDS = 90


class Part(NamedTuple):
    """A window of a hit's passage; `first` is the number of its first sentence there."""

    hit: Hit
    first: int
    window: Window


def read(question: str, query: Query, hits: Iterable[Hit], terms: Terms, reader: Reader | None) -> Iterator[Hit]:
    """Yield hits, the first in the order of their scores and what a reader says of them; as they are without a reader.

    The nearest windows are read one after another until one seems to hold the answer. Hits of which one was read know
    what the reader says of its sentences; their other sentences have the value UNREAD.
    """
    following = iter(hits)
    if reader:
        first = list(islice(following, PASSAGES))
        readings = _readings(question, nearest(query, first, terms), reader)
        read_or_not = [replace(hit, readings=tuple(readings.get(hit.number, ()))) for hit in first]
        yield from sorted(read_or_not, key=_standing, reverse=True)
    yield from following


def nearest(query: Query, hits: Sequence[Hit], terms: Terms) -> list[Part]:
    """Return the windows of some hits, best hit first, those with the sentences that come nearest first."""
    found = []
    for place, hit in enumerate(hits):
        scores, first = relevance(hit, query, terms), 0
        for window in windows_of(hit):
            end = first + len(window.sentences)
            found.append((max(scores[first:end]) - PLACE_PENALTY * place, Part(hit, first, window)))
            first = end
    return [part for _, part in sorted(found, key=lambda one: -one[0])]


def _readings(question: str, parts: Sequence[Part], reader: Reader) -> dict[int, list[float]]:
    """Return for the hits that were read, by their numbers, a value for each sentence."""
    readings: dict[int, list[float]] = {}
    # By their texts: what several documents have alike is read once.
    known: dict[str, list[float]] = {}
    for part in parts:
        if part.window.text not in known:
            if len(known) == MOST_READ:
                break
            [known[part.window.text]] = reader(question, [part.window])
        values = known[part.window.text]
        own = readings.setdefault(part.hit.number, [UNREAD] * len(part.hit.passage.sentences))
        own[part.first : part.first + len(values)] = values
        if logistic(max(values)) >= SURE_ENOUGH:
            break
    return readings


def _standing(hit: Hit) -> float:
    return hit.score + STANDING_WEIGHT * (hit.reading or 0.0)


def windows_of(hit: Hit) -> list[Window]:
    """Return the windows of a passage, of about the same length, which together are all its sentences."""
    text, title = hit.document.text, hit.document.title or ""
    sentences = hit.passage.sentences
    windows = []
    for first, end in pairwise(_cuts([len(text[own.start : own.end].split()) for own in sentences])):
        start = sentences[first].start
        places = tuple((own.start - start, own.end - start) for own in sentences[first:end])
        windows.append(Window(title, text[start : sentences[end - 1].end], places))
    return windows


def _cuts(words: Sequence[int]) -> Iterator[int]:
    """Yield where windows begin and end among sentences of so many words."""
    parts = -(-sum(words) // WINDOW_WORDS)
    part, held = 1, 0
    yield 0
    for number, own in enumerate(words):
        # A sentence belongs to the window that holds the greater part of it.
        if number and part < parts and held + own / 2 > part * sum(words) / parts:
            part += 1
            yield number
        held += own
    yield len(words)
