"""BM25 over texts and their titles. A text is a passage or a whole document.

Words are joined where a line parts them, brought to one spelling and lower case, and lose their accents. English stop
words are dropped, the others stemmed (Porter 2): embeddings.text.words. The texts stand in blocks, of one segment or
of several. The statistics are those of the texts that are there, wherever they stand, and what a text scores is added
up term by term: so the same texts have the same scores to the last bit, however they are parted into blocks.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from embeddings.arrays import Floats, Mask, Numbers, Vectors
from embeddings.documents import Document
from embeddings.index.best_texts import ScoredList, best_texts
from embeddings.index.bm25 import K1, inverse_frequency, length_norms
from embeddings.index.known_lists import KnownLists
from embeddings.index.postings import FIELDS, Held, Postings, holding_in_all
from embeddings.index.postings_writer import PostingsWriter
from embeddings.text.words import terms

# A title says what a passage is about but seldom holds the answer.
TITLE_WEIGHT = 0.5
_SHARES = (("text", 1.0), ("title", TITLE_WEIGHT))
# What is kept of the lists of terms that were asked for: those of some 20 words that stand in a third of a million
# texts, or of 2,000 that stand in 1,500.
KNOWN_BYTES = 40_000_000
_NO_TEXTS = Held(*(np.empty(0, np.int64) for _ in range(3)))


def write_lexical(folder: Path, texts: Iterable[tuple[Document, str]]) -> None:
    """Write an index of texts, numbered from 0 and each with its document, into a folder that is made."""
    writer = PostingsWriter(folder)
    title_terms = lru_cache(maxsize=1)(terms)
    for document, text in texts:
        writer.add(title_terms(document.title or ""), terms(text))
    writer.finish()


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

    def length(self, field: str) -> int:
        """Return the number of terms of a field of all texts that are there."""
        lengths = self.postings.fields[field].lengths
        return int((lengths if self.is_whole else lengths[self.numbers >= 0]).sum(dtype=np.int64))

    def counts(self, field: str, places: range) -> Numbers:
        """Return how many texts that are there hold each of the terms at some places, shape (len(places),)."""
        counts = self.postings.fields[field].counts(places)
        if self.is_whole or not len(places):
            return counts
        texts, _ = self.postings.fields[field].holding(places)
        kept = self.numbers[texts] >= 0
        return np.bincount(np.repeat(np.arange(len(places)), counts)[kept], minlength=len(places))


def blocks_in_order(blocks: Sequence[Postings]) -> list[Block]:
    """Return blocks of which all texts are there, one block after another."""
    firsts = np.cumsum([0, *map(len, blocks)]).tolist()
    return [Block(block, np.arange(first, first + len(block))) for block, first in zip(blocks, firsts, strict=False)]


class LexicalIndex:
    """An opened BM25 index. Its methods raise IndexDamaged where a file cannot be what was written."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._blocks = blocks
        self._known = KnownLists(KNOWN_BYTES)

    @classmethod
    def open(cls, folder: Path) -> "LexicalIndex":
        """Open the index of all texts that were written to a folder."""
        return cls(blocks_in_order(open_blocks(folder)))

    @cached_property
    def _texts(self) -> int:
        return sum(int(np.count_nonzero(block.numbers >= 0)) for block in self._blocks)

    @cached_property
    def _norms(self) -> dict[str, Floats]:
        lengths = {field: sum(block.length(field) for block in self._blocks) for field in FIELDS}
        return {field: length_norms(length, self._texts) for field, length in lengths.items()}

    def _count(self, field: str, term: str) -> int:
        places = ((block, block.postings.fields[field].places(term)) for block in self._blocks)
        return sum(int(block.counts(field, own).sum()) for block, own in places)

    def holds(self, term: str) -> bool:
        """Whether any text or title has a term."""
        return any(self._count(field, term) for field in FIELDS)

    def holding(self, term: str) -> Numbers:
        """Return the numbers of all texts that have a term, in ascending order."""
        numbers = self._numbers[self._holding("text", term).texts]
        return np.sort(numbers[numbers >= 0]).astype(np.int64)

    def terms_beginning_with(self, letters: str) -> list[str]:
        """Return the terms of the texts that begin with some letters, the most frequent first, then by the alphabet."""
        counted: dict[bytes, int] = {}
        for block in self._blocks:
            postings = block.postings.fields["text"]
            places = postings.places_beginning_with(letters)
            for place, count in zip(places, block.counts("text", places).tolist(), strict=True):
                if count:
                    term = postings.term(place)
                    counted[term] = counted.get(term, 0) + count
        return [term.decode() for term in sorted(counted, key=lambda term: (-counted[term], term))]

    def inverse_frequency(self, term: str) -> float:
        """Return BM25's idf of a term among the texts: ln(1 + (N - n + 0.5) / (n + 0.5)).

        A term that no text holds counts as held by one. Else it would outweigh all others in a small archive.
        """
        return inverse_frequency(max(1, self._count("text", term)), self._texts)

    def search(self, asked: Sequence[str], k: int, allowed: Mask | None = None) -> tuple[Numbers, Vectors]:
        """Return the numbers and BM25 scores, each of shape (at most k,), of the best texts, best first.

        `allowed`, shape (texts,), says which texts may be found. Their scores are the same as without it. Of equal ones
        the text of the lower number comes first.
        """
        lists = [
            self._scored(field, term, often * share)
            for term, often in Counter(asked).items()
            for field, share in _SHARES
        ]
        return best_texts([one for one in lists if len(one.numbers)], k, self._end, allowed)

    @cached_property
    def _end(self) -> int:
        """One more than the highest number of a text."""
        return max((int(block.numbers.max(initial=-1)) for block in self._blocks), default=-1) + 1

    def _holding(self, field: str, term: str) -> Held:
        """Return the texts that hold a term, by their places among those of all blocks; not all may be there."""
        blocks = []
        for block, before in zip(self._blocks, self._firsts, strict=False):
            postings = block.postings.fields[field]
            if place := postings.places(term):
                blocks.append((postings, place, int(before)))
        return holding_in_all(blocks) if blocks else _NO_TEXTS

    @cached_property
    def _firsts(self) -> Numbers:
        """How many texts there are in all blocks before each."""
        return np.cumsum([0, *(len(block.postings) for block in self._blocks)])

    @cached_property
    def _numbers(self) -> NDArray[np.int32]:
        """The numbers of the texts of all blocks, one block after another; as in Block."""
        return np.concatenate([np.empty(0, np.int32), *(block.numbers.astype(np.int32) for block in self._blocks)])

    @cached_property
    def _codes(self) -> dict[str, NDArray[np.uint8]]:
        """The codes of the lengths of the texts of all blocks, for each field."""
        return {
            name: np.concatenate([block.postings.fields[name].length_codes for block in self._blocks])
            for name in FIELDS
        }

    @cached_property
    def _is_whole(self) -> bool:
        return all(block.is_whole for block in self._blocks)

    def _in_order(self, numbers: NDArray[np.int32], scores: Floats) -> tuple[NDArray[np.int32], Floats]:
        """Return texts that are there in ascending order, with their scores."""
        if not self._is_whole:
            there = numbers >= 0
            numbers, scores = numbers[there], scores[there]
        if (numbers[1:] < numbers[:-1]).any():
            in_order = np.argsort(numbers)
            numbers, scores = numbers[in_order], scores[in_order]
        return numbers, scores

    def _scored(self, field: str, term: str, share: float) -> ScoredList:
        """Return the texts that hold a term in a field, and what it adds to their scores."""
        known = self._known.get((field, term, share))
        if known is not None:
            return known
        rows, several, times = self._holding(field, term)
        numbers, codes = self._numbers[rows], self._codes[field][rows]
        holding = len(rows) if self._is_whole else int(np.count_nonzero(numbers >= 0))
        weight = share * (1 + K1) * inverse_frequency(holding, self._texts)
        norms = self._norms[field]
        # Most terms stand once in a text.
        scores = (weight / (1 + norms))[codes]
        scores[several] = weight * times / (times + norms[codes[several]])
        made = ScoredList(*self._in_order(numbers, scores))
        self._known.put((field, term, share), made)
        return made
