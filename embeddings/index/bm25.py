"""BM25: how much a term adds to the score of a text.

    S. Robertson, H. Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009: k1 and b as usual there.

The length of a text is kept in a byte, as Lucene and Tantivy do, so that nearly equal lengths weigh the same.
"""

import math

import numpy as np
from numpy.typing import NDArray

from embeddings.arrays import Floats

K1, B = 1.2, 0.75


def _kept_lengths() -> tuple[int, ...]:
    """Return the lengths that are told apart: a length counts as the next below it.

    Up to 40 each is kept, then each eighth of a power of two (Lucene's SmallFloat.byte4ToInt).
    """
    steps = [(8 + step) << shift for shift in range(27) for step in range(8)]
    return (*range(24), *(24 + step for step in range(8)), *(24 + step for step in steps))


LENGTHS = _kept_lengths()
_LENGTHS = np.asarray(LENGTHS, np.int64)


def length_codes(lengths: NDArray[np.uint32]) -> NDArray[np.uint8]:
    """Return the place in LENGTHS of each length, in the shape of the lengths."""
    return (np.searchsorted(_LENGTHS, lengths, "right") - 1).astype(np.uint8)


def inverse_frequency(holding: int, texts: int) -> float:
    """Return the idf of a term that so many of all texts hold: ln(1 + (N - n + 0.5) / (n + 0.5))."""
    return math.log(1 + (texts - holding + 0.5) / (holding + 0.5))


def length_norms(length: int, texts: int) -> Floats:
    """Return what stands beside a term's frequency under the line for each of LENGTHS, shape (lengths,).

    `length` is that of all texts together.
    """
    return K1 * (1 - B + B * _LENGTHS * texts / max(length, 1))
