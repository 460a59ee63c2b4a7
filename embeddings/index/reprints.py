"""Sentences that stand in more than one place, and documents that are reprints of others: their files.

Equal sentences have equal keys (embeddings.index.sentence_keys) and are found by sorting all keys. So a paragraph is
found inside a longer piece however that is cut into passages, and "will attend" is never "will not attend".
"""

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np

from embeddings.arrays import Numbers
from embeddings.documents import Document, Passage
from embeddings.files.runs import RowsWriter, npy_header, open_rows, write_numbers
from embeddings.index.origins import RepeatedSentences, origins
from embeddings.index.sentence_keys import Keys, is_heading_key, sentence_keys

KEYS, REPEATED, PLACES, ORIGINS, RANKS = "keys.npy", "repeated.npy", "places.npy", "origins.npy", "ranks.npy"
FILES = (KEYS, REPEATED, PLACES, ORIGINS, RANKS)


def _keys_header(count: int) -> bytes:
    return npy_header(count, np.uint64, None)


class ReprintsWriter:
    """Writes the keys of sentences, document by document, into a folder that it makes."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self._keys = RowsWriter(folder / KEYS, _keys_header)

    def add(self, document: Document, passages: Sequence[Passage]) -> None:
        """Append a document."""
        self._keys.append(sentence_keys(document, passages))

    def copy(self, folder: Path, first: int, last: int) -> None:
        """Append the sentences [first, last) from another generation's folder, which must have been checked."""
        self._keys.copy(folder / KEYS, len(_keys_header(0)) + first * 8, last - first, 8)

    def finish(self) -> None:
        """Complete the file."""
        self._keys.finish()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close the file as it is."""
        self._keys.__exit__(kind, error, at)


def write_origins(folder: Path, documents: Numbers, terms: Numbers, ranks: Numbers) -> None:
    """Write which of the sentences with keys in a folder are repeated, and the origin of each document.

    `documents`, shape (sentences,), is the document of each sentence and `terms` the number of its terms. `ranks`,
    shape (documents,), numbers the documents from the one that would be the origin of all. Everything is worked out
    anew from all keys, so it does not matter which documents are new.
    """
    keys: Keys = open_rows(folder / KEYS, _keys_header(len(documents)), np.uint64, (len(documents),))
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    same = ordered[1:] == ordered[:-1]
    repeated = np.concatenate([same, [False]]) | np.concatenate([[False], same])
    places = order[repeated]
    write_numbers(folder / REPEATED, ordered[repeated])
    write_numbers(folder / PLACES, places)
    # Headings do not count.
    counted = ~is_heading_key(keys)
    total = np.bincount(documents[counted], terms[counted], len(ranks)).astype(np.float64)
    sentences = places[counted[places]]
    repeated_sentences = RepeatedSentences(keys[sentences], documents[sentences], terms[sentences])
    write_numbers(folder / RANKS, ranks)
    write_numbers(folder / ORIGINS, origins(repeated_sentences, total, ranks))


class Reprints:
    """The opened files of a generation, given the numbers of its sentences and documents.

    `origins` has for each document the one that it is a reprint of, itself for an original. `ranks` has its rank among
    all that could be the origin of a text. Both have the shape (documents,).
    """

    def __init__(self, folder: Path, sentences: int, documents: int) -> None:
        repeated = ((folder / PLACES).stat().st_size - len(_keys_header(0))) // 8
        self._keys: Keys = open_rows(folder / KEYS, _keys_header(sentences), np.uint64, (sentences,))
        self._repeated: Keys = open_rows(folder / REPEATED, _keys_header(repeated), np.uint64, (repeated,))
        self._places = _open_numbers(folder / PLACES, repeated)
        self.origins = _open_numbers(folder / ORIGINS, documents)
        self.ranks = _open_numbers(folder / RANKS, documents)

    def of_one_origin(self, document: int) -> Numbers:
        """Return a document and all reprints of the same origin, in the order of the archive."""
        return np.asarray(np.flatnonzero(self.origins == self.origins[document]))

    def keys(self, sentences: Numbers) -> Keys:
        """Return the keys of sentences, shape (len(sentences),)."""
        return self._keys[sentences]

    def places(self, first: int, end: int) -> Numbers:
        """Return the first sentence of each run in the same words as the sentences [first, end), in order.

        These sentences themselves are one such run. A run may begin in one document and end in the next.
        """
        key = self._keys[first]
        begin, stop = np.searchsorted(self._repeated, key, "left"), np.searchsorted(self._repeated, key, "right")
        places = np.array(self._places[begin:stop]) if stop > begin else np.array([first], np.int64)
        for distance in range(1, end - first):
            places = places[places + distance < len(self._keys)]
            places = places[self._keys[places + distance] == self._keys[first + distance]]
        return places


def _open_numbers(path: Path, length: int) -> Numbers:
    numbers: Numbers = open_rows(path, npy_header(length, np.int64, None), np.int64, (length,))
    return numbers
