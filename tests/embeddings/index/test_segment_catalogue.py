import sqlite3
from pathlib import Path

import pytest

from embeddings.errors import IndexDamaged
from embeddings.index.segment_catalogue import SegmentCatalogue
from tests.embeddings.index.test_catalogue import EMPTY, PASSAGES, RIVER, SEA, write_catalogue


@pytest.fixture
def segment(tmp_path: Path) -> SegmentCatalogue:
    write_catalogue(tmp_path, [RIVER, EMPTY, SEA], PASSAGES)
    return SegmentCatalogue(tmp_path, 3, 3, 4)


def test_documents_are_read_by_their_rows(segment: SegmentCatalogue) -> None:
    assert [segment.read_document(row) for row in range(3)] == [RIVER, EMPTY, SEA]
    row = segment.row(2)
    assert (row["id"], row["first_passage"], row["end_passage"]) == ("sea.txt", 2, 3)
    assert segment.sentence_offsets.tolist() == [0, 2, 3, 4]
    assert segment.documents_of_passages.tolist() == [0, 0, 2]
    with pytest.raises(IndexError, match="no document 3"):
        segment.row(3)


def test_it_cannot_be_written(segment: SegmentCatalogue) -> None:
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        segment.rows("DELETE FROM documents")


def test_a_changed_text_is_damage(segment: SegmentCatalogue, tmp_path: Path) -> None:
    data = bytearray((tmp_path / "texts.utf8").read_bytes())
    data[-1] ^= 1
    (tmp_path / "texts.utf8").write_bytes(data)
    with pytest.raises(IndexDamaged, match=r"in the text of sea\.txt"):
        segment.read_document(2)
