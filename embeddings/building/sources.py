"""The sources of an index: which files and folders it follows, and the files to read in them."""

import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from embeddings.errors import IndexDamaged, SourceNotFound
from embeddings.files import disk
from embeddings.files.path_text import path_text
from embeddings.generations.layout import CURRENT, GENERATIONS, MANIFEST, SOURCES


def find_files(sources: Sequence[Path], leave_out: Path) -> list[tuple[Path, str]]:
    """Return every file under the sources once, with its document's id, in the order of the ids.

    Hidden files and folders, and what lies under `leave_out`, are passed over. Links to folders are not followed.
    An id is the path below the folder that all sources have in common, so it is unique and reads like a path.
    Raises SourceNotFound.
    """
    paths: dict[Path, None] = {}
    for source in sources:
        for path in _walk(source.expanduser()):
            # Path.resolve() would raise at a link that leads to itself, which the reader names later.
            resolved = Path(os.path.realpath(path))
            if not resolved.is_relative_to(leave_out.resolve()):
                paths[resolved] = None
    root = _common_folder([source.expanduser().resolve() for source in sources])
    return sorted(((path, _id(path, root)) for path in paths), key=lambda pair: pair[1])


def _walk(source: Path) -> Iterator[Path]:
    if source.is_file():
        yield source
        return
    if not source.is_dir():
        raise SourceNotFound(
            f"{source} is neither a file nor a folder; name what is there with: qa rebuild SOURCE..., or have the "
            "index go on without it with: qa sources remove"
        )
    for folder, subfolders, names in os.walk(source):
        subfolders[:] = sorted(name for name in subfolders if not name.startswith("."))
        yield from (Path(folder) / name for name in sorted(names) if not name.startswith("."))


def _common_folder(sources: list[Path]) -> Path | None:
    folders = [source if source.is_dir() else source.parent for source in sources]
    try:
        return Path(os.path.commonpath(folders))
    except ValueError:  # on Windows, sources on two drives
        return None


def _id(path: Path, root: Path | None) -> str:
    return path_text(path.relative_to(root) if root and path.is_relative_to(root) else path).replace(os.sep, "/")


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
