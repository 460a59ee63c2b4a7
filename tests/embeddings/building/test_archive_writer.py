"""What stays is shared, what changes is written, and documents stand in the order of the archive."""

from collections.abc import Callable
from pathlib import Path

import pytest

from embeddings.building import merging
from embeddings.building.archive_writer import ArchiveWriter
from embeddings.building.rebuild import rebuild
from embeddings.documents import Document
from embeddings.generations.store import Generation, open_generation
from embeddings.models.encoder import Encoder

Index = Callable[[dict[str, str]], Path]


@pytest.fixture
def previous(index_of: Index, monkeypatch: pytest.MonkeyPatch) -> Generation:
    monkeypatch.setattr(merging, "SMALLEST", 1)
    monkeypatch.setattr(merging, "TIMES", 1)
    return open_generation(index_of({"a.txt": "The sea.", "b.txt": "The river.", "c.txt": "The lake."}))


def made(name: str) -> Document:
    return Document(name, f"/{name}", "It rained.", "0" * 64)


def test_documents_that_stay_are_shared_and_others_stand_between_them(previous: Generation, tmp_path: Path) -> None:
    staying = {"a.txt": range(0, 1), "c.txt": range(2, 3)}
    with ArchiveWriter(tmp_path / "new", previous, staying=staying, read=1) as writer:
        assert writer.share("a.txt")
        assert not writer.share("b.txt")
        writer.add(made("b.txt"))
        assert writer.share("c.txt")
        written = writer.finish()
    assert (written.shared, written.new and written.new.documents) == ([0], 1)
    assert written.placed.tolist() == [[0, 0], [1, 0], [0, 2]]


def test_a_segment_that_is_written_anew_is_copied(previous: Generation, tmp_path: Path) -> None:
    staying = {"a.txt": range(0, 1)}
    with ArchiveWriter(tmp_path / "new", previous, staying=staying, read=5) as writer:
        assert not writer.share("a.txt")
        writer.copy(0, "a.txt", "/a.txt")
        written = writer.finish()
    assert (written.shared, written.placed.tolist()) == ([], [[0, 0]])
    with pytest.raises(ValueError, match="no generation to copy"), ArchiveWriter(tmp_path / "other") as alone:
        alone.copy(0, "a.txt", "/a.txt")


def test_where_nothing_is_written_there_is_no_new_segment(previous: Generation, tmp_path: Path) -> None:
    staying = {name: range(number, number + 1) for number, name in enumerate(("a.txt", "b.txt", "c.txt"))}
    with ArchiveWriter(tmp_path / "new", previous, staying=staying) as writer:
        assert [writer.share(name) for name in staying] == [True] * 3
        written = writer.finish()
    assert written.new is None
    assert list((tmp_path / "new" / "segments").iterdir()) == []


def test_two_documents_of_one_id_are_noticed_whichever_is_shared(previous: Generation, tmp_path: Path) -> None:
    staying = {name: range(number, number + 1) for number, name in enumerate(("a.txt", "b.txt", "c.txt"))}
    with ArchiveWriter(tmp_path / "new", previous, staying=staying, read=1) as writer:
        assert writer.share("a.txt")
        assert writer.has("a.txt")
        # b.txt is about to be written by another file: the one of before is no longer shared without a look.
        assert not writer.has("b.txt")
        assert not writer.share("b.txt")
        assert writer.share("c.txt")
        writer.add(made("x.txt"))
        assert writer.has("x.txt")


def test_a_file_that_is_a_copy_of_one_that_stays_is_a_document_of_its_own(
    previous: Generation, tmp_path: Path, encoder: Encoder
) -> None:
    sources, index = tmp_path / "sources", previous.folder.parents[1]
    (sources / "0.txt").write_bytes((sources / "b.txt").read_bytes())
    rebuild([sources], index, lambda: encoder)
    now = open_generation(index)
    assert now.catalogue.ids() == ["0.txt", "a.txt", "b.txt", "c.txt"]
    assert [segment.shape.documents for segment in now.segments] == [3, 1]
    assert now.catalogue.numbered(0).text == now.catalogue.numbered(2).text == "The river."
