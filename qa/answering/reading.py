"""The second look at ranked passages: each sentence's relevance, and what a reader says of the nearest sentences.

docs/reader.md says how the passages are read and what it is worth.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from math import inf
from typing import NamedTuple

from qa.answering.as_written import as_written_in
from qa.answering.named_cells import in_named_cell
from qa.answering.reader import UNREAD, Reader, SentenceReading
from qa.answering.relevance import SURE_READING, reading_worth, with_readings, with_relevance
from qa.answering.retractions import is_taken_back
from qa.answering.windows import Window, windows_of
from qa.answers import Hit
from qa.odds import logistic
from qa.question.question import Question

# With these numbers the first excerpt is right in 0.903 of squad2's 2,966 questions, by readers that had not seen their
# articles; with the whole first passage read and no other, in 0.893.
# Windows of so many passages may be read; with three it is the same.
PASSAGES = 4
# So many windows are read at most, each of which costs as much again: 0.899 with three, no more with six.
MOST_READ = 4
# No more are read once one seems to hold the answer with this probability. On 500 questions of ../shared/train that the
# reader has not seen the first excerpt is right in 0.778 and its best sentence in 0.684, 3.3 windows being read; with
# 0.5 in 0.766 and 0.670, 2.8 being read; with 0.95 the same as with 0.8.
SURE_ENOUGH = 0.8
# Nor is a window read that would not come first if the reader gave its best sentence this value, of e to one. Of ten
# collections (benchmarks/train_collections.py) the sentence chosen is right in 0.691 with it and without, in the mean,
# 1.57 windows being read instead of 2.18; with 2 in 0.691, 1.78 being read, with 0 in 0.673, 1.35 being read.
WORTH_READING = 1.0
# Where several things are asked for, so many are read, sure or not.
MOST_READ_FOR_SEVERAL = 8
# How much a passage's score counts beside the relevance of its best sentence. benchmarks/fit_choice.py fits it together
# with the reader's weight (docs/reader.md has the figures); with 1 and 2 the same is right to 0.001.
STANDING_SCORE_WEIGHT = 1.4


class HitWindow(NamedTuple):
    """A window of a hit's passage; `first` is the number of its first sentence there.

    `standing` is how far in front its best sentence stands before it is read.
    """

    hit: Hit
    first: int
    window: Window
    standing: float


def read(question: Question, hits: Iterable[Hit], reader: Reader | None) -> Iterator[Hit]:
    """Yield hits with the relevance of their sentences: the first in the order of their best sentences.

    The nearest windows of the first hits are read one after another until one seems to hold the answer, or none of the
    others may come first. Hits of which one was read know what the reader says of their sentences; those that were not
    read have the value UNREAD. Without a reader the hits keep their order.
    """
    scored = (with_relevance(hit, question) for hit in hits)
    if reader and is_readable(question.understood_text):
        first_hits = list(islice(scored, PASSAGES))
        readings = _readings(question, nearest_windows(first_hits), reader)
        read_hits = [with_readings(hit, readings[hit.number]) if hit.number in readings else hit for hit in first_hits]
        yield from sorted(read_hits, key=_standing_of_best, reverse=True)
    yield from scored


def is_readable(question: str) -> bool:
    """Whether the reader can read a question: it learnt from questions in Latin letters, and knows hardly any other."""
    letters = [letter for letter in question if letter.isalpha()]
    latin = sum(unicodedata.name(letter, "").startswith("LATIN") for letter in letters)
    return 2 * latin >= len(letters)


def nearest_windows(hits: Sequence[Hit]) -> list[HitWindow]:
    """Return the windows of hits in the order of their best sentences, by the scores of the hits as well."""
    windows: list[HitWindow] = []
    for hit in hits:
        first = 0
        for window in windows_of(hit):
            end = first + len(window.sentences)
            standing = _standing(hit, max(hit.sentence_relevance[first:end]))
            windows.append(HitWindow(hit, first, window, standing))
            first = end
    return sorted(windows, key=lambda window: -window.standing)


def _readings(question: Question, windows: Sequence[HitWindow], reader: Reader) -> dict[int, list[SentenceReading]]:
    """Return for the hits that were read, by their numbers, a reading of each sentence; places are of the document."""
    readings: dict[int, list[SentenceReading]] = {}
    # By their texts: what several documents have alike is read once.
    readings_of: dict[str, list[SentenceReading]] = {}
    most = MOST_READ_FOR_SEVERAL if question.asks_for_several else MOST_READ
    first_stands = -inf
    for hit, first, window, standing in windows:
        may_come_first = standing + reading_worth(WORTH_READING) >= first_stands
        if not (may_come_first or question.asks_for_several):
            break
        if window.text not in readings_of:
            if len(readings_of) == most:
                break
            [readings_of[window.text]] = reader(as_written_in(window.text, question.understood_text), [window])
        of_window = readings_of[window.text]
        of_hit = readings.setdefault(hit.number, [SentenceReading(UNREAD)] * len(hit.passage.sentences))
        of_hit[first : first + len(of_window)] = _placed(of_window, question, hit, first)
        if logistic(max(reading.value for reading in of_window)) >= SURE_ENOUGH and not question.asks_for_several:
            break
        first_stands = max(first_stands, _standing_of_window(hit, first, of_window))
    return readings


def readings_of_nearest(question: Question, hit: Hit, reader: Reader) -> list[SentenceReading]:
    """Return a reading of each sentence of a hit, of which the nearest window is read; places are of the document."""
    readings = [SentenceReading(UNREAD)] * len(hit.passage.sentences)
    [(_, first, window, _), *_] = nearest_windows([hit])
    [read_window] = reader(as_written_in(window.text, question.understood_text), [window])
    readings[first : first + len(read_window)] = _placed(read_window, question, hit, first)
    return readings


def _placed(readings: Sequence[SentenceReading], question: Question, hit: Hit, first: int) -> list[SentenceReading]:
    """Return readings of a hit's sentences from one on, with their answers' places in the document.

    Given are the places in the window. What the text takes back is no answer.
    """
    document, sentences = hit.document, hit.passage.sentences[first:]
    placed = []
    for reading, sentence in zip(readings, sentences, strict=False):
        answer = None
        if reading.answer:
            start, end = (sentences[0].start + place for place in reading.answer)
            answer = in_named_cell(question, document.text, (start, end))
        is_wrong = answer is not None and is_taken_back(document, (sentence.start, sentence.end), answer)
        placed.append(reading._replace(answer=None if is_wrong else answer))
    return placed


def _standing_of_best(hit: Hit) -> float:
    """Return what orders the hits of which some were read: a sentence that was not is worth what is said least of."""
    unread = 0.0 if hit.readings else reading_worth(-SURE_READING)
    return _standing(hit, max(hit.sentence_relevance) + unread)


def _standing_of_window(hit: Hit, first: int, readings: Sequence[SentenceReading]) -> float:
    """Return how far in front the best of some sentences of a hit stands, now that they are read."""
    relevance = hit.sentence_relevance[first : first + len(readings)]
    return max(
        _standing(hit, unread + reading_worth(reading.value))
        for unread, reading in zip(relevance, readings, strict=True)
    )


def _standing(hit: Hit, relevance: float) -> float:
    """Return how far in front some sentences of a hit stand, of which the best has a relevance."""
    return STANDING_SCORE_WEIGHT * hit.score + relevance
