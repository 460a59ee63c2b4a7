"""The files of one generation, written in bounded memory: documents and passages, vectors, BM25.

Each takes over from the generation before what has not changed, by copying it from file to file.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np

from embeddings.arrays import Numbers
from embeddings.building.embedded import (
    KEY_BYTES,
    RUNS,
    Embedded,
    Journal,
    Keys,
    Lookup,
    as_keys,
    embed,
    embedded_text,
    key,
    ranges,
)
from embeddings.building.recipe import VECTORS
from embeddings.documents import Document
from embeddings.files.runs import RowsWriter, RunsWriter, npy_header, open_rows
from embeddings.generations.store import (
    KEYS,
    LEXICAL,
    LEXICAL_DOCUMENTS,
    PASSAGES,
    REPRINTS,
    SENTENCE_TERMS,
    Generation,
)
from embeddings.index.catalogue import Catalogue, CatalogueWriter
from embeddings.index.lexical import write_lexical
from embeddings.index.reprints import ReprintsWriter, ranks, write_origins
from embeddings.index.sentence_terms import SentenceTerms, SentenceTermsWriter
from embeddings.index.vectors import flat_header
from embeddings.models.encoder import Encoder
from embeddings.text.splitting import passages
from embeddings.text.words import terms

# Passages that are sorted by length together: the more, the less padding; they are all in memory.
SORTED_PASSAGES = 2048
# Passages handed to the encoder at a time: some of its batches. A rebuild can be stopped after each.
CHUNK_PASSAGES = 64

# Told a stage, how many are done, of how many; may raise to stop.
Told = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Build:
    """A generation on its way: the index, the folder it is written into, its id, the generation before, if any."""

    index: Path
    folder: Path
    generation: str
    before: Generation | None
    told: Told


@dataclass(frozen=True, slots=True)
class Counts:
    """How many documents, passages and sentences a generation has."""

    documents: int
    passages: int
    sentences: int


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
        own = passages(document)
        self._catalogue.add(document, own)
        self._reprints.add(document, own)
        for passage in own:
            for sentence in passage.sentences:
                self._terms.append(terms(document.text[sentence.start : sentence.end]))
            self._keys.append(np.frombuffer(key(*embedded_text(document, passage)), np.uint8)[np.newaxis])

    def copy(self, before: Generation, number: int, document_id: str, path: str) -> None:
        """Append a document of the generation before, under another id and path."""
        row = before.catalogue.row(number)
        first, last = row["first_passage"], row["end_passage"]
        self._catalogue.copy(before.catalogue, number, document_id, path)
        offsets = before.catalogue.sentence_offsets
        sentences = int(offsets[first]), int(offsets[last])
        self._terms.copy(before.sentence_terms, *sentences)
        self._reprints.copy(before.folder / REPRINTS, *sentences)
        start = len(_keys_header(0)) + first * KEY_BYTES
        self._keys.copy(before.folder / KEYS, start, last - first, KEY_BYTES)

    def finish(self) -> Counts:
        """Write what is to be written at the end; return the counts."""
        self._catalogue.finish()
        self._terms.finish()
        self._reprints.finish()
        self._keys.finish()
        return Counts(self._catalogue.documents, self._catalogue.passages, self._catalogue.sentences)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._opened.close()


def _keys_header(count: int) -> bytes:
    return npy_header(count, np.uint8, KEY_BYTES)


def read_keys(folder: Path, count: int) -> Keys:
    """Return the keys of the passages of a generation, shape (passages,)."""
    return as_keys(np.ascontiguousarray(open_rows(folder / KEYS, _keys_header(count), np.uint8, (count, KEY_BYTES))))


def write_reprints(build: Build, counts: Counts) -> None:
    """Write which sentences stand in several places, and which documents are reprints of which."""
    catalogue = Catalogue(build.folder, counts.passages, counts.sentences)
    documents = np.repeat(catalogue.documents_of_passages, np.diff(catalogue.sentence_offsets))
    terms = np.diff(SentenceTerms(build.folder / SENTENCE_TERMS, counts.sentences).offsets)
    write_origins(build.folder / REPRINTS, documents, terms, ranks(catalogue.facts.last_days))


def write_lexicals(build: Build, counts: Counts) -> None:
    """Write the BM25 indexes of passages and of documents."""
    catalogue = Catalogue(build.folder, counts.passages, counts.sentences)
    write_lexical(build.folder / LEXICAL, _passage_texts(catalogue, counts, build.told))
    documents = ((document, document.text) for document, _ in catalogue)
    write_lexical(build.folder / LEXICAL_DOCUMENTS, documents)


def _passage_texts(catalogue: Catalogue, counts: Counts, told: Told) -> Iterator[tuple[Document, str]]:
    for number, (document, own) in enumerate(catalogue):
        for passage in own:
            yield document, document.text[passage.start : passage.end]
        told("writing", number + 1, counts.documents)


@dataclass(frozen=True, slots=True)
class Written:
    """What was written of vectors: their width, the number and width of each kind of rows, and how many are new."""

    dimension: int
    runs: dict[str, dict[str, int]]
    embedded: int


def write_vectors(build: Build, counts: Counts, encoder: Encoder) -> Written:
    """Write what the model makes of the passages, having it read those that it has not read before."""
    before = build.before if build.before and can_give_vectors(build.before, encoder.fingerprint) else None
    dimension = before.manifest.dimension if before else encoder.dimension
    keys = read_keys(build.folder, counts.passages)
    rows = np.full(len(keys), -1, np.int64)
    if before:
        rows = Lookup(read_keys(before.folder, before.manifest.passages)).rows(keys)
    made_by = {"model_fingerprint": encoder.fingerprint, "vectors": VECTORS, "dimension": dimension, "runs": list(RUNS)}
    with Journal(build.index, made_by) as journal:
        missing = _missing(keys, rows, journal)
        _embed(Catalogue(build.folder, counts.passages, counts.sentences), missing, encoder, journal, build.told)
        return Written(dimension, _write(build, dimension, keys, rows, journal), len(missing))


def can_give_vectors(before: Generation, fingerprint: str) -> bool:
    """Whether the vectors of a generation are those that the model of a fingerprint would make."""
    manifest = before.manifest
    same_model = manifest.model_fingerprint == fingerprint
    return same_model and manifest.vectors == VECTORS and manifest.runs.keys() == RUNS.keys()


def _missing(keys: Keys, rows: Numbers, journal: Journal) -> Numbers:
    """Return the passages that the model has yet to read, one of each key, in their order."""
    wanted = np.flatnonzero(rows == -1)
    wanted = wanted[journal.rows(keys[wanted]) == -1]
    # The first of those that look the same to the model is the one that it reads.
    firsts = Lookup(keys[wanted]).rows(keys[wanted]) == np.arange(len(wanted))
    return np.asarray(wanted[firsts], np.int64)


def _embed(catalogue: Catalogue, missing: Numbers, encoder: Encoder, journal: Journal, told: Told) -> None:
    """Have the model read passages, those of a length together, and keep what it makes of them in the journal."""
    told("encoding", 0, len(missing))
    done = 0
    for first in range(0, len(missing), SORTED_PASSAGES):
        together = [
            embedded_text(catalogue.document_of(passage), catalogue.passage(passage))
            for passage in missing[first : first + SORTED_PASSAGES].tolist()
        ]
        together.sort(key=lambda text: len(text[0]))
        for begin in range(0, len(together), CHUNK_PASSAGES):
            chunk = together[begin : begin + CHUNK_PASSAGES]
            for text, made in zip(chunk, embed(encoder, chunk), strict=True):
                journal.append(key(*text), made)
            done += len(chunk)
            told("encoding", done, len(missing))


def _write(build: Build, dimension: int, keys: Keys, rows: Numbers, journal: Journal) -> dict[str, dict[str, int]]:
    """Write the vectors in the order of the passages; return the number and width of each kind of rows.

    `rows` has the row of each passage in the generation before, -1 where the journal has it.
    """
    header, before = partial(flat_header, dimension), build.before
    kept = journal.rows(keys)
    widths = _widths(rows, kept, journal, before)
    with ExitStack() as opened:
        vectors = opened.enter_context(RowsWriter(build.folder / PASSAGES, header))
        runs = {
            name: opened.enter_context(RunsWriter(build.folder / name, dtype, widths[name]))
            for name, dtype in RUNS.items()
        }
        for start, end in ranges(rows):
            if before and rows[start] != -1:
                first, last = int(rows[start]), int(rows[end - 1]) + 1
                row_bytes = dimension * 4
                vectors.copy(before.folder / PASSAGES, len(header(0)) + first * row_bytes, last - first, row_bytes)
                for name, writer in runs.items():
                    writer.copy(before.runs[name], first, last)
                continue
            for passage in range(start, end):
                _append(vectors, runs, journal.get(int(kept[passage])))
        vectors.finish()
        for writer in runs.values():
            writer.finish()
    return {name: {"rows": writer.rows, "width": widths[name]} for name, writer in runs.items()}


def _append(vectors: RowsWriter, runs: dict[str, RunsWriter], embedded: Embedded) -> None:
    vectors.append(embedded.passage[np.newaxis])
    for name, writer in runs.items():
        writer.append(embedded.runs[name])


def _widths(rows: Numbers, kept: Numbers, journal: Journal, before: Generation | None) -> dict[str, int]:
    if before and (rows != -1).any():
        return {name: of["width"] for name, of in before.manifest.runs.items()}
    return {name: run.shape[1] for name, run in journal.get(int(kept.max())).runs.items()}
