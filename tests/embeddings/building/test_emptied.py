from pathlib import Path

import pytest

from embeddings.building.changes import SourceFile
from embeddings.building.emptied import Emptied, emptied_folders, find_emptied, refuse
from embeddings.building.indexed_files import IndexedFiles
from embeddings.building.sources import Listing
from embeddings.errors import ReadFailed, SourceEmptied, SourceNotFound
from embeddings.index.file_columns import FileColumns

NORTH, SOUTH = Path("/archive/north"), Path("/archive/south")


def indexed(*paths: str) -> IndexedFiles:
    """Return the files of a generation, each with its number as its content."""
    numbers = range(len(paths))
    return IndexedFiles(
        FileColumns(numbers, range(1, len(paths) + 1), paths, paths, [*map(str, numbers)], [""] * len(paths))
    )


def file(path: str, number: int | None = None, reason: str | None = None) -> SourceFile:
    return SourceFile(Path(path), path, None if number is None else range(number, number + 1), reason=reason)


def listing(*absent: Path) -> Listing:
    return Listing([], [], list(absent), Path("/archive"))


BEFORE = indexed("/archive/north/a.txt", "/archive/north/b.txt", "/archive/south/c.txt")
SOUTHERN = file("/archive/south/c.txt", 2)


def test_a_source_with_one_of_its_documents_or_a_new_one_is_not_emptied() -> None:
    for left in (file("/archive/north/a.txt", 0), file("/archive/north/new.txt")):
        assert find_emptied([NORTH, SOUTH], listing(), [left, SOUTHERN], BEFORE, {}) == []


def test_a_source_without_any_document_left_is_emptied() -> None:
    bad = file("/archive/north/a.txt", reason="is not text")
    for files in ([SOUTHERN], [bad, SOUTHERN]):
        assert find_emptied([NORTH, SOUTH], listing(), files, BEFORE, {}) == [Emptied(NORTH, 2, False, False)]


def test_documents_that_moved_to_another_source_are_not_lost() -> None:
    moved = [file("/archive/south/a.txt", 0), file("/archive/south/b.txt", 1), SOUTHERN]
    assert find_emptied([NORTH, SOUTH], listing(), moved, BEFORE, {}) == []


def test_what_is_known_to_be_lost_is_still_lost_until_a_document_is_there() -> None:
    south, already_lost = indexed("/archive/south/c.txt"), {str(NORTH): 2}
    southern = file("/archive/south/c.txt", 0)
    assert find_emptied([NORTH, SOUTH], listing(), [southern], south, already_lost) == [Emptied(NORTH, 2, False, True)]
    assert find_emptied([NORTH, SOUTH], listing(NORTH), [southern], south, already_lost) == [
        Emptied(NORTH, 2, True, True)
    ]
    assert find_emptied([SOUTH], listing(), [southern], south, already_lost) == []
    assert find_emptied([NORTH], listing(), [file("/archive/north/a.txt")], south, already_lost) == []


def test_what_is_refused_is_named_with_what_to_do() -> None:
    with pytest.raises(SourceEmptied) as raised:
        refuse([Emptied(NORTH, 2, is_absent=False, was_lost=False)])
    assert str(raised.value) == (
        "/archive/north held 2 documents, and holds none now; nothing was published. Mount or put back what is "
        "missing; or name what is there with: qa rebuild SOURCE..., or have the index go on without it with: "
        "qa sources remove; or publish without its documents with: qa rebuild --allow-empty"
    )
    with pytest.raises(SourceNotFound) as raised_of_both:
        refuse([Emptied(NORTH, 1, is_absent=True, was_lost=False), Emptied(SOUTH, 5, is_absent=False, was_lost=False)])
    assert str(raised_of_both.value).startswith(
        "/archive/north is neither a file nor a folder, and held 1 document; /archive/south held 5 documents, and"
    )
    with pytest.raises(SourceNotFound):
        refuse([Emptied(NORTH, 1, is_absent=True, was_lost=True)])
    refuse([Emptied(NORTH, 2, is_absent=False, was_lost=True)])
    refuse([])


def test_what_was_published_without_a_source_is_reported() -> None:
    emptied, absent = Emptied(NORTH, 1, False, False).error, Emptied(NORTH, 0, True, False).error
    assert str(emptied) == "/archive/north: holds no document any more; 1 document that it held left the index"
    assert str(absent) == "/archive/north: is neither a file nor a folder"
    assert (isinstance(emptied, ReadFailed), isinstance(absent, ReadFailed)) == (False, True)


ARCHIVE = Path("/archive")


@pytest.mark.parametrize(
    ("folders", "left", "named"),
    [
        (["north", "south"], [SOUTHERN], ["north"]),
        (["north", "north/2011", "south"], [SOUTHERN], ["north"]),
        # It is gone, and with it what it held.
        (["south"], [SOUTHERN], []),
        # One document is left, a new one has come, one cannot be read.
        (["north", "south"], [file("/archive/north/a.txt", 0), SOUTHERN], []),
        (["north", "south"], [file("/archive/north/new.txt"), SOUTHERN], []),
        (["north", "south"], [file("/archive/north/a.txt", reason="is not text"), SOUTHERN], []),
        # One has moved, so somebody has tidied up.
        (["north", "south"], [file("/archive/south/a.txt", 0), SOUTHERN], []),
        # The only document of a folder was deleted.
        (["north", "south"], [file("/archive/north/a.txt", 0), file("/archive/north/b.txt", 1)], []),
    ],
)
def test_a_folder_that_stands_empty_and_held_several_documents_is_named(
    folders: list[str], left: list[SourceFile], named: list[str]
) -> None:
    looked_into = [ARCHIVE, *(ARCHIVE / folder for folder in folders)]
    found = emptied_folders([ARCHIVE], Listing([], [], [], (), folders=looked_into), left, BEFORE)
    assert [failure.path for failure in found] == [ARCHIVE / folder for folder in named]
    assert all(failure.reason.startswith("is empty, and held 2 documents: mount it, or ") for failure in found)


def test_a_source_that_is_empty_is_no_folder_below_one() -> None:
    assert emptied_folders([NORTH, SOUTH], Listing([], [], [], (), folders=[NORTH, SOUTH]), [SOUTHERN], BEFORE) == []


def test_a_folder_that_could_not_be_listed_is_not_called_empty() -> None:
    for failed in (NORTH, NORTH / "2011"):
        unlisted = Listing([], [ReadFailed(failed, "input/output error")], [], (), folders=[ARCHIVE, NORTH, SOUTH])
        assert emptied_folders([ARCHIVE], unlisted, [SOUTHERN], BEFORE) == []
