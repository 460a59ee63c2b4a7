"""A vector for each word that is no stop word, for late interaction: how near a text comes to each word of a question.

Only signs are kept, of half as many sums as a vector has components: 24 bytes a word for the default model. Each sum is
over all components. On the judged collections that ranks as well as the full vectors do, and better than signs of the
components themselves (docs/scale.md).

    O. Khattab, M. Zaharia, "ColBERT", SIGIR 2020: late interaction by the nearest word for each word of the question.
    M. Charikar, "Similarity estimation techniques from rounding algorithms", STOC 2002: cosines from signs.
    N. Ailon, B. Chazelle, "Approximate nearest neighbors and the fast Johnson-Lindenstrauss transform", STOC 2006: the
    sums, by random signs and a Walsh-Hadamard transform.
"""

from functools import cache
from hashlib import shake_128

import numpy as np
from numpy.typing import NDArray

from embeddings.arrays import Numbers, Vectors
from embeddings.files.runs import Runs
from embeddings.index.parted import PartedRuns
from embeddings.processors import one_blas_thread

Signs = NDArray[np.uint8]


def signs(vectors: Vectors) -> Signs:
    """Return the signs of vectors of shape (words, dimension), eight to a byte: (words, ceil(dimension / 16))."""
    return np.packbits(sums(vectors) > 0, axis=1)


def sums(vectors: Vectors) -> Vectors:
    """Return sums of all components, each added or subtracted: (words, ceil(dimension / 2)), of variance 1.

    The numbers of a row are added in the same order whatever rows stand beside it, so its signs are always the same.
    """
    rows, dimension = vectors.shape
    width, kept = 1 << (dimension - 1).bit_length(), (dimension + 1) // 2
    # A component of all words stands together: numpy adds long rows in a third of the time of short ones.
    flipped = np.zeros((width, rows), np.float32)
    flipped[:dimension] = (vectors * _flips(dimension)).T
    half = 1
    while half < width:
        parts = flipped.reshape(width // (2 * half), 2, half, rows)
        flipped = np.stack([parts[:, 0] + parts[:, 1], parts[:, 0] - parts[:, 1]], axis=1)
        half *= 2
    summed: Vectors = flipped.reshape(width, rows)[np.arange(kept) * width // kept].T
    return summed


@cache
def _all_sums(dimension: int) -> Vectors:
    """Return what each component adds to each sum, shape (dimension, ceil(dimension / 2)): `sums` as one product."""
    return np.ascontiguousarray(sums(np.eye(dimension, dtype=np.float32)))


@cache
def _flips(dimension: int) -> Vectors:
    """Return 1 or -1 for each component, as by chance and always the same; shape (dimension,)."""
    digits = np.frombuffer(shake_128(b"signs of words").digest(dimension), np.uint8)
    return np.where(digits & 1, 1, -1).astype(np.float32)


class WordVectors:
    """The opened word vectors: for each passage a run of signs, and the number of words of its title and sentences."""

    def __init__(self, words: Runs | PartedRuns, counts: Runs | PartedRuns) -> None:
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
    of_components = _all_sums(query.shape[1])
    width = of_components.shape[1]
    bits = np.unpackbits(rows, axis=1, count=width).astype(np.float32)
    with one_blas_thread():
        asked = query @ of_components
        products = bits @ asked.T
    # The signs are 2 * bits - 1.
    nearest[filled] = (2 * np.maximum.reduceat(products, firsts[filled]) - asked.sum(axis=1)) / np.float32(width)
    return nearest
