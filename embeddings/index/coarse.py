"""The search of many passages: all by the signs of their components, the best of them by their vectors.

An exact scan takes as long as there are passages. This one reads a sixteenth of the bytes and compares them with
FAISS's fast scan, in a tenth of the time, the vectors of the best included. The signs of a passage depend on its vector
alone: nothing is learnt of the archive. docs/scale.md says why there are no clusters.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embeddings.arrays import Mask, Numbers, Vectors
from embeddings.files.runs import RowsWriter, npy_header, open_rows
from embeddings.index.order import Order, gathered
from embeddings.index.vectors import HalfRows, best, flat_header, one_thread, selector_of

# Up to so many passages all are compared exactly, which takes as long as a question's encoding (docs/scale.md).
EXACT_UP_TO = 100_000
# How many times as many passages as are asked for are compared exactly: of the nearest 100 it finds 0.99 among a
# million (docs/scale.md).
RECHECKED = 12
# Four components are one of FAISS's numbers of four bits, two of which are a byte.
_IN_NUMBER, _IN_BYTE = 4, 8
# Rows that are coded, or put in order, at once.
_AT_ONCE = 16_384

Codes = NDArray[np.uint8]


def code_bytes(dimension: int) -> int:
    """Return how many bytes the code of a vector has."""
    return -(-dimension // _IN_BYTE)


def codes_of(vectors: NDArray[Any]) -> Codes:
    """Return codes of vectors of shape (rows, dimension): a bit a component, set above 0, the first the lowest.

    The shape is (rows, code_bytes(dimension)).
    """
    return np.packbits(vectors > 0, axis=1, bitorder="little")


def _codes_header(dimension: int, rows: int) -> bytes:
    return npy_header(rows, np.uint8, code_bytes(dimension))


def write_codes(path: Path, passages: Path, dimension: int, rows: int) -> None:
    """Write the codes of the vectors in a file of passages."""
    vectors = open_rows(passages, flat_header(dimension, rows), np.dtype("<f2"), (rows, dimension))
    with RowsWriter(path, lambda count: _codes_header(dimension, count)) as writer:
        for first in range(0, rows, _AT_ONCE):
            writer.append(codes_of(vectors[first : first + _AT_ONCE]))
        writer.finish()


def open_codes(path: Path, dimension: int, rows: int) -> Codes:
    """Map the codes of so many vectors into memory. Raises IndexDamaged."""
    return open_rows(path, _codes_header(dimension, rows), np.uint8, (rows, code_bytes(dimension)))


class CoarseIndex:
    """See VectorIndex; opened from vectors in half precision and their codes, of one or more segments.

    The codes come into memory in the order of the archive, so it does not matter in which segments they stood.
    """

    def __init__(
        self, vectors: HalfRows, codes: Sequence[Codes], dimension: int, order: Order, rechecked: int = RECHECKED
    ) -> None:
        """`rechecked` times as many passages as are asked for are compared exactly."""
        self._vectors, self._order, self._dimension, self._rechecked = vectors, order, dimension, rechecked
        self._codes: Sequence[Codes] | None = codes
        self._index: Any = None
        self._loading = Lock()

    def search(self, query: Vectors, k: int, allowed: Mask | None = None) -> tuple[Numbers, Vectors]:
        """See VectorIndex. Some of the nearest may be missing; those found have their exact cosines."""
        findable = self._order.passages if allowed is None else int(np.count_nonzero(allowed))
        numbers = self._candidates(query, min(self._rechecked * k, findable), allowed)
        return best(numbers, self.cosines(query, numbers), k)

    def vector(self, passage: int) -> Vectors:
        """See VectorIndex."""
        return np.asarray(self._vectors.take(*self._order.of_passages([passage]))[0], np.float32)

    def cosines(self, query: Vectors, passages: Sequence[int] | Numbers) -> Vectors:
        """See VectorIndex."""
        return self._vectors.cosines(query, *self._order.of_passages(passages))

    def _candidates(self, query: Vectors, count: int, allowed: Mask | None) -> Numbers:
        """Return so many passages that are nearest by their codes, by ascending numbers."""
        if not count:
            return np.empty(0, np.int64)
        if allowed is not None and count == np.count_nonzero(allowed):
            return np.flatnonzero(allowed)
        import faiss

        within: dict[str, Any] = {"nprobe": 1}
        if allowed is not None:
            within["sel"] = selector_of(allowed)
        padded = np.zeros((1, code_bytes(self._dimension) * _IN_BYTE), np.float32)
        padded[0, : self._dimension] = query
        index = self._loaded()
        with one_thread():
            _, numbers = index.search(padded, count, params=faiss.SearchParametersIVF(**within))
        return np.sort(numbers[0][numbers[0] >= 0])

    def _loaded(self) -> Any:
        """Return FAISS's index of the codes, which is made at first use and is in memory, not in a file."""
        with self._loading:
            if self._codes is not None:
                self._index, self._codes = _fast_scan(self._in_order(self._codes), self._dimension), None
            return self._index

    def _in_order(self, codes: Sequence[Codes]) -> Iterator[Codes]:
        """Yield the codes of all passages in the order of the archive, some thousand at a time."""
        takes = [partial(np.take, part, axis=0) for part in codes]
        for first in range(0, self._order.passages, _AT_ONCE):
            segments = self._order.passage_segments[first : first + _AT_ONCE]
            rows = self._order.passage_rows[first : first + _AT_ONCE]
            # As nearly all do: those of a segment stand in it in the order of the archive.
            follow = (segments == segments[0]).all() and (np.diff(rows) == 1).all()
            run = slice(int(rows[0]), int(rows[-1]) + 1)
            yield codes[int(segments[0])][run] if follow else gathered(segments, rows, takes)


def _fast_scan(codes: Iterable[Codes], dimension: int) -> Any:
    """Return codes in the order in which FAISS's fast scan reads them: one list, as only lists can be narrowed."""
    import faiss

    width = code_bytes(dimension) * _IN_BYTE
    # The centre of the only list.
    centre: Any = faiss.IndexFlatIP(width)
    centre.add(np.zeros((1, width), np.float32))
    numbers_of_code = width // _IN_NUMBER
    index = faiss.IndexIVFPQ(centre, width, 1, numbers_of_code, 4, faiss.METRIC_INNER_PRODUCT)
    index.by_residual = False
    # What each number stands for: 1 where a bit is set, else -1. How large these are changes no order.
    signs = (np.arange(2**_IN_NUMBER)[:, np.newaxis] >> np.arange(_IN_NUMBER) & 1) * 2 - 1
    faiss.copy_array_to_vector(np.tile(signs.astype(np.float32), (numbers_of_code, 1)).ravel(), index.pq.centroids)
    index.is_trained = True
    lists: Any = index.invlists
    for some in codes:
        added = np.ascontiguousarray(some)
        numbers = np.arange(index.ntotal, index.ntotal + len(added), dtype=np.int64)
        lists.add_entries(0, len(added), faiss.swig_ptr(numbers), faiss.swig_ptr(added))
        index.ntotal += len(added)
    fast = faiss.IndexIVFPQFastScan(index)
    # It refers to the centre, which ends with it now.
    centre.this.disown()
    fast.own_fields = True
    return fast
