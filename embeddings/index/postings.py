"""Postings: for each term the texts of a block that hold it, and how often, in the text or in its title.

The terms stand in alphabetical order of their bytes and are found by halving. Of each term the distances between its
texts come first, then how often it stands in each, as embeddings.index.varints has numbers. All is mapped into memory,
and must have been checked before it is read.
"""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from embeddings.arrays import Numbers
from embeddings.files.checks import damaged
from embeddings.files.runs import npy_header, open_rows
from embeddings.index.bm25 import length_codes
from embeddings.index.varints import decoded

FIELDS = ("title", "text")
TERMS, TERM_ENDS, LENGTHS = "terms.utf8", "term_ends.npy", "lengths.npy"
DATA, STARTS, COUNTS = ".postings", "_starts.npy", "_counts.npy"


def lengths_header(count: int) -> bytes:
    """Return the header of the lengths of texts: a row a text, a column a field."""
    return npy_header(count, np.uint32, len(FIELDS))


def _open_uint32(path: Path) -> NDArray[np.uint32]:
    count = (path.stat().st_size - len(npy_header(0, np.uint32, None))) // 4
    numbers: NDArray[np.uint32] = open_rows(path, npy_header(count, np.uint32, None), np.uint32, (count,))
    return numbers


def _open_bytes(path: Path) -> NDArray[np.uint8]:
    return np.asarray(np.memmap(path, np.uint8, "r")) if path.stat().st_size else np.empty(0, np.uint8)


class Postings:
    """The opened postings of a block. Raises IndexDamaged where a file does not begin as it must."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._terms, self._ends = _open_bytes(folder / TERMS), _open_uint32(folder / TERM_ENDS)
        # A slice of it takes a third of the time that one of an array takes.
        self._letters = self._terms.data
        texts = ((folder / LENGTHS).stat().st_size - len(lengths_header(0))) // (4 * len(FIELDS))
        # The number of terms in each field of each text, shape (texts, fields).
        self.lengths: NDArray[np.uint32] = open_rows(
            folder / LENGTHS, lengths_header(texts), np.uint32, (texts, len(FIELDS))
        )
        self._data = {name: _open_bytes(folder / f"{name}{DATA}") for name in FIELDS}
        self._starts = {name: _open_uint32(folder / f"{name}{STARTS}") for name in FIELDS}
        self._counts = {name: _open_uint32(folder / f"{name}{COUNTS}") for name in FIELDS}
        self._codes: NDArray[np.uint8] | None = None

    def __len__(self) -> int:
        return len(self.lengths)

    @property
    def length_codes(self) -> NDArray[np.uint8]:
        """The codes of the lengths, of their shape; see embeddings.index.bm25."""
        if self._codes is None:
            self._codes = length_codes(self.lengths)
        return self._codes

    def term(self, place: int) -> bytes:
        """Return the term at a place."""
        start = self._ends.item(place - 1) if place else 0
        return bytes(self._letters[start : self._ends.item(place)])

    def place_of(self, letters: bytes) -> int:
        """Return the place of the first term that is not before some letters."""
        low, high = 0, len(self._ends)
        while low < high:
            middle = (low + high) // 2
            if self.term(middle) < letters:
                low = middle + 1
            else:
                high = middle
        return low

    def places(self, term: str) -> range:
        """Return where a term stands among the terms: one place or none."""
        letters = term.encode()
        place = self.place_of(letters)
        is_there = place < len(self._ends) and self.term(place) == letters
        return range(place, place + is_there)

    def places_beginning_with(self, letters: str) -> range:
        """Return where the terms stand that begin with some letters."""
        start = letters.encode()
        # No byte of UTF-8 is as high.
        return range(self.place_of(start), self.place_of(start + b"\xff"))

    def counts(self, field: str, places: range) -> Numbers:
        """Return how many texts hold each of some terms in a field, shape (len(places),)."""
        return self._counts[field][places.start : places.stop].astype(np.int64)

    def holding(self, field: str, places: range) -> tuple[Numbers, Numbers]:
        """Return the texts that hold some terms in a field, term by term, and how often; see `counts`.

        Raises IndexDamaged.
        """
        starts, counts = self._starts[field], self.counts(field, places)
        try:
            numbers = decoded(self._data[field][int(starts[places.start]) : int(starts[places.stop])])
        except ValueError as error:
            raise damaged(self._folder / f"{field}{DATA}", "was changed after it was written") from error
        firsts = np.cumsum(counts) - counts
        if len(numbers) != 2 * counts.sum():
            raise damaged(self._folder / f"{field}{DATA}", "was changed after it was written")
        of_texts = np.arange(len(numbers) // 2) + np.repeat(firsts, counts)
        texts = np.cumsum(numbers[of_texts])
        before = np.concatenate([[0], texts])[firsts]
        return texts - np.repeat(before, counts), numbers[of_texts + np.repeat(counts, counts)]
