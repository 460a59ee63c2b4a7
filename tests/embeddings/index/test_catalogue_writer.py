from dataclasses import replace
from pathlib import Path

import pytest

from embeddings.index.catalogue import Catalogue
from embeddings.index.catalogue_writer import CatalogueWriter
from embeddings.index.segment_catalogue import SegmentCatalogue
from tests.embeddings.index.test_catalogue import EMPTY, PASSAGES, RIVER, SEA, write_catalogue


@pytest.fixture
def segment(tmp_path: Path) -> SegmentCatalogue:
    write_catalogue(tmp_path, [RIVER, EMPTY, SEA], PASSAGES)
    return SegmentCatalogue(tmp_path, 3, 3, 4)


def test_a_copied_document_is_the_same_under_its_new_name(segment: SegmentCatalogue, tmp_path: Path) -> None:
    (tmp_path / "copy").mkdir()
    with CatalogueWriter(tmp_path / "copy") as writer:
        writer.copy(segment, 2, "a.txt", "/elsewhere/a.txt")
        writer.copy(segment, 0, RIVER.id, RIVER.path)
        writer.finish()
    copied = Catalogue.of_one(tmp_path / "copy", 2, 3, 4)
    renamed = replace(SEA, id="a.txt", path="/elsewhere/a.txt")
    assert list(copied) == [(renamed, [replace(PASSAGES[2], document_id="a.txt")]), (RIVER, PASSAGES[:2])]


def test_a_document_that_no_rebuild_sees_now_is_marked(tmp_path: Path) -> None:
    with CatalogueWriter(tmp_path) as writer:
        writer.add(EMPTY, [])
        writer.add(SEA, PASSAGES[2:])
        writer.mark_unseen("2011-04-05T10:00:00+00:00")
        writer.finish()
    catalogue = Catalogue.of_one(tmp_path, 2, 1, 1)
    assert catalogue.unseen == {1: "2011-04-05T10:00:00+00:00"}
    assert [document.not_seen_since for document in catalogue.listed()] == [None, "2011-04-05T10:00:00+00:00"]


def test_a_passage_of_another_document_is_refused(tmp_path: Path) -> None:
    with CatalogueWriter(tmp_path) as writer, pytest.raises(ValueError, match=r"north/river\.md .* sea\.txt"):
        writer.add(SEA, [PASSAGES[0]])


def test_it_is_known_which_documents_were_written(tmp_path: Path) -> None:
    with CatalogueWriter(tmp_path) as writer:
        writer.add(EMPTY, [])
        assert (writer.has(EMPTY.id), writer.has(SEA.id)) == (True, False)
