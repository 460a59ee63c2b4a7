"""Sentences that stand in more than one place, and documents that are reprints of others: their files.

Equal sentences have equal keys (embeddings.index.sentence_keys) and are found by sorting all keys. So a paragraph is
found inside a longer piece however that is cut into passages, and "will attend" is never "will not attend".
"""

from pathlib import Path
from typing import NamedTuple

import numpy as np

from embeddings.arrays import Numbers
from embeddings.files.runs import npy_header, open_numbers, write_numbers
from embeddings.index.origins import RepeatedSentences, origins
from embeddings.index.parted import SentenceKeys
from embeddings.index.sentence_keys import Keys, is_heading_key

REPEATED, PLACES, ORIGINS, RANKS = "repeated.npy", "places.npy", "origins.npy", "ranks.npy"
FILES = (REPEATED, PLACES, ORIGINS, RANKS)


class Found(NamedTuple):
    """The keys of the sentences that are repeated, in order, and their numbers; and the origin of each document."""

    keys: Keys
    places: Numbers
    origins: Numbers


def find_reprints(keys: Keys, documents: Numbers, terms: Numbers, ranks: Numbers) -> Found:
    """Return which sentences are repeated, and the origin of each document, worked out from all sentences.

    `keys`, shape (sentences,), are those of the sentences, `documents` the document of each and `terms` the number of
    its terms. `ranks`, shape (documents,), numbers the documents from the one that would be the origin of all.
    """
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    same = ordered[1:] == ordered[:-1]
    repeated = np.concatenate([same, [False]]) | np.concatenate([[False], same])
    places = order[repeated]
    # Headings do not count.
    counted = ~is_heading_key(keys)
    total = np.bincount(documents[counted], terms[counted], len(ranks)).astype(np.float64)
    sentences = places[counted[places]]
    repeated_sentences = RepeatedSentences(keys[sentences], documents[sentences], terms[sentences])
    return Found(ordered[repeated], places, origins(repeated_sentences, total, ranks))


def write_reprints(folder: Path, found: Found, ranks: Numbers) -> None:
    """Write what was found into a folder that is made; `ranks` as in `find_reprints`."""
    folder.mkdir()
    write_numbers(folder / REPEATED, found.keys)
    write_numbers(folder / PLACES, found.places)
    write_numbers(folder / RANKS, ranks)
    write_numbers(folder / ORIGINS, found.origins)


class Reprints:
    """The opened files of a generation, given the number of its documents and the keys of its sentences.

    `origins` has for each document the one that it is a reprint of, itself for an original. `ranks` has its rank among
    all that could be the origin of a text. Both have the shape (documents,).
    """

    def __init__(self, folder: Path, documents: int, sentences: SentenceKeys) -> None:
        repeated = ((folder / PLACES).stat().st_size - len(npy_header(0, np.uint64, None))) // 8
        self._sentences = sentences
        self._repeated: Keys = open_numbers(folder / REPEATED, np.uint64, repeated)
        self._places: Numbers = open_numbers(folder / PLACES, np.int64, repeated)
        self.origins: Numbers = open_numbers(folder / ORIGINS, np.int64, documents)
        self.ranks: Numbers = open_numbers(folder / RANKS, np.int64, documents)

    @property
    def repeated(self) -> tuple[Keys, Numbers]:
        """The keys of the sentences that are repeated, in order, and their numbers."""
        return self._repeated, self._places

    def of_one_origin(self, document: int) -> Numbers:
        """Return a document and all reprints of the same origin, in the order of the archive."""
        return np.asarray(np.flatnonzero(self.origins == self.origins[document]))

    def keys(self, sentences: Numbers) -> Keys:
        """Return the keys of sentences, shape (len(sentences),)."""
        return self._sentences.take(sentences)

    def places(self, first: int, end: int) -> Numbers:
        """Return the first sentence of each run in the same words as the sentences [first, end), in order.

        These sentences themselves are one such run. A run may begin in one document and end in the next.
        """
        keys = self._sentences.take(np.arange(first, end))
        begin, stop = (self._repeated.searchsorted(keys[0], side) for side in ("left", "right"))
        if stop == begin:
            return np.array([first], np.int64)
        places = np.array(self._places[begin:stop])
        for distance in range(1, end - first):
            places = places[places + distance < len(self._sentences)]
            places = places[self._sentences.take(places + distance) == keys[distance]]
        return places
