"""The vectors and BM25 of a new segment, written in bounded memory.

What the previous generation has is taken over, by copying it from file to file.
"""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import numpy as np

from embeddings.arrays import Numbers
from embeddings.building.embedded import (
    Chunk,
    Embedded,
    KeyLookup,
    Keys,
    embedded_text,
    passage_key,
    row_stretches,
)
from embeddings.building.journal import Journal
from embeddings.building.passages_writer import Counts, read_keys
from embeddings.building.progress import Progress
from embeddings.building.recipe import VECTORS, recipe
from embeddings.building.work import HERE, Work
from embeddings.documents import Document
from embeddings.files.runs import RowsWriter, RunsWriter
from embeddings.generations.layout import LEXICAL, LEXICAL_DOCUMENTS, PASSAGES, RUNS
from embeddings.generations.publishing import NO_FOLLOWER, Follower
from embeddings.generations.segment import Segment
from embeddings.generations.store import Generation
from embeddings.index.catalogue import Catalogue
from embeddings.index.lexical import write_lexical
from embeddings.index.vectors import HALF_BYTES, flat_header, half_precision
from embeddings.models.encoder import Encoder, ModelIdentity, identity_of

# Passages that are sorted by length together: the more, the less padding; they are all in memory.
SORTED_PASSAGES = 2048
# Passages handed to the encoder at a time: some of its batches. A rebuild can be stopped after each.
CHUNK_PASSAGES = 64


@dataclass(frozen=True, slots=True)
class NewGeneration:
    """A generation on its way: its id, the index, the folder it is written into.

    `previous` is the generation to take over from what has not changed, None where nothing is to be taken over. `seen`
    is the generation that is current, from which at least the texts of files that cannot be read now are taken.
    `work` is how files are read and passages embedded, `recipe` by what, and `parser` what finds who says what.
    `shares` is whether segments of `previous` may be shared.
    """

    id: str
    index: Path
    folder: Path
    previous: Generation | None
    report_progress: Progress
    seen: Generation | None = None
    work: Work = HERE
    recipe: str = field(default_factory=recipe)
    parser: str = ""
    follower: Follower = NO_FOLLOWER
    shares: bool = False


def write_lexicals(folder: Path, counts: Counts, report_progress: Progress) -> None:
    """Write the BM25 indexes of the passages and of the documents of a segment."""
    catalogue = catalogue_of(folder, counts)
    write_lexical(folder / LEXICAL, _passage_texts(catalogue, counts, report_progress))
    write_lexical(folder / LEXICAL_DOCUMENTS, ((document, document.text) for document, _ in catalogue))


def catalogue_of(folder: Path, counts: Counts) -> Catalogue:
    """Open the catalogue of a segment that is being written."""
    return Catalogue.of_one(folder, counts.documents, counts.passages, counts.sentences)


def _passage_texts(catalogue: Catalogue, counts: Counts, report_progress: Progress) -> Iterator[tuple[Document, str]]:
    for number, (document, passages_of_document) in enumerate(catalogue):
        for passage in passages_of_document:
            yield document, document.text[passage.start : passage.end]
        report_progress("writing", number + 1, counts.documents)


@dataclass(frozen=True, slots=True)
class WrittenVectors:
    """What was written of the vectors of a segment: the width and number of each kind of rows, and how many are new."""

    dimension: int
    widths: dict[str, int]
    rows: dict[str, int]
    embedded: int


def write_vectors(new: NewGeneration, folder: Path, counts: Counts, encoder: Encoder) -> WrittenVectors:
    """Write what the model makes of the passages of a segment, having it read those that it has not read before."""
    previous = new.previous if new.previous and can_give_vectors(new.previous, identity_of(encoder)) else None
    dimension = previous.manifest.dimension if previous else encoder.dimension
    keys = read_keys([(folder, counts.passages)])
    known = _KnownRows(previous.segments if previous else ())
    rows = known.rows(keys)
    identity = identity_of(encoder)._asdict()
    header = {"model": identity, "vectors": VECTORS, "dimension": dimension, "runs": list(RUNS)}
    with Journal(new.index, header) as journal:
        missing = _missing(keys, rows, journal)
        _embed(new, catalogue_of(folder, counts), missing, encoder, journal)
        records = journal.rows(keys)
        widths = previous.manifest.widths if previous else _widths(journal, records)
        written = _write(folder, _Source(dimension, widths, known, journal), rows, records)
    return WrittenVectors(dimension, widths, written, len(missing))


class _KnownRows:
    """The rows of passages in the segments of the previous generation; they are counted through all segments.

    One number is left out between two segments, so that no stretch of rows goes from one into the next.
    """

    def __init__(self, segments: Sequence[Segment]) -> None:
        self.segments = segments
        self._firsts = np.cumsum([0, *(segment.shape.passages + 1 for segment in segments)])

    def rows(self, keys: Keys) -> Numbers:
        """Return the row of each key, -1 for one that no segment has; shape (len(keys),)."""
        rows = np.full(len(keys), -1, np.int64)
        for segment, first in zip(self.segments, self._firsts, strict=False):
            found = KeyLookup(read_keys([(segment.folder, segment.shape.passages)])).rows(keys)
            rows = np.where((rows == -1) & (found != -1), found + first, rows)
        return rows

    def place(self, row: int) -> tuple[Segment, int]:
        """Return the segment of a row, and which row of it that is."""
        number = int(np.searchsorted(self._firsts, row, "right")) - 1
        return self.segments[number], row - int(self._firsts[number])


@dataclass(frozen=True)
class _Source:
    """Where vectors are taken from: the rows of before, or the journal; and how wide they are."""

    dimension: int
    widths: dict[str, int]
    known: _KnownRows
    journal: Journal


def can_give_vectors(previous: Generation, identity: ModelIdentity) -> bool:
    """Whether the vectors of a generation are those that the model of an identity would make."""
    manifest = previous.manifest
    same_model = (manifest.model_fingerprint, manifest.precision) == identity
    return same_model and manifest.vectors == VECTORS and manifest.widths.keys() == RUNS.keys()


def _missing(keys: Keys, rows: Numbers, journal: Journal) -> Numbers:
    """Return the passages that the model has yet to read, one of each key, in their order."""
    missing = np.flatnonzero(rows == -1)
    missing = missing[journal.rows(keys[missing]) == -1]
    # The model reads the first of those that look the same to it.
    is_first = KeyLookup(keys[missing]).rows(keys[missing]) == np.arange(len(missing))
    return np.asarray(missing[is_first], np.int64)


def _embed(new: NewGeneration, catalogue: Catalogue, missing: Numbers, encoder: Encoder, journal: Journal) -> None:
    """Have the model read passages, and append what it makes of them to the journal."""
    new.report_progress("encoding", 0, len(missing))
    done = 0
    for chunk, embedded in new.work.embed(encoder, _chunks(catalogue, missing)):
        for text, passage in zip(chunk, embedded, strict=True):
            journal.append(passage_key(*text), passage)
        done += len(chunk)
        new.report_progress("encoding", done, len(missing))


def _chunks(catalogue: Catalogue, missing: Numbers) -> Iterator[Chunk]:
    """Yield what the model is to read of passages, those of a length together."""
    for first in range(0, len(missing), SORTED_PASSAGES):
        texts = [
            embedded_text(catalogue.document_of(passage), catalogue.passage(passage))
            for passage in missing[first : first + SORTED_PASSAGES].tolist()
        ]
        texts.sort(key=lambda text: len(text[0]))
        for begin in range(0, len(texts), CHUNK_PASSAGES):
            yield texts[begin : begin + CHUNK_PASSAGES]


def _write(folder: Path, source: _Source, rows: Numbers, records: Numbers) -> dict[str, int]:
    """Write the vectors in the order of the passages; return the number of each kind of rows.

    `rows` has the row of each passage in the previous generation, -1 where `records` has that of the journal.
    """
    header = partial(flat_header, source.dimension)
    with ExitStack() as opened:
        vectors = opened.enter_context(RowsWriter(folder / PASSAGES, header))
        runs = {
            name: opened.enter_context(RunsWriter(folder / name, dtype, source.widths[name]))
            for name, dtype in RUNS.items()
        }
        for start, end in row_stretches(rows):
            if rows[start] != -1:
                segment, first = source.known.place(int(rows[start]))
                last, row_bytes = first + end - start, source.dimension * HALF_BYTES
                vectors.copy(segment.folder / PASSAGES, len(header(0)) + first * row_bytes, end - start, row_bytes)
                for name, writer in runs.items():
                    writer.copy(segment.runs[name], first, last)
                continue
            for passage in range(start, end):
                _append(vectors, runs, source.journal.get(int(records[passage])))
        vectors.finish()
        for writer in runs.values():
            writer.finish()
    return {name: writer.rows for name, writer in runs.items()}


def _append(vectors: RowsWriter, runs: dict[str, RunsWriter], embedded: Embedded) -> None:
    vectors.append(half_precision(embedded.passage[np.newaxis]))
    for name, writer in runs.items():
        writer.append(embedded.runs[name])


def _widths(journal: Journal, records: Numbers) -> dict[str, int]:
    """Return the width of each kind of rows, from the journal."""
    return {name: run.shape[1] for name, run in journal.get(int(records.max())).runs.items()}
