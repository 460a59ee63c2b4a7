"""Everything that loccit itself does to the files of an index: write, settle on the disk, rename, remove.

One place, so that the crash tests can stop a rebuild, or fill the disk, at each of these steps.
"""

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Self

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

# So much of a file is read at once.
CHUNK_BYTES = 8_000_000

# Where a file gets no second name: its file system has none or too many of it, or it is another user's.
_NO_LINKS = {errno.EPERM, errno.EACCES, errno.EXDEV, errno.EMLINK, errno.ENOSYS, errno.EOPNOTSUPP, errno.EINVAL}


class NewFile:
    """A file being written from its beginning; it must not be there yet."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = path.open("xb")

    def write(self, data: "ReadableBuffer") -> None:
        """Append bytes, or the bytes of an array in C order."""
        with naming(self.path):
            append(self._file, data)

    def rewrite_start(self, data: bytes) -> None:
        """Write over the first bytes; the next `write` appends again."""
        end = self._file.tell()
        self._file.seek(0)
        self.write(data)
        self._file.seek(end)

    def __enter__(self) -> Self:
        return self

    def close(self) -> None:
        """Hand all bytes to the operating system and close the file."""
        with naming(self.path):
            self._file.close()

    def __exit__(self, *_: object) -> None:
        self.close()


def append(file: BinaryIO, data: "ReadableBuffer") -> None:
    """Write bytes to an opened file."""
    file.write(data)


def read_range(path: Path, start: int, end: int) -> Iterator[bytes]:
    """Yield the bytes [start, end) of a file, a few megabytes at a time. Raises EOFError if there are fewer."""
    with path.open("rb") as file:
        file.seek(start)
        while start < end:
            data = file.read(min(CHUNK_BYTES, end - start))
            if not data:
                raise EOFError(path)
            start += len(data)
            yield data


def sync(path: Path) -> None:
    """Have the operating system write a file, or the names in a folder, to the disk itself."""
    # Windows cannot open a folder, and needs a file open for writing.
    if os.name == "nt" and path.is_dir():
        return
    descriptor = os.open(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def rename(path: Path, target: Path) -> None:
    """Give a file or folder another name in one step, over a file that may be there."""
    path.replace(target)


def replace(path: Path, data: bytes) -> None:
    """Write a file so that it is there whole or not at all, also after a power cut."""
    temporary = path.with_name(f"{path.name}.new")
    temporary.unlink(missing_ok=True)
    try:
        with NewFile(temporary) as file:
            file.write(data)
        sync(temporary)
        rename(temporary, path)
        sync(path.parent)
    except OSError:
        with suppress(OSError):
            temporary.unlink()
        raise


def link(path: Path, target: Path) -> None:
    """Give a file that never changes a second name; where the file system has no such names, copy it."""
    try:
        target.hardlink_to(path)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        with NewFile(target) as file:
            for data in read_range(path, 0, path.stat().st_size):
                file.write(data)
        sync(target)


def remove(path: Path) -> None:
    """Remove a file, or a folder with all in it. What cannot be removed stays, as an open file on Windows."""
    with suppress(OSError):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """Name the file in an error of the operating system that names none."""
    try:
        yield
    except OSError as error:
        if error.filename is None and error.errno is not None:
            raise OSError(error.errno, error.strerror, str(path)) from error
        raise
