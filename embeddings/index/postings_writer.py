"""Writes postings: for each term the texts that hold it, and how often; embeddings.index.postings reads them.

A block holds a few million terms' occurrences, so that one is sorted in memory; a large archive has several.
"""

from array import array
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from embeddings.arrays import Numbers
from embeddings.index.postings import FIELDS, MANY, Parts, write_parts
from embeddings.index.varints import encoded

# About 70,000 passages; sorting takes some 200 MB.
BLOCK_TERMS = 8_000_000
# Occurrences that are counted together, in texts that are whole.
_COUNTED = 1_000_000
# The number of a term stands in the high half of a key, that of its text in the low half.
_HALF = np.uint64(32)


class _Field:
    """A field of the texts of a block, in memory: its terms, and their numbers text by text."""

    def __init__(self) -> None:
        self.lengths = array("I")
        self._vocabulary: dict[str, int] = {}
        self._terms, self._texts = array("I"), 0
        self._keys: list[NDArray[np.uint64]] = []
        self._times: list[NDArray[np.int64]] = []

    def add(self, terms: Sequence[str]) -> None:
        vocabulary = self._vocabulary
        self._terms.extend([vocabulary.setdefault(term, len(vocabulary)) for term in terms])
        self.lengths.append(len(terms))
        if len(self._terms) >= _COUNTED:
            self._count()

    def _count(self) -> None:
        """Count what was added since the last time."""
        lengths = np.frombuffer(self.lengths, np.uint32)[self._texts :]
        texts = np.repeat(np.arange(self._texts, self._texts + len(lengths), dtype=np.uint64), lengths)
        keys, times = np.unique(np.array(self._terms, np.uint64) << _HALF | texts, return_counts=True)
        self._keys.append(keys)
        self._times.append(times)
        self._texts += len(lengths)
        self._terms = array("I")

    def write(self, path: Path) -> None:
        """Write the field to a file."""
        terms = sorted((term.encode("utf-8"), number) for term, number in self._vocabulary.items())
        letters = np.frombuffer(b"".join(term for term, _ in terms), np.uint8)
        # A longer word than 60 letters is no term.
        term_lengths = np.fromiter((len(term) for term, _ in terms), np.uint8, len(terms))
        self._count()
        keys, times = np.concatenate(self._keys), np.concatenate(self._times)
        ranks = np.empty(len(terms), np.int64)
        ranks[np.fromiter((number for _, number in terms), np.int64, len(terms))] = np.arange(len(terms))
        of_terms = ranks[(keys >> _HALF).astype(np.int64)]
        order = np.argsort(of_terms, kind="stable")
        texts = (keys[order] & np.uint64(0xFFFFFFFF)).astype(np.int64)
        counts = np.bincount(of_terms, minlength=len(terms))
        data, starts = postings_of(counts, texts, times[order])
        few, large = np.minimum(counts, MANY).astype(np.uint8), counts[counts >= MANY].astype(np.uint32)
        write_parts(
            path, Parts(letters, term_lengths, data, starts, few, large, np.frombuffer(self.lengths, np.uint32))
        )


def postings_of(counts: Numbers, texts: Numbers, times: Numbers) -> tuple[NDArray[np.uint8], NDArray[np.uint32]]:
    """Return the postings of terms and where each begins, given in how many texts each stands, in which, how often."""
    firsts = np.cumsum(counts) - counts
    steps = np.diff(texts, prepend=0)
    steps[firsts] = texts[firsts]
    often = times > 1
    more = np.add.reduceat(often, firsts, dtype=np.int64) if len(firsts) else counts
    behind = np.cumsum(more) - more
    numbers = np.empty(len(texts) + int(often.sum()), np.uint32)
    numbers[np.arange(len(texts)) + np.repeat(behind, counts)] = steps << 1 | often
    numbers[np.arange(int(often.sum())) + np.repeat(firsts + counts, more)] = times[often]
    data, ends = encoded(numbers)
    return data, np.concatenate([[0], ends])[np.concatenate([[0], np.cumsum(counts + more)])].astype(np.uint32)


class _Block:
    """The texts of a block, in memory."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.texts = self.size = 0
        self._fields = {name: _Field() for name in FIELDS}

    def add(self, of_fields: dict[str, Sequence[str]]) -> None:
        for name, terms in of_fields.items():
            self._fields[name].add(terms)
            self.size += len(terms)
        self.texts += 1

    def write(self) -> None:
        self.folder.mkdir()
        for name, field in self._fields.items():
            field.write(self.folder / name)


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
        if self._block.texts or not self._blocks:
            self._write()
