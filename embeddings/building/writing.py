"""The files of a new generation, written in bounded memory: documents and passages, vectors, BM25.

Each function takes over from the previous generation what has not changed, by copying it from file to file.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Self

import numpy as np

from embeddings.arrays import Numbers
from embeddings.building.embedded import (
    KEY_BYTES,
    Embedded,
    KeyLookup,
    Keys,
    as_keys,
    embed,
    embedded_text,
    passage_key,
    row_stretches,
)
from embeddings.building.journal import Journal
from embeddings.building.progress import Progress
from embeddings.building.recipe import VECTORS, recipe
from embeddings.documents import Document, joined
from embeddings.files.runs import RowsWriter, RunsWriter, npy_header, open_rows
from embeddings.generations import layout
from embeddings.generations.layout import KEYS, LEXICAL, LEXICAL_DOCUMENTS, PASSAGES, REPRINTS, RUNS, SENTENCE_TERMS
from embeddings.generations.manifest import Search
from embeddings.generations.publishing import NO_FOLLOWER, Follower
from embeddings.generations.store import Generation
from embeddings.index import coarse
from embeddings.index.catalogue import Catalogue
from embeddings.index.catalogue_writer import CatalogueWriter
from embeddings.index.lexical import write_lexical
from embeddings.index.origins import ranks
from embeddings.index.reprints import ReprintsWriter, write_origins
from embeddings.index.sentence_terms import SentenceTerms, SentenceTermsWriter
from embeddings.index.vectors import HALF_BYTES, flat_header, half_precision
from embeddings.models.encoder import Encoder, ModelIdentity, identity_of
from embeddings.readers.pool import IN_THIS_PROCESS, Reading
from embeddings.text.splitting import passages
from embeddings.text.words import terms

# Passages that are sorted by length together: the more, the less padding; they are all in memory.
SORTED_PASSAGES = 2048
# Passages handed to the encoder at a time: some of its batches. A rebuild can be stopped after each.
CHUNK_PASSAGES = 64


@dataclass(frozen=True, slots=True)
class NewGeneration:
    """A generation on its way: its id, the index, the folder it is written into.

    `previous` is the generation to take over from what has not changed, None where nothing is to be taken over. `seen`
    is the generation that is current, from which at least the texts of files that cannot be read now are taken.
    `reading` is how files are read, `recipe` by what, and `parser` what parses them for who says what.
    """

    id: str
    index: Path
    folder: Path
    previous: Generation | None
    report_progress: Progress
    seen: Generation | None = None
    reading: Reading = IN_THIS_PROCESS
    recipe: str = field(default_factory=recipe)
    parser: str = ""
    follower: Follower = NO_FOLLOWER


@dataclass(frozen=True, slots=True)
class Counts:
    """How many documents, passages and sentences a generation has, and how many attributions."""

    documents: int
    passages: int
    sentences: int
    attributions: int = 0


class PassagesWriter:
    """Writes documents and their passages into the folder of a generation: all but what the model makes of them."""

    def __init__(self, folder: Path) -> None:
        with ExitStack() as opened:
            self._catalogue = opened.enter_context(CatalogueWriter(folder))
            self._terms = opened.enter_context(SentenceTermsWriter(folder / SENTENCE_TERMS))
            self._reprints = opened.enter_context(ReprintsWriter(folder / REPRINTS))
            self._keys = opened.enter_context(RowsWriter(folder / KEYS, _keys_header))
            self._opened = opened.pop_all()

    def add(self, document: Document) -> None:
        """Split a document and append it."""
        split = passages(document)
        self._catalogue.add(document, split)
        self._reprints.add(document, split)
        for passage in split:
            for sentence in passage.sentences:
                self._terms.append(terms(document.text[sentence.start : sentence.end]))
            self._keys.append(np.frombuffer(passage_key(*embedded_text(document, passage)), np.uint8)[np.newaxis])

    def has(self, document_id: str) -> bool:
        """Whether a document of an id was written."""
        return self._catalogue.has(document_id)

    def copy(self, previous: Generation, number: int, file_id: str, path: str) -> None:
        """Append a document of the previous generation, under the id and path of its file now."""
        row = previous.catalogue.row(number)
        first, last = row["first_passage"], row["end_passage"]
        self._catalogue.copy(previous.catalogue, number, joined(file_id, row["member"]), path)
        offsets = previous.catalogue.sentence_offsets
        sentences = int(offsets[first]), int(offsets[last])
        self._terms.copy(previous.sentence_terms, *sentences)
        self._reprints.copy(previous.folder / REPRINTS, *sentences)
        start = len(_keys_header(0)) + first * KEY_BYTES
        self._keys.copy(previous.folder / KEYS, start, last - first, KEY_BYTES)

    def mark_unseen(self, since: str | None) -> None:
        """Mark the document that was appended last as one whose file cannot be read now, if there is a time since."""
        if since:
            self._catalogue.mark_unseen(since)

    def finish(self) -> Counts:
        """Write what can only be written at the end; return the counts."""
        self._catalogue.finish()
        self._terms.finish()
        self._reprints.finish()
        self._keys.finish()
        written = self._catalogue
        return Counts(written.documents, written.passages, written.sentences, written.attributions)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._opened.close()


def _keys_header(count: int) -> bytes:
    return npy_header(count, np.uint8, KEY_BYTES)


def read_keys(folder: Path, count: int) -> Keys:
    """Return the keys of the passages of a generation, shape (passages,)."""
    return as_keys(np.ascontiguousarray(open_rows(folder / KEYS, _keys_header(count), np.uint8, (count, KEY_BYTES))))


def write_reprints(new: NewGeneration, counts: Counts) -> None:
    """Write which sentences stand in several places, and which documents are reprints of which."""
    catalogue = Catalogue(new.folder, counts.passages, counts.sentences)
    documents = np.repeat(catalogue.documents_of_passages, np.diff(catalogue.sentence_offsets))
    terms = SentenceTerms(new.folder / SENTENCE_TERMS, counts.sentences).counts()
    write_origins(new.folder / REPRINTS, documents, terms, ranks(catalogue.facts.last_days))


def write_lexicals(new: NewGeneration, counts: Counts) -> None:
    """Write the BM25 indexes of passages and of documents."""
    catalogue = Catalogue(new.folder, counts.passages, counts.sentences)
    write_lexical(new.folder / LEXICAL, _passage_texts(catalogue, counts, new.report_progress))
    write_lexical(new.folder / LEXICAL_DOCUMENTS, ((document, document.text) for document, _ in catalogue))


def _passage_texts(catalogue: Catalogue, counts: Counts, report_progress: Progress) -> Iterator[tuple[Document, str]]:
    for number, (document, passages_of_document) in enumerate(catalogue):
        for passage in passages_of_document:
            yield document, document.text[passage.start : passage.end]
        report_progress("writing", number + 1, counts.documents)


@dataclass(frozen=True, slots=True)
class WrittenVectors:
    """What was written of vectors: their width, the number and width of each kind of rows, and how many are new.

    `search` is as in Manifest.
    """

    dimension: int
    runs: dict[str, dict[str, int]]
    embedded: int
    search: Search


def write_vectors(new: NewGeneration, counts: Counts, encoder: Encoder) -> WrittenVectors:
    """Write what the model makes of the passages, having it read those that it has not read before."""
    previous = new.previous if new.previous and can_give_vectors(new.previous, identity_of(encoder)) else None
    dimension = previous.manifest.dimension if previous else encoder.dimension
    keys = read_keys(new.folder, counts.passages)
    rows = np.full(len(keys), -1, np.int64)
    if previous:
        rows = KeyLookup(read_keys(previous.folder, previous.manifest.passages)).rows(keys)
    identity = identity_of(encoder)._asdict()
    header = {"model": identity, "vectors": VECTORS, "dimension": dimension, "runs": list(RUNS)}
    with Journal(new.index, header) as journal:
        missing = _missing(keys, rows, journal)
        _embed(Catalogue(new.folder, counts.passages, counts.sentences), missing, encoder, journal, new.report_progress)
        runs = _write(new, dimension, keys, rows, journal)
    return WrittenVectors(dimension, runs, len(missing), write_search(new.folder, dimension, counts.passages))


def write_search(folder: Path, dimension: int, passages: int) -> Search:
    """Write what the search needs beside the vectors of passages, and return how it is done: as in Manifest."""
    if passages <= coarse.EXACT_UP_TO:
        return "exact"
    coarse.write_codes(folder / layout.CODES, folder / PASSAGES, dimension, passages)
    return "approximate"


def can_give_vectors(previous: Generation, identity: ModelIdentity) -> bool:
    """Whether the vectors of a generation are those that the model of an identity would make."""
    manifest = previous.manifest
    same_model = (manifest.model_fingerprint, manifest.precision) == identity
    return same_model and manifest.vectors == VECTORS and manifest.runs.keys() == RUNS.keys()


def _missing(keys: Keys, rows: Numbers, journal: Journal) -> Numbers:
    """Return the passages that the model has yet to read, one of each key, in their order."""
    missing = np.flatnonzero(rows == -1)
    missing = missing[journal.rows(keys[missing]) == -1]
    # The model reads the first of those that look the same to it.
    is_first = KeyLookup(keys[missing]).rows(keys[missing]) == np.arange(len(missing))
    return np.asarray(missing[is_first], np.int64)


def _embed(
    catalogue: Catalogue, missing: Numbers, encoder: Encoder, journal: Journal, report_progress: Progress
) -> None:
    """Have the model read passages, those of a length together, and append what it makes of them to the journal."""
    report_progress("encoding", 0, len(missing))
    done = 0
    for first in range(0, len(missing), SORTED_PASSAGES):
        texts = [
            embedded_text(catalogue.document_of(passage), catalogue.passage(passage))
            for passage in missing[first : first + SORTED_PASSAGES].tolist()
        ]
        texts.sort(key=lambda text: len(text[0]))
        for begin in range(0, len(texts), CHUNK_PASSAGES):
            chunk = texts[begin : begin + CHUNK_PASSAGES]
            for text, embedded in zip(chunk, embed(encoder, chunk), strict=True):
                journal.append(passage_key(*text), embedded)
            done += len(chunk)
            report_progress("encoding", done, len(missing))


def _write(
    new: NewGeneration, dimension: int, keys: Keys, rows: Numbers, journal: Journal
) -> dict[str, dict[str, int]]:
    """Write the vectors in the order of the passages; return the number and width of each kind of rows.

    `rows` has the row of each passage in the previous generation, -1 where the journal has it.
    """
    header, previous = partial(flat_header, dimension), new.previous
    records = journal.rows(keys)
    widths = _widths(rows, records, journal, previous)
    with ExitStack() as opened:
        vectors = opened.enter_context(RowsWriter(new.folder / PASSAGES, header))
        runs = {
            name: opened.enter_context(RunsWriter(new.folder / name, dtype, widths[name]))
            for name, dtype in RUNS.items()
        }
        for start, end in row_stretches(rows):
            if previous and rows[start] != -1:
                first, last = int(rows[start]), int(rows[end - 1]) + 1
                row_bytes = dimension * HALF_BYTES
                vectors.copy(previous.folder / PASSAGES, len(header(0)) + first * row_bytes, last - first, row_bytes)
                for name, writer in runs.items():
                    writer.copy(previous.runs[name], first, last)
                continue
            for passage in range(start, end):
                _append(vectors, runs, journal.get(int(records[passage])))
        vectors.finish()
        for writer in runs.values():
            writer.finish()
    return {name: {"rows": writer.rows, "width": widths[name]} for name, writer in runs.items()}


def _append(vectors: RowsWriter, runs: dict[str, RunsWriter], embedded: Embedded) -> None:
    vectors.append(half_precision(embedded.passage[np.newaxis]))
    for name, writer in runs.items():
        writer.append(embedded.runs[name])


def _widths(rows: Numbers, records: Numbers, journal: Journal, previous: Generation | None) -> dict[str, int]:
    """Return the width of each kind of rows, from the previous generation or, where nothing is of it, the journal."""
    if previous and (rows != -1).any():
        return {name: shape["width"] for name, shape in previous.manifest.runs.items()}
    return {name: run.shape[1] for name, run in journal.get(int(records.max())).runs.items()}
