"""A new generation of the index folder: built aside, made current in one atomic rename, swept when it is old.

A generation is published by replacing CURRENT, so readers see the old one or the new one, whole. The generation before
it stays, for those who are still reading it and to go back to. Older ones are removed.
"""

import errno
import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Literal, Protocol

from embeddings.errors import IndexDamaged, IndexMissing, IndexNotWritten, NoGeneration
from embeddings.files import disk, lock
from embeddings.files.checks import check_file, file_digest
from embeddings.generations.layout import BUILDING, GENERATIONS, JOURNAL, MANIFEST
from embeddings.generations.manifest import Manifest, manifest_bytes, parse_manifest
from embeddings.generations.pointer import Pointer, current_pointer, kept_generations, make_current

# Which generation is kept beside a new one.
Keep = Literal["current", "before", "none"]

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


class Follower(Protocol):
    """What follows the generations of an index, such as a search engine."""

    def fill(self, manifest: Manifest) -> None:
        """Take up a generation that is written whole and is about to become current."""

    def settle(self) -> None:
        """See which generation is current now, and which are kept."""


class NoFollower:
    """Nothing follows."""

    def fill(self, manifest: Manifest) -> None:
        """See Follower."""

    def settle(self) -> None:
        """See Follower."""


NO_FOLLOWER = NoFollower()


@contextmanager
def building(index: Path, generation: str) -> Iterator[Path]:
    """Hold the index folder for one rebuild and give the folder to write the new generation into.

    The folder is removed at the end unless `publish` has moved it. What a crash left behind is removed first.
    Raises RebuildRunning if another rebuild runs, and IndexNotWritten if the disk is full, broken or read-only.
    """
    with write_errors(index), lock.hold(index):
        sweep(index)
        folder = index / f"{BUILDING}{generation}"
        folder.mkdir()
        try:
            yield folder
        finally:
            disk.remove(folder)


def is_building(index: Path) -> bool:
    """Whether a rebuild holds the index folder at this moment."""
    try:
        return lock.is_held(index)
    except PermissionError:
        # The lock of another user's index may not be tried. A rebuild has a folder on its way; so has one that crashed.
        return any(index.glob(f"{BUILDING}*"))


@contextmanager
def write_errors(index: Path) -> Iterator[None]:
    """Raise IndexNotWritten for an error of the operating system about a file of the index; other errors pass."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise _not_written(index, str(error)) from error
    except OSError as error:
        is_of_index = error.filename is None or Path(str(error.filename)).absolute().is_relative_to(index.absolute())
        if error.errno not in _NOT_WRITTEN or not is_of_index:
            raise
        raise _not_written(index, f"{error.filename or index}: {(error.strerror or str(error)).lower()}") from error


def _not_written(index: Path, reason: str) -> IndexNotWritten:
    return IndexNotWritten(
        f"The index in {index} cannot be written ({reason}); it is as it was. Make room or give leave to write there, "
        "and run the rebuild again."
    )


def publish(
    index: Path, folder: Path, manifest: Manifest, keep: Keep = "current", follower: Follower = NO_FOLLOWER
) -> None:
    """Seal a written generation with its checksums, make it the current one and sweep what is old.

    The files that the manifest has checksums of already are those that the generation shares with another.

    The follower takes it up before it becomes current; where that fails, the index is as it was. `keep` says which
    generation is kept beside it: the one that was current; the one before that, if there is one; or none where the one
    that was current is damaged, since nobody is to go back to it.
    """
    paths = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*"))}
    _settle(folder, [path for name, path in paths.items() if name not in manifest.files])
    digests = {name: manifest.files.get(name) or file_digest(path) for name, path in paths.items() if path.is_file()}
    manifest = replace(manifest, files=digests)
    sealed = json.dumps(asdict(manifest), indent=1, ensure_ascii=False)
    # A lone surrogate, as in a file name that is no UTF-8, is escaped as JSON escapes it.
    data = sealed.encode("utf-8", "backslashreplace")
    disk.replace(folder / MANIFEST, data)
    generations = index / GENERATIONS
    generations.mkdir(exist_ok=True)
    try:
        disk.rename(folder, generations / manifest.generation)
        disk.sync(generations)
        follower.fill(manifest)
        pointer = _pointer_or_none(index)
        before = pointer.generation if pointer and keep != "none" else None
        if pointer and pointer.before and keep == "before":
            before = pointer.before
        make_current(index, manifest.generation, hashlib.sha256(data).hexdigest(), pointer, before)
    except BaseException:
        # Left there, it would take room that the disk may not have.
        pointer = _pointer_or_none(index)
        if pointer is None or pointer.generation != manifest.generation:
            disk.remove(generations / manifest.generation)
        raise
    forget_embedded(index)
    sweep(index)
    follower.settle()


def forget_embedded(index: Path) -> None:
    """Remove what stopped rebuilds have embedded, once the current generation has all of it."""
    disk.remove(index / JOURNAL)


def _settle(folder: Path, paths: Iterable[Path]) -> None:
    """Have files and folders below a folder written to the disk itself; whoever may read the folder may read them."""
    for path in paths:
        if path.is_file():
            path.chmod(folder.stat().st_mode & 0o666)
        disk.sync(path)


def _pointer_or_none(index: Path) -> Pointer | None:
    try:
        return current_pointer(index)
    except (IndexMissing, IndexDamaged):
        return None


def sweep(index: Path) -> None:
    """Remove all generations but the current one and the one before, and what a crash left behind."""
    for path in [*index.glob(f"{BUILDING}*"), *index.glob("*.new")]:
        disk.remove(path)
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
    published = []
    for generation in pointer.newest_first:
        try:
            published.append(_published(index, generation, current=generation == pointer.generation))
        except (OSError, ValueError, KeyError, TypeError):
            continue
    return published


def _published(index: Path, generation: str, *, current: bool) -> Published:
    """Read what a manifest of any format says. Raises OSError, ValueError, KeyError or TypeError."""
    manifest = json.loads((index / GENERATIONS / generation / MANIFEST).read_bytes())
    return Published(
        generation,
        str(manifest["created"]),
        int(manifest["documents"]),
        int(manifest["passages"]),
        str(manifest["model"]),
        current,
    )


def roll_back(index: Path, generation: str | None = None, follower: Follower = NO_FOLLOWER) -> str:
    """Make another generation that is kept the current one, by default the newest older one; return its id.

    All its files are checked first, and the follower takes it up.

    Raises NoGeneration, RebuildRunning, IndexMissing, IndexDamaged, IndexFormatError or IndexNotWritten.
    """
    with write_errors(index):
        # Raised before lock.hold, which would make the folder of an index that is not there.
        current_pointer(index)
        with lock.hold(index):
            pointer = current_pointer(index)
            target = _target(index, pointer, generation)
            if target != pointer.generation:
                folder = index / GENERATIONS / target
                data = manifest_bytes(folder, pointer)
                manifest = parse_manifest(index, data)
                for name, expected in manifest.files.items():
                    check_file(folder / name, expected)
                follower.fill(manifest)
                make_current(index, target, hashlib.sha256(data).hexdigest(), pointer, pointer.generation)
                follower.settle()
    return target


def _target(index: Path, pointer: Pointer, generation: str | None) -> str:
    """Return the generation to go back to: the one asked for, or else the one older than the current one."""
    older = [kept for kept in pointer.kept if pointer.numbers[kept] < pointer.numbers[pointer.generation]]
    if generation is None and not older:
        raise NoGeneration(f"{index} keeps no generation older than the current one, {pointer.generation}.")
    target = older[0] if generation is None else generation
    if target not in pointer.kept:
        kept = ", ".join(pointer.newest_first)
        raise NoGeneration(f"{index} keeps no generation {target!r}; it keeps {kept}.")
    return target
