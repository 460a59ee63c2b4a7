"""qa rebuild where a folder or a file cannot be read, or where a source is gone: no document vanishes unsaid."""

import errno
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from embeddings.generations.manifest import read_manifest
from embeddings.generations.pointer import current_generation
from embeddings.generations.store import open_generation
from tests.failing_reads import FailingReads

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
        "documents: 0 added, 1 changed, 0 renamed, 0 removed, 2 unchanged; files not read: 1",
        "not all sources could be read; documents that stay as they were: 2",
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
    assert "0 added, 0 changed, 0 renamed, 1 removed, 2 unchanged; files not read: 0" in out


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

    def fail(path: Path, document_id: str) -> Any:
        fail_at("open", sources / "far/b.txt", errno.EIO)
        return read(path, document_id)

    monkeypatch.setattr(registry, "read", fail)
    status, out, _ = qa("rebuild", "--index", index, "--full")
    assert (status, ids(index), list(unseen(index))) == (3, ["a.txt", "far/b.txt", "far/deep/c.txt"], ["far/b.txt"])
    assert "0 removed, 3 unchanged; files not read: 1" in out


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
    qa: QA, index: Path, sources: Path, tmp_path: Path, fail_at: FailingReads
) -> None:
    (tmp_path / "elsewhere.txt").write_text("The moon was full.")
    (sources / "far/link.txt").symlink_to(tmp_path / "elsewhere.txt")
    assert qa("rebuild", "--index", index).status == 0
    before = ids(index)
    fail_at("scandir", sources / "far", errno.EACCES)
    assert qa("rebuild", "--index", index).status == 3
    assert (ids(index), len(before)) == (before, 4)


def test_a_link_that_leads_nowhere_any_more_keeps_its_document(
    qa: QA, index: Path, sources: Path, tmp_path: Path
) -> None:
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
    assert out == "0 added, 0 changed, 0 renamed, 0 removed, 3 unchanged\n"


def test_documents_stay_though_the_generation_that_has_them_is_damaged_elsewhere(
    qa: QA, index: Path, sources: Path, fail_at: FailingReads
) -> None:
    vectors = index / "generations" / current_generation(index) / "passages.faiss"
    data = bytearray(vectors.read_bytes())
    data[-1] ^= 1
    vectors.write_bytes(data)
    fail_at("scandir", sources / "far", errno.EIO)
    status, out, _ = qa("rebuild", "--index", index)
    assert (status, ids(index)) == (3, ["a.txt", "far/b.txt", "far/deep/c.txt"])
    assert "the generation before was damaged" in out
    assert qa("verify", "--index", index).status == 0
