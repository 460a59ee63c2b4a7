"""Rows of numbers in files, a run of them for each passage: sentence vectors, the places of sentences.

A folder of runs holds three files. rows.npy has the runs one after another, offsets.npy where each begins and where
the last ends, checks.npy the XXH3 of each run. The rows are the bulk of an index: they are mapped into memory, and a
run is checked when it is first read. The two small files must have been checked before a run is read.
"""

import io
from array import array
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from embeddings.arrays import Numbers
from embeddings.files.checks import damaged, run_checksum
from embeddings.files.disk import NewFile, read_range
from embeddings.files.mapped import MappedRows

ROWS, OFFSETS, CHECKS = "rows.npy", "offsets.npy", "checks.npy"

Rows = NDArray[Any]


def expand_spans(begins: Numbers, ends: Numbers) -> tuple[Numbers, Numbers]:
    """Return the numbers in the spans [begin, end) one after another, and the offset of each span's first number.

    Shapes are (numbers in all,) and (spans + 1,); the last entry of the second is the length of the first.
    """
    firsts = np.concatenate([[0], np.cumsum(ends - begins)])
    return np.repeat(begins - firsts[:-1], ends - begins) + np.arange(firsts[-1]), firsts


def npy_header(rows: int, dtype: Any, width: int | None) -> bytes:
    """Return the header of a .npy file of shape (rows, width), or (rows,); it is as long for every number of rows."""
    description = {
        "descr": np.lib.format.dtype_to_descr(np.dtype(dtype)),
        "fortran_order": False,
        "shape": (rows,) if width is None else (rows, width),
    }
    header = io.BytesIO()
    np.lib.format.write_array_header_1_0(header, description)
    return header.getvalue()


class RowsWriter:
    """Appends rows to a file whose header says how many there are; `header` makes it from their number."""

    def __init__(self, path: Path, header: Callable[[int], bytes]) -> None:
        self.path = path
        self.count = 0
        self._header = header
        with ExitStack() as opened:
            self._file = opened.enter_context(NewFile(path))
            self._file.write(header(0))
            self._opened = opened.pop_all()

    def append(self, rows: Rows) -> None:
        """Append rows."""
        if len(rows):
            self._file.write(np.ascontiguousarray(rows).data)
        self.count += len(rows)

    def copy(self, path: Path, start: int, rows: int, row_bytes: int) -> None:
        """Append rows as they stand in another file, from the byte `start`."""
        for data in read_range(path, start, start + rows * row_bytes):
            self._file.write(data)
        self.count += rows

    def finish(self) -> None:
        """Write the number of rows."""
        self._file.rewrite_start(self._header(self.count))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file as it is."""
        self._opened.close()


def open_rows(path: Path, header: bytes, dtype: Any, shape: tuple[int, ...]) -> Rows:
    """Map rows into memory. Raises IndexDamaged unless the file begins with exactly this header.

    The header is compared and never parsed, so no file can make numpy load a pickle.
    """
    with path.open("rb") as file:
        if file.read(len(header)) != header:
            raise damaged(path, "was changed after it was written")
    if not all(shape):
        return np.empty(shape, dtype)
    # As a plain array: each slice of a np.memmap costs more than what is read of it.
    return np.asarray(np.memmap(path, dtype, mode="r", offset=len(header), shape=shape))


class RunsWriter:
    """Writes a folder of runs; rows have a width, or are single numbers where it is None."""

    def __init__(self, folder: Path, dtype: Any, width: int | None) -> None:
        folder.mkdir()
        self._folder = folder
        self._dtype = np.dtype(dtype)
        self._rows = RowsWriter(folder / ROWS, lambda rows: npy_header(rows, dtype, width))
        self._offsets, self._checks = array("q", [0]), array("Q")

    @property
    def rows(self) -> int:
        """Number of rows so far."""
        return self._rows.count

    def append(self, run: Rows) -> None:
        """Append one run."""
        run = np.ascontiguousarray(run, self._dtype)
        self._rows.append(run)
        self._offsets.append(self._rows.count)
        self._checks.append(run_checksum(run))

    def copy(self, runs: "Runs", first: int, last: int) -> None:
        """Append the runs [first, last) of another folder, which must have been checked."""
        start, end = runs.offsets[first], runs.offsets[last]
        self._offsets.frombytes((runs.offsets[first + 1 : last + 1] - start + self._rows.count).tobytes())
        self._checks.frombytes(runs.checks[first:last].tobytes())
        self._rows.copy(runs.path, runs.byte_of(start), int(end - start), runs.row_bytes)

    def finish(self) -> None:
        """Write the number of rows, the offsets and the checksums."""
        self._rows.finish()
        write_numbers(self._folder / OFFSETS, np.frombuffer(self._offsets, np.int64))
        write_numbers(self._folder / CHECKS, np.frombuffer(self._checks, np.uint64))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        """Close the file as it is."""
        self._rows.__exit__(*error)


def write_numbers(path: Path, numbers: Rows) -> None:
    """Write an array of shape (length,) to a .npy file."""
    with RowsWriter(path, lambda rows: npy_header(rows, numbers.dtype, None)) as writer:
        writer.append(numbers)
        writer.finish()


def open_numbers(path: Path, dtype: Any, length: int) -> Rows:
    """Map an array of shape (length,) into memory. Raises IndexDamaged if the file's header says anything else."""
    return open_rows(path, npy_header(length, dtype, None), dtype, (length,))


class Runs:
    """An opened folder with a run for each passage. Safe to use from several threads."""

    def __init__(self, folder: Path, dtype: Any, width: int | None, passages: int, rows: int) -> None:
        self.path = folder / ROWS
        self.offsets: Numbers = open_numbers(folder / OFFSETS, np.int64, passages + 1)
        self.checks: NDArray[np.uint64] = open_numbers(folder / CHECKS, np.uint64, passages)
        if self.offsets[0] != 0 or self.offsets[-1] != rows:
            raise damaged(folder / OFFSETS, "was changed after it was written")
        header = npy_header(rows, dtype, width)
        shape = (rows,) if width is None else (rows, width)
        self._mapped = MappedRows(self.path, header, np.dtype(dtype), shape)
        self._header_bytes = len(header)
        self.row_bytes: int = np.dtype(dtype).itemsize * (1 if width is None else width)
        self._checked = np.zeros(passages, np.bool_)

    def __len__(self) -> int:
        return int(self.checks.size)

    def byte_of(self, row: int) -> int:
        """Return the byte at which a row begins in the file."""
        return self._header_bytes + int(row) * self.row_bytes

    def run(self, passage: int) -> Rows:
        """Return the run of one passage. Raises IndexDamaged."""
        self._mapped.count_reads(1)
        rows = self._mapped.rows[self.offsets[passage] : self.offsets[passage + 1]]
        if not self._checked[passage]:
            if run_checksum(np.ascontiguousarray(rows)) != int(self.checks[passage]):
                raise damaged(self.path, f"was changed after it was written (at passage {passage})")
            self._checked[passage] = True
        return rows

    def take(self, passages: Numbers) -> tuple[Rows, Numbers]:
        """Return the rows of passages one after another, and the offset of each passage's first row among them.

        The offsets have the shape (passages + 1,); the last one is the number of rows. Raises IndexDamaged.
        """
        for passage in passages[~self._checked[passages]].tolist():
            self.run(passage)
        rows, firsts = expand_spans(self.offsets[passages], self.offsets[passages + 1])
        self._mapped.count_reads(len(passages))
        return self._mapped.rows[rows], firsts
