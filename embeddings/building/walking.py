"""The files that stand under the sources: folders with all below them, and what links lead to."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from stat import S_ISDIR, S_ISREG

from embeddings.errors import ReadFailed, SourceNotFound, UnreadableFile
from embeddings.files.path_text import path_text


@dataclass(slots=True)
class Walked:
    """What stands under some sources, all with whole paths: each file once, and each folder.

    `failed` are the folders that could not be listed and the sources that could not be looked at; `links` are the links
    out of the sources that were left alone, with what to do about it.
    """

    files: dict[Path, None] = field(default_factory=dict)
    folders: set[Path] = field(default_factory=set)
    failed: list[ReadFailed] = field(default_factory=list)
    links: list[UnreadableFile] = field(default_factory=list)


def whole_path(path: Path) -> Path:
    """Return the absolute path of a file or folder, past all links."""
    # Path.resolve() would raise at a link that leads to itself, which the reader names later.
    return Path(os.path.realpath(path.expanduser()))


def walk(sources: Sequence[Path], leave_out: Path, *, follow_links: bool = False) -> Walked:
    """Return what stands under the sources.

    Hidden files and folders, and what lies under `leave_out`, are passed over. A source that is itself a link is
    followed, and so is a link to what lies in a source; other links only if `follow_links`. A folder that is reached
    again is not looked at again, so circles end.

    Raises SourceNotFound for a source that is a pipe, a device or the like.
    """
    walked = Walked()
    left_out, places = whole_path(leave_out), [whole_path(source) for source in sources]
    for source, place in zip(sources, places, strict=True):
        folders = [(source.expanduser(), place)] if _is_folder_source(source.expanduser(), place, walked) else []
        while folders:
            path, whole = folders.pop()
            if whole in walked.folders or whole.is_relative_to(left_out):
                continue
            walked.folders.add(whole)
            for entry in _entries(path, whole, walked):
                target = whole_path(Path(entry.path)) if entry.is_symlink() else whole / entry.name
                if entry.is_symlink() and not follow_links and _leads_out(target, places):
                    walked.links.append(_left_alone(whole / entry.name, target))
                elif _is_folder(entry):
                    folders.append((Path(entry.path), target))
                elif not target.is_relative_to(left_out):
                    walked.files[target] = None
    walked.links.sort(key=lambda link: link.path)
    return walked


def _is_folder_source(source: Path, place: Path, walked: Walked) -> bool:
    """Whether a source is a folder; one that is a file, or cannot be looked at, is put where it belongs."""
    try:
        mode = source.stat().st_mode
    except OSError as error:
        walked.failed.append(ReadFailed.of(place, error))
        return False
    if S_ISREG(mode):
        walked.files[place] = None
    elif not S_ISDIR(mode):
        raise SourceNotFound(
            f"{source} is neither a file nor a folder; name what is there with: qa rebuild SOURCE..., or have the "
            "index go on without it with: qa sources remove"
        )
    return S_ISDIR(mode)


def _entries(path: Path, whole: Path, walked: Walked) -> Iterator["os.DirEntry[str]"]:
    """Yield what a folder holds, but for what is hidden; nothing where it cannot be listed to its end."""
    try:
        with os.scandir(path) as listed:
            entries = [entry for entry in listed if not entry.name.startswith(".")]
    except OSError as error:
        walked.failed.append(ReadFailed.of(whole, error))
        return
    yield from entries


def _is_folder(entry: "os.DirEntry[str]") -> bool:
    try:
        return entry.is_dir()
    except OSError:
        # Reading it as a file says why it cannot be.
        return False


def _leads_out(target: Path, places: Sequence[Path]) -> bool:
    """Whether a link leads to something that lies in none of the sources; reading a dead one says that it is dead."""
    return target.exists() and not any(target.is_relative_to(place) for place in places)


def _left_alone(link: Path, target: Path) -> UnreadableFile:
    reason = (
        f"is a link out of the sources, to {path_text(target)}, and not followed; name that as a source, or set "
        "LOCCIT_FOLLOW_LINKS=true"
    )
    return UnreadableFile(link, reason)
