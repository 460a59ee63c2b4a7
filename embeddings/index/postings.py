"""Postings: for each term of a field the texts of a block that hold it, and how often.

The terms stand in alphabetical order of their bytes and are found by halving. Of each come the steps from one of its
texts to the next, the first from 0, doubled; an odd one says that the term stands there several times. How often comes
behind all steps of the term. The numbers are those of embeddings.index.varints. All is mapped into memory, and must
have been checked before it is read.
"""

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embeddings.arrays import Numbers
from embeddings.files.checks import damaged
from embeddings.files.runs import npy_header, open_rows
from embeddings.index.bm25 import length_codes
from embeddings.index.varints import GOES_ON, decoded

FIELDS = ("title", "text")
TERMS, TERM_LENGTHS, TEXT_LENGTHS = "terms.utf8", "term_lengths.npy", "text_lengths.npy"
DATA, STARTS, COUNTS, LARGE_COUNTS = "postings", "starts.npy", "counts.npy", "large_counts.npy"
# A count in a byte that stands for the next one of the large counts.
MANY = 255
# What the lengths of texts may be kept in: as few bytes as the longest needs.
_LENGTHS = (np.uint8, np.uint16, np.uint32)


def _open_numbers(path: Path, dtypes: Iterable[Any]) -> NDArray[Any]:
    """Map numbers of one of some types into memory, as many as the file is long. Raises IndexDamaged."""
    size = path.stat().st_size - len(npy_header(0, np.uint8, None))
    with path.open("rb") as file:
        beginning = file.read(len(npy_header(0, np.uint8, None)))
    for dtype in dtypes:
        count = max(size, 0) // np.dtype(dtype).itemsize
        header = npy_header(count, dtype, None)
        if header == beginning:
            return open_rows(path, header, dtype, (count,))
    raise damaged(path, "was changed after it was written")


def _open_bytes(path: Path) -> NDArray[np.uint8]:
    return np.asarray(np.memmap(path, np.uint8, "r")) if path.stat().st_size else np.empty(0, np.uint8)


class FieldPostings:
    """The opened postings of a field. Raises IndexDamaged where a file does not begin as it must."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / DATA
        self._term_lengths = _open_numbers(folder / TERM_LENGTHS, [np.uint8])
        # A slice of it takes a third of the time that one of an array takes.
        self._letters = _open_bytes(folder / TERMS).data
        self._data = _open_bytes(self._path)
        self._starts = _open_numbers(folder / STARTS, [np.uint32])
        self._counts = _open_numbers(folder / COUNTS, [np.uint8])
        self._large = _open_numbers(folder / LARGE_COUNTS, [np.uint32])
        # The number of terms of each text, shape (texts,).
        self.lengths = _open_numbers(folder / TEXT_LENGTHS, _LENGTHS)

    @cached_property
    def length_codes(self) -> NDArray[np.uint8]:
        """The codes of the lengths, of their shape; see embeddings.index.bm25."""
        return length_codes(self.lengths)

    @cached_property
    def _ends(self) -> NDArray[np.uint32]:
        return np.cumsum(self._term_lengths, dtype=np.uint32)

    @cached_property
    def _places_of_large(self) -> Numbers:
        return np.flatnonzero(self._counts == MANY)

    def term(self, place: int) -> bytes:
        """Return the term at a place."""
        end = self._ends.item(place)
        return bytes(self._letters[end - self._term_lengths.item(place) : end])

    def _place_of(self, letters: bytes) -> int:
        """Return the place of the first term that is not before some letters."""
        low, high = 0, len(self._term_lengths)
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
        place = self._place_of(letters)
        is_there = place < len(self._term_lengths) and self.term(place) == letters
        return range(place, place + is_there)

    def places_beginning_with(self, letters: str) -> range:
        """Return where the terms stand that begin with some letters."""
        start = letters.encode()
        # No byte of UTF-8 is as high.
        return range(self._place_of(start), self._place_of(start + b"\xff"))

    def counts(self, places: range) -> Numbers:
        """Return how many texts hold each of some terms, shape (len(places),)."""
        counts = self._counts[places.start : places.stop].astype(np.int64)
        if (counts == MANY).any():
            first, end = np.searchsorted(self._places_of_large, [places.start, places.stop]).tolist()
            counts[counts == MANY] = self._large[first:end]
        return counts

    def holding(self, places: range) -> tuple[Numbers, Numbers]:
        """Return the texts that hold some terms, term by term, and how often; see `counts`. Raises IndexDamaged."""
        if not len(places):
            return np.empty(0, np.int64), np.empty(0, np.int64)
        counts = self.counts(places)
        begin, end = self._starts.item(places.start), self._starts.item(places.stop)
        try:
            data = self._data[begin:end]
            numbers = decoded(data)
            if len(places) == 1:
                return _of_one(numbers, counts.item())
            # How many numbers there are before each term begins.
            edges = self._starts[places.start : places.stop + 1].astype(np.int64) - begin
            begins = np.concatenate([[0], np.cumsum(data < GOES_ON)])[edges]
            return _parted(numbers, begins, counts)
        except (ValueError, IndexError) as error:
            raise damaged(self._path, "was changed after it was written") from error


def _of_one(numbers: Numbers, count: int) -> tuple[Numbers, Numbers]:
    """Return the texts and times of the numbers of one term, which stands in so many texts; see `_parted`."""
    steps, more = numbers[:count], numbers[count:]
    often = np.flatnonzero(steps & 1)
    if len(steps) != count or len(often) != len(more):
        raise ValueError("the numbers are not those of so many texts")
    times = np.ones(count, np.int64)
    times[often] = more
    return np.cumsum(steps >> 1), times


def _parted(numbers: Numbers, begins: Numbers, counts: Numbers) -> tuple[Numbers, Numbers]:
    """Return texts and times of the numbers of terms, each beginning at one of `begins`; behind them, where all end."""
    firsts = np.cumsum(counts) - counts
    steps = numbers[np.arange(counts.sum()) + np.repeat(begins[:-1] - firsts, counts)]
    texts = np.cumsum(steps >> 1)
    before = np.concatenate([[0], texts])[firsts]
    often = (steps & 1).astype(np.bool_)
    more = np.diff(begins) - counts
    if (more < 0).any() or more.sum() != np.count_nonzero(often):
        raise ValueError("the numbers are not those of so many texts")
    times = np.ones(len(texts), np.int64)
    times[often] = numbers[np.arange(more.sum()) + np.repeat(begins[:-1] + counts - np.cumsum(more) + more, more)]
    return texts - np.repeat(before, counts), times


class Postings:
    """The opened postings of a block, by its fields. Raises IndexDamaged where a file does not begin as it must."""

    def __init__(self, folder: Path) -> None:
        self.fields = {name: FieldPostings(folder / name) for name in FIELDS}

    def __len__(self) -> int:
        return len(self.fields["text"].lengths)
