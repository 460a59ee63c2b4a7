import errno
import json
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from embeddings.building.roots import Root
from embeddings.building.sources import find_files, remember, remembered, remembered_roots, remembering
from embeddings.errors import IndexDamaged, SourceNotFound

Write = Callable[[str, str | bytes], Path]


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    folder = tmp_path / "sources"
    folder.mkdir()
    return folder.resolve()


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return tmp_path / "index"


def test_files_of_a_folder_come_in_the_order_of_their_ids(sources: Path, index: Path, write: Write) -> None:
    for name in ("b.txt", "a/z.txt", "a.txt", "c/d/e.md"):
        write(name, "Text.")
    assert find_files([sources], index).files == [
        (sources / "a.txt", "a.txt"),
        (sources / "a/z.txt", "a/z.txt"),
        (sources / "b.txt", "b.txt"),
        (sources / "c/d/e.md", "c/d/e.md"),
    ]


def test_an_empty_folder_has_no_files(sources: Path, index: Path) -> None:
    assert find_files([sources], index).files == []


def test_a_single_file_is_named_without_its_folder(index: Path, write: Write) -> None:
    path = write("deep/down/a.txt", "Text.")
    assert find_files([path], index).files == [(path.resolve(), "a.txt")]


def test_hidden_files_and_folders_are_passed_over(sources: Path, index: Path, write: Write) -> None:
    for name in (".hidden.txt", ".git/config.txt", "a/.cache/b.txt", "a/seen.txt"):
        write(name, "Text.")
    assert find_files([sources], index).files == [(sources / "a/seen.txt", "a/seen.txt")]


def test_a_hidden_file_or_folder_that_is_named_as_source_is_read(sources: Path, index: Path, write: Write) -> None:
    path = write(".letters/.one.txt", "Text.")
    write(".letters/two.txt", "Text.")
    assert find_files([path], index).files == [(sources / ".letters/.one.txt", ".one.txt")]
    assert find_files([path.parent], index).files == [(sources / ".letters/two.txt", "two.txt")]


def test_an_index_inside_the_source_folder_is_left_out(sources: Path, write: Write) -> None:
    write("a.txt", "Text.")
    write("index/generations/1/manifest.txt", "Text.")
    write("index-of-names.txt", "Text.")
    assert [name for _, name in find_files([sources], sources / "index").files] == ["a.txt", "index-of-names.txt"]


def test_an_index_reached_by_a_link_is_left_out(sources: Path, tmp_path: Path, write: Write) -> None:
    write("a.txt", "Text.")
    write("index/CURRENT.txt", "Text.")
    (tmp_path / "link").symlink_to(sources / "index")
    assert find_files([sources], tmp_path / "link").files == [(sources / "a.txt", "a.txt")]


def test_a_file_given_several_times_is_read_once(sources: Path, index: Path, write: Write) -> None:
    path = write("a/b.txt", "Text.")
    write("a/c.txt", "Text.")
    files = find_files([sources, sources / "a", path, sources / "a" / ".." / "a" / "b.txt"], index).files
    assert files == [(sources / "a/b.txt", "a/b.txt"), (sources / "a/c.txt", "a/c.txt")]


def test_a_link_to_a_file_of_the_sources_adds_no_second_document(sources: Path, index: Path, write: Write) -> None:
    path = write("a.txt", "Text.")
    (sources / "b.txt").symlink_to(path)
    assert find_files([sources], index).files == [(sources / "a.txt", "a.txt")]


def test_a_source_that_is_itself_a_link_to_a_folder_is_read(
    sources: Path, tmp_path: Path, index: Path, write: Write
) -> None:
    write("a.txt", "Text.")
    (tmp_path / "link").symlink_to(sources)
    assert find_files([tmp_path / "link"], index).files == [(sources / "a.txt", "a.txt")]


def test_a_link_that_points_to_itself_does_not_stop_the_others(sources: Path, index: Path, write: Write) -> None:
    write("a.txt", "Text.")
    (sources / "loop.txt").symlink_to("loop.txt")
    assert (sources / "a.txt", "a.txt") in find_files([sources], index).files


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has file names that are no text")
def test_a_byte_of_a_name_that_is_no_utf_8_is_escaped(sources: Path, index: Path) -> None:
    path = sources / os.fsdecode(b"caf\xe9.txt")
    path.write_text("Text.")
    assert find_files([sources], index).files == [(path, "caf\\xe9.txt")]


def test_ids_of_several_sources_are_unique(tmp_path: Path, index: Path) -> None:
    for name in ("north/a.txt", "south/a.txt", "south/deep/a.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("Text.")
    files = find_files([tmp_path / "south", tmp_path / "north"], index).files
    assert [name for _, name in files] == ["north/a.txt", "south/a.txt", "south/deep/a.txt"]


def test_a_home_folder_may_be_written_as_a_tilde(
    sources: Path, index: Path, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("a.txt", "Text.")
    monkeypatch.setenv("HOME", str(sources.parent))
    assert find_files([Path("~/sources")], index).files == [(sources / "a.txt", "a.txt")]


def test_a_source_that_is_not_there_is_absent_and_not_empty(sources: Path, index: Path, write: Write) -> None:
    write("a.txt", "Text.")
    (sources / "loop").symlink_to("loop")
    listing = find_files([sources / "nowhere", sources / "loop", sources], index)
    assert (listing.absent, listing.failed) == ([sources / "nowhere", sources / "loop"], [])
    assert (sources / "a.txt", "a.txt") in listing.files


def test_a_folder_that_cannot_be_listed_is_named_and_the_rest_is_read(
    sources: Path, index: Path, write: Write, fail_at: Callable[..., None]
) -> None:
    write("a.txt", "Text.")
    write("locked/b.txt", "Text.")
    write("locked/deep/c.txt", "Text.")
    fail_at("scandir", sources / "locked", errno.ESTALE)
    listing = find_files([sources], index)
    assert listing.files == [(sources / "a.txt", "a.txt")]
    assert [str(error) for error in listing.failed] == [f"{sources / 'locked'}: stale file handle"]


def test_a_folder_whose_listing_breaks_off_is_named_and_nothing_of_it_is_read(
    sources: Path, index: Path, write: Write, fail_at: Callable[..., None]
) -> None:
    write("a.txt", "Text.")
    for name in ("b.txt", "c.txt", "d.txt"):
        write(f"broken/{name}", "Text.")
    fail_at("scandir after one", sources / "broken", errno.EIO)
    listing = find_files([sources], index)
    assert listing.files == [(sources / "a.txt", "a.txt")]
    assert [str(error) for error in listing.failed] == [f"{sources / 'broken'}: input/output error"]


def test_a_source_that_cannot_be_looked_at_is_no_absent_one(
    sources: Path, index: Path, write: Write, fail_at: Callable[..., None]
) -> None:
    write("a.txt", "Text.")
    fail_at("stat", sources, errno.EACCES)
    listing = find_files([sources], index)
    assert (listing.files, listing.absent) == ([], [])
    assert [str(error) for error in listing.failed] == [f"{sources}: permission denied"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_no_source(tmp_path: Path, index: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(SourceNotFound, match=r"pipe\.txt is neither a file nor a folder"):
        find_files([tmp_path / "pipe.txt"], index)


def test_without_sources_there_are_no_files(index: Path) -> None:
    assert find_files([], index).files == []


def test_sources_are_remembered_by_their_whole_paths(
    tmp_path: Path, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    remember(index, [Path("north"), tmp_path / "south" / ".." / "south"])
    assert remembered(index) == [tmp_path.resolve() / "north", tmp_path.resolve() / "south"]
    remember(index, [])
    assert remembered(index) == []


def test_an_index_may_remember_no_sources_yet(index: Path) -> None:
    assert remembered(index) is None
    index.mkdir()
    assert remembered(index) is None


def test_an_index_that_remembers_none_follows_what_it_was_built_from(
    sources: Path, index_of: Callable[[dict[str, str]], Path]
) -> None:
    index = index_of({"a.txt": "The sea was calm."})
    (index / "sources.json").unlink()
    assert remembered(index) == [sources]


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"sources": 1}'])
def test_remembered_sources_that_cannot_be_read_are_damage(index: Path, content: str) -> None:
    index.mkdir()
    (index / "sources.json").write_text(content)
    with pytest.raises(IndexDamaged) as raised:
        remembered(index)
    assert str(raised.value) == (
        f"{index / 'sources.json'} is not what loccit wrote; name the sources again with: qa rebuild SOURCE... "
        f"--index {index}"
    )


def test_roots_are_remembered_beside_the_sources(sources: Path, index: Path, write: Write) -> None:
    write("a.txt", "Text.")
    remember(index, [sources], find_files([sources], index).roots)
    remember(index, [sources, sources.parent])
    assert remembered_roots(index) == (Root(str(sources)),)
    listing = find_files([sources.parent], index, remembered_roots(index))
    assert listing.roots == (Root(str(sources)), Root(str(sources.parent), sources.parent.name))


def test_an_index_of_an_older_version_keeps_its_ids_when_a_source_is_added(
    sources: Path, index_of: Callable[[dict[str, str]], Path], tmp_path: Path
) -> None:
    index = index_of({"2011/a.txt": "The sea was calm."})
    # As older versions wrote it, after `qa sources add` and before the next rebuild.
    (index / "sources.json").write_text(json.dumps({"sources": [str(sources), str(tmp_path / "added")]}))
    (tmp_path / "added").mkdir()
    (tmp_path / "added/b.txt").write_text("The river rose.")
    listing = find_files([sources, tmp_path / "added"], index, remembered_roots(index))
    assert [name for _, name in listing.files] == ["2011/a.txt", "added//b.txt"]


@pytest.mark.parametrize("content", ['{"sources": ["/x"], "roots": 1}', '{"roots": [{"folder": "/x"}]}', "no JSON"])
def test_roots_that_cannot_be_read_are_those_that_an_older_version_would_have_had(
    sources: Path, index_of: Callable[[dict[str, str]], Path], content: str
) -> None:
    index = index_of({"a.txt": "The sea was calm."})
    (index / "sources.json").write_text(content)
    assert remembered_roots(index) == (Root(str(sources)),)


@pytest.mark.parametrize("is_first", [True, False])
def test_sources_are_as_they_were_where_their_generation_is_not_published(
    sources: Path, index: Path, *, is_first: bool
) -> None:
    if not is_first:
        remember(index, [sources])
    before = remembered(index)
    with suppress(KeyboardInterrupt), remembering(index, [sources / "other"], ()):
        assert remembered(index) == [sources / "other"]
        raise KeyboardInterrupt
    assert remembered(index) == before
    assert [path.name for path in index.iterdir()] == ([] if is_first else ["sources.json"])


def test_nothing_but_the_new_sources_is_left_where_their_generation_is_published(sources: Path, index: Path) -> None:
    remember(index, [sources])
    with remembering(index, [sources / "other"], (Root(str(sources)),)):
        pass
    assert remembered(index) == [sources / "other"]
    assert [path.name for path in index.iterdir()] == ["sources.json"]
