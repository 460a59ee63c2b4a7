import time
from pathlib import Path

import pytest

from embeddings.building.changes import SourceFile
from embeddings.building.indexed_files import IndexedFiles
from embeddings.building.keeping import below, described, keep, kept
from embeddings.building.sources import Listing
from embeddings.errors import ReadFailed, UnreadableFile


@pytest.mark.parametrize(
    ("place", "paths"),
    [
        ("/a/b", ["/a/b", "/a/b/c", "/a/b/d/e"]),
        ("/a", ["/a/b", "/a/b!", "/a/b-c", "/a/b/c", "/a/b/d/e", "/a/b0"]),
        ("/a/b/c", ["/a/b/c"]),
        ("/", ["/a/b", "/a/b!", "/a/b-c", "/a/b/c", "/a/b/d/e", "/a/b0", "/b"]),
        ("/a/x", []),
    ],
)
def test_what_lies_below_a_place_is_no_name_that_only_begins_alike(place: str, paths: list[str]) -> None:
    every = sorted(["/a/b", "/a/b!", "/a/b-c", "/a/b/c", "/a/b/d/e", "/a/b0", "/b"])
    assert below(every, place) == paths
    assert below([], place) == []


def test_without_a_failure_the_files_are_as_they_were() -> None:
    files = [SourceFile(Path("/a/b.txt"), "b.txt", range(1)), SourceFile(Path("/a/c.png"), "c.png", reason="no reader")]
    assert keep(files, Listing([], [], [], ()), IndexedFiles(), None) == (files, [])


def test_without_a_generation_a_failure_keeps_nothing_and_is_named() -> None:
    failed, locked = ReadFailed(Path("/a/b.txt"), "is stale"), ReadFailed(Path("/a/locked"), "permission denied")
    files = [SourceFile(Path("/a/b.txt"), "b.txt", reason="is stale", failure=failed)]
    assert keep(files, Listing([], [locked], [], ()), IndexedFiles(), None) == ([], [locked, failed])
    with pytest.raises(ValueError, match=r"no generation has a document of /a/b\.txt"):
        kept("/a/b.txt", "b.txt", IndexedFiles(), None)


def test_very_many_failures_take_no_quadratic_time() -> None:
    locked = [ReadFailed(Path(f"/a/{number}"), "permission denied") for number in range(20_000)]
    begun = time.thread_time()
    assert keep([], Listing([], locked, [], ()), IndexedFiles(), None)[1] == locked
    # 0.1 s; 4 s where each failure was looked for among all.
    assert time.thread_time() - begun < 2


def test_a_failure_says_how_many_documents_stay_and_when_the_latest_was_seen() -> None:
    stays = [
        SourceFile(
            Path(f"/a/{day}.txt"), f"{day}.txt", range(day, day + 1), not_seen_since=f"2011-04-0{day}T10:00:00+00:00"
        )
        for day in (1, 2)
    ]
    failure = ReadFailed(Path("/a"), "is stale")
    assert str(described(failure, stays)) == (
        "/a: is stale; its 2 documents stay as they were, not seen since 2011-04-02"
    )
    assert str(described(failure, stays[:1])) == (
        "/a: is stale; its document stays as it was, not seen since 2011-04-01"
    )
    assert described(failure, []) is failure


def test_a_dead_link_without_a_document_is_a_file_that_cannot_be_read_and_no_failure() -> None:
    error = described(ReadFailed(Path("/a/link"), "no such file or directory", is_gone=True), [])
    assert (type(error), str(error)) == (UnreadableFile, "/a/link: no such file or directory")
