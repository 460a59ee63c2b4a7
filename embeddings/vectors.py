"""Vectors in files: the searched ones of passages, behind VectorIndex, and the looked-up ones of sentences."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import Vectors

Numbers = NDArray[np.int64]


class VectorIndex(Protocol):
    """Nearest passages by cosine. Passages are numbered from 0 in the order they were added."""

    def search(self, query: Vectors, k: int) -> tuple[Numbers, Vectors]:
        """Return the numbers and cosines, each of shape (at most k,), of the nearest passages, best first.

        `query` has shape (dimension,) and length 1.
        """

    def cosines(self, query: Vectors, passages: Sequence[int]) -> Vectors:
        """Return the cosines of given passages with a query, shape (len(passages),)."""


class FaissIndex:
    """Exact search by inner product over unit vectors, so the score is the cosine."""

    def __init__(self, index: Any) -> None:
        self._index = index

    @classmethod
    def from_vectors(cls, vectors: Vectors) -> "FaissIndex":
        """Index the rows of a matrix of shape (passages, dimension)."""
        import faiss

        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors))
        return cls(index)

    @classmethod
    def open(cls, path: Path) -> "FaissIndex":
        """Open a written index; it is mapped into memory, not read."""
        import faiss

        return cls(faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC))

    def write(self, path: Path) -> None:
        """Write the index to a file."""
        import faiss

        faiss.write_index(self._index, str(path))

    def search(self, query: Vectors, k: int) -> tuple[Numbers, Vectors]:
        """See VectorIndex."""
        scores, numbers = self._index.search(query[np.newaxis], min(k, self._index.ntotal))
        return numbers[0], scores[0]

    def cosines(self, query: Vectors, passages: Sequence[int]) -> Vectors:
        """See VectorIndex."""
        if not passages:
            return np.empty(0, np.float32)
        rows = self._index.reconstruct_batch(np.asarray(passages, dtype=np.int64))
        return np.asarray(rows @ query, dtype=np.float32)


def write_sentences(path: Path, vectors: Vectors) -> None:
    """Write sentence vectors, shape (sentences, dimension), in half precision.

    Half precision moves a cosine by less than 0.001, which changes no ranking that was measured.
    """
    np.save(path, vectors.astype(np.float16), allow_pickle=False)


def open_sentences(path: Path) -> NDArray[np.float16]:
    """Map sentence vectors into memory; only the rows asked for are read."""
    return np.asanyarray(np.load(path, mmap_mode="r", allow_pickle=False))
