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

# The largest number of four bits with a sign, so that as many stand above 0 as below; -8 is not used.
MOST = 7
# Where a row's largest component is far beyond the others, these are told apart better by cutting it off. Of these
# shares of the largest, 7 stands for the one that leaves the vector's direction most as it was.
SHARES = (1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3)


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
    even, odd = _numbers(codes)
    padded = np.zeros(2 * codes.shape[1], np.float32)
    padded[: len(vector)] = vector
    nearness = products(even, padded[0::2].copy()) + products(odd, padded[1::2].copy())
    return np.asarray(nearness / np.maximum(np.sqrt(_squares(even) + _squares(odd)), 1), np.float32)


def unit_vectors(codes: Codes, dimension: int) -> Vectors:
    """Return the vectors that the codes stand for, of length 1; shape (rows, dimension)."""
    numbers = np.stack(_numbers(codes), axis=2).reshape(len(codes), 2 * codes.shape[1])[:, :dimension]
    return np.asarray(numbers / np.maximum(_lengths(numbers), 1)[:, np.newaxis], np.float32)


def _numbers(codes: Codes) -> tuple[Vectors, Vectors]:
    """Return the numbers of the even components, which stand in the low bits of a byte, and those of the odd ones."""
    even, odd = (codes & 15).astype(np.float32), (codes >> 4).astype(np.float32)
    even -= MOST + 1
    odd -= MOST + 1
    return even, odd


def _lengths(numbers: Vectors) -> Vectors:
    return np.asarray(np.sqrt(_squares(numbers)), np.float32)


def _squares(numbers: Vectors) -> Vectors:
    """Return the sum of squares of each row; of whole numbers it is exact and the same in any order."""
    return np.asarray(np.einsum("ij,ij->i", numbers, numbers), np.float32)
