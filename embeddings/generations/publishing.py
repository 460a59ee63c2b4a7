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

from embeddings.building.embedded import JOURNAL
from embeddings.errors import IndexDamaged, IndexMissing, IndexNotWritten, NoGeneration
from embeddings.files import disk, lock
from embeddings.files.checks import check_file, facts
from embeddings.generations.store import (
    CURRENT,
    GENERATIONS,
    MANIFEST,
    TANTIVY_LOCK,
    Manifest,
    Pointer,
    current_pointer,
    kept_generations,
    manifest_bytes,
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


def publish(index: Path, folder: Path, manifest: Manifest, *, keep_before: bool = True) -> None:
    """Seal a written generation with its checksums, make it the current one and sweep what is old.

    A generation before that is damaged is not to be kept, since nobody is to go back to it.
    """
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
        _point(index, manifest.generation, data, _pointer_or_none(index) if keep_before else None)
    except OSError:
        # Left there, it would take room that the disk may not have.
        now = _pointer_or_none(index)
        if now is None or now.generation != manifest.generation:
            disk.remove(generations / manifest.generation)
        raise
    forget_embedded(index)
    sweep(index)


def forget_embedded(index: Path) -> None:
    """Remove what was kept of rebuilds that were stopped: the current generation has all of it."""
    disk.remove(index / JOURNAL)


def _point(index: Path, generation: str, manifest: bytes, before: Pointer | None) -> None:
    """Make a generation the current one; the one that was, if it is given, is kept as the one before."""
    pointer = {
        "generation": generation,
        "manifest_sha256": hashlib.sha256(manifest).hexdigest(),
        "before": before and before.generation,
        "before_sha256": before and before.manifest_sha256,
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


def _pointer_or_none(index: Path) -> Pointer | None:
    try:
        return current_pointer(index)
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
    pointer = current_pointer(index)
    found = []
    for name in sorted(pointer.kept, reverse=True):
        folder = index / GENERATIONS / name
        try:
            said = json.loads((folder / MANIFEST).read_bytes())
            counts = int(said["documents"]), int(said["passages"])
            one = Published(name, str(said["created"]), *counts, str(said["model"]), name == pointer.generation)
        except (OSError, ValueError, KeyError, TypeError):
            continue
        found.append(one)
    return found


def roll_back(index: Path, generation: str | None = None) -> str:
    """Make another generation that is kept the current one, by default the newest older one; return its id.

    Every file of it is read first. Raises NoGeneration, RebuildRunning, IndexMissing, IndexDamaged, IndexFormatError or
    IndexNotWritten.
    """
    with writable(index):
        # So that asking where there is no index makes no folder.
        current_pointer(index)
        with lock.hold(index):
            pointer = current_pointer(index)
            target = _target(index, pointer, generation)
            if target != pointer.generation:
                folder = index / GENERATIONS / target
                data = manifest_bytes(folder, pointer)
                for name, expected in parse_manifest(index, data).files.items():
                    check_file(folder / name, expected)
                _point(index, target, data, pointer)
    return target


def _target(index: Path, pointer: Pointer, generation: str | None) -> str:
    """Return the generation to go back to: the one that is named, or else the one older than the current one."""
    older = [one for one in pointer.kept if one < pointer.generation]
    if generation is None and not older:
        raise NoGeneration(f"{index} keeps no generation older than the current one, {pointer.generation}.")
    target = generation or older[0]
    if target not in pointer.kept:
        named = ", ".join(sorted(pointer.kept, reverse=True))
        raise NoGeneration(f"{index} keeps no generation {target!r}; it keeps {named}.")
    return target
