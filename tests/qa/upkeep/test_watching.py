from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, Queue
from threading import Event, Thread

import pytest

from embeddings.building.report import Report
from embeddings.errors import LoccitError, SourceNotFound
from embeddings.files import lock
from embeddings.models.encoder import Encoder
from qa.archive import Archive
from qa.upkeep import maintenance
from qa.upkeep.watching import watch

Write = Callable[[str, str | bytes], Path]

SECONDS = 20


class Watched:
    """A watch in a thread of its own, with its reports and errors in order."""

    def __init__(self) -> None:
        self.outcomes: Queue[Report | LoccitError] = Queue()

    def next(self) -> Report | LoccitError:
        return self.outcomes.get(timeout=SECONDS)


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
        assert watched.next().changes.added == ("south/c.txt",)


def test_a_failure_is_told_and_the_next_change_tries_again(
    tmp_path: Path, write: Write, watching: Callable[..., object]
) -> None:
    path = write("a.txt", "The sea was calm.")
    with watching([tmp_path / "sources"]) as watched:
        assert watched.next().documents == 1
        path.unlink()
        assert "sources held 1 document, and holds none now" in str(watched.next())
        write("b.txt", "The river rose.")
        assert watched.next().documents == 1


def test_a_rebuild_of_another_process_is_waited_for(
    tmp_path: Path, write: Write, watching: Callable[..., object]
) -> None:
    write("a.txt", "The sea was calm.")
    with watching([tmp_path / "sources"]) as watched:
        assert watched.next().documents == 1
        with lock.hold(tmp_path / "index"):
            write("b.txt", "The river rose.")
            with pytest.raises(Empty):
                watched.outcomes.get(timeout=1.5)
        assert watched.next().documents == 2


def test_what_the_first_rebuild_cannot_do_is_raised(tmp_path: Path, encoder: Encoder) -> None:
    with pytest.raises(SourceNotFound):
        watch([tmp_path / "nowhere"], tmp_path / "index", report=print, failed=print, encoder=encoder)
