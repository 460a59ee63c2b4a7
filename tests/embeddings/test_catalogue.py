import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from embeddings import catalogue as module
from embeddings.catalogue import Catalogue, write_catalogue
from embeddings.documents import Document, Passage, Sentence

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


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    write_catalogue(tmp_path / "catalogue.sqlite", [RIVER, EMPTY, SEA], PASSAGES)
    return Catalogue(tmp_path / "catalogue.sqlite")


def test_documents_come_back_whole(catalogue: Catalogue) -> None:
    assert [catalogue.document(one.id) for one in (RIVER, EMPTY, SEA)] == [RIVER, EMPTY, SEA]


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
        write_catalogue(tmp_path / "catalogue.sqlite", [SEA, SEA], [])


def test_a_passage_of_no_known_document_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        write_catalogue(tmp_path / "catalogue.sqlite", [SEA], [PASSAGES[0]])


def test_an_opened_catalogue_cannot_be_written(catalogue: Catalogue) -> None:
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        catalogue._connection.execute("DELETE FROM documents")


def test_several_threads_may_read_at_once(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    # Without the cache every call goes to the database.
    monkeypatch.setattr(catalogue, "_cached", catalogue._read_document)
    with ThreadPoolExecutor(8) as pool:
        read = list(pool.map(lambda n: (catalogue.passage(n % 3), catalogue.document_of(n % 3)), range(300)))
    assert read == [(PASSAGES[n % 3], (RIVER, RIVER, SEA)[n % 3]) for n in range(300)]


def test_documents_used_a_moment_ago_are_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CACHED_DOCUMENTS", 1)
    write_catalogue(tmp_path / "catalogue.sqlite", [RIVER, SEA], PASSAGES)
    catalogue = Catalogue(tmp_path / "catalogue.sqlite")
    first = catalogue.document_of(0)
    assert catalogue.document_of(1) is first
    catalogue.document_of(2)
    again = catalogue.document_of(0)
    assert again == first
    assert again is not first


@pytest.mark.parametrize("name", ["plain", "with space", "a?b#c", "50%41", "índice"])
def test_a_folder_may_have_any_name(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    write_catalogue(tmp_path / name / "catalogue.sqlite", [SEA], [PASSAGES[2]])
    assert Catalogue(tmp_path / name / "catalogue.sqlite").passage(0) == PASSAGES[2]
