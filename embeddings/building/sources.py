"""The sources of an index: which files and folders it follows, and the files to read in them."""

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from stat import S_ISDIR, S_ISREG

from embeddings.errors import IndexDamaged, ReadFailed, SourceNotFound
from embeddings.files import disk
from embeddings.files.path_text import path_text
from embeddings.generations.layout import CURRENT, GENERATIONS, MANIFEST, SOURCES


@dataclass(frozen=True, slots=True)
class Listing:
    """What stands under the sources: each file once with its document's id, in the order of the ids.

    `failed` are the folders that could not be listed and the sources that could not be looked at; `absent` are the
    sources that are not there. Both have whole paths. `root` is the folder below which an id is a path.
    """

    files: list[tuple[Path, str]]
    failed: list[ReadFailed]
    absent: list[Path]
    root: Path | None

    def id_of(self, path: str) -> str:
        """Return the id of the document of a file, given by its path as text."""
        return _id(path, self.root)


def find_files(sources: Sequence[Path], leave_out: Path) -> Listing:
    """Return what stands under the sources.

    Hidden files and folders, and what lies under `leave_out`, are passed over. Links to folders are not followed.
    An id is the path below the folder that all sources have in common, so it is unique and reads like a path.
    Raises SourceNotFound for a source that is a pipe, a device or the like.
    """
    paths: dict[Path, None] = {}
    failed: list[ReadFailed] = []
    left_out = leave_out.resolve()
    for source in sources:
        for path in _walk(source.expanduser(), failed):
            resolved = whole_path(path)
            if not resolved.is_relative_to(left_out):
                paths[resolved] = None
    whole = [whole_path(source) for source in sources]
    root = _common_folder(whole)
    files = sorted(((path, _id(path_text(path), root)) for path in paths), key=lambda pair: pair[1])
    absent = [error.path for error in failed if error.is_gone and error.path in whole]
    return Listing(files, [error for error in failed if error.path not in absent], absent, root)


def whole_path(path: Path) -> Path:
    """Return the absolute path of a file or folder, past all links."""
    # Path.resolve() would raise at a link that leads to itself, which the reader names later.
    return Path(os.path.realpath(path.expanduser()))


def _walk(source: Path, failed: list[ReadFailed]) -> Iterator[Path]:
    """Yield the files under a source, and append what cannot be looked at or listed to `failed`."""
    try:
        mode = source.stat().st_mode
    except OSError as error:
        failed.append(ReadFailed.of(whole_path(source), error))
        return
    if S_ISREG(mode):
        yield source
    elif not S_ISDIR(mode):
        raise SourceNotFound(
            f"{source} is neither a file nor a folder; name what is there with: qa rebuild SOURCE..., or have the "
            "index go on without it with: qa sources remove"
        )
    folders = [source] if S_ISDIR(mode) else []
    while folders:
        folder = folders.pop()
        try:
            with os.scandir(folder) as listed:
                entries = [entry for entry in listed if not entry.name.startswith(".")]
        except OSError as error:
            failed.append(ReadFailed.of(whole_path(folder), error))
            continue
        for entry in entries:
            if not _is_folder(entry):
                yield Path(entry.path)
            elif not entry.is_symlink():
                folders.append(Path(entry.path))


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        # Reading it as a file says why it cannot be.
        return False


def _common_folder(sources: list[Path]) -> Path | None:
    # A source that is not there counts as a folder: so the ids of the others stay as they were.
    folders = [source.parent if os.path.isfile(source) else source for source in sources]  # noqa: PTH113
    try:
        return Path(os.path.commonpath(folders))
    except ValueError:  # on Windows, sources on two drives
        return None


def _id(path: str, root: Path | None) -> str:
    below = path_text(root) if root else ""
    whole = PurePath(path)
    return str(whole.relative_to(below) if below and whole.is_relative_to(below) else whole).replace(os.sep, "/")


def remember(index: Path, sources: Sequence[Path]) -> None:
    """Write into the index folder which files and folders its rebuilds follow."""
    # json.dumps escapes all but ASCII, since a path may hold bytes that are no text.
    paths = [str(source.expanduser().resolve()) for source in sources]
    index.mkdir(parents=True, exist_ok=True)
    disk.replace(index / SOURCES, json.dumps({"sources": paths}, indent=1).encode())


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


def _built_from(index: Path) -> list[Path] | None:
    """Return the sources in the current generation's manifest, of any format: older versions wrote no sources.json."""
    try:
        generation = json.loads((index / CURRENT).read_bytes())["generation"]
        sources = json.loads((index / GENERATIONS / str(generation) / MANIFEST).read_bytes())["sources"]
        return [Path(str(source)) for source in sources]
    except (OSError, ValueError, KeyError, TypeError):
        return None
