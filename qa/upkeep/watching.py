"""Following folders: an index that is rebuilt whenever a file of its sources changes."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from embeddings.errors import LoccitError, RebuildRunning
from qa.settings import load_settings
from qa.upkeep.maintenance import followed
from qa.upkeep.rebuilding import rebuild

if TYPE_CHECKING:
    from embeddings.building.rebuild import Progress
    from embeddings.building.report import Report
    from embeddings.models.encoder import Encoder

# Between two looks at whether the sources are still the same, and whether to stop.
TICK_MILLISECONDS = 500

Signature = tuple[tuple[int, int, int] | None, ...]


def watch(
    sources: Sequence[Path | str] | None = None,
    index: Path | str | None = None,
    *,
    report: "Callable[[Report], None]",
    failed: Callable[[LoccitError], None],
    progress: "Progress | None" = None,
    stop: Event | None = None,
    encoder: "Encoder | None" = None,
) -> None:
    """Rebuild an index now, and again whenever a file of its sources changes, until `stop` is set.

    `report` is given what each rebuild did that found something changed, and the first. What the first one cannot do
    is raised, as `qa.upkeep.rebuilding.rebuild` does; of later ones `failed` is told, and the next change tries again.
    """
    settings, stop = load_settings(index=index), stop or Event()

    def build(given: Sequence[Path | str] | None) -> "Report":
        return rebuild(given, settings.index, progress=progress, stopped=stop.is_set, encoder=encoder)

    report(build(sources))
    waiting = True
    while not stop.is_set():
        following = followed(settings) if sources is None else [Path(one).expanduser() for one in sources]
        for changed in _changes(following, settings.index, stop):
            if sources is None and followed(settings) != following:
                waiting = True
                break
            if not changed and not waiting:
                continue
            # What changed between the rebuild before and the first look is found now.
            waiting = False
            try:
                done = build(sources)
                if done.published:
                    report(done)
            except RebuildRunning:
                waiting = True
            except LoccitError as error:
                if not stop.is_set():
                    failed(error)


def _changes(sources: Sequence[Path], index: Path, stop: Event) -> Iterator[bool]:
    """Yield whether something has changed since the last time, at least every half second."""
    from watchfiles import Change
    from watchfiles import watch as watch_folders

    # The other changes in the folder of a single file are none of ours, and an editor replaces the file itself.
    alone = [source for source in sources if not source.is_dir()]
    folders = [source for source in sources if source.is_dir()]
    left_out = index.resolve()

    def wanted(_change: Change, path: str) -> bool:
        return not Path(path).is_relative_to(left_out)

    before = _signature(alone)
    if not folders:
        while not stop.wait(TICK_MILLISECONDS / 1000):
            now = _signature(alone)
            yield now != before
            before = now
        return
    for changes in watch_folders(
        *folders,
        watch_filter=wanted,
        stop_event=stop,
        rust_timeout=TICK_MILLISECONDS,
        yield_on_timeout=True,
        raise_interrupt=True,
        ignore_permission_denied=True,
    ):
        now = _signature(alone)
        yield bool(changes) or now != before
        before = now


def _signature(files: Sequence[Path]) -> Signature:
    """Return what changes whenever one of the files does."""
    found: list[tuple[int, int, int] | None] = []
    for file in files:
        try:
            stat = file.stat()
        except OSError:
            found.append(None)
        else:
            found.append((stat.st_ino, stat.st_size, stat.st_mtime_ns))
    return tuple(found)
