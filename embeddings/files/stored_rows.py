"""Rows that are read from a file where they are asked for, so that none stays in this process's memory.

A page of a mapped file counts as this process's memory from its first read on, and the system may map two megabytes for
one row: of a million passages' vectors 600 MB stood there after a question. To read 1,200 rows takes as long as to map
their pages once more.
"""

import mmap
import os
import weakref
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embeddings.arrays import Numbers
from embeddings.files.checks import damaged


class StoredRows:
    """The rows of a file that begins with a header. Safe for threads.

    The header is compared and never parsed, so no file can make numpy load a pickle.
    """

    def __init__(self, path: Path, header: bytes, dtype: Any, shape: tuple[int, int]) -> None:
        """Open a file. Raises IndexDamaged unless it begins with exactly this header."""
        self._path, self._start, self._dtype, self._width = path, len(header), np.dtype(dtype), shape[1]
        self._row_bytes = self._dtype.itemsize * shape[1]
        self._read = _reader(path)
        if self._read(len(header), 0) != header:
            raise damaged(path, "was changed after it was written")

    def take(self, rows: Numbers) -> NDArray[Any]:
        """Return rows, shape (len(rows), width). Raises IndexDamaged where the file is too short for one."""
        size = self._row_bytes
        data = b"".join([self._read(size, place) for place in (rows * size + self._start).tolist()])
        if len(data) != len(rows) * size:
            raise damaged(self._path, "is shorter than it was written")
        return np.frombuffer(data, self._dtype).reshape(len(rows), self._width)


def _reader(path: Path) -> Callable[[int, int], bytes]:
    """Return what reads so many bytes of a file from a place on."""
    with path.open("rb") as file:
        # Windows has no such call; a slice of a mapped file is a copy, too.
        if not hasattr(os, "pread"):
            mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            return lambda count, place: mapped[place : place + count]
        descriptor = os.dup(file.fileno())
    read = partial(os.pread, descriptor)
    weakref.finalize(read, os.close, descriptor)
    return read
