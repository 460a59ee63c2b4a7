from pathlib import Path

from embeddings.building.changes import Changes, File, Known, compare


def known(**documents: str) -> Known:
    """Return what is known of documents given as {name: content}; each has the id NAME.txt."""
    found = Known()
    for number, (name, content) in enumerate(documents.items()):
        found.documents.setdefault((content, ".txt"), []).append((number, f"{name}.txt"))
        found.ids[f"{name}.txt"] = (f"/archive/{name}.txt", content)
    return found


def file(name: str, number: int | None = None, reason: str | None = None) -> File:
    return File(Path(f"/archive/{name}.txt"), f"{name}.txt", number, reason)


def test_without_a_generation_all_is_added() -> None:
    assert compare([file("a"), file("b")], Known(), set()) == Changes(added=("a.txt", "b.txt"))


def test_what_is_the_same_is_no_change() -> None:
    changes = compare([file("a", 0), file("b", 1)], known(a="1", b="2"), set())
    assert (changes, bool(changes)) == (Changes(unchanged=2), False)


def test_two_files_that_change_names_with_each_other_are_changed() -> None:
    changes = compare([file("a", 1), file("b", 0)], known(a="1", b="2"), set())
    assert changes == Changes(changed=("a.txt", "b.txt"))


def test_a_file_moved_over_another_is_renamed() -> None:
    assert compare([file("a", 1)], known(a="1", b="2"), set()) == Changes(renamed=(("b.txt", "a.txt"),))


def test_of_two_copies_of_a_file_that_is_gone_one_is_it_renamed() -> None:
    changes = compare([file("b", 0), file("c", 0)], known(a="1"), set())
    assert changes == Changes(added=("c.txt",), renamed=(("a.txt", "b.txt"),))


def test_a_file_that_can_no_longer_be_read_is_removed() -> None:
    assert compare([file("a")], known(a="1"), {"a.txt"}) == Changes(removed=("a.txt",))
    assert compare([file("a", reason="is empty")], known(a="1"), set()) == Changes(removed=("a.txt",))


def test_a_folder_that_was_moved_renames_its_files() -> None:
    moved = File(Path("/elsewhere/a.txt"), "a.txt", 0)
    assert compare([moved], known(a="1"), set()) == Changes(renamed=(("a.txt", "a.txt"),))


def test_changes_as_json() -> None:
    changes = Changes(added=("a",), renamed=(("b", "c"),), unchanged=3)
    assert changes.to_dict() == {
        "added": ["a"],
        "changed": [],
        "renamed": [["b", "c"]],
        "removed": [],
        "unchanged": 3,
    }
