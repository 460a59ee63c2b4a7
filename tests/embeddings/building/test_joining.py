"""Segments are shared by hard links, and what comes of all documents is that of a full rebuild."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from embeddings.building import merging
from embeddings.building.rebuild import rebuild
from embeddings.files import disk
from embeddings.generations.layout import CODES
from embeddings.generations.manifest import read_manifest
from embeddings.generations.publishing import roll_back
from embeddings.generations.segment import segment_folder
from embeddings.generations.store import open_generation
from embeddings.generations.verify import verify
from embeddings.index import coarse
from embeddings.models.encoder import Encoder

Write = Callable[[str, str | bytes], Path]
Rebuild = Callable[..., Path]


@pytest.fixture
def again(
    sources: Path, index: Path, write: Write, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> Callable[[], Path]:
    """An index of four documents; each call rebuilds it, and returns the folder of the current generation."""
    monkeypatch.setattr(merging, "SMALLEST", 1)
    monkeypatch.setattr(merging, "TIMES", 1)
    for number in range(4):
        write(f"{number}.txt", f"Boat{number} sank. The crew swam ashore on Monday, as the others had done before.")

    def rebuilt() -> Path:
        rebuild([sources], index, lambda: encoder)
        return open_generation(index).folder

    rebuilt()
    return rebuilt


def files(folder: Path) -> dict[str, Path]:
    return {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}


def test_the_files_of_a_shared_segment_are_the_same_files(again: Callable[[], Path], index: Path, write: Write) -> None:
    before = open_generation(index).folder
    write("4.txt", "Boat4 sank.")
    now = again()
    shared = files(segment_folder(before, 0))
    assert len(shared) > 20
    assert all(path.samefile(segment_folder(now, 0) / name) for name, path in shared.items())
    old, new = open_generation(index).manifest.files, read_manifest(index).files
    assert {name: old[name] for name in new if name.startswith("segments/0/")}
    assert [segment.documents for segment in read_manifest(index).segments] == [4, 1]
    assert verify(index).damaged == ()


def test_where_files_get_no_second_name_they_are_copied(
    again: Callable[[], Path], index: Path, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*_: object) -> None:
        raise OSError(1, "Operation not permitted")

    before = open_generation(index).folder
    monkeypatch.setattr(Path, "hardlink_to", no_links)
    write("4.txt", "Boat4 sank.")
    now = again()
    for name, path in files(segment_folder(before, 0)).items():
        copied = segment_folder(now, 0) / name
        assert copied.read_bytes() == path.read_bytes()
        assert not copied.samefile(path)
    assert verify(index).damaged == ()


def test_only_what_is_new_is_read_for_its_checksums(
    again: Callable[[], Path], write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    settled: list[Path] = []
    sync = disk.sync
    monkeypatch.setattr(disk, "sync", lambda path: settled.append(path) or sync(path))
    write("4.txt", "Boat4 sank.")
    again()
    # The folders are new, and hold the names.
    assert not [path for path in settled if "segments/0/" in path.as_posix() and path.suffix]
    assert [path for path in settled if "segments/1/" in path.as_posix()]


def test_a_removed_document_is_in_the_shared_files_and_nowhere_else(
    again: Callable[[], Path], index: Path, sources: Path, encoder: Encoder
) -> None:
    (sources / "1.txt").unlink()
    again()
    now = open_generation(index)
    assert [segment.shape.documents for segment in now.segments] == [4]
    assert now.catalogue.ids() == ["0.txt", "2.txt", "3.txt"]
    manifest = now.manifest
    assert (manifest.documents, manifest.passages, manifest.sentences) == (3, 3, 6)
    assert not now.lexical.holds("boat1")
    assert now.lexical.holding("monday").tolist() == [0, 1, 2]
    numbers, cosines = now.passages.search(encoder.vectors(["Boat1 sank."])[0], 10)
    assert (sorted(numbers.tolist()), len(cosines)) == ([0, 1, 2], 3)
    # One goes back to it all the same.
    roll_back(index)
    assert open_generation(index).lexical.holds("boat1")


def test_a_segment_gets_its_codes_once_the_archive_is_searched_by_them(
    again: Callable[[], Path], index: Path, write: Write, monkeypatch: pytest.MonkeyPatch, encoder: Encoder
) -> None:
    assert not (segment_folder(open_generation(index).folder, 0) / CODES).exists()
    monkeypatch.setattr(coarse, "EXACT_UP_TO", 4)
    write("4.txt", "Boat4 sank.")
    folder = again()
    assert (segment_folder(folder, 0) / CODES).exists()
    generation = open_generation(index)
    assert (generation.manifest.search, len(generation.segments)) == ("approximate", 2)
    query = encoder.vectors(["Boat4 sank."])[0]
    numbers, _ = generation.passages.search(query, 1)
    assert numbers.tolist() == [4]
    np.testing.assert_array_equal(generation.passages.vector(4), query.astype(np.float16).astype(np.float32))


def test_reprints_are_found_across_segments(again: Callable[[], Path], index: Path, write: Write) -> None:
    for name in ("5.txt", "6.txt"):
        write(name, "A ferry from Oman brought the mail of the whole island at last.")
        again()
    now = open_generation(index)
    assert len(now.segments) == 2
    # The first four say nearly the same, too.
    assert now.reprints.origins.tolist() == [0, 0, 0, 0, 4, 4]
