from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.building.roots import Root, assign, document_id
from embeddings.building.sources import find_files, remember, remembered_roots

# Nested folders and folders of the same name, each with files of the same names, and single files.
FOLDERS = ("reports", "reports/2011", "x", "x/reports", "x/reports/2011", "y/reports", "y/reports-2", "x-2", ".")
FILES = tuple(f"{folder}/{name}" for folder in FOLDERS for name in ("a.txt", "b.txt"))


@pytest.fixture(scope="module")
def tree() -> Iterator[Path]:
    with TemporaryDirectory() as name:
        folder = Path(name).resolve() / "top"
        for file in FILES:
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            (folder / file).write_text("Text.")
        yield folder


def folders(tmp_path: Path, *names: str) -> list[Path]:
    paths = [tmp_path.resolve() / name for name in names]
    for path in paths:
        path.mkdir(parents=True, exist_ok=True)
    return paths


def test_ids_are_paths_below_the_folder_that_the_first_sources_have_in_common(tmp_path: Path) -> None:
    alone, north, south = folders(tmp_path, "alone", "d/north", "d/south")
    assert document_id(f"{alone}/2011/a.md", assign([alone], ())) == "2011/a.md"
    assert document_id(f"{south}/a.md", assign([north, south], ())) == "south/a.md"


def test_a_source_added_later_is_told_apart_by_its_name_and_changes_no_id(tmp_path: Path) -> None:
    corpus, added = folders(tmp_path, "corpus", "elsewhere/added")
    roots = assign([corpus, added], assign([corpus], ()))
    assert document_id(f"{corpus}/added/a.md", roots) == "added/a.md"
    assert document_id(f"{added}/a.md", roots) == "added//a.md"


def test_sources_of_the_same_name_are_numbered_as_they_came(tmp_path: Path) -> None:
    first, second, third = folders(tmp_path, "first", "x/reports", "y/reports")
    roots = assign([first, second, third], assign([first], ()))
    ids = [document_id(f"{folder}/a.md", roots) for folder in (first, second, third)]
    assert ids == ["a.md", "reports//a.md", "reports-2//a.md"]
    again = assign([third, first], assign([third], roots))
    assert document_id(f"{third}/a.md", again) == "reports-2//a.md"
    assert document_id(f"{second}/a.md", assign([second, third], again)) == "reports//a.md"


def test_a_folder_around_a_source_takes_none_of_its_ids(tmp_path: Path) -> None:
    inner, outer = folders(tmp_path, "x/reports", "x")
    for order in ([inner, outer], [outer, inner]):
        roots = assign(order, assign([inner], ()))
        assert document_id(f"{inner}/a.md", roots) == "a.md"
        assert document_id(f"{outer}/b.md", roots) == "x//b.md"


def test_a_single_file_added_later_is_named_by_its_folder(tmp_path: Path) -> None:
    first, letters = folders(tmp_path, "first", "letters")
    (letters / "a.md").write_text("Text.")
    roots = assign([first, letters / "a.md"], assign([first], ()))
    assert document_id(f"{letters}/a.md", roots) == "letters//a.md"
    assert assign([first, letters], roots) == roots


def test_a_source_that_was_moved_keeps_its_ids(tmp_path: Path) -> None:
    first, before = folders(tmp_path, "first", "before/reports")
    roots = assign([first, before], assign([first], ()))
    (moved,) = folders(tmp_path, "after/reports")
    copied = assign([first, moved], roots)
    assert document_id(f"{moved}/a.md", copied) == "reports-2//a.md"
    before.rmdir()
    assert document_id(f"{moved}/a.md", assign([first, moved], roots)) == "reports//a.md"
    # It is missing, and not moved, while it is followed.
    assert document_id(f"{moved}/a.md", assign([first, before, moved], roots)) == "reports-2//a.md"


def test_an_archive_that_was_moved_as_a_whole_keeps_its_ids(tmp_path: Path) -> None:
    before, moved = folders(tmp_path, "before", "mounted/elsewhere")
    assert document_id(f"{moved}/2011/a.md", assign([moved], assign([before], ()))) == "2011/a.md"


def test_without_sources_roots_stay_as_they_are(tmp_path: Path) -> None:
    roots = (Root(str(tmp_path)),)
    assert assign([], roots) == roots


def test_a_source_that_is_not_there_has_no_root_yet(tmp_path: Path) -> None:
    (first,) = folders(tmp_path, "first")
    roots = assign([first], ())
    assert assign([first, tmp_path.resolve() / "nowhere"], roots) == roots


def test_a_file_below_no_root_is_named_by_its_whole_path() -> None:
    assert document_id("/elsewhere/a.md", (Root("/else", "else"), Root("/"))) == "elsewhere/a.md"
    assert document_id("/elsewhere/a.md", (Root("/else", "else"),)) == "/elsewhere/a.md"


@given(
    st.lists(st.lists(st.sampled_from(FOLDERS + FILES), min_size=1, max_size=5, unique=True), min_size=2, max_size=6)
)
def test_no_adding_removing_or_reordering_of_sources_changes_an_id(tree: Path, rounds: list[list[str]]) -> None:
    with TemporaryDirectory() as name:
        index, before = Path(name) / "index", dict[Path, str]()
        for names in rounds:
            sources = [tree / name for name in names]
            listing = find_files(sources, index, remembered_roots(index))
            remember(index, sources, listing.roots)
            ids = dict(listing.files)
            assert len(set(ids.values())) == len(ids)
            assert {path: ids[path] for path in ids.keys() & before.keys()} == {
                path: before[path] for path in ids.keys() & before.keys()
            }
            before = ids
