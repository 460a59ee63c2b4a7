"""The terms of each sentence: a forward index that is mapped into memory.

Terms are kept as 32-bit hashes, so that no vocabulary is needed. A question of ten terms is compared with some 15,000
terms of sentences, so a term is mistaken for another in one of about 30,000 questions (150,000 / 2**32).
"""

import zlib
from array import array
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
from numpy.typing import NDArray

from embeddings.arrays import Mask, Numbers
from embeddings.files.checks import damaged
from embeddings.files.mapped import MappedRows
from embeddings.files.runs import RowsWriter, expand_spans, npy_header, open_numbers, write_numbers

OFFSETS, HASHES = "offsets.npy", "hashes.npy"

# 32 bits are enough for the terms of 40 million passages.
_OFFSET = np.uint32

# Sentences are asked for by passages, of which one lies in one place.
_SENTENCES_OF_A_PLACE = 5

Hashes = NDArray[np.uint32]


def hashes(terms: Sequence[str]) -> Hashes:
    """Return the hash of each term, shape (len(terms),)."""
    return np.fromiter((zlib.crc32(term.encode()) for term in terms), dtype=np.uint32, count=len(terms))


def _hashes_header(count: int) -> bytes:
    return npy_header(count, np.uint32, None)


class SentenceTermsWriter:
    """Writes the terms of sentences, in the order of their numbers, into a folder that it makes."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self._folder = folder
        self._hashes = RowsWriter(folder / HASHES, _hashes_header)
        self._offsets = array("q", [0])

    def append(self, terms: Sequence[str]) -> None:
        """Append the terms of one sentence."""
        self._hashes.append(hashes(tuple(dict.fromkeys(terms))))
        self._offsets.append(self._hashes.count)

    def copy(self, other: "SentenceTerms", first: int, last: int) -> None:
        """Append the sentences [first, last) of another index, which must have been checked."""
        offsets = other.offsets(np.arange(first, last + 1))
        start, end = offsets[0], offsets[-1]
        self._offsets.frombytes((offsets[1:] - start + self._hashes.count).tobytes())
        self._hashes.copy(other.path, len(_hashes_header(0)) + int(start) * 4, int(end - start), 4)

    def finish(self) -> None:
        """Complete the files. Raises OverflowError for more terms than an offset can count."""
        self._hashes.finish()
        if self._offsets[-1] > np.iinfo(_OFFSET).max:
            raise OverflowError(f"{self._folder} has {self._offsets[-1]:,} terms, more than an offset can count")
        write_numbers(self._folder / OFFSETS, np.frombuffer(self._offsets, np.int64).astype(_OFFSET))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close the file as it is."""
        self._hashes.__exit__(kind, error, at)


class SentenceTerms:
    """An opened forward index, given the number of its sentences."""

    def __init__(self, folder: Path, sentences: int) -> None:
        self.path = folder / HASHES
        self._offsets: Hashes = open_numbers(folder / OFFSETS, _OFFSET, sentences + 1)
        count = (self.path.stat().st_size - len(_hashes_header(0))) // 4
        if self._offsets[-1] != count:
            raise damaged(folder / OFFSETS, "was changed after it was written")
        self._hashes = MappedRows(self.path, _hashes_header(count), np.uint32, (count,))

    def offsets(self, sentences: Numbers) -> Numbers:
        """Return where the terms of sentences begin, shape (len(sentences),); behind the last, where all end."""
        return self._offsets[sentences].astype(np.int64)

    def counts(self, sentences: Numbers) -> Numbers:
        """Return the number of terms of each of some sentences, shape (len(sentences),)."""
        return self.offsets(sentences + 1) - self.offsets(sentences)

    def held(self, sentences: Numbers, terms: Sequence[str]) -> Mask:
        """Return whether each sentence holds each term, shape (len(sentences), len(terms))."""
        table = np.zeros((len(sentences), len(terms)), dtype=np.bool_)
        if not len(sentences) or not terms:
            return table
        places, firsts = expand_spans(self.offsets(sentences), self.offsets(sentences + 1))
        self._hashes.count_reads(len(sentences) // _SENTENCES_OF_A_PLACE)
        held = self._hashes.rows[places]
        # A question has few terms, so all hashes are compared with each.
        matches = np.flatnonzero(hashes(terms)[:, np.newaxis] == held)
        columns, of_held = np.divmod(matches, len(held))
        table[np.searchsorted(firsts, of_held, side="right") - 1, columns] = True
        return table
