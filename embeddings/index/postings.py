"""Postings: for each term of a field the texts of a block that hold it, and how often.

The terms stand in alphabetical order of their bytes and are found by their first eight. Of each come the steps from one
of its texts to the next, the first from 0, doubled; an odd one says that the term stands there several times. How often
comes behind all steps of the term. The numbers are those of embeddings.index.varints. All is mapped into memory, and
must have been checked before it is read.
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
from embeddings.files.mapped import MappedFile
from embeddings.index.varints import GOES_ON, decoded
from embeddings.text.sounds import consonant_keys

FIELDS = ("title", "text")
# Of each term so many bytes are kept as a number, by which many terms are found at once.
_FIRST_BYTES = 8
# A million passages have forty files: so 4 MB of each are in memory at most, after some questions.
MOST_READS = 64
_BYTES_OF_A_READ = 1 << 16
# A count in a byte that stands for the next one of the large counts.
MANY = 255

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


def _open_parts(path: Path, data: NDArray[np.uint8]) -> Parts:
    """Return the parts of a file's bytes. Raises IndexDamaged unless they are as long as it says."""
    sizes = np.frombuffer(data[len(_MARK) : _START_BYTES].tobytes(), "<u8").tolist()
    ends = np.cumsum([_START_BYTES, *(min(size, len(data)) + -size % _ALIGNED for size in sizes)]).tolist()
    if data[: len(_MARK)].tobytes() != _MARK or len(sizes) != _PARTS or ends[-1] != len(data):
        raise damaged(path, "was changed after it was written")
    slices = (data[begin : begin + size] for begin, size in zip(ends, sizes, strict=False))
    return Parts(*(one.view(dtype) for one, dtype in zip(slices, _TYPES, strict=True)))


def _first_bytes(letters: bytes, lengths: NDArray[Any]) -> NDArray[np.uint64]:
    """Return the first bytes of terms that stand one after another, as numbers in the same order; shape (terms,).

    A shorter term is filled up with zeros.
    """
    begins = np.cumsum(lengths, dtype=np.int64) - lengths
    padded = letters + bytes(_FIRST_BYTES)
    # At each byte the number that begins there.
    numbers: NDArray[np.uint64] = np.ndarray(len(letters) + 1, ">u8", padded, strides=(1,))
    unused = 8 * (_FIRST_BYTES - np.minimum(lengths, _FIRST_BYTES)).astype(np.uint64)
    # A term of no bytes would be shifted by all of its bits, which is not defined.
    return np.where(lengths > 0, numbers[begins].astype(np.uint64) >> unused << unused, np.uint64(0))


class FieldPostings:
    """The opened postings of a field. Raises IndexDamaged where the file does not begin as it must."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._file = MappedFile(path, MOST_READS)
            parts = _open_parts(path, self._file.data)
        except ValueError as error:
            raise damaged(path, "was changed after it was written") from error
        # A slice of it takes a third of the time that one of an array takes.
        self._letters, self._term_lengths = parts.letters.data, parts.term_lengths
        self._data, self._starts = parts.data, parts.starts
        self._counts, self._large = parts.counts, parts.large_counts
        # The number of terms of each text, shape (texts,).
        self.lengths = parts.lengths

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
    def _first_bytes(self) -> NDArray[np.uint64]:
        return _first_bytes(bytes(self._letters), self._term_lengths)

    @cached_property
    def _consonants(self) -> NDArray[np.uint64]:
        return consonant_keys(bytes(self._letters), self._term_lengths)

    def places(self, terms: Sequence[str]) -> Numbers:
        """Return where each of some terms stands among the terms, shape (len(terms),); -1 for one that does not."""
        places = np.full(len(terms), -1, np.int64)
        letters = [term.encode() for term in terms]
        begins = _first_bytes(b"".join(letters), np.fromiter(map(len, letters), np.int64, len(letters)))
        lows, highs = (np.searchsorted(self._first_bytes, begins, side) for side in ("left", "right"))
        for number in np.flatnonzero(lows < highs).tolist():
            low, high = lows.item(number), highs.item(number)
            place = bisect_left(range(high), letters[number], low, key=self.term)
            if place < high and self.term(place) == letters[number]:
                places[number] = place
        return places

    def sounding_like(self, term: str) -> Numbers:
        """Return where the terms stand that have the same consonants as a term, and hardly any other.

        See embeddings.text.sounds. Raises IndexDamaged.
        """
        letters = term.encode()
        try:
            return np.flatnonzero(self._consonants == consonant_keys(letters, np.asarray([len(letters)], np.uint8)))
        except UnicodeDecodeError as error:
            raise damaged(self._path, "was changed after it was written") from error

    def counts(self, places: Numbers) -> Numbers:
        """Return how many texts hold each of the terms at some places, shape (len(places),)."""
        counts = self._counts[places].astype(np.int64)
        large = counts == MANY
        if large.any():
            counts[large] = self._large[np.searchsorted(self._places_of_large, places[large])]
        return counts

    def holding(self, places: Numbers) -> "Holding":
        """Return the texts that hold some terms, term by term; see `counts`. Raises IndexDamaged."""
        if not len(places):
            return Holding(np.empty(0, np.int32), np.empty(0, np.int64), np.empty(0, np.uint32))
        begins, ends = self._starts[places].tolist(), self._starts[places + 1].tolist()
        try:
            parts = [self._data[begin:end] for begin, end in zip(begins, ends, strict=True)]
            sizes = [len(part) for part in parts]
            self._file.count_reads(len(parts) + sum(sizes) // _BYTES_OF_A_READ)
            data = np.concatenate(parts) if len(parts) > 1 else parts[0]
            # How many numbers each term has.
            own = np.add.reduceat(data < GOES_ON, np.cumsum([0, *sizes[:-1]]), dtype=np.int64)
            return _texts_held(decoded(data), own, self.counts(places))
        except (ValueError, IndexError) as error:
            raise damaged(self._path, "was changed after it was written") from error


class Holding(NamedTuple):
    """The texts that hold some terms, term by term.

    `often` are the places among them of those that hold their term several times, in ascending order; `times` is how
    often these do.
    """

    texts: NDArray[np.int32]
    often: Numbers
    times: NDArray[np.uint32]


def _texts_held(numbers: NDArray[np.uint32], own: Numbers, counts: Numbers) -> Holding:
    """Return the texts, given numbers of which each term has its own, and how many texts hold each.

    Raises ValueError where the numbers cannot be of so many texts.
    """
    begins = np.cumsum(own) - own
    of_terms = list(zip(begins.tolist(), (begins + counts).tolist(), (begins + own).tolist(), strict=True))
    steps = np.concatenate([numbers[begin:middle] for begin, middle, _ in of_terms])
    times = np.concatenate([numbers[middle:end] for _, middle, end in of_terms])
    ends = np.cumsum(counts)
    often = np.flatnonzero((steps & 1).astype(np.bool_))
    more = np.diff(np.searchsorted(often, ends), prepend=0)
    if len(steps) != ends[-1] or (more != own - counts).any():
        raise ValueError("the numbers are not those of so many texts")
    steps >>= 1
    # The first step of a term is from 0, and not from the last text of the term before.
    steps[ends[:-1]] -= np.add.reduceat(steps, ends - counts, dtype=np.uint32)[:-1]
    # Numbers of 32 bits take half the time; what goes below 0 between two terms comes back.
    return Holding(np.cumsum(steps, dtype=np.uint32).view(np.int32), often, times)


class Postings:
    """The opened postings of a block, by its fields. Raises IndexDamaged where a file does not begin as it must."""

    def __init__(self, folder: Path) -> None:
        self.fields = {name: FieldPostings(folder / name) for name in FIELDS}

    def __len__(self) -> int:
        return len(self.fields["text"].lengths)
