"""The sources of an index: which files and folders it follows, and the files to read in them."""

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from embeddings.building.roots import Root, assign, document_id
from embeddings.building.sidecars import Sidecars
from embeddings.building.walking import walk, whole_path
from embeddings.errors import IndexDamaged, ReadFailed, UnreadableFile
from embeddings.files import disk
from embeddings.files.path_text import path_text
from embeddings.generations.layout import CURRENT, GENERATIONS, MANIFEST, SOURCES

# What sources.json held before the rebuild that runs; a crash leaves it for publishing.sweep.
BEFORE = f"{SOURCES}.before.new"


@dataclass(frozen=True, slots=True)
class Listing:
    """What stands under the sources: each file once with its document's id, in the order of the ids.

    `failed` are the folders that could not be listed and the sources that could not be looked at; `absent` are the
    sources that are not there. Both have whole paths. `roots` are the folders below which ids are paths,
    and `links` are links out of the sources that were not followed. `sidecars` know what is said of the files.
    `folders` are those that were looked into.
    """

    files: list[tuple[Path, str]]
    failed: list[ReadFailed]
    absent: list[Path]
    roots: tuple[Root, ...]
    links: Sequence[UnreadableFile] = ()
    sidecars: Sidecars = field(default_factory=Sidecars)
    folders: Collection[Path] = ()

    def id_of(self, path: str) -> str:
        """Return the id of the document of a file, given by its path as text."""
        return document_id(path, self.roots)


def find_files(
    sources: Sequence[Path], leave_out: Path, roots: Sequence[Root] = (), *, follow_links: bool = False
) -> Listing:
    """Return what stands under the sources, as embeddings.building.walking.walk finds it.

    An id is the path below one of the roots; `roots` are those that the index remembers, see
    embeddings.building.roots. Sidecars are no files to read; a folder whose loccit.toml cannot be read counts as one
    that could not be listed. Raises SourceNotFound for a source that is a pipe, a device or the like.
    """
    walked = walk(sources, leave_out, follow_links=follow_links)
    whole = [whole_path(source) for source in sources]
    sidecars, roots = Sidecars(whole), assign(whole, roots)
    paths, unsettled = _documents(walked.files, sidecars)
    files = sorted(((path, document_id(path_text(path), roots)) for path in paths), key=lambda pair: pair[1])
    absent = [error.path for error in walked.failed if error.is_gone and error.path in whole]
    failed = [*(error for error in walked.failed if error.path not in absent), *unsettled]
    return Listing(files, failed, absent, roots, walked.links, sidecars, walked.folders)


def _documents(files: Iterable[Path], sidecars: Sidecars) -> tuple[list[Path], list[ReadFailed]]:
    """Return the files that are to be read, and the folders whose loccit.toml cannot be read."""
    paths: list[Path] = []
    unsettled: dict[Path, ReadFailed] = {}
    for path in files:
        try:
            if sidecars.is_document(path):
                paths.append(path)
        except ReadFailed as error:
            unsettled[error.path] = error
    return paths, [*unsettled.values()]


def remember(index: Path, sources: Sequence[Path], roots: Sequence[Root] | None = None) -> None:
    """Write into the index folder which files and folders its rebuilds follow, and the roots of ids if these are new.

    Raises OSError.
    """
    # json.dumps escapes all but ASCII, since a path may hold bytes that are no text.
    content: dict[str, Any] = {"sources": [str(source.expanduser().resolve()) for source in sources]}
    remembered_roots = roots or _stored_roots(index)
    if remembered_roots:
        content["roots"] = [asdict(root) for root in remembered_roots]
    index.mkdir(parents=True, exist_ok=True)
    disk.replace(index / SOURCES, json.dumps(content, indent=1).encode())


def remembered(index: Path) -> list[Path] | None:
    """Return the files and folders that the rebuilds of an index follow; None if it follows none yet.

    Raises IndexDamaged.
    """
    path = index / SOURCES
    try:
        sources = json.loads(path.read_bytes())["sources"]
        return [Path(str(source)) for source in sources]
    except (FileNotFoundError, NotADirectoryError):
        return _built_from(index)
    except (ValueError, KeyError, TypeError) as error:
        raise IndexDamaged(
            f"{path} is not what loccit wrote; name the sources again with: qa rebuild SOURCE... --index {index}"
        ) from error


def remembered_roots(index: Path) -> tuple[Root, ...]:
    """Return the roots below which the ids of an index are paths; none for an index that was never built.

    Older versions remembered none: their ids were the paths below the folder that all sources had in common.
    """
    return _stored_roots(index) or assign(_built_from(index) or [], ())


def _stored_roots(index: Path) -> tuple[Root, ...]:
    """Return the roots in sources.json; none where it has none, or is not what loccit wrote."""
    try:
        roots = json.loads((index / SOURCES).read_bytes())["roots"]
        return tuple(Root(str(root["folder"]), str(root["name"])) for root in roots)
    except (OSError, ValueError, KeyError, TypeError):
        return ()


@contextmanager
def remembering(index: Path, sources: Sequence[Path], roots: Sequence[Root]) -> Iterator[None]:
    """Remember sources and roots while a generation of them is published; all stays as it was if that fails."""
    path, before = index / SOURCES, index / BEFORE
    is_there = path.exists()
    if is_there:
        disk.replace(before, path.read_bytes())
    try:
        remember(index, sources, roots)
        yield
    except BaseException:
        with suppress(OSError):
            # Renaming takes no room, which a full disk does not have.
            disk.rename(before, path) if is_there else path.unlink()
        raise
    disk.remove(before)


def _built_from(index: Path) -> list[Path] | None:
    """Return the sources in the current generation's manifest, of any format: older versions wrote no sources.json."""
    try:
        generation = json.loads((index / CURRENT).read_bytes())["generation"]
        sources = json.loads((index / GENERATIONS / str(generation) / MANIFEST).read_bytes())["sources"]
        return [Path(str(source)) for source in sources]
    except (OSError, ValueError, KeyError, TypeError):
        return None
