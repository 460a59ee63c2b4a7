"""Documents, passages and sentences of one generation, whatever segments they stand in.

All are numbered from 0 in the order of the archive. Its files must have been checked, except the texts and the places
of sentences: each of these is checked when it is read.
"""

import os
import weakref
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache, partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embeddings.arrays import Numbers
from embeddings.documents import Attribution, Document, Passage, Sentence, Span
from embeddings.index.attributions import ALL_VOICES, LABELS, said, said_by_query
from embeddings.index.facts import Facts, last_days
from embeddings.index.file_columns import COLUMNS, FileColumns, IndexedFile, columns_of
from embeddings.index.namesakes import NAMESAKES, told_apart
from embeddings.index.order import Order
from embeddings.index.parted import PartedRuns
from embeddings.index.particulars import STATING
from embeddings.index.passage_times import ALL_TIMES, PassageTimes
from embeddings.index.segment_catalogue import STATED, SegmentCatalogue
from embeddings.index.voices import Voices

# Documents kept in memory. The best passages of a question come from a few of them.
CACHED_DOCUMENTS = 256


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


class Catalogue:
    """The opened catalogues of the segments of a generation as one; safe to use from several threads."""

    def __init__(self, parts: Sequence[SegmentCatalogue], order: Order) -> None:
        self._parts, self._order = parts, order
        self.places = PartedRuns([part.places for part in parts], order)
        # A catalogue that its cache referred to would stay open, with files long deleted, until garbage is collected.
        read = partial(Catalogue._read_document, weakref.proxy(self))
        self._cached = lru_cache(maxsize=CACHED_DOCUMENTS)(read)

    @classmethod
    def of_one(cls, folder: Path, documents: int, passages: int, sentences: int) -> "Catalogue":
        """Open a segment that is a whole archive, given the numbers of its documents, passages and sentences."""
        part = SegmentCatalogue(folder, documents, passages, sentences)
        return cls([part], Order.of_one(part))

    @property
    def documents_of_passages(self) -> Numbers:
        """The number of the document of each passage, shape (passages,)."""
        return self._order.documents_of_passages

    @property
    def sentence_offsets(self) -> Numbers:
        """The sentences of passage p are offsets[p] to offsets[p + 1], exclusive; shape (passages + 1,)."""
        return self._order.sentence_offsets

    def _part(self, number: int) -> tuple[SegmentCatalogue, int]:
        """Return the segment that a document stands in, and its row there."""
        if not 0 <= number < self._order.documents:
            raise IndexError(f"there is no document {number}")
        return self._parts[int(self._order.segments[number])], int(self._order.rows[number])

    def _rows(
        self, query: str, values: Sequence[object] = (), numbers: Sequence[Numbers] | None = None
    ) -> list[tuple[Any, ...]]:
        """Return what a query finds in all segments, in the order of the archive.

        The first column is the row of a document in its segment, or of what else `numbers` has the numbers of; it
        becomes a number of the archive, and what is no longer there is left out.
        """
        found: list[tuple[Any, ...]] = []
        for part, own in zip(self._parts, numbers or self._order.numbers_of_documents, strict=True):
            rows = part.rows(query, values)
            known = own[np.fromiter((row[0] for row in rows), np.int64, len(rows))].tolist()
            found += [(number, *row[1:]) for number, row in zip(known, rows, strict=True) if number >= 0]
        return sorted(found, key=lambda row: row[0])

    def _of_documents(self, columns: str) -> list[tuple[Any, ...]]:
        """Return some columns of all documents, in the order of the archive."""
        found = [part.rows(f"SELECT {columns} FROM documents ORDER BY number") for part in self._parts]  # noqa: S608
        if self._order.is_one:
            return found[0]
        places = zip(self._order.segments.tolist(), self._order.rows.tolist(), strict=True)
        return [found[segment][row] for segment, row in places]

    def row(self, number: int) -> dict[str, Any]:
        """Return what is kept of a document except its text and its places, by the names of the columns."""
        part, row = self._part(number)
        return part.row(row)

    def _read_document(self, number: int) -> Document:
        part, row = self._part(number)
        document = part.read_document(row)
        apart = self._told_apart(document) if document.title else ""
        return replace(document, told_apart=apart) if apart else document

    def _told_apart(self, document: Document) -> str:
        alike = self._rows(NAMESAKES, (document.title, document.published, document.author, document.publisher))
        return told_apart(document.id, [other for _, other in alike if other != document.id])

    def spoken(self) -> list[tuple[int, str, str | None]]:
        """Return who speaks and to whom in each attribution that tells, with the number of its document."""
        query = "SELECT number, speaker, addressee FROM attributions WHERE speaker IS NOT NULL ORDER BY rowid"
        return list(self._rows(query))

    def said_by(self, speakers: Sequence[str]) -> list[tuple[int, Attribution]]:
        """Return the attributions to some speakers, by their exact names, each with the number of its document."""
        return said(self._rows(*said_by_query(speakers)))

    def count_attributions(self) -> int:
        """Return how many attributions the documents have."""
        count = 0
        for part, numbers in zip(self._parts, self._order.numbers_of_documents, strict=True):
            count += part.rows("SELECT count(*) FROM attributions")[0][0]
            for gone in np.flatnonzero(numbers < 0).tolist():
                count -= part.rows("SELECT count(*) FROM attributions WHERE number = ?", (gone,))[0][0]
        return count

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
        rows = self._of_documents("id, publisher, author, published, language")
        passages = self._order.numbers_of_passages
        times = PassageTimes.from_rows(self._rows(ALL_TIMES, numbers=passages))
        labels = (name for part in self._parts for (name,) in part.rows(LABELS))
        voices = Voices.from_rows(self._rows(ALL_VOICES, numbers=passages), labels)
        return Facts.from_rows(rows, self.documents_of_passages, times, voices)

    def last_days(self) -> Numbers:
        """Return the last day that each document's date names, as `facts` has it, without reading anything else."""
        return last_days([published for (published,) in self._of_documents("published")])

    def document(self, document_id: str) -> Document | None:
        """Return a document by its id, None if the archive has no such id. Raises IndexDamaged."""
        number = self.number_of(document_id)
        return None if number is None else self._cached(number)

    def number_of(self, document_id: str) -> int | None:
        """Return the number of a document by its id, None if the archive has no such id."""
        for part, numbers in zip(self._parts, self._order.numbers_of_documents, strict=True):
            for (row,) in part.rows("SELECT number FROM documents WHERE id = ?", (document_id,)):
                if numbers[row] >= 0:
                    return int(numbers[row])
        return None

    def ids_at(self, path_end: str) -> list[str]:
        """Return the ids of the documents whose whole path ends with a path, which has "/" between its parts."""
        end = "/" + path_end.strip("/").replace("//", "/")
        query = "SELECT number, id FROM documents WHERE substr(path, -length(?1)) = ?1"
        return [row[1] for row in self._rows(query, (end.replace("/", os.sep),))]

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
        query = f"SELECT number, id FROM documents WHERE {column} >= ?1 AND {column} < ?1 || 'g'"  # noqa: S608
        return [row[1] for row in self._rows(query, (start,))]

    def ids(self) -> list[str]:
        """Return the ids of all documents, in the order of the archive."""
        return [document_id for (document_id,) in self._of_documents("id")]

    def text_hashes(self) -> list[tuple[str, str]]:
        """Return the id of each document and the sha256 of its text, in the order of the archive."""
        return self._of_documents("id, text_sha256")

    def stating(self, name: str) -> list[tuple[str, str]]:
        """Return the id and the value of each document that has a fact of a name, in the order of the archive."""
        return [(row[1], row[2]) for row in self._rows(STATING, (name,))]

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
        end = self._order.documents if most < 0 else min(first + most, self._order.documents)
        columns = f"SELECT number, {', '.join(STATED)}, characters, end_passage - first_passage FROM documents"  # noqa: S608
        rows: list[tuple[Any, ...]] = []
        segments, places = self._order.segments[first:end], self._order.rows[first:end]
        for number, part in enumerate(self._parts):
            own = places[segments == number]
            if len(own):
                # Those of a segment stand in the order of the archive, maybe with others between that are gone.
                of_part = part.rows(f"{columns} WHERE number BETWEEN ? AND ?", (int(own[0]), int(own[-1])))
                known = self._order.numbers_of_documents[number]
                rows += [(int(known[row[0]]), *row[1:]) for row in of_part if known[row[0]] >= 0]
        return [
            replace(Listed(*row), not_seen_since=self.unseen.get(number))
            for number, *row in sorted(rows, key=lambda row: row[0])
        ]

    @cached_property
    def unseen(self) -> dict[int, str]:
        """The documents whose files could not be read when the generation was built, by their numbers.

        The value is when the last generation that saw the document was built.
        """
        return dict(self._rows("SELECT number, since FROM unseen"))

    def file_columns(self) -> FileColumns:
        """Return the files that the documents were read from, in the order of the archive."""
        return columns_of(self._of_documents(COLUMNS))

    def files(self) -> list[IndexedFile]:
        """Return the files that the documents were read from, in the order of the archive."""
        return list(map(IndexedFile, *self.file_columns()))

    def __iter__(self) -> Iterator[tuple[Document, list[Passage]]]:
        """Yield every document with its passages, in the order of the archive; none is kept in memory."""
        firsts = np.searchsorted(self.documents_of_passages, np.arange(self._order.documents + 1)).tolist()
        for number in range(self._order.documents):
            document, passages = self._read_document(number), []
            for passage in range(firsts[number], firsts[number + 1]):
                places = self.places.run(passage).tolist()
                passages.append(Passage(document.id, tuple(Sentence(start, end) for start, end in places)))
            yield document, passages
