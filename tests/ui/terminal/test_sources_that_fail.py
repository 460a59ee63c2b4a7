"""qa rebuild where a folder or a file cannot be read, or where a source is gone: no document vanishes unsaid."""

import errno
import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from queue import Queue
from threading import Event, Thread
from typing import Any

import pytest

from embeddings.generations.manifest import read_manifest
from embeddings.generations.pointer import current_generation
from embeddings.generations.store import open_generation
from qa.upkeep import watching
from tests.failing_reads import FailingReads
from tests.waiting import wait_until

pytestmark = pytest.mark.usefixtures("fake_model")

QA = Callable[..., Any]
Write = Callable[..., Path]


@pytest.fixture
def sources(tmp_path: Path, write: Write) -> Path:
    write("a.txt", "The sea was calm.")
    write("far/b.txt", "The river rose.")
    write("far/deep/c.txt", "The lake froze.")
    return (tmp_path / "sources").resolve()


@pytest.fixture
def index(qa: QA, sources: Path, tmp_path: Path) -> Path:
    assert qa("rebuild", sources, "--index", tmp_path / "index")[0] == 0
    return tmp_path / "index"


def ids(index: Path) -> list[str]:
    return [document.id for document in open_generation(index).catalogue.listed()]


def unseen(index: Path) -> dict[str, str | None]:
    listed = open_generation(index).catalogue.listed()
    return {document.id: document.not_seen_since for document in listed if document.not_seen_since}


@pytest.mark.parametrize("number", [errno.EACCES, errno.EIO, errno.ESTALE])
@pytest.mark.parametrize("call", ["scandir", "scandir after one"])
@pytest.mark.parametrize("options", [[], ["--full"]], ids=["changes", "full"])
def test_documents_of_a_folder_that_cannot_be_listed_stay(
    qa: QA, index: Path, sources: Path, fail_at: FailingReads, *, call: str, number: int, options: list[str]
) -> None:
    seen = read_manifest(index).created
    fail_at(call, sources / "far", number)
    (sources / "a.txt").write_text("The sea was grey.")
    status, out, err = qa("rebuild", "--index", index, *options)
    assert status == 3
    assert ids(index) == ["a.txt", "far/b.txt", "far/deep/c.txt"]
    assert unseen(index) == {"far/b.txt": seen, "far/deep/c.txt": seen}
    reason = f"{errno_text(number)}; its 2 documents stay as they were, not seen since {seen[:10]}"
    assert err == f"not read: {sources / 'far'}: {reason}\n"
    assert out.splitlines()[1:3] == [
        "files: 0 added, 1 changed, 0 renamed, 0 removed, 2 unchanged; not read: 1",
        "not all sources could be read; files that stay as they were: 2",
    ]
    assert read_manifest(index).unreadable == [
        {"path": str(sources / "far"), "reason": reason, "documents": "2", "not_seen_since": seen}
    ]
    assert f"{sources / 'far'}: {reason}" in qa("info", "--index", index).out
    assert qa("ask", "What rose?", "--index", index).out.count("The river rose.") == 1


def errno_text(number: int) -> str:
    return {errno.EACCES: "permission denied", errno.EIO: "input/output error", errno.ESTALE: "stale file handle"}[
        number
    ]


def test_the_mark_stays_until_the_folder_can_be_read_again(
    qa: QA, index: Path, sources: Path, fail_at: FailingReads
) -> None:
    first = read_manifest(index).created
    fail_at("scandir", sources / "far", errno.EACCES)
    marked = json.loads(qa("rebuild", "--index", index, "--json").out)
    assert (marked["published"], marked["complete"], marked["removed"], marked["embedded"]) == (True, False, 0, 0)
    again = qa("rebuild", "--index", index, "--json")
    payload = json.loads(again.out)
    assert (again.status, payload["published"], payload["generation"]) == (3, False, marked["generation"])
    assert payload["unreadable"] == [
        {
            "path": str(sources / "far"),
            "reason": f"permission denied; its 2 documents stay as they were, not seen since {first[:10]}",
            "documents": 2,
            "not_seen_since": first,
        }
    ]
    (sources / "a.txt").write_text("The sea was grey.")
    qa("rebuild", "--index", index)
    assert set(unseen(index).values()) == {first}
    fail_at.mend()
    (sources / "far/b.txt").unlink()
    status, out, _ = qa("rebuild", "--index", index)
    assert (status, ids(index), unseen(index)) == (0, ["a.txt", "far/deep/c.txt"], {})
    assert "0 added, 0 changed, 0 renamed, 1 removed, 2 unchanged; not read: 0" in out


@pytest.mark.parametrize("call", ["open", "stat"])
def test_the_document_of_a_file_that_cannot_be_read_stays(
    qa: QA, index: Path, sources: Path, fail_at: FailingReads, call: str
) -> None:
    fail_at(call, sources / "far/b.txt", errno.EIO)
    status, _, err = qa("rebuild", "--index", index)
    seen = unseen(index)["far/b.txt"]
    assert (status, ids(index), list(unseen(index))) == (3, ["a.txt", "far/b.txt", "far/deep/c.txt"], ["far/b.txt"])
    stays = f"its document stays as it was, not seen since {str(seen)[:10]}"
    assert err == f"not read: {sources / 'far/b.txt'}: input/output error; {stays}\n"


def test_a_file_that_fails_only_when_it_is_read_keeps_its_document(
    qa: QA, index: Path, sources: Path, fail_at: FailingReads, monkeypatch: pytest.MonkeyPatch
) -> None:
    from embeddings.readers import registry

    read = registry.read

    def fail(*arguments: Any) -> Any:
        fail_at("open", sources / "far/b.txt", errno.EIO)
        return read(*arguments)

    monkeypatch.setattr(registry, "read", fail)
    status, out, _ = qa("rebuild", "--index", index, "--full")
    assert (status, ids(index), list(unseen(index))) == (3, ["a.txt", "far/b.txt", "far/deep/c.txt"], ["far/b.txt"])
    assert "0 removed, 3 unchanged; not read: 1" in out


def test_a_new_file_that_cannot_be_read_is_no_document_but_said(
    qa: QA, index: Path, sources: Path, write: Write, fail_at: FailingReads
) -> None:
    path = write("new.txt", "The pond dried.")
    fail_at("open", path, errno.EACCES)
    status, _, err = qa("rebuild", "--index", index)
    assert (status, len(ids(index)), err) == (3, 3, f"not read: {path}: permission denied\n")
    # What is no fault of the disk is none of the rebuild.
    fail_at.mend()
    path.write_bytes(b"\0")
    assert qa("rebuild", "--index", index).status == 0
    assert (sources / "new.txt").exists()


def test_a_document_reached_by_a_link_stays_while_a_folder_cannot_be_listed(
    qa: QA, index: Path, sources: Path, tmp_path: Path, *, fail_at: FailingReads, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOCCIT_FOLLOW_LINKS", "true")
    (tmp_path / "elsewhere.txt").write_text("The moon was full.")
    (sources / "far/link.txt").symlink_to(tmp_path / "elsewhere.txt")
    assert qa("rebuild", "--index", index).status == 0
    before = ids(index)
    fail_at("scandir", sources / "far", errno.EACCES)
    assert qa("rebuild", "--index", index).status == 3
    assert (ids(index), len(before)) == (before, 4)


def test_a_link_that_leads_nowhere_any_more_keeps_its_document(
    qa: QA, index: Path, sources: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOCCIT_FOLLOW_LINKS", "true")
    (tmp_path / "share").mkdir()
    (tmp_path / "share/elsewhere.txt").write_text("The moon was full.")
    (sources / "link.txt").symlink_to(tmp_path / "share/elsewhere.txt")
    (sources / "dead.txt").symlink_to("nowhere")
    assert qa("rebuild", "--index", index).status == 0
    before = ids(index)
    (tmp_path / "share").rename(tmp_path / "unmounted")
    assert qa("rebuild", "--index", index).status == 3
    assert ids(index) == before
    (sources / "link.txt").unlink()
    assert qa("rebuild", "--index", index).status == 0
    assert ids(index) == ["a.txt", "far/b.txt", "far/deep/c.txt"]


def test_a_dry_run_does_not_call_removed_what_stays(qa: QA, index: Path, sources: Path, fail_at: FailingReads) -> None:
    fail_at("scandir", sources / "far", errno.EACCES)
    out = qa("rebuild", "--dry-run", "--index", index).out
    assert out.splitlines() == [
        "unseen   far/b.txt: cannot be read now, and stays as it was",
        "unseen   far/deep/c.txt: cannot be read now, and stays as it was",
        "0 added, 0 changed, 0 renamed, 0 removed, 3 unchanged",
    ]
    payload = json.loads(qa("rebuild", "--dry-run", "--index", index, "--json").out)
    assert (payload["unseen"], payload["unchanged"]) == (["far/b.txt", "far/deep/c.txt"], 3)


def test_documents_stay_though_the_generation_that_has_them_is_damaged_elsewhere(
    qa: QA, index: Path, sources: Path, fail_at: FailingReads
) -> None:
    vectors = index / "generations" / current_generation(index) / "segments/0/passages.faiss"
    data = bytearray(vectors.read_bytes())
    data[-1] ^= 1
    vectors.write_bytes(data)
    fail_at("scandir", sources / "far", errno.EIO)
    status, out, _ = qa("rebuild", "--index", index)
    assert (status, ids(index)) == (3, ["a.txt", "far/b.txt", "far/deep/c.txt"])
    assert "the generation before was damaged" in out
    assert qa("verify", "--index", index).status == 0


def test_where_neither_the_folder_nor_the_index_can_be_read_nothing_is_published(
    qa: QA, index: Path, sources: Path, fail_at: FailingReads
) -> None:
    generation = current_generation(index)
    catalogue = index / "generations" / generation / "segments/0/catalogue.sqlite"
    catalogue.write_bytes(catalogue.read_bytes()[:-1] + b"x")
    fail_at("scandir", sources / "far", errno.EIO)
    status, out, err = qa("rebuild", "--index", index)
    assert (status, out, current_generation(index)) == (2, "", generation)
    assert "catalogue.sqlite was changed after it was written" in err
    assert f"and {sources / 'far'}: input/output error, so documents of it can be taken from nowhere" in err
    assert qa("rebuild", "--allow-empty", "--index", index).status == 3
    assert ids(index) == ["a.txt"]


@pytest.fixture
def two_sources(qa: QA, write: Write, tmp_path: Path) -> tuple[Path, Path, Path]:
    """The folders of two sources with a document each, and their index."""
    north, south = write("north/a.txt", "The sea was calm.").parent, write("south/b.txt", "The river rose.").parent
    assert qa("rebuild", north, south, "--index", tmp_path / "index").status == 0
    return north, south, tmp_path / "index"


@pytest.mark.parametrize("kind", ["gone", "empty"])
def test_a_source_that_lost_all_documents_is_refused_with_what_to_do(
    qa: QA, two_sources: tuple[Path, Path, Path], kind: str
) -> None:
    north, south, index = two_sources
    south.rename(south.with_name("unmounted"))
    if kind == "empty":
        south.mkdir()
    before = {path: path.read_bytes() for path in index.rglob("*") if path.is_file()}
    state = "held 1 document, and holds none now"
    if kind == "gone":
        state = "is neither a file nor a folder, and held 1 document"
    for options in ([], ["--full"], ["--dry-run"]):
        status, out, err = qa("rebuild", "--index", index, *options)
        assert (status, out) == (2, "")
        assert err.startswith(f"qa: {south} {state}; nothing was published.")
        assert err.endswith("or publish without its documents with: qa rebuild --allow-empty\n")
    after = {path: path.read_bytes() for path in index.rglob("*") if path.is_file() and path.name != "rebuild.lock"}
    assert after.items() <= before.items()
    # It is back, as it was.
    if kind == "empty":
        south.rmdir()
    south.with_name("unmounted").rename(south)
    assert qa("rebuild", "--index", index).out.splitlines()[1].startswith("files: 0 added, 0 changed")
    assert north.is_dir()


@pytest.mark.parametrize(("kind", "status"), [("gone", 3), ("empty", 0)])
def test_without_a_lost_source_the_generation_that_has_its_documents_is_kept(
    qa: QA, two_sources: tuple[Path, Path, Path], kind: str, status: int
) -> None:
    north, south, index = two_sources
    full = current_generation(index)
    south.rename(south.with_name("unmounted"))
    if kind == "empty":
        south.mkdir()
    assert qa("rebuild", "--allow-empty", "--dry-run", "--index", index).out.startswith("removed  south/b.txt\n")
    for edition in range(3):
        (north / "a.txt").write_text(f"The sea was calm on day {edition}.")
        result = qa("rebuild", "--allow-empty", "--index", index)
        assert (result.status, ids(index)) == (status, ["north/a.txt"])
        assert result.err.startswith(f"not read: {south}: ")
        assert result.err.endswith("; 1 document that it held left the index\n")
        kept = json.loads(qa("generations", "--index", index, "--json").out)["generations"]
        assert [generation["generation"] for generation in kept] == [current_generation(index), full]
    assert qa("rebuild", "--allow-empty", "--index", index).out.count("nothing has changed") == 1
    assert qa("rebuild", "--index", index).status == (2 if kind == "gone" else 0)
    last = current_generation(index)
    if kind == "empty":
        south.rmdir()
    south.with_name("unmounted").rename(south)
    assert qa("rebuild", "--index", index).status == 0
    assert ids(index) == ["north/a.txt", "south/b.txt"]
    kept = json.loads(qa("generations", "--index", index, "--json").out)["generations"]
    assert [generation["generation"] for generation in kept] == [current_generation(index), last]


def test_files_that_moved_from_one_source_to_another_are_not_lost(qa: QA, two_sources: tuple[Path, Path, Path]) -> None:
    north, south, index = two_sources
    (south / "b.txt").rename(north / "b.txt")
    status, out, _ = qa("rebuild", "--index", index)
    assert (status, ids(index)) == (0, ["north/a.txt", "north/b.txt"])
    assert "0 added, 0 changed, 1 renamed, 0 removed, 1 unchanged" in out


def test_an_archive_of_nothing_is_refused_even_so(qa: QA, two_sources: tuple[Path, Path, Path]) -> None:
    north, south, index = two_sources
    for folder in (north, south):
        folder.rename(folder.with_name(f"{folder.name} unmounted"))
        folder.mkdir()
    status, _, err = qa("rebuild", "--allow-empty", "--index", index)
    assert (status, err.startswith("qa: Nothing to index: ")) == (2, True)
    assert ids(index) == ["north/a.txt", "south/b.txt"]


def test_a_clock_that_was_set_back_hides_no_generation(
    qa: QA, index: Path, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    from embeddings.building import rebuild

    class SetBack(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:
            return datetime.now(tz) - timedelta(days=400)

    first = current_generation(index)
    monkeypatch.setattr(rebuild, "datetime", SetBack)
    write("new.txt", "The pond dried.")
    assert qa("rebuild", "--index", index).status == 0
    second = current_generation(index)
    assert second < first
    assert [line.split()[-6] for line in qa("generations", "--index", index).out.splitlines()] == [second, first]
    assert qa("rollback", "--index", index) == (0, f"generation {first} is current\n", "")
    assert qa("rollback", "--index", index).status == 2
    assert qa("verify", "--index", index).status == 0


def test_a_folder_that_was_moved_away_and_made_again_is_still_watched(
    qa: QA, index: Path, sources: Path, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop, results, changes = Event(), Queue[Any](), watching._changes
    looks: list[bool] = []

    def begin(*arguments: Any) -> Iterator[bool]:
        for has_changed in changes(*arguments):
            looks.append(has_changed)
            yield has_changed

    monkeypatch.setattr(watching, "Event", lambda: stop)
    monkeypatch.setattr(watching, "_changes", begin)
    thread = Thread(target=lambda: results.put(qa("rebuild", "--watch", "--index", index)))
    thread.start()

    def wait_for(expected: list[str]) -> None:
        wait_until(lambda: ids(index) == expected)
        looks.clear()
        # All that was noticed of it has been looked at.
        wait_until(lambda: False in looks)

    try:
        wait_until(lambda: looks)
        write("new.txt", "The pond dried.")
        wait_for(["a.txt", "far/b.txt", "far/deep/c.txt", "new.txt"])
        looks.clear()
        sources.rename(sources.with_name("away"))
        # It is noticed, and looked at once more after that; all documents stay meanwhile.
        wait_until(lambda: True in looks and not looks[-1])
        assert len(ids(index)) == 4
        write("again.txt", "The well was deep.")
        wait_for(["again.txt"])
        write("later.txt", "The brook sang.")
        wait_for(["again.txt", "later.txt"])
    finally:
        stop.set()
        thread.join(120)
    err = results.get(timeout=10).err
    assert err.count(f"qa: {sources} is neither a file nor a folder, and held 4 documents; nothing was published.") == 1


@pytest.mark.parametrize("options", [[], ["--full"]], ids=["changes", "full"])
def test_a_share_below_a_source_that_comes_up_empty_loses_no_document(
    qa: QA, index: Path, sources: Path, options: list[str]
) -> None:
    seen = read_manifest(index).created
    (sources / "far/b.txt").unlink()
    (sources / "far/deep/c.txt").unlink()
    (sources / "a.txt").write_text("The sea was grey.")
    reason = (
        "is empty, and held 2 documents: mount it, or remove it or use --allow-empty if they are to go; "
        f"its 2 documents stay as they were, not seen since {seen[:10]}"
    )
    # Once more, when nothing else has changed.
    for _ in range(2):
        status, _, err = qa("rebuild", "--index", index, *options)
        assert (status, err) == (3, f"not read: {sources / 'far'}: {reason}\n")
        assert unseen(index) == {"far/b.txt": seen, "far/deep/c.txt": seen}
    assert "The sea was grey." in qa("ask", "Was the sea grey?", "--index", index).out
    (sources / "far/b.txt").write_text("The river rose.")
    assert (qa("rebuild", "--index", index)[0], ids(index), unseen(index)) == (0, ["a.txt", "far/b.txt"], {})


def test_a_folder_that_was_emptied_on_purpose_goes_with_its_documents(qa: QA, index: Path, sources: Path) -> None:
    (sources / "far/b.txt").unlink()
    (sources / "far/deep/c.txt").unlink()
    assert qa("rebuild", "--index", index)[0] == 3
    assert qa("rebuild", "--index", index, "--allow-empty")[0] == 0
    assert ids(index) == ["a.txt"]
    # The last document of a folder is deleted like any other.
    (sources / "far/b.txt").write_text("The river rose.")
    assert qa("rebuild", "--index", index)[0] == 0
    (sources / "far/b.txt").unlink()
    assert qa("rebuild", "--index", index)[0] == 0
    assert ids(index) == ["a.txt"]
