import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from embeddings.documents import Document, Passage, Sentence
from embeddings.errors import IndexDamaged
from embeddings.index import catalogue as module
from embeddings.index.catalogue import Catalogue, Listed
from embeddings.index.catalogue_writer import CatalogueWriter
from embeddings.index.order import Order
from embeddings.index.segment_catalogue import SegmentCatalogue

RIVER = Document(
    id="north/river.md",
    path="/archive/north/river.md",
    text="The river rose.\n\nIt fell “at dawn” 🌊. The end.",
    sha256="aa" * 32,
    title="The river",
    author="Ana de Souza",
    publisher="The Harbour Post",
    published="2011-04",
    url="https://example.org/river",
    language="en",
)
SEA = Document(id="sea.txt", path="/archive/sea.txt", text="The sea was calm.", sha256="bb" * 32)
EMPTY = Document(id="none.txt", path="/archive/none.txt", text="No passage of this.", sha256="cc" * 32)
PASSAGES = [
    Passage("north/river.md", (Sentence(0, 15), Sentence(17, 36))),
    Passage("north/river.md", (Sentence(37, 45),)),
    Passage("sea.txt", (Sentence(0, 17),)),
]


def write_catalogue(folder: Path, documents: list[Document], passages: list[Passage]) -> Catalogue:
    """Write a catalogue into a folder and open it."""
    with CatalogueWriter(folder) as writer:
        for document in documents:
            writer.add(document, [passage for passage in passages if passage.document_id == document.id])
        writer.finish()
        counts = writer.documents, writer.passages, writer.sentences
    return Catalogue.of_one(folder, *counts)


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    return write_catalogue(tmp_path, [RIVER, EMPTY, SEA], PASSAGES)


def test_documents_come_back_whole(catalogue: Catalogue) -> None:
    assert [catalogue.document(document.id) for document in (RIVER, EMPTY, SEA)] == [RIVER, EMPTY, SEA]


def test_documents_that_state_the_same_are_told_apart_by_their_files(tmp_path: Path) -> None:
    copy = replace(RIVER, id="south/river.md", text="The river fell.")
    other = replace(RIVER, id="west/river.md", published="2012")
    untitled = [replace(SEA, id=name) for name in ("sea.txt", "lake.txt")]
    catalogue = write_catalogue(tmp_path, [RIVER, copy, other, *untitled], [])
    told = {name: catalogue.numbered(number).told_apart for number, name in enumerate(catalogue.ids())}
    assert told == {
        RIVER.id: "north/river.md",
        copy.id: "south/river.md",
        **dict.fromkeys((other.id, "sea.txt", "lake.txt"), ""),
    }


def test_passages_come_back_by_number(catalogue: Catalogue) -> None:
    assert [catalogue.passage(number) for number in range(3)] == PASSAGES


def test_a_passage_leads_to_its_document(catalogue: Catalogue) -> None:
    assert [catalogue.document_of(number) for number in range(3)] == [RIVER, RIVER, SEA]


def test_offsets_tell_which_rows_are_a_passages_sentences(catalogue: Catalogue) -> None:
    assert catalogue.sentence_offsets.tolist() == [0, 2, 3, 4]
    assert catalogue.documents_of_passages.tolist() == [0, 0, 2]


@pytest.mark.parametrize("unknown", ["", "river.md", "NORTH/RIVER.MD", "' OR 1=1 --"])
def test_an_unknown_document_is_none(catalogue: Catalogue, unknown: str) -> None:
    assert catalogue.document(unknown) is None


def test_a_passage_past_the_end_is_an_error(catalogue: Catalogue) -> None:
    with pytest.raises((IndexError, ValueError)):
        catalogue.passage(3)


def test_two_documents_of_one_id_are_refused(tmp_path: Path) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        write_catalogue(tmp_path, [SEA, SEA], [])


def test_documents_are_listed_without_their_texts(catalogue: Catalogue) -> None:
    listed = catalogue.listed()
    assert [(document.id, document.characters, document.passages) for document in listed] == [
        ("north/river.md", len(RIVER.text), 2),
        ("none.txt", len(EMPTY.text), 0),
        ("sea.txt", len(SEA.text), 1),
    ]
    assert listed[0] == Listed(
        id="north/river.md",
        path="/archive/north/river.md",
        sha256="aa" * 32,
        title="The river",
        author="Ana de Souza",
        publisher="The Harbour Post",
        published="2011-04",
        url="https://example.org/river",
        language="en",
        member="",
        sidecar="",
        characters=len(RIVER.text),
        passages=2,
    )
    assert catalogue.listed(1, 1) == [listed[1]]
    assert catalogue.listed(3) == []


def test_all_documents_come_with_their_passages(catalogue: Catalogue) -> None:
    assert list(catalogue) == [(RIVER, PASSAGES[:2]), (EMPTY, []), (SEA, PASSAGES[2:])]


def test_half_of_a_character_is_kept(tmp_path: Path) -> None:
    odd = replace(SEA, text="The sea \ud83c was calm.")
    assert list(write_catalogue(tmp_path, [odd], [])) == [(odd, [])]


@pytest.mark.parametrize(("place", "name"), [(10, "north/river.md"), (-1, "sea.txt")])
def test_a_changed_text_is_found_when_it_is_read(catalogue: Catalogue, tmp_path: Path, place: int, name: str) -> None:
    data = bytearray((tmp_path / "texts.utf8").read_bytes())
    data[place] ^= 1
    (tmp_path / "texts.utf8").write_bytes(data)
    with pytest.raises(IndexDamaged, match=rf"texts\.utf8 was changed after it was written \(in the text of {name}\)"):
        catalogue.document(name)
    assert catalogue.document("none.txt") == EMPTY


def test_several_threads_may_read_at_once(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    # Without the cache every call goes to the database.
    monkeypatch.setattr(catalogue, "_cached", catalogue._read_document)
    with ThreadPoolExecutor(8) as pool:
        read = list(pool.map(lambda n: (catalogue.passage(n % 3), catalogue.document_of(n % 3)), range(300)))
    assert read == [(PASSAGES[n % 3], (RIVER, RIVER, SEA)[n % 3]) for n in range(300)]


def test_documents_used_a_moment_ago_are_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CACHED_DOCUMENTS", 1)
    catalogue = write_catalogue(tmp_path, [RIVER, SEA], PASSAGES)
    first = catalogue.document_of(0)
    assert catalogue.document_of(1) is first
    catalogue.document_of(2)
    again = catalogue.document_of(0)
    assert again == first
    assert again is not first


@pytest.mark.parametrize("name", ["plain", "with space", "a?b#c", "50%41", "índice"])
def test_a_folder_may_have_any_name(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    assert write_catalogue(tmp_path / name, [SEA], [PASSAGES[2]]).passage(0) == PASSAGES[2]


def test_facts_are_those_of_the_documents_in_their_order(catalogue: Catalogue) -> None:
    everything = np.ones(3, dtype=bool)
    assert catalogue.facts.ids.names == ("none.txt", "north/river.md", "sea.txt")
    assert catalogue.facts.publishers.any_of(["The Harbour Post"]).tolist() == [True, False, False]
    assert catalogue.facts.authors.counts(everything) == [(None, 2), ("Ana de Souza", 1)]
    assert catalogue.facts.years.tolist() == [2011, 0, 0]
    assert catalogue.facts.documents_of_passages.tolist() == [0, 0, 2]
    assert catalogue.facts is catalogue.facts


def test_ids_are_looked_up_by_the_end_of_a_path_by_a_text_and_by_a_source(tmp_path: Path) -> None:
    catalogue = write_catalogue(tmp_path, [RIVER, SEA], PASSAGES)
    for path_end in ("river.md", "north/river.md", "archive//north/river.md", "/archive/north/river.md"):
        assert catalogue.ids_at(path_end) == ["north/river.md"]
    assert (catalogue.ids_at("iver.md"), catalogue.ids_at("north"), catalogue.ids_at("")) == ([], [], [])
    assert catalogue.ids_with_text(SEA.text_sha256[:12]) == ["sea.txt"]
    assert catalogue.ids_with_text("0123") == []
    assert catalogue.ids_with_source(SEA.sha256[:8]) == ["sea.txt"]
    assert catalogue.ids_with_source("0123") == []
    assert catalogue.ids() == ["north/river.md", "sea.txt"]
    with closing(sqlite3.connect(tmp_path / "catalogue.sqlite")) as connection:
        for column in ("text_sha256", "sha256"):
            query = f"EXPLAIN QUERY PLAN SELECT id FROM documents WHERE {column} >= 'ab' AND {column} < 'ab' || 'g'"  # noqa: S608
            assert "SEARCH" in str(connection.execute(query).fetchall())


@pytest.fixture
def parted(tmp_path: Path) -> Catalogue:
    """The river and the sea in two segments, in the first of which another document is no longer there."""
    gone = replace(SEA, text="It was rough.", title="Gone")
    parts = []
    for name, documents, passages in (
        ("first", [EMPTY, gone], [replace(PASSAGES[2], sentences=(Sentence(0, 13),))]),
        ("second", [RIVER, SEA], PASSAGES),
    ):
        (tmp_path / name).mkdir()
        write_catalogue(tmp_path / name, documents, passages)
        sentences = sum(len(passage.sentences) for passage in passages)
        parts.append(SegmentCatalogue(tmp_path / name, 2, len(passages), sentences))
    return Catalogue(parts, Order(np.asarray([[1, 0], [0, 0], [1, 1]], np.uint32), parts))


def test_segments_are_read_as_one_archive(parted: Catalogue, tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    whole = write_catalogue(tmp_path / "one", [RIVER, EMPTY, SEA], PASSAGES)
    assert list(parted) == list(whole) == [(RIVER, PASSAGES[:2]), (EMPTY, []), (SEA, PASSAGES[2:])]
    assert parted.documents_of_passages.tolist() == whole.documents_of_passages.tolist()
    assert parted.sentence_offsets.tolist() == whole.sentence_offsets.tolist()
    assert [parted.passage(number) for number in range(3)] == PASSAGES
    assert parted.listed() == whole.listed()
    assert parted.listed(1, 1) == whole.listed(1, 1)
    assert (parted.ids(), parted.files(), parted.text_hashes()) == (whole.ids(), whole.files(), whole.text_hashes())
    assert parted.facts.years.tolist() == [2011, 0, 0]
    assert parted.last_days().tolist() == whole.facts.last_days.tolist()


def test_what_is_no_longer_there_is_found_by_nothing(parted: Catalogue) -> None:
    assert parted.number_of(SEA.id) == 2
    assert parted.document(SEA.id) == SEA
    assert parted.ids_with_source(SEA.sha256) == [SEA.id]
    assert parted.ids_with_text(replace(SEA, text="It was rough.").text_sha256) == []
    assert "Gone" not in [listed.title for listed in parted.listed()]
    with pytest.raises(IndexError, match="no document 3"):
        parted.numbered(3)
