"""What is stored for each passage or sentence, read from the segments that an archive stands in."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embeddings.arrays import Mask, Numbers
from embeddings.files.runs import Runs, expand_spans
from embeddings.index.order import Order, gathered
from embeddings.index.sentence_keys import Keys
from embeddings.index.sentence_terms import SentenceTerms

Rows = NDArray[Any]


class PartedRuns:
    """The runs of the passages of an archive; see Runs."""

    def __init__(self, parts: Sequence[Runs], order: Order) -> None:
        self._parts, self._order = parts, order

    def run(self, passage: int) -> Rows:
        """Return the run of one passage. Raises IndexDamaged."""
        if self._order.is_one:
            return self._parts[0].run(passage)
        part = self._parts[int(self._order.passage_segments[passage])]
        return part.run(int(self._order.passage_rows[passage]))

    def take(self, passages: Numbers) -> tuple[Rows, Numbers]:
        """Return the rows of passages one after another, and the offset of each passage's first row among them.

        The offsets have the shape (passages + 1,); the last one is the number of rows. Raises IndexDamaged.
        """
        if self._order.is_one:
            return self._parts[0].take(passages)
        segments, rows = self._order.of_passages(passages)
        places = [np.flatnonzero(segments == segment) for segment in range(len(self._parts))]
        taken = [part.take(rows[own]) for part, own in zip(self._parts, places, strict=True)]
        counts = np.empty(len(passages), np.int64)
        for (_, firsts), own in zip(taken, places, strict=True):
            counts[own] = np.diff(firsts)
        ends = np.cumsum(counts)
        result = np.empty((int(counts.sum()), *taken[0][0].shape[1:]), taken[0][0].dtype)
        for (of_part, _), own in zip(taken, places, strict=True):
            result[expand_spans(ends[own] - counts[own], ends[own])[0]] = of_part
        return result, np.concatenate([[0], ends])


class SentenceKeys:
    """The keys of the sentences of an archive; see embeddings.index.sentence_keys."""

    def __init__(self, parts: Sequence[Keys], order: Order) -> None:
        self._parts, self._order = parts, order

    def __len__(self) -> int:
        return int(self._order.sentence_offsets[-1])

    def all(self) -> Keys:
        """Return the keys of all sentences, in their order."""
        return gathered(*self._order.of_all_sentences(), [part.take for part in self._parts])

    def take(self, sentences: Numbers) -> Keys:
        """Return the keys of sentences, shape (len(sentences),)."""
        return gathered(*self._order.of_sentences(sentences), [part.take for part in self._parts])


class PartedTerms:
    """The terms of the sentences of an archive; see SentenceTerms."""

    def __init__(self, parts: Sequence[SentenceTerms], order: Order) -> None:
        self._parts, self._order = parts, order

    def held(self, sentences: Numbers, terms: Sequence[str]) -> Mask:
        """Return whether each sentence holds each term, shape (len(sentences), len(terms))."""
        if self._order.is_one:
            return self._parts[0].held(sentences, terms)
        takes = [lambda rows, part=part: part.held(rows, terms) for part in self._parts]
        return gathered(*self._order.of_sentences(sentences), takes)

    def counts(self, sentences: Numbers) -> Numbers:
        """Return the number of terms of each of some sentences, shape (len(sentences),)."""
        return gathered(*self._order.of_sentences(sentences), [part.counts for part in self._parts])

    def all_counts(self) -> Numbers:
        """Return the number of terms of each sentence, shape (sentences,)."""
        return gathered(*self._order.of_all_sentences(), [part.counts for part in self._parts])
