"""Postings: for each term of a field the texts of a block that hold it, and how often.

The terms stand in alphabetical order of their bytes and are found by halving. Of each come the steps from one of its
texts to the next, the first from 0, doubled; an odd one says that the term stands there several times. How often comes
behind all steps of the term. The numbers are those of embeddings.index.varints. All is mapped into memory, and must
have been checked before it is read.
"""

from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from embeddings.arrays import Numbers
from embeddings.files.checks import damaged
from embeddings.files.disk import NewFile
from embeddings.index.bm25 import length_codes
from embeddings.index.varints import GOES_ON, decoded

FIELDS = ("title", "text")
# A count in a byte that stands for the next one of the large counts.
MANY = 255

# Terms between two of which the letters are kept as Python has them, for halving to begin with.
_BETWEEN_LANDMARKS = 32

# A file begins with a mark and the bytes of each part, of 64 bits each; a part begins at a multiple of eight.
_MARK = b"LOCCITP1"
_PARTS = 7
_START_BYTES = 8 * (1 + _PARTS)
_ALIGNED = 8


class Parts(NamedTuple):
    """The parts of a file of postings, in their order.

    The letters of all terms and the length of each; the postings of all, and where those of each begin and the last
    end; in how many texts each stands, MANY for that or more, and these counts; and the number of terms of each text.
    """

    letters: NDArray[np.uint8]
    term_lengths: NDArray[np.uint8]
    data: NDArray[np.uint8]
    starts: NDArray[np.uint32]
    counts: NDArray[np.uint8]
    large_counts: NDArray[np.uint32]
    lengths: NDArray[np.uint32]


_TYPES: tuple[Any, ...] = tuple(np.dtype(code) for code in ("u1", "u1", "u1", "<u4", "u1", "<u4", "<u4"))


def write_parts(path: Path, parts: Parts) -> None:
    """Write a file of postings: one, since an opened archive has each of its files mapped."""
    arrays: list[NDArray[Any]] = [np.ascontiguousarray(part, dtype) for part, dtype in zip(parts, _TYPES, strict=True)]
    sizes = [part.nbytes for part in arrays]
    with NewFile(path) as file:
        file.write(_MARK + np.asarray(sizes, "<u8").tobytes())
        for part in arrays:
            file.write(part.data)
            file.write(b"\0" * (-part.nbytes % _ALIGNED))


def _open_parts(path: Path) -> Parts:
    """Map a file of postings. Raises IndexDamaged unless its parts are as long as it says."""
    data = np.asarray(np.memmap(path, np.uint8, "r")) if path.stat().st_size else np.empty(0, np.uint8)
    sizes = np.frombuffer(data[len(_MARK) : _START_BYTES].tobytes(), "<u8").tolist()
    ends = np.cumsum([_START_BYTES, *(min(size, len(data)) + -size % _ALIGNED for size in sizes)]).tolist()
    if data[: len(_MARK)].tobytes() != _MARK or len(sizes) != _PARTS or ends[-1] != len(data):
        raise damaged(path, "was changed after it was written")
    slices = (data[begin : begin + size] for begin, size in zip(ends, sizes, strict=False))
    return Parts(*(one.view(dtype) for one, dtype in zip(slices, _TYPES, strict=True)))


class FieldPostings:
    """The opened postings of a field. Raises IndexDamaged where the file does not begin as it must."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            parts = _open_parts(path)
        except ValueError as error:
            raise damaged(path, "was changed after it was written") from error
        # A slice of it takes a third of the time that one of an array takes.
        self._letters, self._term_lengths = parts.letters.data, parts.term_lengths
        self._data, self._starts = parts.data, parts.starts
        self._counts, self._large = parts.counts, parts.large_counts
        # The number of terms of each text, shape (texts,).
        self.lengths = parts.lengths

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

    @property
    def terms(self) -> int:
        """The number of terms."""
        return len(self._term_lengths)

    def term(self, place: int) -> bytes:
        """Return the term at a place."""
        end = self._ends.item(place)
        return bytes(self._letters[end - self._term_lengths.item(place) : end])

    @cached_property
    def _landmarks(self) -> list[bytes]:
        return [self.term(place) for place in range(0, self.terms, _BETWEEN_LANDMARKS)]

    def _place_of(self, letters: bytes) -> int:
        """Return the place of the first term that is not before some letters."""
        before = bisect_left(self._landmarks, letters)
        low, high = max(before - 1, 0) * _BETWEEN_LANDMARKS, min(before * _BETWEEN_LANDMARKS, self.terms)
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

    def data(self, places: range) -> NDArray[np.uint8]:
        """Return the postings of some terms as they stand in the file."""
        return self._data[self._starts.item(places.start) : self._starts.item(places.stop)]

    def holding(self, places: range) -> tuple[Numbers, Numbers]:
        """Return the texts that hold some terms, term by term, and how often; see `counts`. Raises IndexDamaged."""
        if not len(places):
            return np.empty(0, np.int64), np.empty(0, np.int64)
        counts = self.counts(places)
        begin = self._starts.item(places.start)
        try:
            data = self.data(places)
            numbers = decoded(data)
            if len(places) == 1:
                return _of_one(numbers, counts.item())
            # How many numbers there are before each term begins.
            edges = self._starts[places.start : places.stop + 1].astype(np.int64) - begin
            begins = np.concatenate([[0], np.cumsum(data < GOES_ON)])[edges]
            return _parted(numbers, begins, counts)
        except (ValueError, IndexError) as error:
            raise damaged(self._path, "was changed after it was written") from error


class Held(NamedTuple):
    """The texts that hold a term, block by block; which of them hold it several times, and how often these do."""

    texts: Numbers
    several: Numbers
    times: Numbers


def holding_in_all(blocks: Sequence[tuple[FieldPostings, range, int]]) -> Held:
    """Return the texts of several blocks that hold a term.

    Each block that has the term comes with its place there, and with how many texts there are before it, by which its
    texts are numbered. All are decoded together. Raises IndexDamaged.
    """
    counts = [field.counts(place).item() for field, place, _ in blocks]
    data = [field.data(place) for field, place, _ in blocks]
    together, edges = np.concatenate(data), np.cumsum([0, *map(len, data)])
    try:
        numbers = decoded(together)
        if len(numbers) != len(together):
            edges = np.concatenate([[0], np.cumsum(together < GOES_ON)])[edges]
        stretches = list(zip(edges[:-1].tolist(), edges[1:].tolist(), counts, strict=True))
        steps = np.concatenate([numbers[begin : begin + count] for begin, _, count in stretches])
        times = np.concatenate([numbers[begin + count : end] for begin, end, count in stretches])
        several = np.flatnonzero(steps & 1)
        if len(steps) != sum(counts) or len(times) != len(several):
            raise ValueError("the numbers are not those of so many texts")
        steps >>= 1
        at = 0
        for count, (_, _, before) in zip(counts, blocks, strict=True):
            steps[at] += before
            np.cumsum(steps[at : at + count], out=steps[at : at + count])
            at += count
    except (ValueError, IndexError):
        for field, place, _ in blocks:
            # Raises where this is the damaged one.
            field.holding(place)
        raise
    return Held(steps, several, times)


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
