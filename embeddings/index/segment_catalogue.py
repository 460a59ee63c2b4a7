"""Documents, passages and sentences of one segment.

What sources state of documents is in SQLite. The canonical texts are one after another in texts.utf8, and the places of
sentences in runs, one for each passage. Documents, passages and sentences are numbered from 0 in the order of the
archive. The numbers of passages and sentences are the rows of the vector files and of the BM25 index.

It is read after its files were checked, except the texts and the places of sentences: each of these is checked when it
is read.
"""

import hashlib
import sqlite3
import threading
import weakref
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from embeddings.arrays import Numbers
from embeddings.documents import Attribution, Document
from embeddings.files.checks import damaged
from embeddings.files.runs import Runs, open_numbers
from embeddings.index.attributions import Voice, read_attributions, read_voices
from embeddings.index.particulars import Particulars, read_particulars
from embeddings.index.passage_times import Row, read_times

FACTS, TEXTS, PLACES, DOCUMENTS = "catalogue.sqlite", "texts.utf8", "places", "passage_documents.npy"

STATED = ("id", "path", "sha256", "title", "author", "publisher", "published", "url", "language", "member", "sidecar")
# Where its text stands, in bytes of texts.utf8, its length, and the numbers of its passages.
PLACED = ("text_start", "text_end", "characters", "first_passage", "end_passage")
COLUMNS = ("number", *STATED, "text_sha256", *PLACED)
_SELECT = f"SELECT {', '.join(COLUMNS)} FROM documents"  # noqa: S608


class SegmentCatalogue:
    """Opened, given the numbers of its documents, passages and sentences; safe to use from several threads."""

    def __init__(self, folder: Path, documents: int, passages: int, sentences: int) -> None:
        self.folder, self.documents = folder, documents
        self.texts = folder / TEXTS
        self.places = Runs(folder / PLACES, np.int32, 2, passages, sentences)
        self.documents_of_passages: Numbers = open_numbers(folder / DOCUMENTS, np.int64, passages)
        uri = f"{(folder / FACTS).resolve().as_uri()}?mode=ro&immutable=1"
        self._connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
        self._file = self.texts.open("rb")
        self._lock = threading.Lock()
        for opened in (self._connection, self._file):
            weakref.finalize(self, opened.close)

    @property
    def sentence_offsets(self) -> Numbers:
        """The sentences of passage p are offsets[p] to offsets[p + 1], exclusive; shape (passages + 1,)."""
        return self.places.offsets

    def rows(self, query: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Return what a query finds."""
        with self._lock:
            return self._connection.execute(query, values).fetchall()

    def row(self, number: int) -> dict[str, Any]:
        """Return everything that is kept of a document except its text, by the names of the columns."""
        rows = self.rows(f"{_SELECT} WHERE number = ?", (number,))
        if not rows:
            raise IndexError(f"there is no document {number}")
        return dict(zip(COLUMNS, rows[0], strict=True))

    def read_document(self, number: int) -> Document:
        """Return a document. Raises IndexDamaged."""
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
