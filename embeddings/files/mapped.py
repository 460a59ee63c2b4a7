"""Large files, mapped into memory and read here and there: pages are given back when many were touched.

A page that was read counts as this process's memory although it is the page cache's, and a read of one row brings
fifteen pages beside it. Without giving back, a long-lived process comes to hold the whole index.
"""

import mmap
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embeddings.files.checks import damaged

# Of 16 pages of 4 KB each on Linux: 16 MB a file. A question reads some 300 places of each of five files; to map them
# again costs it 0.3 ms.
MOST_READS = 256

# Linux alone keeps what is on the disk where this is asked for; elsewhere pages stay until the system wants them.
_GIVE_BACK: int | None = getattr(mmap, "MADV_DONTNEED", None)


class MappedFile:
    """The bytes of a file, shape (bytes,). Safe for threads."""

    def __init__(self, path: Path, most_reads: int = MOST_READS) -> None:
        """Map a file; after so many reads what they brought into memory is given back.

        Raises ValueError where it is empty.
        """
        with path.open("rb") as file:
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self.data: NDArray[np.uint8] = np.frombuffer(self._map, np.uint8)
        self._most_reads, self._reads = most_reads, 0

    def count_reads(self, reads: int) -> None:
        """Say that so many places were read; of a longer one each 64 KB counts."""
        self._reads += reads
        if self._reads >= self._most_reads:
            self._reads = 0
            if _GIVE_BACK is not None:
                self._map.madvise(_GIVE_BACK)


class MappedRows:
    """The rows of a file that begins with a header; `rows` has the shape that was asked for. Safe for threads.

    The header is compared and never parsed, so no file can make numpy load a pickle.
    """

    def __init__(self, path: Path, header: bytes, dtype: Any, shape: tuple[int, ...]) -> None:
        """Map a file. Raises IndexDamaged unless it begins with exactly this header."""
        with path.open("rb") as file:
            if file.read(len(header)) != header:
                raise damaged(path, "was changed after it was written")
        mapped = MappedFile(path)
        count = int(np.prod(shape))
        self.rows: NDArray[Any] = np.empty(shape, dtype)
        if count:
            try:
                self.rows = np.frombuffer(mapped.data, dtype, count, len(header)).reshape(shape)
            except ValueError as error:
                raise damaged(path, "is shorter than it was written") from error
        # See MappedFile.
        self.count_reads = mapped.count_reads
