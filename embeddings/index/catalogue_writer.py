"""Writes a catalogue, document by document; embeddings.index.catalogue reads it."""

import sqlite3
from array import array
from collections.abc import Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np

from embeddings.attribution.dating import dated
from embeddings.documents import Attribution, Document, Passage
from embeddings.files.disk import NewFile, read_range
from embeddings.files.runs import RunsWriter, write_numbers
from embeddings.index.attributions import SCHEMA as ATTRIBUTIONS_SCHEMA
from embeddings.index.attributions import Voice, labels_of, voices_of, write_attributions
from embeddings.index.namesakes import BY_TITLE
from embeddings.index.particulars import Particulars, write_particulars
from embeddings.index.passage_times import SCHEMA as TIMES_SCHEMA
from embeddings.index.passage_times import times_of, write_times
from embeddings.index.segment_catalogue import (
    COLUMNS,
    DOCUMENTS,
    FACTS,
    PLACED,
    PLACES,
    STATED,
    TEXTS,
    SegmentCatalogue,
)
from embeddings.text.line_marks import begins_as_chat
from embeddings.times.told import document_times

_SCHEMA = f"""
CREATE TABLE documents (
    number INTEGER PRIMARY KEY, {", ".join(f"{name} TEXT" for name in STATED)}, text_sha256 TEXT,
    {", ".join(f"{name} INTEGER" for name in PLACED)}, UNIQUE (id)
);
CREATE TABLE unseen (number INTEGER PRIMARY KEY, since TEXT);
CREATE TABLE facts (number INTEGER, name TEXT, value TEXT, origin TEXT);
CREATE INDEX facts_of ON facts (number);
CREATE TABLE places (number INTEGER, kind TEXT, name TEXT, start INTEGER, end INTEGER);
CREATE INDEX places_of ON places (number);
{TIMES_SCHEMA}{ATTRIBUTIONS_SCHEMA}"""
# Of what stands in no order: made once all is there, their pages are full, and each row costs a third of the time.
_INDEXES = f"""
CREATE INDEX by_text ON documents (text_sha256);
CREATE INDEX by_source ON documents (sha256);
{BY_TITLE}"""
_INSERT = f"INSERT INTO documents VALUES ({', '.join('?' * len(COLUMNS))})"  # noqa: S608


class CatalogueWriter:
    """Writes a catalogue into a folder, document by document."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.documents = self.attributions = 0
        self._end = 0
        self._documents = array("q")
        with ExitStack() as opened:
            self._texts = opened.enter_context(NewFile(folder / TEXTS))
            self._places = opened.enter_context(RunsWriter(folder / PLACES, np.int32, 2))
            self._connection = opened.enter_context(closing(sqlite3.connect(folder / FACTS)))
            # The file is not read before it is complete, so it needs no journal.
            self._connection.execute("PRAGMA journal_mode = OFF")
            self._connection.execute("PRAGMA synchronous = OFF")
            self._connection.executescript(_SCHEMA)
            self._opened = opened.pop_all()

    @property
    def passages(self) -> int:
        """Number of passages written."""
        return len(self._documents)

    @property
    def sentences(self) -> int:
        """Number of sentences written."""
        return self._places.rows

    def mark_unseen(self, since: str) -> None:
        """Mark the document that was appended last as one whose file cannot be read now."""
        self._connection.execute("INSERT INTO unseen VALUES (?, ?)", (self.documents - 1, since))

    def has(self, document_id: str) -> bool:
        """Whether a document of an id was written."""
        return self._connection.execute("SELECT 1 FROM documents WHERE id = ?", (document_id,)).fetchone() is not None

    def add(self, document: Document, passages: Sequence[Passage]) -> None:
        """Append a document and its passages."""
        data = document.text.encode("utf-8", "surrogatepass")
        self._texts.write(data)
        for passage in passages:
            if passage.document_id != document.id:
                raise ValueError(f"a passage of {passage.document_id} was given with {document.id}")
            spans = [(sentence.start, sentence.end) for sentence in passage.sentences]
            self._places.append(np.asarray(spans, np.int32))
        stated = [getattr(document, name) for name in STATED]
        write_particulars(self._connection, self.documents, Particulars(document.facts, document.places))
        spoken = document_times(document)
        write_times(self._connection, self.documents, times_of(spoken, passages))
        sentences = [(sentence.start, sentence.end) for passage in passages for sentence in passage.sentences]
        attributions = dated(document.text, document.attributions, spoken, sentences)
        labels = labels_of(attributions) if begins_as_chat(document.text) else []
        self._attribute(attributions, [*voices_of(attributions, passages, document.text), *labels])
        self._insert(stated, document.text_sha256, (len(data), len(document.text), len(passages)))

    def copy(self, other: SegmentCatalogue, number: int, document_id: str, path: str) -> None:
        """Append a document of another segment, which must have been checked, under another id and path."""
        row = other.row(number)
        for data in read_range(other.texts, row["text_start"], row["text_end"]):
            self._texts.write(data)
        self._places.copy(other.places, row["first_passage"], row["end_passage"])
        stated = [row[name] for name in STATED]
        stated[:2] = [document_id, path]
        write_particulars(self._connection, self.documents, other.particulars(number))
        write_times(self._connection, self.documents, other.times(number))
        self._attribute(other.attributions(number), other.voices(number))
        sizes = (row["text_end"] - row["text_start"], row["characters"], row["end_passage"] - row["first_passage"])
        self._insert(stated, row["text_sha256"], sizes)

    def _attribute(self, attributions: Sequence[Attribution], voices: Sequence[Voice]) -> None:
        write_attributions(self._connection, self.documents, attributions, voices)
        self.attributions += len(attributions)

    def _insert(self, stated: Sequence[object], text_sha256: str, sizes: tuple[int, int, int]) -> None:
        text_bytes, characters, passages = sizes
        placed = (self._end, self._end + text_bytes, characters, self.passages, self.passages + passages)
        self._connection.execute(_INSERT, (self.documents, *stated, text_sha256, *placed))
        self._documents.extend([self.documents] * passages)
        self._end += text_bytes
        self.documents += 1

    def finish(self) -> None:
        """Complete the files."""
        self._connection.executescript(_INDEXES)
        self._connection.commit()
        self._places.finish()
        write_numbers(self._folder / DOCUMENTS, np.frombuffer(self._documents, np.int64))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close the files as they are."""
        self._opened.close()
