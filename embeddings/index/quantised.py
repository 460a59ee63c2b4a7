"""Unit vectors in four bits a component, each row by itself.

A row is whole numbers from -7 to 7, two to a byte. No scale is kept: the vector had length 1, so whatever the numbers
say is brought to that length. Nothing is learnt of other rows, so the same vector has the same bytes in any archive.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from embeddings.arrays import Vectors
from embeddings.index.vectors import products

Codes = NDArray[np.uint8]

MOST = 7
# Where a row's largest component is far beyond the others, these are told apart better by cutting it off. Of these
# shares of the largest, 7 stands for the one that leaves the vector's direction most as it was.
SHARES = (1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3)
# The two numbers in each byte, the first component in the low bits.
_PAIRS = np.stack([np.arange(256) & 15, np.arange(256) >> 4], axis=1).astype(np.float32) - (MOST + 1)


def code_bytes(dimension: int) -> int:
    """Return the bytes of a row of vectors of a dimension."""
    return (dimension + 1) // 2


def quantised(vectors: Vectors) -> Codes:
    """Return the codes of vectors of shape (rows, dimension): (rows, code_bytes(dimension)). A zero row stays zero."""
    vectors = np.asarray(vectors, np.float32)
    rows, dimension = vectors.shape
    whole = np.zeros((rows, 2 * code_bytes(dimension)), np.float32)
    largest = np.abs(vectors).max(axis=1, initial=0)
    best = np.full(rows, -1, np.float32)
    for share in SHARES:
        steps = np.where(largest > 0, largest * np.float32(share / MOST), np.float32(1))
        numbers = np.clip(np.rint(vectors / steps[:, np.newaxis]), -MOST, MOST)
        nearness = (numbers * vectors).sum(axis=1) / np.maximum(_lengths(numbers), 1)
        better = nearness > best
        whole[better, :dimension], best[better] = numbers[better], nearness[better]
    nibbles = (whole + (MOST + 1)).astype(np.uint8)
    return nibbles[:, 0::2] | nibbles[:, 1::2] << np.uint8(4)


def cosines(codes: Codes, vector: NDArray[np.floating[Any]]) -> Vectors:
    """Return the cosine of each row with a vector of length 1, shape (rows,); 0 for a zero row."""
    numbers = _numbers(codes, len(vector))
    return np.asarray(products(numbers, vector) / np.maximum(_lengths(numbers), 1), np.float32)


def unit_vectors(codes: Codes, dimension: int) -> Vectors:
    """Return the vectors that the codes stand for, of length 1; shape (rows, dimension)."""
    numbers = _numbers(codes, dimension)
    return np.asarray(numbers / np.maximum(_lengths(numbers), 1)[:, np.newaxis], np.float32)


def _numbers(codes: Codes, dimension: int) -> Vectors:
    numbers = _PAIRS.take(codes, axis=0).reshape(len(codes), 2 * codes.shape[1])
    return np.asarray(numbers[:, :dimension], np.float32)


def _lengths(numbers: Vectors) -> Vectors:
    """Return the length of each row; whole numbers, so the sums are exact and the same in any order."""
    return np.asarray(np.sqrt(np.einsum("ij,ij->i", numbers, numbers)), np.float32)
