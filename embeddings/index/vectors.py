"""The search for the passages nearest to a question: VectorIndex, and its implementation with FAISS."""

import struct
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from embeddings.arrays import Mask, Numbers, Vectors
from embeddings.files.checks import damaged
from embeddings.files.stored_rows import StoredRows
from embeddings.index.order import Order, gathered

# The limit that FAISS needs to read a file. A flat index has no loops.
LOOP_LIMIT = 1000
_FLAT = struct.Struct("<4siqqq?iiifQQQQ")
# FAISS's number for half precision, and its bytes a component.
_FP16, HALF_BYTES = 4, 2
# Vectors that are multiplied at once. Of more the numbers leave the processor's cache, and 1,200 take 8 ms, not 5.
_AT_ONCE = 128

HalfVectors = NDArray[np.float16]


def products(rows: NDArray[Any], vector: NDArray[np.floating[Any]]) -> Any:
    """Return the inner product of each row with a vector, shape (rows,).

    BLAS shares even so little work among threads: on two busy cores 1,500 rows of 384 took 16 ms. This takes 0.2.
    """
    return np.einsum("ij,j->i", rows, vector)


def selector_of(allowed: Mask) -> Any:
    """Return which rows FAISS may find, given a mask of shape (rows,); it refers to the bits as long as it lives."""
    import faiss

    bits = np.packbits(allowed, bitorder="little")
    # faiss's stubs describe the C++ constructor; its Python layer takes an array.
    return faiss.IDSelectorBitmap(bits)  # type: ignore[call-arg, arg-type]  # the stubs know no array here


class VectorIndex(Protocol):
    """The nearest passages by cosine. Passages are numbered from 0 in the order in which they were added."""

    def search(self, query: Vectors, k: int, allowed: Mask | None = None) -> tuple[Numbers, Vectors]:
        """Return the numbers and cosines, each of shape (at most k,), of the nearest passages, best first.

        `query` has the shape (dimension,) and length 1. `allowed`, shape (passages,), says which passages may be found.
        Without it all may.
        """

    def vector(self, passage: int) -> Vectors:
        """Return the vector of a passage, shape (dimension,), of length 1."""

    def cosines(self, query: Vectors, passages: Sequence[int]) -> Vectors:
        """Return the cosines of passages with a query, shape (len(passages),)."""


@contextmanager
def one_thread() -> Iterator[None]:
    """Have FAISS search with one thread in the block, in the thread that is in it.

    FAISS shares vectors that are searched for among threads, so that for one vector all but one wait; and the search
    ends when the last of them has had a core. On two cores that others used too, among 20,000 vectors one took 9.6 ms
    with two threads and 1.7 ms with one.
    """
    import faiss

    threads = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(1)
    try:
        yield
    finally:
        faiss.omp_set_num_threads(threads)


class FaissIndex:
    """Exact search by inner product of vectors in half precision. They have length 1, so that is the cosine.

    Half precision moves a cosine by less than 0.001, which changed no ranking that was measured (docs/scale.md).
    """

    def __init__(self, index: Any) -> None:
        self._index = index

    @classmethod
    def from_vectors(cls, vectors: Vectors) -> "FaissIndex":
        """Index the rows of a matrix of shape (passages, dimension)."""
        import faiss

        index = faiss.IndexScalarQuantizer(vectors.shape[1], _FP16, faiss.METRIC_INNER_PRODUCT)
        index.add(np.ascontiguousarray(vectors))
        return cls(index)

    @classmethod
    def open(cls, path: Path) -> "FaissIndex":
        """Open a written index, which is mapped into memory.

        FAISS may read no more bytes than the file is long, so that a damaged length cannot fill the memory.
        """
        import faiss

        faiss.set_deserialization_vector_byte_limit(path.stat().st_size)
        faiss.set_deserialization_loop_limit(LOOP_LIMIT)
        return cls(faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC))

    def write(self, path: Path) -> None:
        """Write the index to a file."""
        import faiss

        faiss.write_index(self._index, str(path))

    def search(self, query: Vectors, k: int, allowed: Mask | None = None) -> tuple[Numbers, Vectors]:
        """See VectorIndex."""
        if allowed is None:
            return self._nearest(query, k, self._index.ntotal)
        import faiss

        # faiss's stubs describe the C++ constructor; its Python layer takes fields by keyword.
        within = faiss.SearchParameters(sel=selector_of(allowed))  # type: ignore[call-arg]  # the stubs know no fields by keyword
        return self._nearest(query, k, int(np.count_nonzero(allowed)), params=within)

    def _nearest(self, query: Vectors, k: int, findable: int, **how: Any) -> tuple[Numbers, Vectors]:
        """Return the nearest of so many rows that may be found.

        Of rows as near as the last of them FAISS takes any: it is asked for more until all of these are there.
        """
        asked = min(k + 1, findable)
        if not asked:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        while True:
            with one_thread():
                scores, numbers = self._index.search(query[np.newaxis], asked, **how)
            if asked == findable or scores[0, -1] < scores[0, k - 1]:
                return best(numbers[0], scores[0], k)
            asked = min(2 * asked, findable)

    def vector(self, passage: int) -> Vectors:
        """See VectorIndex."""
        return np.asarray(self._index.reconstruct(passage), np.float32)

    def cosines(self, query: Vectors, passages: Sequence[int]) -> Vectors:
        """See VectorIndex."""
        if not passages:
            return np.empty(0, np.float32)
        rows = self._index.reconstruct_batch(np.asarray(passages, dtype=np.int64))
        return np.asarray(products(rows, query), np.float32)


class HalfRows:
    """The vectors in half precision of the files of one or more segments."""

    def __init__(self, files: Sequence[tuple[Path, int]], dimension: int) -> None:
        """Open files, given each with its number of rows. Raises IndexDamaged where one does not begin as it must."""
        self._parts = [
            StoredRows(path, flat_header(dimension, rows), np.dtype("<f2"), (rows, dimension)) for path, rows in files
        ]

    def take(self, segments: Numbers, rows: Numbers) -> HalfVectors:
        """Return vectors, by their segments and their rows there; shape (len(rows), dimension). Raises IndexDamaged."""
        return gathered(segments, rows, [part.take for part in self._parts])

    def cosines(self, query: Vectors, segments: Numbers, rows: Numbers) -> Vectors:
        """Return the cosines of vectors with a query, shape (len(rows),). Raises IndexDamaged."""
        parts = [slice(first, first + _AT_ONCE) for first in range(0, len(rows), _AT_ONCE)]
        cosines = [products(self.take(segments[part], rows[part]).astype(np.float32), query) for part in parts]
        return np.concatenate([np.empty(0, np.float32), *cosines])


class PartedIndex:
    """See VectorIndex; an exact search in the files of several segments."""

    def __init__(self, parts: Sequence[FaissIndex], vectors: HalfRows, order: Order) -> None:
        self._parts, self._vectors, self._order = parts, vectors, order

    def search(self, query: Vectors, k: int, allowed: Mask | None = None) -> tuple[Numbers, Vectors]:
        """See VectorIndex."""
        found = []
        for part, numbers in zip(self._parts, self._order.numbers_of_passages, strict=True):
            there = numbers >= 0
            if allowed is not None:
                there[there] = allowed[numbers[there]]
            rows, cosines = part.search(query, k, there)
            found.append((numbers[rows], cosines))
        return best(np.concatenate([one for one, _ in found]), np.concatenate([one for _, one in found]), k)

    def vector(self, passage: int) -> Vectors:
        """See VectorIndex."""
        return np.asarray(self._vectors.take(*self._order.of_passages([passage]))[0], np.float32)

    def cosines(self, query: Vectors, passages: Sequence[int]) -> Vectors:
        """See VectorIndex."""
        return self._vectors.cosines(query, *self._order.of_passages(passages))


def best(numbers: Numbers, scores: Vectors, k: int) -> tuple[Numbers, Vectors]:
    """Return the best k of some numbers by their scores, best first; of equals the lower number first."""
    if len(numbers) > k:
        kept = scores >= np.partition(scores, -k)[-k] if k else np.zeros(len(scores), np.bool_)
        numbers, scores = numbers[kept], scores[kept]
    order = np.lexsort((numbers, -scores))[:k]
    return numbers[order], scores[order]


def half_precision(vectors: Vectors) -> HalfVectors:
    """Return vectors as the file has them, of the same shape."""
    return vectors.astype("<f2")


def flat_header(dimension: int, rows: int) -> bytes:
    """Return the header of FAISS's file of an exact inner-product index; the rows follow, in half precision.

    With it an index is written row by row, and is never whole in memory. The fields are FAISS's: its name for the
    index, the dimension, the number of rows, two numbers that it no longer uses, whether it is trained, the metric
    (0: inner product); how a component is kept, two numbers about ranges that half precision has no use for, the
    dimension, the bytes of a row, how many numbers were learnt (none), and the bytes of all rows.
    """
    row_bytes = dimension * HALF_BYTES
    start = (b"IxSQ", dimension, rows, 1 << 20, 1 << 20, True, 0)
    return _FLAT.pack(*start, _FP16, 0, 0.0, dimension, row_bytes, 0, rows * row_bytes)


def check_flat(path: Path, dimension: int, rows: int) -> None:
    """Raise IndexDamaged unless a file begins as one of so many vectors must, so that FAISS reads no damaged length."""
    header = flat_header(dimension, rows)
    with path.open("rb") as file:
        if file.read(len(header)) != header:
            raise damaged(path, "was changed after it was written")
