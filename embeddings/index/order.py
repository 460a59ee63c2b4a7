"""Where the documents, passages and sentences of an archive stand: in one segment or in several.

They are numbered in the order of the archive, whatever segments they stand in. In a segment documents stand in the same
order, with those among them that are no longer there.
"""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from embeddings.arrays import Numbers

Rows = NDArray[Any]


class Placed(Protocol):
    """A segment: the document of each of its passages, the first sentence of each, and behind them where all end."""

    @property
    def documents(self) -> int:
        """The number of its documents."""

    @property
    def documents_of_passages(self) -> Numbers:
        """Shape (passages,)."""

    @property
    def sentence_offsets(self) -> Numbers:
        """Shape (passages + 1,)."""


class Order:
    """The archive's documents, passages and sentences, each with its segment and its row there.

    `placed`, shape (documents, 2), has the segment of each document and its row there. It is read at first use.
    """

    def __init__(self, placed: NDArray[np.uint32], parts: Sequence[Placed]) -> None:
        self._rows_of_documents, self._placed = placed, parts

    @classmethod
    def of_one(cls, part: Placed) -> "Order":
        """Return the order of a segment that is the whole archive."""
        rows = np.arange(part.documents, dtype=np.uint32)
        return cls(np.stack([np.zeros_like(rows), rows], axis=1), [part])

    @cached_property
    def segments(self) -> Numbers:
        """The segment of each document, shape (documents,)."""
        return self._rows_of_documents[:, 0].astype(np.int64)

    @cached_property
    def rows(self) -> Numbers:
        """The row of each document in its segment, shape (documents,)."""
        return self._rows_of_documents[:, 1].astype(np.int64)

    @property
    def documents(self) -> int:
        """The number of documents."""
        return len(self._rows_of_documents)

    @cached_property
    def is_one(self) -> bool:
        """Whether one segment is the whole archive, so that all numbers are rows of it."""
        return len(self._placed) == 1 and self._placed[0].documents == self.documents

    @cached_property
    def _first_passages(self) -> list[Numbers]:
        counts = [np.bincount(placed.documents_of_passages, minlength=placed.documents) for placed in self._placed]
        return [np.concatenate([[0], np.cumsum(of_segment)]) for of_segment in counts]

    @cached_property
    def documents_of_passages(self) -> Numbers:
        """The document of each passage, shape (passages,)."""
        if self.is_one:
            return self._placed[0].documents_of_passages
        counts = gathered(self.segments, self.rows, [np.diff(firsts).take for firsts in self._first_passages])
        return np.repeat(np.arange(len(self.rows)), counts)

    @property
    def passages(self) -> int:
        """The number of passages."""
        return len(self.documents_of_passages)

    @cached_property
    def passage_segments(self) -> Numbers:
        """The segment of each passage, shape (passages,)."""
        return self.segments[self.documents_of_passages]

    @cached_property
    def passage_rows(self) -> Numbers:
        """The row of each passage in its segment, shape (passages,)."""
        if self.is_one:
            return np.arange(self.passages)
        documents = self.documents_of_passages
        firsts = gathered(self.segments, self.rows, [firsts.take for firsts in self._first_passages])
        counts = np.bincount(documents, minlength=len(self.rows))
        return np.asarray(np.arange(len(documents)) + (firsts - (np.cumsum(counts) - counts))[documents])

    @cached_property
    def sentence_offsets(self) -> Numbers:
        """The sentences of passage p are offsets[p] to offsets[p + 1], exclusive; shape (passages + 1,)."""
        if self.is_one:
            return self._placed[0].sentence_offsets
        counts = [np.diff(placed.sentence_offsets).take for placed in self._placed]
        return np.concatenate([[0], np.cumsum(gathered(self.passage_segments, self.passage_rows, counts))])

    def of_passages(self, passages: Sequence[int] | Numbers) -> tuple[Numbers, Numbers]:
        """Return the segments of passages, and their rows there."""
        numbers = np.asarray(passages, np.int64)
        return self.passage_segments[numbers], self.passage_rows[numbers]

    def of_sentences(self, sentences: Numbers) -> tuple[Numbers, Numbers]:
        """Return the segments of sentences, and their rows there."""
        if self.is_one:
            return np.zeros(len(sentences), np.int64), sentences
        passages = np.searchsorted(self.sentence_offsets, sentences, "right") - 1
        firsts = [placed.sentence_offsets.take for placed in self._placed]
        segments = self.passage_segments[passages]
        rows = gathered(segments, self.passage_rows[passages], firsts)
        return segments, rows + sentences - self.sentence_offsets[passages]

    def of_all_sentences(self) -> tuple[Numbers, Numbers]:
        """Return what `of_sentences` gives for all sentences in their order."""
        counts, firsts = np.diff(self.sentence_offsets), [placed.sentence_offsets.take for placed in self._placed]
        rows = gathered(self.passage_segments, self.passage_rows, firsts) - self.sentence_offsets[:-1]
        return np.repeat(self.passage_segments, counts), np.repeat(rows, counts) + np.arange(counts.sum())

    @cached_property
    def numbers_of_documents(self) -> list[Numbers]:
        """The number of each document of each segment, -1 for one that is no longer there."""
        return [
            _numbers(self.segments == segment, self.rows, placed.documents)
            for segment, placed in enumerate(self._placed)
        ]

    @cached_property
    def numbers_of_passages(self) -> list[Numbers]:
        """The number of each passage of each segment, -1 for one that is no longer there."""
        if self.is_one:
            return [np.arange(self.passages)]
        return [
            _numbers(self.passage_segments == segment, self.passage_rows, len(placed.documents_of_passages))
            for segment, placed in enumerate(self._placed)
        ]


def _numbers(is_here: NDArray[np.bool_], rows: Numbers, count: int) -> Numbers:
    here = np.flatnonzero(is_here)
    numbers = np.full(count, -1, np.int64)
    numbers[rows[here]] = here
    return numbers


def gathered(segments: Numbers, rows: Numbers, takes: Sequence[Callable[[Numbers], Rows]]) -> Rows:
    """Return rows of several segments in the order asked for; `takes` gives those of each segment by their numbers."""
    if len(takes) == 1:
        return takes[0](rows)
    result: Rows | None = None
    for segment in np.flatnonzero(np.bincount(segments, minlength=len(takes))).tolist():
        places = np.flatnonzero(segments == segment)
        taken = takes[segment](rows[places])
        if result is None:
            result = np.empty((len(rows), *taken.shape[1:]), taken.dtype)
        result[places] = taken
    return takes[0](rows) if result is None else result
