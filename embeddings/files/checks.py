"""Checksums of the files of a generation: whether what is read is what was written.

sha256 for the manifest and for whoever wants to be sure; XXH3 (128 bits of it for a file, 64 for a run of rows) for
what is checked while questions wait: it runs as fast as memory is read.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from mmap import ACCESS_READ, mmap
from pathlib import Path
from threading import Lock
from typing import Any

import xxhash

from embeddings.errors import IndexDamaged

_AT_ONCE = 1 << 20

Facts = Mapping[str, Any]


def facts(path: Path) -> dict[str, Any]:
    """Return a file's size in bytes, its sha256 and its 128-bit XXH3, both in hex."""
    strong, quick, size = hashlib.sha256(), xxhash.xxh3_128(), 0
    with path.open("rb") as file:
        while data := file.read(_AT_ONCE):
            strong.update(data)
            quick.update(data)
            size += len(data)
    return {"bytes": size, "sha256": strong.hexdigest(), "xxh3": quick.hexdigest()}


def of_run(data: Any) -> int:
    """Return the 64-bit XXH3 of bytes or of an array in C order."""
    return int(xxhash.xxh3_64_intdigest(data))


def damaged(path: Path, found: str) -> IndexDamaged:
    """Return the error for a file of a generation, with what to do about it."""
    index = next((above.parent for above in path.parents if above.name == "generations"), path.parent)
    return IndexDamaged(f"{path} {found}; {again(index)}")


def again(index: Path) -> str:
    """Return what to do about an index that cannot be used."""
    return f"build the index again with: qa rebuild --index {index}"


def check_size(path: Path, expected: Facts) -> None:
    """Raise IndexDamaged unless a file is there with the size it was written with."""
    if not path.is_file():
        raise damaged(path, "is missing")
    size = path.stat().st_size
    if size != expected["bytes"]:
        raise damaged(path, f"has {size} bytes where {expected['bytes']} were written")


def check_file(path: Path, expected: Facts) -> None:
    """Read a file and raise IndexDamaged unless it is what was written."""
    quick = xxhash.xxh3_128()
    try:
        with path.open("rb") as file:
            while data := file.read(_AT_ONCE):
                quick.update(data)
    except FileNotFoundError as error:
        raise damaged(path, "is missing") from error
    if quick.hexdigest() != expected["xxh3"]:
        raise damaged(path, "was changed after it was written")


def check_strongly(path: Path, expected: Facts) -> None:
    """Read a file and raise IndexDamaged unless its size and both its checksums are those that were written."""
    check_size(path, expected)
    if facts(path) != expected:
        raise damaged(path, "was changed after it was written")


def at_first_use(folder: Path, names: Sequence[str], files: Mapping[str, Facts]) -> Callable[[], None]:
    """Map files into memory now, and return a function that reads and checks them when it is first called.

    The files are held by then, so that they can be removed meanwhile. The function may be called from several threads;
    a damaged file is damaged at every call.
    """
    waiting = [(folder / name, _mapped(folder / name), files[name]) for name in names]
    lock = Lock()

    def check() -> None:
        if not waiting:
            return
        with lock:
            while waiting:
                path, data, expected = waiting[-1]
                if xxhash.xxh3_128_hexdigest(data) != expected["xxh3"]:
                    raise damaged(path, "was changed after it was written")
                waiting.pop()

    return check


def _mapped(path: Path) -> mmap | bytes:
    with path.open("rb") as file:
        # What is empty cannot be mapped.
        return mmap(file.fileno(), 0, access=ACCESS_READ) if path.stat().st_size else b""
