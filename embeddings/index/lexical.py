"""BM25 over texts and their titles. A text is a passage or a whole document.

Words are joined where a line parts them, brought to one spelling and lower case, and lose their accents. English stop
words are dropped, the others stemmed (Porter 2): embeddings.text.words. The texts stand in blocks, of one segment or
of several. The statistics are those of the texts that are there, wherever they stand, and what a text scores is added
up term by term: so the same texts have the same scores to the last bit, however they are parted into blocks.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from embeddings.arrays import Floats, Mask, Numbers, Vectors
from embeddings.documents import Document
from embeddings.index.best_texts import ScoredList, best_texts, scores_of
from embeddings.index.blocks import Block, blocks_in_order, open_blocks
from embeddings.index.bm25 import K1, inverse_frequency, length_codes, length_norms
from embeddings.index.known_lists import KnownLists
from embeddings.index.postings import FIELDS
from embeddings.index.postings_writer import PostingsWriter
from embeddings.text.sounds import consonants
from embeddings.text.words import terms

# A title says what a passage is about but seldom holds the answer.
TITLE_WEIGHT = 0.5
_SHARES = (("text", 1.0), ("title", TITLE_WEIGHT))
# What is kept of the lists of terms that were asked for: those of some twenty words that stand in a third of a million
# texts, or of 4,000 that stand in 1,500.
KNOWN_BYTES = 40_000_000
# Terms of which it is remembered how many texts have them: each is counted several times for one question.
MOST_COUNTED = 20_000


def write_lexical(folder: Path, texts: Iterable[tuple[Document, str]]) -> None:
    """Write an index of texts, numbered from 0 and each with its document, into a folder that is made."""
    writer = PostingsWriter(folder)
    title_terms = lru_cache(maxsize=1)(terms)
    for document, text in texts:
        writer.add(title_terms(document.title or ""), terms(text))
    writer.finish()


class LexicalIndex:
    """An opened BM25 index. Its methods raise IndexDamaged where a file cannot be what was written."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._blocks = blocks
        self._known = KnownLists(KNOWN_BYTES)
        self._counted: dict[tuple[str, str], int] = {}

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
        """Return how many texts hold a term in a field."""
        counted = self._counted.get((field, term))
        if counted is None:
            counted = self._count_anew(field, term)
            if len(self._counted) >= MOST_COUNTED:
                self._counted.clear()
            self._counted[field, term] = counted
        return counted

    def _count_anew(self, field: str, term: str) -> int:
        places = ((block, block.postings.fields[field].places([term])) for block in self._blocks)
        return sum(int(block.counts(field, own[own >= 0]).sum()) for block, own in places)

    def holds(self, term: str) -> bool:
        """Whether any text or title has a term."""
        return any(self._count(field, term) for field in FIELDS)

    def frequencies(self, asked: Sequence[str]) -> Numbers:
        """Return how many texts have each of some terms, and how many titles, together; shape (terms,)."""
        counted = np.zeros(len(asked), np.int64)
        for block in self._blocks:
            for field in FIELDS:
                places = block.postings.fields[field].places(asked)
                counted[places >= 0] += block.counts(field, places[places >= 0])
        return counted

    def holding(self, term: str) -> Numbers:
        """Return the numbers of all texts that have a term, in no order."""
        return self._held("text", term)

    def titled(self, term: str) -> Numbers:
        """Return the numbers of all texts whose title has a term, in no order."""
        return self._held("title", term)

    def _held(self, field: str, term: str) -> Numbers:
        return np.concatenate([block.held(field, [term]).numbers for block in self._blocks]).astype(np.int64)

    def terms_sounding_like(self, asked: str) -> list[str]:
        """Return the terms of the texts that have the same consonants as a term (embeddings.text.sounds).

        The most frequent come first, then it goes by the alphabet.
        """
        sounds = consonants(asked)
        counted: dict[str, int] = {}
        for block in self._blocks:
            postings = block.postings.fields["text"]
            places = postings.sounding_like(asked)
            for place, count in zip(places.tolist(), block.counts("text", places).tolist(), strict=True):
                term = postings.term(place).decode()
                if count and consonants(term) == sounds:
                    counted[term] = counted.get(term, 0) + count
        return sorted(counted, key=lambda term: (-counted[term], term))

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
        return best_texts(self._lists(asked), k, self._end, allowed)

    def scores(self, asked: Sequence[str], numbers: Numbers) -> Floats:
        """Return the BM25 scores of some texts, by their numbers: shape (len(numbers),), 0 for one without any term."""
        return scores_of(self._lists(asked), numbers)

    def _lists(self, asked: Sequence[str]) -> list[ScoredList]:
        """Return what each term adds to the texts that hold it, in the order of the question; titles come last.

        A term that no text holds has no list.
        """
        repeated = Counter(asked)
        lists: list[ScoredList] = []
        for field, share in _SHARES:
            keys = [(field, term, times) for term, times in repeated.items()]
            known = {key: one for key in keys if (one := self._known.get(key))}
            new = [key for key in keys if key not in known]
            for key, made in zip(new, self._scored(field, share, {term: times for _, term, times in new}), strict=True):
                self._known.put(key, made)
                known[key] = made
            lists += [known[key] for key in keys if len(known[key].numbers)]
        return lists

    @cached_property
    def _end(self) -> int:
        """One more than the highest number of a text."""
        return max((int(block.numbers.max(initial=-1)) for block in self._blocks), default=-1) + 1

    def _scored(self, field: str, share: float, repeated: Mapping[str, int]) -> list[ScoredList]:
        """Return the texts that hold each of some terms in a field, and what it adds to their scores.

        `repeated` says how often the question has each term.
        """
        if not repeated:
            return []
        held = [block.held(field, tuple(repeated)) for block in self._blocks]
        holding = sum((one.counts for one in held), np.zeros(len(repeated), np.int64)).tolist()
        weights = np.array(
            [
                times * share * (1 + K1) * inverse_frequency(count, self._texts)
                for times, count in zip(repeated.values(), holding, strict=True)
            ]
        )
        once = weights[:, np.newaxis] * (1 / (1 + self._norms[field]))
        parts: list[list[_Part]] = [[] for _ in repeated]
        for one in held:
            often = np.searchsorted(one.often, [0, *np.cumsum(one.counts)]).tolist()
            ends = np.cumsum(one.counts).tolist()
            bounds = zip([0, *ends], ends, often, often[1:], strict=False)
            for part, (begin, end, first, last) in zip(parts, bounds, strict=True):
                part.append(_Part(one.numbers[begin:end], one.often[first:last] - begin, one.times[first:last]))
        return [self._list(field, *both) for both in zip(parts, once, weights.tolist(), strict=True)]

    def _list(self, field: str, parts: Sequence["_Part"], once: Floats, weight: float) -> ScoredList:
        """Return the list of a term from those of all blocks, given what it adds to texts that hold it once."""
        numbers = np.concatenate([part.numbers for part in parts])
        firsts = np.cumsum([0, *(len(part.numbers) for part in parts)]).tolist()
        often = np.concatenate([part.often + first for part, first in zip(parts, firsts, strict=False)])
        times = np.concatenate([part.times for part in parts])
        if len(parts) > 1 and (numbers[1:] < numbers[:-1]).any():
            in_order = np.argsort(numbers)
            place = np.empty(len(numbers), np.int64)
            place[in_order] = np.arange(len(numbers))
            numbers, often = numbers[in_order], place[often]
            of_often = np.argsort(often)
            often, times = often[of_often], times[of_often]
        codes = self._codes[field][numbers]
        more = weight * times / (times + self._norms[field][codes[often]])
        return ScoredList(numbers, codes, once, often.astype(np.int32), more)

    @cached_property
    def _codes(self) -> dict[str, NDArray[np.uint8]]:
        """The codes of the lengths of each field of all texts, by the texts' numbers."""
        codes = {field: np.zeros(self._end, np.uint8) for field in FIELDS}
        for block in self._blocks:
            kept = block.numbers >= 0
            for field, of_field in codes.items():
                of_field[block.numbers[kept]] = length_codes(block.postings.fields[field].lengths[kept])
        return codes


class _Part(NamedTuple):
    """The texts of a block that hold a term; `often` and `times` as in Holding."""

    numbers: NDArray[np.int32]
    often: Numbers
    times: NDArray[np.uint32]
