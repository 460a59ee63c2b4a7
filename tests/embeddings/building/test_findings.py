from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from embeddings.building.changes import SourceFile
from embeddings.building.emptied import Emptied
from embeddings.building.findings import Findings, Rules, look
from embeddings.building.indexed_files import IndexedFiles
from embeddings.errors import ReadFailed, SourceNotFound, UnreadableFile

FINDINGS = Findings(
    ["/a", "/gone"],
    [SourceFile(Path("/a/b.txt"), "b.txt", reason="holds no text", sha256="00"), SourceFile(Path("/a/c.txt"), "c.txt")],
    [ReadFailed(Path("/a/far"), "is stale", documents=2, not_seen_since="2011-04-05T10:00:00+00:00")],
    [Emptied(Path("/gone"), 3, is_absent=True, was_lost=False)],
)


def test_all_that_could_not_be_read_is_named() -> None:
    assert [str(error) for error in FINDINGS.errors] == [
        "/gone: is neither a file nor a folder; 3 documents that it held left the index",
        "/a/far: is stale",
        "/a/b.txt: holds no text",
    ]


def test_what_the_operating_system_could_not_read_is_named_before_other_files() -> None:
    link, far = UnreadableFile(Path("/a/link"), "leads out"), ReadFailed(Path("/a/far"), "is stale")
    findings = replace(FINDINGS, failed=[link, far], emptied=[])
    assert [error.path.name for error in findings.errors] == ["far", "link", "b.txt"]
    assert [entry["path"] for entry in findings.entries] == ["/a/far", "/a/link", "/a/b.txt"]
    assert (findings.unread, FINDINGS.unread) == (3, 3)


def test_the_manifest_has_what_the_next_rebuild_needs_of_it() -> None:
    reason = "is neither a file nor a folder; 3 documents that it held left the index"
    assert list(FINDINGS.entries) == [
        {"path": "/gone", "reason": reason, "lost": "3"},
        {"path": "/a/far", "reason": "is stale", "documents": "2", "not_seen_since": "2011-04-05T10:00:00+00:00"},
        {"path": "/a/b.txt", "reason": "holds no text", "sha256": "00"},
    ]


def test_a_source_that_is_not_there_is_refused_unless_it_may_be_empty(
    tmp_path: Path, write: Callable[[str, str], Path]
) -> None:
    sources, index = [write("a.txt", "Text.").parent, tmp_path / "nowhere"], tmp_path / "index"
    with pytest.raises(SourceNotFound, match="nowhere is neither a file nor a folder; name what is there"):
        look(sources, index, IndexedFiles(), None, lambda *_: None, rules=Rules())
    findings = look(sources, index, IndexedFiles(), None, lambda *_: None, rules=Rules(allow_empty=True))
    assert [file.id for file in findings.files] == ["sources/a.txt"]
    assert [str(error) for error in findings.errors] == [f"{tmp_path / 'nowhere'}: is neither a file nor a folder"]
