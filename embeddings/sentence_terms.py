"""Which sentence holds which terms: a forward index that is mapped into memory.

Terms are kept as 32-bit hashes, so that no vocabulary is needed. Ten terms of a question against 15,000 of the
sentences looked at: one of them is taken for another once in some 30,000 questions (150,000 / 2**32).
"""

import zlib
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from embeddings.vectors import Numbers

Hashes = NDArray[np.uint32]


def hashes(terms: Sequence[str]) -> Hashes:
    """Return the hash of each term, shape (len(terms),)."""
    return np.fromiter((zlib.crc32(term.encode()) for term in terms), dtype=np.uint32, count=len(terms))


def write_sentence_terms(folder: Path, sentences: Iterable[Sequence[str]]) -> None:
    """Write the terms of sentences, in the order of their numbers, into a folder, which is made."""
    folder.mkdir()
    each = [hashes(tuple(dict.fromkeys(terms))) for terms in sentences]
    offsets = np.concatenate([[0], np.cumsum([len(terms) for terms in each])]).astype(np.int64)
    np.save(folder / "offsets.npy", offsets, allow_pickle=False)
    np.save(folder / "hashes.npy", np.concatenate([np.empty(0, np.uint32), *each]), allow_pickle=False)


def spans(begins: Numbers, ends: Numbers) -> tuple[Numbers, Numbers]:
    """Return the numbers in the spans [begin, end) one after another, and where each span's first stands in them.

    Shapes are (numbers in all,) and (spans + 1,); the last entry of the second is the length of the first.
    """
    firsts = np.concatenate([[0], np.cumsum(ends - begins)])
    return np.repeat(begins - firsts[:-1], ends - begins) + np.arange(firsts[-1]), firsts


class SentenceTerms:
    """The opened forward index."""

    def __init__(self, folder: Path) -> None:
        self._offsets = np.load(folder / "offsets.npy", allow_pickle=False)
        self._hashes = np.load(folder / "hashes.npy", mmap_mode="r", allow_pickle=False)

    def held(self, sentences: Numbers, terms: Sequence[str]) -> NDArray[np.bool_]:
        """Return whether each sentence holds each term, shape (len(sentences), len(terms))."""
        table = np.zeros((len(sentences), len(terms)), dtype=np.bool_)
        if not len(sentences) or not terms:
            return table
        places, firsts = spans(self._offsets[sentences], self._offsets[sentences + 1])
        asked = hashes(terms)
        order = np.argsort(asked)
        found = self._hashes[places]
        columns = order[np.minimum(np.searchsorted(asked[order], found), len(asked) - 1)]
        matches = np.flatnonzero(asked[columns] == found)
        rows = np.searchsorted(firsts, matches, side="right") - 1
        table[rows, columns[matches]] = True
        return table
