import os
from collections.abc import Callable
from pathlib import Path

import pytest

from embeddings.building.sources import find_files
from embeddings.building.walking import walk, whole_path

Write = Callable[[str, str | bytes], Path]


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    folder = tmp_path / "sources"
    folder.mkdir()
    return folder.resolve()


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def secret(sources: Path) -> Path:
    """A folder outside of the sources, to which links in them lead: to itself, and to a file in it."""
    folder = sources.parent / "secret"
    (folder / "deep").mkdir(parents=True)
    (folder / "a.txt").write_text("Text.")
    (folder / "deep/b.txt").write_text("Text.")
    (sources / "linked.txt").symlink_to(folder / "a.txt")
    (sources / "folder").symlink_to(folder)
    return folder


def test_links_out_of_the_sources_are_not_followed_and_named(
    sources: Path, secret: Path, index: Path, write: Write
) -> None:
    write("a.txt", "Text.")
    walked = walk([sources], index)
    assert list(walked.files) == [sources / "a.txt"]
    assert [str(link) for link in walked.links] == [
        f"{sources / link}: is a link out of the sources, to {target}, and not followed; name that as a source, or set "
        "LOCCIT_FOLLOW_LINKS=true"
        for link, target in (("folder", secret), ("linked.txt", secret / "a.txt"))
    ]


def test_links_out_of_the_sources_are_followed_if_asked_for(
    sources: Path, secret: Path, index: Path, write: Write
) -> None:
    write("a.txt", "Text.")
    (secret / "back").symlink_to(sources)
    (secret / "round").symlink_to(secret)
    listing = find_files([sources], index, follow_links=True)
    paths = (sources / "a.txt", secret / "a.txt", secret / "deep/b.txt")
    assert dict(listing.files) == {path: "a.txt" if path.parent == sources else path.as_posix() for path in paths}
    assert listing.links == []


def test_a_link_to_another_source_is_followed(sources: Path, secret: Path, index: Path) -> None:
    walked = walk([sources, secret], index)
    assert (set(walked.files), walked.links) == ({secret / "a.txt", secret / "deep/b.txt"}, [])


def test_a_link_within_a_source_adds_no_second_document_and_circles_end(
    sources: Path, index: Path, write: Write
) -> None:
    write("deep/a.txt", "Text.")
    (sources / "b.txt").symlink_to("deep/a.txt")
    (sources / "again").symlink_to("deep")
    (sources / "deep/round").symlink_to(sources)
    walked = walk([sources], index)
    assert (list(walked.files), walked.links) == ([sources / "deep/a.txt"], [])
    assert walked.folders == {sources, sources / "deep"}


def test_a_link_to_what_is_hidden_in_a_source_is_followed(sources: Path, index: Path, write: Write) -> None:
    write(".kept/a.txt", "Text.")
    (sources / "letters").symlink_to(".kept")
    assert list(walk([sources], index).files) == [sources / ".kept/a.txt"]


def test_a_link_to_a_name_that_only_begins_like_a_source_leads_out(sources: Path, index: Path) -> None:
    (sources.parent / "sources-of-others").mkdir()
    (sources / "link").symlink_to(sources.parent / "sources-of-others")
    assert [link.path for link in walk([sources], index).links] == [sources / "link"]


def test_a_link_into_the_index_is_passed_over(sources: Path, write: Write) -> None:
    write("index/generations/a.txt", "Text.")
    (sources / "b.txt").symlink_to("index/generations/a.txt")
    (sources / "generations").symlink_to("index/generations")
    assert walk([sources], sources / "index", follow_links=True).files == {}


def test_a_dead_link_is_a_file_whatever_it_leads_to(sources: Path, index: Path) -> None:
    (sources / "a.txt").symlink_to("nowhere.txt")
    (sources / "b.txt").symlink_to(sources.parent / "nowhere.txt")
    assert set(walk([sources], index).files) == {sources / "nowhere.txt", sources.parent / "nowhere.txt"}


def test_a_circle_of_links_has_a_whole_path_too(sources: Path) -> None:
    (sources / "loop").symlink_to("loop")
    assert os.fspath(whole_path(sources / "loop")) == str(sources / "loop")
