"""A cache on the disk of what is made of a model's files: making it anew takes as long as all else of a start.

It is only ever as good as made anew: of another key, damaged, or in a folder that cannot be written to, it is made.
"""

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

import xxhash

# Bytes of the checksum before what is kept.
_CHECKSUM = 16
_folders: list[Path] = []


def cache_in(folder: Path) -> None:
    """Keep in a folder, from now on, what is made (LOCCIT_CACHE); before that nothing is kept."""
    _folders[:] = [folder]


def cached(kind: str, key: str, make: Callable[[], bytes]) -> bytes:
    """Return what `make` makes, taken from the disk if it was made for this key before; one is kept of each kind.

    `kind` and `key` become a file's name.
    """
    if not _folders:
        return make()
    path = _folders[0] / f"{kind}-{key}"
    with suppress(OSError):
        if (data := _read(path)) is not None:
            return data
    data = make()
    with suppress(OSError):
        _write(path, data)
        for other in path.parent.glob(f"{kind}-*"):
            if other != path:
                other.unlink()
    return data


def _read(path: Path) -> bytes | None:
    """Return what a file keeps; None if it is damaged, or another user's, who may have kept anything there."""
    with path.open("rb") as file:
        # Windows has no such owners.
        if os.name != "nt" and os.fstat(file.fileno()).st_uid != os.getuid():
            return None
        checksum, data = file.read(_CHECKSUM), file.read()
    return data if xxhash.xxh3_128_digest(data) == checksum else None


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, prefix="new-", delete=False) as file:
        try:
            file.write(xxhash.xxh3_128_digest(data))
            file.write(data)
            file.close()
            Path(file.name).replace(path)
        except OSError:
            Path(file.name).unlink()
            raise
