from collections.abc import Callable
from pathlib import Path

import pytest

from embeddings.models.encoder import Encoder
from qa.archive import Archive
from qa.question.filters import Filters

FILES = {
    "a.md": "---\npublisher: The Post\nauthor: Bo Ek\npublished: 2010-06-15\n---\n\nThe river rose.\n",
    "b.md": "---\npublisher: The Post\nauthor: Ana de Souza\npublished: 2009\n---\n\nThe river fell.\n",
    "c.md": "---\npublisher: Another\nauthor: Bo Ek\npublished: 2010-11\n---\n\nThe sea was calm.\n",
    "d.txt": "Nobody says when or where.",
}


@pytest.fixture
def archive(index_of: Callable[[dict[str, str]], Path], encoder: Encoder) -> Archive:
    return Archive.open(index_of(FILES), encoder=encoder)


def test_without_filters_the_whole_archive_is_counted(archive: Archive) -> None:
    facets = archive.facets()
    assert (facets.documents, facets.passages) == (4, archive.manifest.passages)
    assert facets.publishers == (("The Post", 2), ("Another", 1), (None, 1))
    assert facets.authors == (("Bo Ek", 2), ("Ana de Souza", 1), (None, 1))
    assert facets.years == ((2009, 1), (2010, 2), (None, 1))


def test_each_is_counted_under_the_other_filters_but_not_its_own(archive: Archive) -> None:
    facets = archive.facets(Filters(publishers=("The Post",), published_from="2010", undated="leave_out"))
    assert (facets.documents, facets.passages) == (1, 1)
    assert facets.publishers == (("Another", 1), ("The Post", 1)), "of 2010"
    assert facets.authors == (("Bo Ek", 1),), "of 2010 in The Post"
    assert facets.years == ((2009, 1), (2010, 1)), "in The Post"


def test_filters_that_leave_nothing_leave_no_counts_but_of_other_choices(archive: Archive) -> None:
    facets = archive.facets(Filters(publishers=("Another",), published_to="2009", undated="leave_out"))
    assert (facets.documents, facets.passages) == (0, 0)
    assert facets.publishers == (("The Post", 1),)
    assert facets.authors == ()
    assert facets.years == ((2010, 1),)


def test_as_json(archive: Archive) -> None:
    assert archive.facets(Filters(documents=("d.txt", "b.md"))).to_dict() == {
        "documents": 2,
        "passages": 2,
        "publishers": [{"name": "The Post", "documents": 1}, {"name": None, "documents": 1}],
        "authors": [{"name": "Ana de Souza", "documents": 1}, {"name": None, "documents": 1}],
        "years": [{"year": 2009, "documents": 1}, {"year": None, "documents": 1}],
        "languages": [{"code": None, "documents": 2}],
        "speakers": [],
        "to": [],
        "spoken_of": [],
    }


def test_documents_are_counted_by_the_years_that_they_speak_of_whatever_time_is_asked_for(
    index_of: Callable[[dict[str, str]], Path], encoder: Encoder
) -> None:
    files = {
        "a.txt": "In February 2005 they met. In March 2005 they met again. It ended in 2010.",
        "b.md": "---\npublisher: The Post\n---\nIt had begun in 2005. Before that, in the 1990s, nobody met.",
    }
    archive = Archive.open(index_of(files), encoder=encoder)
    assert archive.facets().spoken_of == ((2005, 2), (2010, 1))
    assert archive.facets(Filters(about="2010")).spoken_of == ((2005, 2), (2010, 1))
    assert archive.facets(Filters(publishers=("The Post",))).spoken_of == ((2005, 1),)


def test_who_speaks_and_to_whom_is_counted_by_documents_under_the_other_filters(
    index_of: Callable[[dict[str, str]], Path], encoder: Encoder
) -> None:
    pytest.importorskip("spacy")
    said = "Ana Ruiz told Bo Lind that the lock leaks."
    files = {"a.txt": said, "b.txt": f"{said} Bo Lind said that it does not.", "c.txt": "The lock is old."}
    archive = Archive.open(index_of(files), encoder=encoder)
    assert archive.facets().speakers == (("Ana Ruiz", 2), ("Bo Lind", 1))
    assert archive.facets().to == (("Bo Lind", 2),)
    narrowed = archive.facets(Filters(speakers=("Lind",)))
    assert (narrowed.documents, narrowed.speakers, narrowed.to) == (1, (("Ana Ruiz", 2), ("Bo Lind", 1)), ())
