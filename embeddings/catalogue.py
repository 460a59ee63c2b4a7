"""Documents, passages and sentences of one generation, in SQLite.

Passages and sentences are numbered from 0 in the order of the archive; the numbers are the rows of the vector
files and of the BM25 index.
"""

import sqlite3
import threading
import weakref
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np

from embeddings.documents import Document, Passage, Sentence
from embeddings.vectors import Numbers

# Documents kept at hand; the best passages of one question come from a few of them.
CACHED_DOCUMENTS = 256

_FIELDS = ("id", "path", "text", "sha256", "title", "author", "publisher", "published", "url", "language")
_SCHEMA = f"""
CREATE TABLE documents (
    number INTEGER PRIMARY KEY, {", ".join(f"{name} TEXT" for name in _FIELDS)}, text_sha256 TEXT, UNIQUE (id)
);
CREATE TABLE passages (number INTEGER PRIMARY KEY, document INTEGER, first_sentence INTEGER);
CREATE TABLE sentences (number INTEGER PRIMARY KEY, start INTEGER, "end" INTEGER);
"""


def write_catalogue(path: Path, documents: Sequence[Document], passages: Iterable[Passage]) -> None:
    """Write a new catalogue; every passage's document must be among the documents."""
    numbers = {document.id: number for number, document in enumerate(documents)}
    connection = sqlite3.connect(path)
    try:
        connection.executescript(_SCHEMA)
        marks = ", ".join("?" * (len(_FIELDS) + 2))
        connection.executemany(
            f"INSERT INTO documents VALUES ({marks})",  # noqa: S608
            ((numbers[d.id], *(getattr(d, name) for name in _FIELDS), d.text_sha256) for d in documents),
        )
        sentence = 0
        for number, passage in enumerate(passages):
            connection.execute(
                "INSERT INTO passages VALUES (?, ?, ?)", (number, numbers[passage.document_id], sentence)
            )
            connection.executemany(
                "INSERT INTO sentences VALUES (?, ?, ?)",
                ((sentence + offset, own.start, own.end) for offset, own in enumerate(passage.sentences)),
            )
            sentence += len(passage.sentences)
        connection.commit()
    finally:
        connection.close()


class Catalogue:
    """An opened catalogue; safe to use from several threads."""

    def __init__(self, path: Path) -> None:
        uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        self._connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
        self._lock = threading.Lock()
        weakref.finalize(self, self._connection.close)
        self._cached = lru_cache(maxsize=CACHED_DOCUMENTS)(self._read_document)
        firsts = self._rows("SELECT first_sentence FROM passages ORDER BY number")
        total = self._rows("SELECT count(*) FROM sentences")
        # Sentences of passage p are offsets[p] to offsets[p + 1], exclusive.
        self.sentence_offsets: Numbers = np.asarray([row[0] for row in [*firsts, *total]], dtype=np.int64)
        self.documents_of_passages: Numbers = np.asarray(
            [row[0] for row in self._rows("SELECT document FROM passages ORDER BY number")], dtype=np.int64
        )

    def _rows(self, query: str, values: Sequence[object] = ()) -> list[tuple[int, ...]]:
        with self._lock:
            return self._connection.execute(query, values).fetchall()

    def _read_document(self, number: int) -> Document:
        rows: list[tuple[object, ...]] = list(
            self._rows(f"SELECT {', '.join(_FIELDS)} FROM documents WHERE number = ?", (number,))  # noqa: S608
        )
        return Document(**dict(zip(_FIELDS, rows[0], strict=True)))  # type: ignore[arg-type]  # columns are untyped

    def passage(self, number: int) -> Passage:
        """Return a passage by its number."""
        first, last = self.sentence_offsets[number : number + 2].tolist()
        rows = self._rows(
            'SELECT start, "end" FROM sentences WHERE number >= ? AND number < ? ORDER BY number',
            (first, last),
        )
        return Passage(self.document_of(number).id, tuple(Sentence(start, end) for start, end in rows))

    def document_of(self, passage: int) -> Document:
        """Return the document of a passage, given the passage's number."""
        return self._cached(int(self.documents_of_passages[passage]))

    def document(self, document_id: str) -> Document | None:
        """Return a document by its id, None if the archive has none of that id."""
        rows = self._rows("SELECT number FROM documents WHERE id = ?", (document_id,))
        return self._cached(rows[0][0]) if rows else None
