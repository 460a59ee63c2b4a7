"""A file of what a user keeps, and excerpts of a small archive to keep."""

from collections.abc import Callable
from pathlib import Path

import pytest

from embeddings.documents import Document
from embeddings.generations.store import open_generation
from qa.answers import Excerpt

WORDS = "Kerry told Barnier that sanctions remained an alternative."


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "kept" / "ana.sqlite"


@pytest.fixture
def sentence() -> Callable[[str], Excerpt]:
    """Make an excerpt of a document that has only these words."""

    def of(words: str) -> Excerpt:
        document = Document(id="a.txt", path="/a.txt", text=words, sha256="ab" * 32, title="A", published="2010-11")
        return Excerpt(document, 0, len(words), words, 1.0)

    return of


@pytest.fixture
def archive(index_of: Callable[[dict[str, str]], Path]) -> Path:
    """The index of two documents, the first with title, author and date."""
    return index_of(
        {
            "paris.md": f"---\ntitle: Kerry in Paris\nauthor: Ana Ruiz\ndate: 2005-02-04\n---\n{WORDS} He flew home.\n",
            "oman.txt": "The sultan of Oman invited both sides to Muscat. They came in secret and left at night.",
        }
    )


@pytest.fixture
def excerpt(archive: Path) -> Excerpt:
    document = open_generation(archive).catalogue.document("paris.md")
    assert document is not None
    return Excerpt(document, 0, len(WORDS), WORDS, 1.0)
