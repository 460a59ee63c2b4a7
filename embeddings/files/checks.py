"""Checksums of the files of a generation: whether what is read is what was written.

The manifest is checked by its sha256, and so is every file when an index is verified. XXH3 checks what questions wait
for, since it runs as fast as memory is read: 128 bits of it for a file, 64 for a run of rows.
"""

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from mmap import ACCESS_READ, mmap
from pathlib import Path
from threading import Lock
from typing import Any

import xxhash

from embeddings.errors import IndexDamaged
from embeddings.files.verified_files import VERIFIED_FILES

# As much as stays in a processor's cache; read into the same place again and again.
_CHUNK_BYTES = 1 << 18

# A file's size as "bytes", and in hex its "sha256" and its 128-bit "xxh3".
FileDigest = Mapping[str, Any]


def file_digest(path: Path) -> dict[str, Any]:
    """Read a file and return its FileDigest."""
    strong, quick, size = hashlib.sha256(), xxhash.xxh3_128(), 0
    for data in _chunks(path):
        strong.update(data)
        quick.update(data)
        size += len(data)
    return {"bytes": size, "sha256": strong.hexdigest(), "xxh3": quick.hexdigest()}


def _chunks(path: Path) -> Iterator[memoryview]:
    """Yield the bytes of a file, piece by piece; each piece is gone with the next."""
    place = memoryview(bytearray(_CHUNK_BYTES))
    with path.open("rb", buffering=0) as file:
        while count := file.readinto(place):
            yield place[:count]


def run_checksum(data: Any) -> int:
    """Return the 64-bit XXH3 of bytes or of an array in C order."""
    return int(xxhash.xxh3_64_intdigest(data))


def damaged(path: Path, damage: str) -> IndexDamaged:
    """Return the error for a damaged file of a generation, with what to do about it; all files are read again then."""
    VERIFIED_FILES.clear()
    index = next((above.parent for above in path.parents if above.name == "generations"), path.parent)
    return IndexDamaged(f"{path} {damage}; {rebuild_advice(index)}")


def rebuild_advice(index: Path) -> str:
    """Return what to do about an index that cannot be used."""
    return f"build the index again with: qa rebuild --index {index}"


def check_size(path: Path, expected: FileDigest) -> None:
    """Raise IndexDamaged unless a file is there with the size it was written with."""
    if not path.is_file():
        raise damaged(path, "is missing")
    size = path.stat().st_size
    if size != expected["bytes"]:
        raise damaged(path, f"has {size} bytes where {expected['bytes']} were written")


def check_file(path: Path, expected: FileDigest) -> None:
    """Read a file and raise IndexDamaged unless it is what was written."""
    quick = xxhash.xxh3_128()
    try:
        for data in _chunks(path):
            quick.update(data)
    except FileNotFoundError as error:
        raise damaged(path, "is missing") from error
    if quick.hexdigest() != expected["xxh3"]:
        raise damaged(path, "was changed after it was written")


def check_once(path: Path, expected: FileDigest) -> None:
    """Do as `check_file`, unless this process has already: see embeddings.files.verified_files."""
    try:
        status = path.stat()
    except FileNotFoundError as error:
        raise damaged(path, "is missing") from error
    if not VERIFIED_FILES.has(status, expected["xxh3"]):
        check_file(path, expected)
        VERIFIED_FILES.add(status, expected["xxh3"])


def check_strongly(path: Path, expected: FileDigest) -> None:
    """Read a file and raise IndexDamaged unless its size and both its checksums are those that were written."""
    check_size(path, expected)
    if file_digest(path) != expected:
        raise damaged(path, "was changed after it was written")


def first_use_check(folder: Path, names: Sequence[str], digests: Mapping[str, FileDigest]) -> Callable[[], None]:
    """Map files into memory now, and return a function that reads and checks them when it is first called.

    What this process has read whole already is not read again (embeddings.files.verified_files). Mapped files can be
    removed meanwhile. The function may be called from several threads. It raises IndexDamaged at
    every call as long as a file is damaged.
    """
    unchecked = [(folder / name, *_map(folder / name), digests[name]["xxh3"]) for name in names]
    lock = Lock()

    def check() -> None:
        if not unchecked:
            return
        with lock:
            while unchecked:
                path, data, status, expected = unchecked[-1]
                if not VERIFIED_FILES.has(status, expected):
                    if xxhash.xxh3_128_hexdigest(data) != expected:
                        raise damaged(path, "was changed after it was written")
                    VERIFIED_FILES.add(status, expected)
                unchecked.pop()

    return check


def _map(path: Path) -> tuple[mmap | bytes, os.stat_result]:
    with path.open("rb") as file:
        status = os.fstat(file.fileno())
        # An empty file cannot be mapped.
        return (mmap(file.fileno(), 0, access=ACCESS_READ) if status.st_size else b""), status
