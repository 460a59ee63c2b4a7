"""Documents, passages and sentences of one generation.

What sources state of documents is in SQLite. The canonical texts are one after another in texts.utf8, and the places of
sentences in runs, one for each passage. Documents, passages and sentences are numbered from 0 in the order of the
archive. The numbers of passages and sentences are the rows of the vector files and of the BM25 index.

A catalogue is read after its files were checked, except the texts and the places of sentences: each of these is checked
when it is read.
"""

import hashlib
import os
import sqlite3
import threading
import weakref
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache, partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from embeddings.arrays import Numbers
from embeddings.documents import INSIDE, Attribution, Document, Passage, Sentence, Span
from embeddings.files.checks import damaged
from embeddings.files.runs import Runs, open_numbers
from embeddings.index.attributions import ALL_VOICES, Voice, read_attributions, read_voices, said_by
from embeddings.index.facts import Facts
from embeddings.index.particulars import Particulars, read_particulars, stating
from embeddings.index.passage_times import ALL_TIMES, PassageTimes, Row, read_times

# Documents kept in memory. The best passages of a question come from a few of them.
CACHED_DOCUMENTS = 256

FACTS, TEXTS, PLACES, DOCUMENTS = "catalogue.sqlite", "texts.utf8", "places", "passage_documents.npy"

STATED = ("id", "path", "sha256", "title", "author", "publisher", "published", "url", "language", "member", "sidecar")
# Where its text stands, in bytes of texts.utf8, its length, and the numbers of its passages.
PLACED = ("text_start", "text_end", "characters", "first_passage", "end_passage")
COLUMNS = ("number", *STATED, "text_sha256", *PLACED)
_SELECT = f"SELECT {', '.join(COLUMNS)} FROM documents"  # noqa: S608


@dataclass(frozen=True, slots=True)
class Listed:
    """A document without its text: what its source states, and how much there is of it.

    `characters` is the length of its text, `passages` the number of its passages. `not_seen_since` is there where its
    file could not be read when the generation was built: when the last generation that saw it was built.
    """

    id: str
    path: str
    sha256: str
    title: str | None
    author: str | None
    publisher: str | None
    published: str | None
    url: str | None
    language: str | None
    member: str
    sidecar: str
    characters: int
    passages: int
    not_seen_since: str | None = None


class IndexedFile(NamedTuple):
    """A file: the numbers of its documents, `first` to `end`, exclusive, its own id, and the digest of its sidecar."""

    first: int
    end: int
    id: str
    path: str
    sha256: str
    sidecar: str


class Catalogue:
    """An opened catalogue, given the numbers of its passages and sentences; safe to use from several threads."""

    def __init__(self, folder: Path, passages: int, sentences: int) -> None:
        self.texts = folder / TEXTS
        self.places = Runs(folder / PLACES, np.int32, 2, passages, sentences)
        self.documents_of_passages: Numbers = open_numbers(folder / DOCUMENTS, np.int64, passages)
        uri = f"{(folder / FACTS).resolve().as_uri()}?mode=ro&immutable=1"
        self._connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
        self._file = self.texts.open("rb")
        self._lock = threading.Lock()
        for opened in (self._connection, self._file):
            weakref.finalize(self, opened.close)
        # A catalogue that its cache referred to would stay open, with files long deleted, until garbage is collected.
        read = partial(Catalogue._read_document, weakref.proxy(self))
        self._cached = lru_cache(maxsize=CACHED_DOCUMENTS)(read)

    @property
    def sentence_offsets(self) -> Numbers:
        """The sentences of passage p are offsets[p] to offsets[p + 1], exclusive; shape (passages + 1,)."""
        return self.places.offsets

    def _rows(self, query: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._connection.execute(query, values).fetchall()

    def row(self, number: int) -> dict[str, Any]:
        """Return everything that is kept of a document except its text, by the names of the columns."""
        rows = self._rows(f"{_SELECT} WHERE number = ?", (number,))
        if not rows:
            raise IndexError(f"there is no document {number}")
        return dict(zip(COLUMNS, rows[0], strict=True))

    def _read_document(self, number: int) -> Document:
        row = self.row(number)
        with self._lock:
            self._file.seek(row["text_start"])
            data = self._file.read(row["text_end"] - row["text_start"])
        if hashlib.sha256(data).hexdigest() != row["text_sha256"]:
            raise damaged(self.texts, f"was changed after it was written (in the text of {row['id']})")
        facts, places = self.particulars(number)
        stated = {name: row[name] for name in STATED}
        text, attributions = data.decode("utf-8", "surrogatepass"), self.attributions(number)
        return Document(text=text, facts=facts, places=places, attributions=attributions, **stated)

    def particulars(self, number: int) -> Particulars:
        """Return what is stated of a document, and the places in it."""
        with self._lock:
            return read_particulars(self._connection, number)

    def times(self, number: int) -> list[Row]:
        """Return the times that the passages of a document speak of."""
        with self._lock:
            return read_times(self._connection, number)

    def attributions(self, number: int) -> tuple[Attribution, ...]:
        """Return who says what in a document."""
        with self._lock:
            return read_attributions(self._connection, number)

    def voices(self, number: int) -> list[Voice]:
        """Return who speaks in the passages of a document."""
        with self._lock:
            return read_voices(self._connection, number)

    def spoken(self) -> list[tuple[int, str, str | None]]:
        """Return who speaks and to whom in each attribution that tells, with the number of its document."""
        query = "SELECT number, speaker, addressee FROM attributions WHERE speaker IS NOT NULL ORDER BY rowid"
        return list(self._rows(query))

    def said_by(self, speakers: Sequence[str]) -> list[tuple[int, Attribution]]:
        """Return the attributions to some speakers, by their exact names, each with the number of its document."""
        with self._lock:
            return said_by(self._connection, speakers)

    def passage(self, number: int) -> Passage:
        """Return a passage by its number. Raises IndexDamaged."""
        sentences = tuple(Sentence(start, end) for start, end in self.places.run(number).tolist())
        return Passage(self.document_of(number).id, sentences)

    def document_of(self, passage: int) -> Document:
        """Return the document of a passage by the passage's number. Raises IndexDamaged."""
        return self._cached(int(self.documents_of_passages[passage]))

    def numbered(self, number: int) -> Document:
        """Return a document by its number. Raises IndexDamaged."""
        return self._cached(number)

    def sentences(self, document: int) -> tuple[int, NDArray[np.int32]]:
        """Return the number of a document's first sentence, and the spans of all, shape (sentences, 2).

        Raises IndexDamaged.
        """
        first, end = np.searchsorted(self.documents_of_passages, [document, document + 1]).tolist()
        places, _ = self.places.take(np.arange(first, end))
        return int(self.sentence_offsets[first]), places

    def documents_of_sentences(self, sentences: Numbers) -> Numbers:
        """Return the number of the document of each sentence, shape (len(sentences),)."""
        passages = np.searchsorted(self.sentence_offsets, sentences, "right") - 1
        return self.documents_of_passages[passages]

    @cached_property
    def facts(self) -> Facts:
        """What the documents state of themselves; read at first use."""
        rows = self._rows("SELECT id, publisher, author, published, language FROM documents ORDER BY number")
        times = PassageTimes.from_rows(self._rows(ALL_TIMES))
        return Facts.from_rows(rows, self.documents_of_passages, times, self._rows(ALL_VOICES))

    def document(self, document_id: str) -> Document | None:
        """Return a document by its id, None if the archive has no such id. Raises IndexDamaged."""
        number = self.number_of(document_id)
        return None if number is None else self._cached(number)

    def number_of(self, document_id: str) -> int | None:
        """Return the number of a document by its id, None if the archive has no such id."""
        rows = self._rows("SELECT number FROM documents WHERE id = ?", (document_id,))
        return int(rows[0][0]) if rows else None

    def ids_at(self, path_end: str) -> list[str]:
        """Return the ids of the documents whose whole path ends with a path, which has "/" between its parts."""
        end = "/" + path_end.strip("/").replace("//", "/")
        rows = self._rows("SELECT id FROM documents WHERE substr(path, -length(?1)) = ?1", (end.replace("/", os.sep),))
        return [row[0] for row in rows]

    def ids_with_text(self, sha256_start: str) -> list[str]:
        """Return the ids of the documents the sha256 of whose text begins with some digits, in the archive's order."""
        return self._ids_where("text_sha256", sha256_start)

    def ids_with_source(self, sha256_start: str) -> list[str]:
        """Return the ids of the documents the sha256 of whose source begins with some digits, in the archive's order.

        Documents that share a file have the same.
        """
        return self._ids_where("sha256", sha256_start)

    def _ids_where(self, column: str, start: str) -> list[str]:
        # A range is found by the index on the column; "g" comes after all that hex digits can be.
        query = f"SELECT id FROM documents WHERE {column} >= ?1 AND {column} < ?1 || 'g' ORDER BY number"  # noqa: S608
        return [row[0] for row in self._rows(query, (start,))]

    def ids(self) -> list[str]:
        """Return the ids of all documents, in the order of the archive."""
        return [row[0] for row in self._rows("SELECT id FROM documents ORDER BY number")]

    def text_hashes(self) -> list[tuple[str, str]]:
        """Return the id of each document and the sha256 of its text, in the order of the archive."""
        return list(self._rows("SELECT id, text_sha256 FROM documents ORDER BY number"))

    def stating(self, name: str) -> list[tuple[str, str]]:
        """Return the id and the value of each document that has a fact of a name, in the order of the archive."""
        with self._lock:
            return stating(self._connection, name)

    @cached_property
    def quotations(self) -> dict[int, list[Span]]:
        """Where documents quote others, as mails do, by their numbers; read at first use."""
        quotations: dict[int, list[Span]] = {}
        for number, start, end in self._rows("SELECT number, start, end FROM places WHERE kind = 'quotation'"):
            quotations.setdefault(number, []).append((start, end))
        return quotations

    def listed(self, first: int = 0, most: int = -1) -> list[Listed]:
        """Return at most `most` documents without their texts, in the order of the archive from number `first` on.

        -1 is no limit.
        """
        query = f"SELECT number, {', '.join(STATED)}, characters, end_passage - first_passage FROM documents"  # noqa: S608
        rows = self._rows(f"{query} WHERE number >= ? ORDER BY number LIMIT ?", (first, most))
        return [replace(Listed(*row), not_seen_since=self.unseen.get(number)) for number, *row in rows]

    @cached_property
    def unseen(self) -> dict[int, str]:
        """The documents whose files could not be read when the generation was built, by their numbers.

        The value is when the last generation that saw the document was built. Empty for an index of an older loccit,
        which did not keep such documents.
        """
        has_table = self._rows("SELECT 1 FROM sqlite_master WHERE name = 'unseen'")
        return dict(self._rows("SELECT number, since FROM unseen")) if has_table else {}

    def files(self) -> list[IndexedFile]:
        """Return the files that the documents were read from, in the order of the archive."""
        rows = self._rows("SELECT number, id, path, sha256, member, sidecar FROM documents ORDER BY number")
        files: list[IndexedFile] = []
        for number, document_id, path, sha256, member, sidecar in rows:
            if files and files[-1].path == path:
                files[-1] = files[-1]._replace(end=number + 1)
            else:
                file_id = document_id[: -len(INSIDE + member)] if member else document_id
                files.append(IndexedFile(number, number + 1, file_id, path, sha256, sidecar))
        return files

    def __iter__(self) -> Iterator[tuple[Document, list[Passage]]]:
        """Yield every document with its passages, in the order of the archive; none is kept in memory."""
        passage = 0
        for number in range(self._rows("SELECT count(*) FROM documents")[0][0]):
            document, passages = self._read_document(number), []
            while passage < len(self.places) and self.documents_of_passages[passage] == number:
                places = self.places.run(passage).tolist()
                passages.append(Passage(document.id, tuple(Sentence(start, end) for start, end in places)))
                passage += 1
            yield document, passages
