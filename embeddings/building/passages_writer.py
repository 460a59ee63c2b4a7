"""Writes documents and their passages as a segment: all but what the model makes of them, and BM25's postings."""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np

from embeddings.building.embedded import KEY_BYTES, Keys, as_keys, embedded_text, passage_key
from embeddings.documents import Document, joined
from embeddings.files.runs import RowsWriter, npy_header, open_rows
from embeddings.generations.layout import KEYS, SENTENCE_KEYS, SENTENCE_TERMS
from embeddings.generations.segment import Segment
from embeddings.index.catalogue_writer import CatalogueWriter
from embeddings.index.sentence_keys import sentence_keys
from embeddings.index.sentence_terms import SentenceTermsWriter
from embeddings.text.splitting import passages
from embeddings.text.words import terms


@dataclass(frozen=True, slots=True)
class Counts:
    """How many documents, passages and sentences a segment has, and how many attributions."""

    documents: int
    passages: int
    sentences: int
    attributions: int = 0


class PassagesWriter:
    """Writes documents and their passages into a folder."""

    def __init__(self, folder: Path) -> None:
        with ExitStack() as opened:
            self._catalogue = opened.enter_context(CatalogueWriter(folder))
            self._terms = opened.enter_context(SentenceTermsWriter(folder / SENTENCE_TERMS))
            self._sentence_keys = opened.enter_context(RowsWriter(folder / SENTENCE_KEYS, _sentence_keys_header))
            self._keys = opened.enter_context(RowsWriter(folder / KEYS, _keys_header))
            self._opened = opened.pop_all()

    @property
    def documents(self) -> int:
        """The number of documents so far."""
        return self._catalogue.documents

    def add(self, document: Document) -> None:
        """Split a document and append it."""
        split = passages(document)
        self._catalogue.add(document, split)
        self._sentence_keys.append(sentence_keys(document, split))
        for passage in split:
            for sentence in passage.sentences:
                self._terms.append(terms(document.text[sentence.start : sentence.end]))
            self._keys.append(np.frombuffer(passage_key(*embedded_text(document, passage)), np.uint8)[np.newaxis])

    def has(self, document_id: str) -> bool:
        """Whether a document of an id was written."""
        return self._catalogue.has(document_id)

    def copy(self, segment: Segment, row: int, file_id: str, path: str) -> None:
        """Append a document of another segment, under the id and path of its file now."""
        stated = segment.catalogue.row(row)
        first, last = stated["first_passage"], stated["end_passage"]
        self._catalogue.copy(segment.catalogue, row, joined(file_id, stated["member"]), path)
        start, end = (int(segment.catalogue.sentence_offsets[passage]) for passage in (first, last))
        self._terms.copy(segment.sentence_terms, start, end)
        self._sentence_keys.append(segment.sentence_keys[start:end])
        begin = len(_keys_header(0)) + first * KEY_BYTES
        self._keys.copy(segment.folder / KEYS, begin, last - first, KEY_BYTES)

    def mark_unseen(self, since: str | None) -> None:
        """Mark the document that was appended last as one whose file cannot be read now, if there is a time since."""
        if since:
            self._catalogue.mark_unseen(since)

    def finish(self) -> Counts:
        """Write what can only be written at the end; return the counts."""
        self._catalogue.finish()
        self._terms.finish()
        self._sentence_keys.finish()
        self._keys.finish()
        written = self._catalogue
        return Counts(written.documents, written.passages, written.sentences, written.attributions)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._opened.close()


def _sentence_keys_header(count: int) -> bytes:
    return npy_header(count, np.uint64, None)


def _keys_header(count: int) -> bytes:
    return npy_header(count, np.uint8, KEY_BYTES)


def read_keys(folders: Sequence[tuple[Path, int]]) -> Keys:
    """Return the keys of the passages of segments, given each by its folder and how many it has, one after another."""
    rows = [open_rows(folder / KEYS, _keys_header(count), np.uint8, (count, KEY_BYTES)) for folder, count in folders]
    return as_keys(np.ascontiguousarray(np.concatenate(rows)))
