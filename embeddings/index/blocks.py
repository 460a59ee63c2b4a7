"""The blocks of texts in which postings stand, with the numbers that the texts have in the archive."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from embeddings.arrays import Mask, Numbers
from embeddings.index.postings import Postings


def open_blocks(folder: Path) -> list[Postings]:
    """Open the blocks that `write_lexical` wrote, in their order. Raises IndexDamaged."""
    return [Postings(block) for block in sorted(folder.iterdir(), key=lambda block: int(block.name))]


@dataclass(frozen=True)
class Block:
    """The postings of some texts; `numbers` are those of the texts in the archive, -1 for one that is not there."""

    postings: Postings
    numbers: Numbers

    @cached_property
    def is_whole(self) -> bool:
        """Whether all its texts are there."""
        return bool((self.numbers >= 0).all())

    @cached_property
    def _first(self) -> int | None:
        """The number of the first text where all others follow it in the archive; else None."""
        numbers = self.numbers
        follow = len(numbers) > 0 and numbers[0] >= 0 and bool((np.diff(numbers) == 1).all())
        return int(numbers[0]) if follow else None

    def length(self, field: str) -> int:
        """Return the number of terms of a field of all texts that are there."""
        lengths = self.postings.fields[field].lengths
        return int((lengths if self.is_whole else lengths[self.numbers >= 0]).sum(dtype=np.int64))

    def counts(self, field: str, places: Numbers) -> Numbers:
        """Return how many texts that are there hold each of the terms at some places, shape (len(places),)."""
        counts = self.postings.fields[field].counts(places)
        if self.is_whole or not len(places):
            return counts
        texts = self.postings.fields[field].holding(places).texts
        return _kept_of_each(counts, self.numbers[texts] >= 0)

    def held(self, field: str, asked: Sequence[str]) -> "Held":
        """Return the texts whose field holds each of some terms."""
        postings = self.postings.fields[field]
        places = postings.places(asked)
        there = np.flatnonzero(places >= 0)
        counts = np.zeros(len(asked), np.int64)
        counts[there] = postings.counts(places[there])
        texts, often, times = postings.holding(places[there])
        if self._first is not None:
            texts += self._first
            return Held(texts, often, times, counts)
        numbers = self.numbers[texts].astype(np.int32)
        kept = numbers >= 0
        still = kept[often]
        places_kept = np.cumsum(kept) - 1
        return Held(numbers[kept], places_kept[often[still]], times[still], _kept_of_each(counts, kept))


class Held(NamedTuple):
    """The texts that hold terms, term by term: their numbers; `often` and `times` as in Holding.

    `counts`, shape (terms,), are the texts of each term.
    """

    numbers: NDArray[np.int32]
    often: Numbers
    times: NDArray[np.uint32]
    counts: Numbers


def _kept_of_each(counts: Numbers, kept: Mask) -> Numbers:
    """Return how many are kept of the texts of each term, given how many there are of each."""
    return np.bincount(np.repeat(np.arange(len(counts)), counts)[kept], minlength=len(counts))


def blocks_in_order(blocks: Sequence[Postings]) -> list[Block]:
    """Return blocks of which all texts are there, one block after another."""
    firsts = np.cumsum([0, *map(len, blocks)]).tolist()
    return [Block(block, np.arange(first, first + len(block))) for block, first in zip(blocks, firsts, strict=False)]
