import errno
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from queue import Empty, Queue
from threading import Event, Thread

import pytest

from embeddings.building.report import Report
from embeddings.errors import LoccitError, RebuildRunning, SourceNotFound
from embeddings.files import lock
from embeddings.models.encoder import Encoder
from qa.archive import Archive
from qa.upkeep import maintenance
from qa.upkeep import watching as watching_module
from qa.upkeep.watching import watch
from tests.failing_reads import FailingReads
from tests.waiting import SECONDS, wait_until

Write = Callable[[str, str | bytes], Path]


class Watched:
    """A watch in a thread of its own, with its reports and errors in order."""

    def __init__(self) -> None:
        self.outcomes: Queue[Report | LoccitError] = Queue()

    def next(self) -> Report | LoccitError:
        return self.outcomes.get(timeout=SECONDS)

    def next_report(self) -> Report:
        """Return the next report, after the errors of what was looked at half-way."""
        while not isinstance(outcome := self.next(), Report):
            pass
        return outcome


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a file below the sources in one step, so that no rebuild finds it half written."""

    def write_whole(name: str, content: str | bytes) -> Path:
        path, written = tmp_path / "sources" / name, tmp_path / "written"
        path.parent.mkdir(parents=True, exist_ok=True)
        written.write_bytes(content if isinstance(content, bytes) else content.encode())
        return written.replace(path)

    return write_whole


@pytest.fixture
def watching(tmp_path: Path, encoder: Encoder) -> Callable[..., object]:
    @contextmanager
    def run(sources: list[Path] | None) -> Iterator[Watched]:
        watched, stop = Watched(), Event()
        options = {"report": watched.outcomes.put, "failed": watched.outcomes.put, "stop": stop, "encoder": encoder}
        thread = Thread(target=watch, args=(sources, tmp_path / "index"), kwargs=options)
        thread.start()
        try:
            yield watched
        finally:
            stop.set()
            thread.join(SECONDS)
            assert not thread.is_alive()

    return run


def test_what_changes_in_a_folder_can_be_asked_a_moment_later(
    tmp_path: Path, write: Write, watching: Callable[..., object], encoder: Encoder
) -> None:
    path = write("deep/a.txt", "The sea was calm.")
    with watching([tmp_path / "sources"]) as watched:
        assert watched.next().documents == 1
        archive = Archive.open(tmp_path / "index", encoder=encoder)
        write("deep/b.txt", "The river rose.")
        assert watched.next().changes.added == ("deep/b.txt",)
        archive = archive.renewed()
        assert archive.retrieve("river")[0].text == "The river rose."
        path.unlink()
        assert watched.next().changes.removed == ("deep/a.txt",)
        assert [document.id for document in archive.renewed().documents()] == ["deep/b.txt"]
        with pytest.raises(Empty):
            watched.outcomes.get(timeout=1.2)


def test_a_single_file_that_is_replaced_is_followed(
    tmp_path: Path, write: Write, watching: Callable[..., object]
) -> None:
    path = write("a.txt", "The sea was calm.")
    with watching([path]) as watched:
        assert watched.next().documents == 1
        write("b.txt", "No source of ours.").replace(path)
        assert watched.next().changes.changed == ("a.txt",)
        assert tmp_path.is_dir()


def test_sources_added_meanwhile_are_followed_too(
    tmp_path: Path, write: Write, watching: Callable[..., object]
) -> None:
    north, south = write("north/a.txt", "The sea was calm.").parent, write("south/b.txt", "The river rose.").parent
    maintenance.add_source(north, tmp_path / "index")
    with watching(None) as watched:
        assert watched.next().documents == 1
        maintenance.add_source(south, tmp_path / "index")
        assert watched.next().documents == 2
        write("south/c.txt", "The lake froze.")
        assert watched.next().changes.added == ("south//c.txt",)


def test_a_failure_is_told_and_the_next_change_tries_again(
    tmp_path: Path, write: Write, watching: Callable[..., object]
) -> None:
    path = write("a.txt", "The sea was calm.")
    with watching([tmp_path / "sources"]) as watched:
        assert watched.next().documents == 1
        path.unlink()
        assert "sources held 1 document, and holds none now" in str(watched.next())
        write("b.txt", "The river rose.")
        # What is missing may have been noticed twice.
        assert watched.next_report().documents == 1


@contextmanager
def held(index: Path) -> Iterator[None]:
    """Hold the lock of an index, once the rebuild that may hold it has ended."""
    with ExitStack() as stack:

        def take() -> bool:
            with suppress(RebuildRunning):
                stack.enter_context(lock.hold(index))
                return True
            return False

        wait_until(take)
        yield


def test_a_rebuild_of_another_process_is_waited_for(
    tmp_path: Path, write: Write, watching: Callable[..., object]
) -> None:
    write("a.txt", "The sea was calm.")
    with watching([tmp_path / "sources"]) as watched:
        assert watched.next().documents == 1
        with held(tmp_path / "index"):
            write("b.txt", "The river rose.")
            with pytest.raises(Empty):
                watched.outcomes.get(timeout=1.5)
        assert watched.next().documents == 2


@pytest.mark.parametrize("moved", ["sources", "sources/..", "link"])
def test_a_folder_that_is_moved_away_and_made_again_is_followed_again(
    tmp_path: Path, write: Write, watching: Callable[..., object], moved: str
) -> None:
    folder = write("inner/a.txt", "The sea was calm.").parent
    (tmp_path / "link").symlink_to(folder)
    source = tmp_path / "link" if moved == "link" else folder
    with watching([source]) as watched:
        assert watched.next().documents == 1
        if moved == "link":
            (tmp_path / "link").unlink()
        else:
            away = folder if moved == "sources" else folder.parent
            away.rename(tmp_path / "away")
        assert "is neither a file nor a folder" in str(watched.next())
        if moved == "link":
            (tmp_path / "other").mkdir()
            (tmp_path / "link").symlink_to(tmp_path / "other")
            folder = tmp_path / "other"
        write(f"{folder}/b.txt", "The river rose.")
        # The folder may have been seen before its file.
        changes = watched.next_report().changes
        assert (changes.added, changes.removed) == (("b.txt",), ("a.txt",))
        # The new folder is watched, not only looked at when it was made.
        write(f"{folder}/c.txt", "The lake froze.")
        assert watched.next().changes.added == ("c.txt",)


def test_a_folder_that_takes_the_place_of_another_at_once_is_followed(
    tmp_path: Path, write: Write, watching: Callable[..., object]
) -> None:
    write("a.txt", "The sea was calm.")
    other = write("../other/a.txt", "The sea was grey.").parent.resolve()
    with watching([tmp_path / "sources"]) as watched:
        assert watched.next().documents == 1
        (tmp_path / "sources").rename(tmp_path / "away")
        other.rename(tmp_path / "sources")
        assert watched.next_report().changes.changed == ("a.txt",)
        write("b.txt", "The river rose.")
        assert watched.next().changes.added == ("b.txt",)


@pytest.mark.parametrize("kind", ["nothing is noticed", "nothing can be watched"])
def test_what_the_operating_system_does_not_notice_is_seen_by_looking(
    write: Write, watching: Callable[..., object], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, kind: str
) -> None:
    def notice_nothing(*_folders: Path, stop_event: Event, **_options: object) -> Iterator[set[object]]:
        if kind == "nothing can be watched":
            raise OSError(errno.ENOSPC, "OS file watch limit reached")
        while not stop_event.wait(0.05):
            yield set()

    monkeypatch.setattr("watchfiles.watch", notice_nothing)
    monkeypatch.setattr(watching_module, "POLL_SECONDS", 0.2)
    write("deep/a.txt", "The sea was calm.")
    with watching([tmp_path / "sources"]) as watched:
        assert watched.next().documents == 1
        write("deep/b.txt", "The river rose.")
        assert watched.next().changes.added == ("deep/b.txt",)
        write("deep/b.txt", "The river fell.")
        assert watched.next().changes.changed == ("deep/b.txt",)


def test_a_folder_that_can_be_read_again_is_read(
    tmp_path: Path,
    write: Write,
    watching: Callable[..., object],
    fail_at: FailingReads,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(watching_module, "POLL_SECONDS", 0.2)
    write("a.txt", "The sea was calm.")
    far = write("far/b.txt", "The river rose.").parent
    with watching([tmp_path / "sources"]) as watched:
        assert watched.next().complete
        fail_at("scandir", far.resolve(), errno.ESTALE)
        failed = watched.next()
        assert (failed.documents, failed.complete) == (2, False)
        fail_at.mend()
        mended = watched.next()
        assert (mended.documents, mended.complete) == (2, True)


def test_what_the_first_rebuild_cannot_do_is_raised(tmp_path: Path, encoder: Encoder) -> None:
    with pytest.raises(SourceNotFound):
        watch([tmp_path / "nowhere"], tmp_path / "index", report=print, failed=print, encoder=encoder)
