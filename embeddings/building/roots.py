"""The ids of documents, which stay whatever becomes of the list of sources.

An id is the path below a root: the folder that the sources of an index's first rebuild have in common. A source added
later that lies below no root is a root of its own with a name, that of its folder, and its ids are "name//path". Roots
are remembered in their order, also those of sources that are followed no longer, and a file belongs to the first that
holds it. No path below a folder has an empty part, so no two files have the same id.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from embeddings.files.path_text import path_text


@dataclass(frozen=True, slots=True)
class Root:
    """A folder below which ids are paths; `folder` is its whole path as text, `name` is empty for the first."""

    folder: str
    name: str = ""


def document_id(path: str, roots: Sequence[Root]) -> str:
    """Return the id of the document of a file; the whole path where a link led out of all roots."""
    for root in roots:
        below = _below(path, root.folder)
        if below is not None:
            return (f"{root.name}//" if root.name else "") + below.replace(os.sep, "/")
    return path.replace(os.sep, "/")


def assign(sources: Sequence[Path], roots: Sequence[Root]) -> tuple[Root, ...]:
    """Return the roots of some sources, given by their whole paths: `roots`, those remembered, then new ones.

    A source of the same name takes the place of a root whose folder is not there any more: it has moved. Where no
    source has anything to do with the roots remembered, the index begins anew.
    """
    folders = [source.parent if os.path.isfile(source) else source for source in sources]  # noqa: PTH113
    places = [path_text(folder) for folder in folders]
    if not places:
        return tuple(roots)
    current = list(roots)
    for folder, place in zip(folders, places, strict=True) if roots else ():
        if not os.path.exists(folder) or any(_holds(root.folder, place) for root in current):  # noqa: PTH110
            continue
        moved = next((root for root in current if _has_moved(root, place, places)), None)
        if moved:
            current.remove(moved)
        current.append(Root(place, moved.name if moved else _free_name(place, current)))
    is_anew = all(root in current and not _is_in_use(root, places) for root in roots)
    return _first_roots(folders) if is_anew else tuple(current)


def _first_roots(folders: Sequence[Path]) -> tuple[Root, ...]:
    try:
        # A source that is not there counts as a folder: so the ids of the others stay as they were.
        return (Root(path_text(Path(os.path.commonpath(folders)))),)
    except ValueError:  # on Windows, sources on two drives
        return assign(folders, (Root(path_text(folders[0])),))


def _is_in_use(root: Root, places: Sequence[str]) -> bool:
    """Whether a root holds a source, or a source holds it."""
    return any(_holds(root.folder, place) or _holds(place, root.folder) for place in places)


def _has_moved(root: Root, place: str, places: Sequence[str]) -> bool:
    """Whether a source of the name of a root can be what stood there: the root is out of use, and is not there."""
    is_same_name = Path(root.folder).name == Path(place).name
    return is_same_name and not _is_in_use(root, places) and not os.path.exists(root.folder)  # noqa: PTH110


def _free_name(place: str, roots: Sequence[Root]) -> str:
    """Return the name of a folder, with a number where another root has it."""
    name = Path(place).name or "files"
    taken = {root.name for root in roots}
    numbered = (f"{name}-{number}" for number in range(2, len(taken) + 2))
    return next(free for free in (name, *numbered) if free not in taken)


def _holds(folder: str, path: str) -> bool:
    return path == folder or _below(path, folder) is not None


def _below(path: str, folder: str) -> str | None:
    """Return the path below a folder, None for one that does not lie there."""
    start = folder.rstrip(os.sep) + os.sep
    return path[len(start) :] if path.startswith(start) else None
