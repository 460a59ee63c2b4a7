"""Watching sources: the index is rebuilt whenever a file of them changes."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from embeddings.errors import LoccitError, RebuildRunning
from qa.settings import load_settings
from qa.upkeep.maintenance import followed_sources
from qa.upkeep.rebuilding import rebuild

if TYPE_CHECKING:
    from embeddings.building.progress import Progress
    from embeddings.building.report import Report
    from embeddings.models.encoder import Encoder

# How often the stop event, single files and the list of followed sources are looked at.
TICK_MILLISECONDS = 500

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
) -> None:
    """Rebuild an index now, and again whenever a file of its sources changes, until `stop` is set.

    `report` is called with the report of the first rebuild, and of each later one that found something changed. Errors
    of the first rebuild are raised, as `qa.upkeep.rebuilding.rebuild` raises them. `failed` is called with the errors
    of later ones, and the next change tries again. All rebuilds take `allow_empty` as `rebuild` does.
    """
    settings, stop = load_settings(index=index), stop or Event()

    def rebuild_index() -> "Report":
        return rebuild(
            sources,
            settings.index,
            allow_empty=allow_empty,
            progress=progress,
            stopped=stop.is_set,
            encoder=encoder,
        )

    report(rebuild_index())
    # Files may have changed between a rebuild and the first look at them, or while another process was rebuilding.
    is_due = True
    while not stop.is_set():
        watched = followed_sources(settings) if sources is None else [Path(source).expanduser() for source in sources]
        for has_changed in _changes(watched, settings.index, stop):
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


def _changes(sources: Sequence[Path], index: Path, stop: Event) -> Iterator[bool]:
    """Yield whether something has changed since the last time, at least every half second."""
    from watchfiles import Change
    from watchfiles import watch as watch_folders

    # A single file is looked at itself: watching its folder would report other files, and an editor replaces the file.
    single_files = [source for source in sources if not source.is_dir()]
    folders = [source for source in sources if source.is_dir()]
    index_folder = index.resolve()

    def is_outside_index(_change: Change, path: str) -> bool:
        return not Path(path).is_relative_to(index_folder)

    before = _signature(single_files)
    if not folders:
        while not stop.wait(TICK_MILLISECONDS / 1000):
            now = _signature(single_files)
            yield now != before
            before = now
        return
    for changes in watch_folders(
        *folders,
        watch_filter=is_outside_index,
        stop_event=stop,
        rust_timeout=TICK_MILLISECONDS,
        yield_on_timeout=True,
        raise_interrupt=True,
        ignore_permission_denied=True,
    ):
        now = _signature(single_files)
        yield bool(changes) or now != before
        before = now


def _signature(files: Sequence[Path]) -> Signature:
    """Return a value that changes whenever one of the files does."""
    signatures: list[tuple[int, int, int] | None] = []
    for file in files:
        try:
            stat = file.stat()
        except OSError:
            signatures.append(None)
        else:
            signatures.append((stat.st_ino, stat.st_size, stat.st_mtime_ns))
    return tuple(signatures)
