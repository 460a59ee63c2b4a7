"""A vector for each word that is no stop word, for late interaction: how near a text comes to each word of a question.

Neighbouring components are added, two and two, and only the sign of each sum is kept: 24 bytes a word for the default
model. On the judged collections that ranks as well as the full vectors do (docs/scale.md).

    O. Khattab, M. Zaharia, "ColBERT", SIGIR 2020: late interaction by the nearest word for each word of the question.
    M. Charikar, "Similarity estimation techniques from rounding algorithms", STOC 2002: cosines from signs.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController

from embeddings.arrays import Numbers, Vectors
from embeddings.files.runs import Runs

_blas = ThreadpoolController().select(user_api="blas")
_limiting = Lock()

Signs = NDArray[np.uint8]


def signs(vectors: Vectors) -> Signs:
    """Return the signs of vectors of shape (words, dimension), eight to a byte: (words, ceil(dimension / 16))."""
    return np.packbits(_sums(vectors) > 0, axis=1)


def _sums(vectors: Vectors) -> Vectors:
    """Return the sums of neighbouring components, two and two; the last of an odd number stays alone."""
    return np.add.reduceat(vectors, np.arange(0, vectors.shape[1], 2), axis=1)


@contextmanager
def _one_thread() -> Iterator[None]:
    """Let numpy multiply with one thread.

    The matrices are small. On two busy cores, threads that waited for each other took 24 ms; one thread takes 0.5.
    """
    with _limiting, _blas.limit(limits=1):
        yield


class WordVectors:
    """The opened word vectors: for each passage a run of signs, and the number of words of its title and sentences."""

    def __init__(self, words: Runs, counts: Runs) -> None:
        self._words = words
        self._counts = counts

    def of_passages(self, passages: Numbers, query: Vectors) -> Vectors:
        """Return how near passages and their titles come to each word of a question: the highest cosine.

        `query` has the shape (query words, dimension) and rows of length 1. The result has the shape (passages, query
        words). It is 0 for a passage without words, as the cosine of unrelated words is. The cosines are of the
        vectors' signs, so those of equal words are about 0.8. Raises IndexDamaged.
        """
        rows, firsts = self._words.take(passages)
        return _nearest(rows, firsts, query)

    def of_sentences(self, passages: Numbers, query: Vectors) -> Vectors:
        """Return the same for each sentence of the passages, one after another; shape (sentences, query words)."""
        rows, _ = self._words.take(passages)
        counts, of_passages = self._counts.take(passages)
        firsts = np.concatenate([[0], np.cumsum(counts[:, 0], dtype=np.int64)])
        nearest = _nearest(rows, firsts, query)
        # The first row of each passage is its title's.
        return np.delete(nearest, of_passages[:-1], axis=0)


def _nearest(rows: Signs, firsts: Numbers, query: Vectors) -> Vectors:
    """Return the highest cosine in each stretch of words with each word of a question: (stretches, query words).

    Stretch i is rows[firsts[i]:firsts[i + 1]].
    """
    nearest = np.zeros((len(firsts) - 1, len(query)), np.float32)
    filled = np.flatnonzero(firsts[1:] > firsts[:-1])
    if not len(filled) or not len(query):
        return nearest
    sums = _sums(query)
    width = sums.shape[1]
    bits = np.unpackbits(rows, axis=1, count=width).astype(np.float32)
    # The signs are 2 * bits - 1, and a vector of them has the length sqrt(width). The sums of a unit vector have about
    # length 1.
    with _one_thread():
        products = bits @ sums.T
    cosines = (2 * products - sums.sum(axis=1)) / np.sqrt(np.float32(width))
    nearest[filled] = np.maximum.reduceat(cosines, firsts[filled])
    return nearest
