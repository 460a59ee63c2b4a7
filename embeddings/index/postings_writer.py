"""Writes postings: for each term the texts that hold it, and how often; embeddings.index.postings reads them.

A block holds a few million terms' occurrences, so that one is sorted in memory; a large archive has several.
"""

from array import array
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from embeddings.files.disk import NewFile
from embeddings.files.runs import RowsWriter, write_numbers
from embeddings.index.postings import COUNTS, DATA, FIELDS, LENGTHS, STARTS, TERM_ENDS, TERMS, lengths_header
from embeddings.index.varints import encoded

# About 70,000 passages; sorting takes some 200 MB.
BLOCK_TERMS = 8_000_000
# Occurrences that are counted together, in texts that are whole.
_COUNTED = 1_000_000
# The number of a term stands in the high half of a key, that of its text in the low half.
_HALF = np.uint64(32)


class _FieldTerms:
    """What stands in a field of the texts of a block: the number of each term, text by text."""

    def __init__(self) -> None:
        self.lengths = array("I")
        self._terms, self._texts = array("I"), 0
        self._keys: list[NDArray[np.uint64]] = []
        self._times: list[NDArray[np.int64]] = []

    def add(self, numbers: Sequence[int]) -> None:
        self._terms.extend(numbers)
        self.lengths.append(len(numbers))
        if len(self._terms) >= _COUNTED:
            self.count()

    def count(self) -> None:
        """Count what was added since the last time."""
        lengths = np.frombuffer(self.lengths, np.uint32)[self._texts :]
        texts = np.repeat(np.arange(self._texts, self._texts + len(lengths), dtype=np.uint64), lengths)
        keys, times = np.unique(np.array(self._terms, np.uint64) << _HALF | texts, return_counts=True)
        self._keys.append(keys)
        self._times.append(times)
        self._texts += len(lengths)
        self._terms = array("I")

    def sorted_by(self, ranks: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        """Return the rank of the term, the text and how often it stands there of all, by rank and then by text."""
        self.count()
        keys, times = np.concatenate(self._keys), np.concatenate(self._times)
        self._keys, self._times = [], []
        of_terms = ranks[(keys >> _HALF).astype(np.int64)]
        order = np.argsort(of_terms, kind="stable")
        return of_terms[order], (keys[order] & np.uint64(0xFFFFFFFF)).astype(np.int64), times[order]


class _Block:
    """The texts of a block, in memory."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.size = 0
        self._numbers: dict[str, int] = {}
        self._fields = {name: _FieldTerms() for name in FIELDS}

    def add(self, of_fields: dict[str, Sequence[str]]) -> None:
        numbers = self._numbers
        for name, terms in of_fields.items():
            self._fields[name].add([numbers.setdefault(term, len(numbers)) for term in terms])
            self.size += len(terms)

    def write(self) -> None:
        self.folder.mkdir()
        terms = sorted((term.encode("utf-8"), number) for term, number in self._numbers.items())
        ranks = np.empty(len(terms), np.int64)
        ranks[np.fromiter((number for _, number in terms), np.int64, len(terms))] = np.arange(len(terms))
        with NewFile(self.folder / TERMS) as file:
            file.write(b"".join(term for term, _ in terms))
        ends = np.cumsum(np.fromiter((len(term) for term, _ in terms), np.int64, len(terms)))
        write_numbers(self.folder / TERM_ENDS, ends.astype(np.uint32))
        lengths = [np.frombuffer(self._fields[name].lengths, np.uint32) for name in FIELDS]
        with RowsWriter(self.folder / LENGTHS, lengths_header) as writer:
            writer.append(np.stack(lengths, axis=1))
            writer.finish()
        for name, field in self._fields.items():
            _write_postings(self.folder, name, *field.sorted_by(ranks), len(terms))


def _write_postings(  # noqa: PLR0917  # three columns, and where they go
    folder: Path,
    name: str,
    of_terms: NDArray[np.int64],
    texts: NDArray[np.int64],
    times: NDArray[np.int64],
    terms: int,
) -> None:
    """Write for each term the distances between its texts, then how often it stands in each."""
    counts = np.bincount(of_terms, minlength=terms)
    firsts = np.cumsum(counts) - counts
    steps = np.diff(texts, prepend=0)
    begins = firsts[counts > 0]
    steps[begins] = texts[begins]
    # The postings of a term begin at twice the number of all before it, since each is two numbers.
    places = np.arange(len(texts)) + np.repeat(firsts, counts)
    numbers = np.empty(2 * len(texts), np.uint32)
    numbers[places], numbers[places + np.repeat(counts, counts)] = steps, times
    data, ends = encoded(numbers)
    with NewFile(folder / f"{name}{DATA}") as file:
        file.write(data.data)
    starts = np.concatenate([[0], ends])[np.concatenate([[0], 2 * np.cumsum(counts)])]
    write_numbers(folder / f"{name}{STARTS}", starts.astype(np.uint32))
    write_numbers(folder / f"{name}{COUNTS}", counts.astype(np.uint32))


class PostingsWriter:
    """Writes the blocks of texts into a folder that it makes: "0", "1" and so on."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self._folder = folder
        self._blocks = 0
        self._block = self._new_block()

    def _new_block(self) -> _Block:
        return _Block(self._folder / str(self._blocks))

    def add(self, title: Sequence[str], text: Sequence[str]) -> None:
        """Append a text by the terms of its title and its own."""
        self._block.add({"title": title, "text": text})
        if self._block.size >= BLOCK_TERMS:
            self._write()

    def _write(self) -> None:
        self._block.write()
        self._blocks += 1
        self._block = self._new_block()

    def finish(self) -> None:
        """Write what is in memory still; an index of no texts has a block, too."""
        if self._block.size or not self._blocks:
            self._write()
