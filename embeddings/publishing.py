"""A new generation of the index folder: built aside, made current in one atomic rename, swept when it is old.

A generation is published by replacing CURRENT: readers see the old one or the new one, whole. The one before stays,
for those who are still reading it and to go back to; older ones are removed.
"""

import errno
import hashlib
import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from embeddings import disk, lock
from embeddings.checks import facts
from embeddings.embedded import JOURNAL
from embeddings.errors import IndexDamaged, IndexMissing, IndexNotWritten, NoGeneration
from embeddings.store import (
    CURRENT,
    GENERATIONS,
    MANIFEST,
    TANTIVY_LOCK,
    Manifest,
    current_generation,
    kept_generations,
    parse_manifest,
)

# What keeps a file from being written: a full disk or quota, a folder of another user or without writing, a bad disk.
_NOT_WRITTEN = {
    errno.ENOSPC,
    errno.EDQUOT,
    errno.EFBIG,
    errno.EACCES,
    errno.EPERM,
    errno.EROFS,
    errno.EIO,
}


@contextmanager
def building(index: Path, generation: str) -> Iterator[Path]:
    """Hold the index folder for one rebuild and give the folder to write the new generation into.

    What was written is removed unless `publish` moved it, and so is what a crash left behind.
    Raises RebuildRunning if another rebuild runs, and IndexNotWritten if the disk is full, broken or read-only.
    """
    with writable(index), lock.hold(index):
        sweep(index)
        folder = index / f"building-{generation}"
        folder.mkdir()
        try:
            yield folder
        finally:
            disk.remove(folder)


@contextmanager
def writable(index: Path) -> Iterator[None]:
    """Turn what the operating system says of a file of the index into IndexNotWritten; all else passes."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise _not_written(index, str(error)) from error
    except OSError as error:
        inside = error.filename is None or Path(str(error.filename)).absolute().is_relative_to(index.absolute())
        if error.errno not in _NOT_WRITTEN or not inside:
            raise
        raise _not_written(index, f"{error.filename or index}: {(error.strerror or str(error)).lower()}") from error


def _not_written(index: Path, why: str) -> IndexNotWritten:
    return IndexNotWritten(
        f"The index in {index} cannot be written ({why}); it is as it was. Make room or give leave to write there, "
        "and run the rebuild again."
    )


def publish(index: Path, folder: Path, manifest: Manifest) -> None:
    """Seal a written generation with its checksums, make it the current one and sweep what is old."""
    _settle(folder)
    files = {path.relative_to(folder).as_posix(): facts(path) for path in sorted(folder.rglob("*")) if path.is_file()}
    # What UTF-8 cannot hold, such as a file name that is none, is escaped as JSON escapes it.
    sealed = json.dumps(asdict(replace(manifest, files=files)), indent=1, ensure_ascii=False)
    data = sealed.encode("utf-8", "backslashreplace")
    disk.replace(folder / MANIFEST, data)
    generations = index / GENERATIONS
    generations.mkdir(exist_ok=True)
    try:
        disk.rename(folder, generations / manifest.generation)
        disk.sync(generations)
        _point(index, manifest.generation, data)
    except OSError:
        # Left there, it would take room that the disk may not have.
        if _current_or_none(index) != manifest.generation:
            disk.remove(generations / manifest.generation)
        raise
    forget_embedded(index)
    sweep(index)


def forget_embedded(index: Path) -> None:
    """Remove what was kept of rebuilds that were stopped: the current generation has all of it."""
    disk.remove(index / JOURNAL)


def _point(index: Path, generation: str, manifest: bytes) -> None:
    """Make a generation the current one; the one that was is kept as the one before."""
    pointer = {
        "generation": generation,
        "manifest_sha256": hashlib.sha256(manifest).hexdigest(),
        "before": _current_or_none(index),
    }
    disk.replace(index / CURRENT, json.dumps(pointer).encode())


def _settle(folder: Path) -> None:
    """Leave the files as they will stay, and on the disk.

    Opening adds none, and who may read the folder may read all in it.
    """
    for leftover in folder.rglob(".tantivy-*.lock"):
        leftover.unlink()
    for opened in folder.rglob("meta.json"):
        opened.with_name(TANTIVY_LOCK).touch()
    for path in folder.rglob("*"):
        if path.is_file():
            # Tantivy gives some of its files to their owner only.
            path.chmod(folder.stat().st_mode & 0o666)
        disk.sync(path)


def _current_or_none(index: Path) -> str | None:
    try:
        return current_generation(index)
    except (IndexMissing, IndexDamaged):
        return None


def sweep(index: Path) -> None:
    """Remove what no reader needs: all generations but the current one and the one before, and what a crash left."""
    for left in [*index.glob("building-*"), *index.glob("*.new")]:
        disk.remove(left)
    try:
        kept = kept_generations(index)
    except (IndexMissing, IndexDamaged):
        return
    for folder in (index / GENERATIONS).iterdir():
        if folder.name not in kept:
            disk.remove(folder)


@dataclass(frozen=True, slots=True)
class Published:
    """A generation that is kept, whether or not it is the current one."""

    generation: str
    created: str
    documents: int
    passages: int
    model: str
    current: bool


def generations(index: Path) -> list[Published]:
    """Return the generations that are kept, newest first; those that cannot be read are left out.

    Raises IndexMissing or IndexDamaged.
    """
    current = current_generation(index)
    found = []
    for folder in sorted((index / GENERATIONS).iterdir(), reverse=True):
        try:
            said = json.loads((folder / MANIFEST).read_bytes())
            counts = int(said["documents"]), int(said["passages"])
            one = Published(folder.name, str(said["created"]), *counts, str(said["model"]), folder.name == current)
        except (OSError, ValueError, KeyError, TypeError):
            continue
        found.append(one)
    return found


def roll_back(index: Path, generation: str | None = None) -> str:
    """Make another generation that is kept the current one, by default the newest older one; return its id.

    Raises NoGeneration, RebuildRunning, IndexMissing, IndexFormatError or IndexNotWritten.
    """
    with writable(index):
        kept = generations(index)
        (current,) = [one.generation for one in kept if one.current] or [""]
        older = [one.generation for one in kept if one.generation < current]
        target = generation or next(iter(older), None)
        if target is None:
            raise NoGeneration(f"{index} keeps no generation older than the current one, {current}.")
        if target not in [one.generation for one in kept]:
            named = ", ".join(one.generation for one in kept)
            raise NoGeneration(f"{index} keeps no generation {target!r}; it keeps {named}.")
        with lock.hold(index):
            data = (index / GENERATIONS / target / MANIFEST).read_bytes()
            parse_manifest(index, data)
            _point(index, target, data)
    return target
