import sqlite3
from pathlib import Path

import numpy as np

from embeddings.documents import Document, Fact, Place
from embeddings.index.catalogue import Catalogue
from embeddings.index.catalogue_writer import CatalogueWriter
from embeddings.index.particulars import Particulars, read_particulars, write_particulars
from embeddings.index.segment_catalogue import SegmentCatalogue
from embeddings.text.splitting import passages

FACTS = (Fact("author", "Ana", "mail header"), Fact("author", "Bo", "mail header"), Fact("to", "Eva", "mail header"))
PLACES = (Place("page", "1", 0, 9), Place("page", "2", 9, 20))


def test_facts_and_places_keep_their_order_and_their_document() -> None:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE facts (number, name, value, origin)")
    connection.execute("CREATE TABLE places (number, kind, name, start, end)")
    write_particulars(connection, 3, Particulars(FACTS, PLACES))
    write_particulars(connection, 4, Particulars((), PLACES[:1]))
    assert read_particulars(connection, 3) == Particulars(FACTS, PLACES)
    assert read_particulars(connection, 4) == Particulars((), PLACES[:1])
    assert read_particulars(connection, 5) == Particulars((), ())


def test_a_copied_document_has_its_facts_and_places(tmp_path: Path) -> None:
    document = Document("a", "/a", "It rose. It fell again.", "0" * 64, facts=FACTS, places=PLACES, member="")
    (tmp_path / "first").mkdir()
    (tmp_path / "second").mkdir()
    with CatalogueWriter(tmp_path / "first") as writer:
        writer.add(document, passages(document))
        writer.finish()
    first = SegmentCatalogue(tmp_path / "first", 1, 1, 2)
    with CatalogueWriter(tmp_path / "second") as writer:
        writer.copy(first, 0, "b", "/b")
        writer.finish()
    copied = Catalogue.of_one(tmp_path / "second", 1, 1, 2).numbered(0)
    assert (copied.id, copied.facts, copied.places) == ("b", FACTS, PLACES)
    assert np.array_equal(first.documents_of_passages, [0])
