"""Watching sources: the index is rebuilt whenever a file of them changes."""

import os
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from stat import S_ISDIR
from threading import Event
from typing import TYPE_CHECKING, Any

from embeddings.building.sources import find_files
from embeddings.errors import LoccitError, RebuildRunning, SourceNotFound
from qa.settings import Settings, load_settings
from qa.upkeep.maintenance import followed_sources
from qa.upkeep.rebuilding import rebuild

if TYPE_CHECKING:
    from embeddings.building.progress import Progress
    from embeddings.building.report import Report
    from embeddings.models.encoder import Encoder
    from qa.upkeep.rebuilding import Workers

# How often the stop event, single files and the list of followed sources are looked at.
TICK_MILLISECONDS = 500
# How often all files are looked at, whatever the operating system notices. 10,000 files take about 0.4 s.
POLL_SECONDS = 60.0

# Of each of some files its inode, size in bytes and time of modification in nanoseconds; None where it is not there.
Signature = tuple[tuple[int, int, int] | None, ...]


def watch(
    sources: Sequence[Path | str] | None = None,
    index: Path | str | None = None,
    *,
    allow_empty: bool = False,
    report: "Callable[[Report], None]",
    failed: Callable[[LoccitError], None],
    progress: "Progress | None" = None,
    stop: Event | None = None,
    encoder: "Encoder | None" = None,
    workers: "Workers | None" = None,
) -> None:
    """Rebuild an index now, and again whenever a file of its sources changes, until `stop` is set.

    `report` is called with the report of the first rebuild, and of each later one that found something changed. Errors
    of the first rebuild are raised, as `qa.upkeep.rebuilding.rebuild` raises them. `failed` is called with the errors
    of later ones, and the next change tries again. All rebuilds take `allow_empty` and `workers` as `rebuild` does.
    """
    settings, stop = load_settings(index=index), stop or Event()
    how: dict[str, Any] = {"allow_empty": allow_empty, "progress": progress, "encoder": encoder, "workers": workers}
    rebuild_index = partial(rebuild, sources, settings.index, stopped=stop.is_set, **how)
    report(rebuild_index())
    # Files may have changed between a rebuild and the first look at them, or while another process was rebuilding.
    is_due = True
    while not stop.is_set():
        watched = followed_sources(settings) if sources is None else [Path(source).expanduser() for source in sources]
        for has_changed in _changes(watched, settings, stop):
            if sources is None and followed_sources(settings) != watched:
                is_due = True
                break
            if not has_changed and not is_due:
                continue
            is_due = False
            try:
                rebuilt = rebuild_index()
                if rebuilt.published:
                    report(rebuilt)
            except RebuildRunning:
                is_due = True
            except LoccitError as error:
                if not stop.is_set():
                    failed(error)


def _changes(sources: Sequence[Path], settings: Settings, stop: Event) -> Iterator[bool]:
    """Yield whether something has changed since the last time, at least every half second.

    The operating system watches folders, not their paths: a folder that was moved away and made again is another one.
    So its identity is looked at, and the watch renewed. And now and then all files are looked at, since a share or a
    full table of watches notices nothing.
    """
    state, next_poll, is_renewed = _state(sources, settings), time.monotonic() + POLL_SECONDS, False
    while not stop.is_set():
        folders = _folders(sources)
        # A single file is looked at itself: watching its folder would report other files, and an editor replaces it.
        single_files = [source for source, folder in zip(sources, folders, strict=True) if folder is None]
        before = _signature(single_files)
        for is_noticed in _noticed([source for source in sources if source not in single_files], settings.index, stop):
            if _folders(sources) != folders:
                is_renewed = True
                break
            now = _signature(single_files)
            has_changed = is_noticed or is_renewed or now != before
            if has_changed or time.monotonic() >= next_poll:
                state_before, state = state, _state(sources, settings)
                next_poll = time.monotonic() + POLL_SECONDS
                has_changed = has_changed or state != state_before
            before, is_renewed = now, False
            yield has_changed


def _folders(sources: Sequence[Path]) -> list[tuple[int, int] | None]:
    """Return which folder each source is, by its device and inode; None for one that is a file or not there."""
    return [
        (status.st_dev, status.st_ino) if status and S_ISDIR(status.st_mode) else None for status in map(_stat, sources)
    ]


def _noticed(folders: Sequence[Path], index: Path, stop: Event) -> Iterator[bool]:
    """Yield at least every half second whether the operating system has noticed a change in a folder.

    Ends, for the watch to be begun again, a while after it could not be begun.
    """
    from watchfiles import Change
    from watchfiles import watch as watch_folders

    index_folder = index.resolve()

    def is_outside_index(_change: Change, path: str) -> bool:
        return not Path(path).is_relative_to(index_folder)

    try:
        if folders:
            for changes in watch_folders(
                *folders,
                watch_filter=is_outside_index,
                stop_event=stop,
                rust_timeout=TICK_MILLISECONDS,
                yield_on_timeout=True,
                raise_interrupt=True,
                ignore_permission_denied=True,
            ):
                yield bool(changes)
            return
    except (OSError, RuntimeError):
        # A folder has just gone, or the system watches no more folders: all files are looked at now and then.
        pass
    end = time.monotonic() + POLL_SECONDS
    while time.monotonic() < end and not stop.wait(TICK_MILLISECONDS / 1000):
        yield False


def _state(sources: Sequence[Path], settings: Settings) -> int | None:
    """Return a value that changes whenever a file of the sources does, or whether it can be reached."""
    try:
        listing = find_files(sources, settings.index, follow_links=settings.follow_links)
    except SourceNotFound:
        return None
    paths = tuple(path for path, _ in listing.files)
    return hash((paths, _signature(paths), tuple(map(str, listing.failed)), tuple(listing.absent)))


def _signature(files: Sequence[Path]) -> Signature:
    """Return a value that changes whenever one of the files does."""
    statuses = map(_stat, files)
    return tuple((status.st_ino, status.st_size, status.st_mtime_ns) if status else None for status in statuses)


def _stat(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except OSError:
        return None
