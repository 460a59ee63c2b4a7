import hashlib
from pathlib import Path

import pytest

from embeddings.building.changes import Changes, SourceFile, compare, look_up
from embeddings.building.indexed_files import IndexedFiles, Reason
from embeddings.index.file_columns import FileColumns


def indexed(**documents: str) -> IndexedFiles:
    """Return the indexed files of documents given as {name: content}; each has the id NAME.txt."""
    return indexed_at(*((f"{name}.txt", f"/archive/{name}.txt", content) for name, content in documents.items()))


def indexed_at(*files: tuple[str, str, str], unreadable: dict[tuple[str, str], Reason] | None = None) -> IndexedFiles:
    """Return indexed files of a document each, given by id, path and sha256."""
    ids, paths, sha256s = map(list, zip(*files, strict=True))
    columns = FileColumns(range(len(ids)), range(1, len(ids) + 1), ids, paths, sha256s, [""] * len(ids))
    return IndexedFiles(columns, unreadable or {})


def file(name: str, number: int | None = None, reason: str | None = None) -> SourceFile:
    numbers = None if number is None else range(number, number + 1)
    return SourceFile(Path(f"/archive/{name}.txt"), f"{name}.txt", numbers, reason=reason)


def test_without_a_generation_all_is_added() -> None:
    assert compare([file("a"), file("b")], IndexedFiles(), set()) == Changes(added=("a.txt", "b.txt"))


def test_what_is_the_same_is_no_change() -> None:
    changes = compare([file("a", 0), file("b", 1)], indexed(a="1", b="2"), set())
    assert (changes, bool(changes)) == (Changes(unchanged=2), False)


def test_two_files_that_change_names_with_each_other_are_changed() -> None:
    changes = compare([file("a", 1), file("b", 0)], indexed(a="1", b="2"), set())
    assert changes == Changes(changed=("a.txt", "b.txt"))


def test_a_file_moved_over_another_is_renamed() -> None:
    assert compare([file("a", 1)], indexed(a="1", b="2"), set()) == Changes(renamed=(("b.txt", "a.txt"),))


def test_of_two_copies_of_a_file_that_is_gone_one_is_it_renamed() -> None:
    changes = compare([file("b", 0), file("c", 0)], indexed(a="1"), set())
    assert changes == Changes(added=("c.txt",), renamed=(("a.txt", "b.txt"),))


def test_a_file_that_can_no_longer_be_read_is_removed() -> None:
    assert compare([file("a")], indexed(a="1"), {"a.txt"}) == Changes(removed=("a.txt",))
    assert compare([file("a", reason="is empty")], indexed(a="1"), set()) == Changes(removed=("a.txt",))


def test_a_folder_that_was_moved_renames_its_files() -> None:
    moved = SourceFile(Path("/elsewhere/a.txt"), "a.txt", range(1))
    assert compare([moved], indexed(a="1"), set()) == Changes(renamed=(("a.txt", "a.txt"),))


def test_changes_as_json() -> None:
    changes = Changes(added=("a",), renamed=(("b", "c"),), unchanged=3)
    assert changes.to_dict() == {
        "added": ["a"],
        "changed": [],
        "renamed": [["b", "c"]],
        "removed": [],
        "unchanged": 3,
    }


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def test_files_are_looked_up_by_their_content(tmp_path: Path) -> None:
    for name, content in {"a.txt": b"1", "moved.txt": b"2", "new.txt": b"3", "bad.txt": b"\0"}.items():
        (tmp_path / name).write_bytes(content)
    unreadable = {(str(tmp_path / "bad.txt"), sha256(b"\0")): Reason("is not text")}
    steps: list[tuple[str, int, int]] = []
    files = look_up(
        [(tmp_path / name, name) for name in ("a.txt", "moved.txt", "new.txt", "bad.txt")],
        indexed_at(("a.txt", "a.txt", sha256(b"1")), ("b.txt", "b.txt", sha256(b"2")), unreadable=unreadable),
        lambda *step: steps.append(step),
    )
    assert [(file.id, file.numbers, file.reason) for file in files] == [
        ("a.txt", range(1), None),
        ("moved.txt", range(1, 2), None),
        ("new.txt", None, None),
        ("bad.txt", None, "is not text"),
    ]
    assert [file.sha256 for file in files] == [sha256(content) for content in (b"1", b"2", b"3", b"\0")]
    assert steps == [("comparing", done, 4) for done in (1, 2, 3, 4)]


def test_of_documents_with_the_same_content_a_file_is_the_one_of_its_id(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_bytes(b"1")
    indexed = indexed_at(("a.txt", "a.txt", sha256(b"1")), ("b.txt", "b.txt", sha256(b"1")))
    files = look_up([(tmp_path / "b.txt", "b.txt"), (tmp_path / "b.txt", "c.txt")], indexed, lambda *_: None)
    assert [file.numbers for file in files] == [range(1, 2), range(1)]


def test_the_same_content_with_another_suffix_is_another_file(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"1")
    indexed = indexed_at(("a.txt", "a.txt", sha256(b"1")))
    (file,) = look_up([(tmp_path / "a.md", "a.md")], indexed, lambda *_: None)
    assert file.numbers is None


def test_a_file_that_is_too_large_is_not_hashed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("building.changes", "readers.registry"):
        monkeypatch.setattr(f"embeddings.{module}.MAX_FILE_BYTES", 1_000_000)
    (tmp_path / "a.txt").write_bytes(b"1" * 1_000_001)
    files = look_up([(tmp_path / "a.txt", "a.txt"), (tmp_path / "b.txt", "b.txt")], IndexedFiles(), lambda *_: None)
    assert [file.sha256 for file in files] == [None, None]
    assert files[0].reason == "is 1.1 MB; the limit is 1 MB, so split it"
    assert files[1].reason == "no such file or directory"
