"""A large index made of copies of a smaller one of one segment; no text is read or split again.

Each copy's documents have ids of their own and its passages vectors of their own, drawn around real ones; its sentences
have other keys, so that no copy counts as a reprint. Texts, terms, words and the vectors of sentences are those of the
smaller index, so a word stands in as large a share of the passages as there. Files are written as the product writes
them, whole copies at a time.
"""

import math
import shutil
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from embeddings.arrays import Numbers, Vectors
from embeddings.building.archive_writer import WrittenDocuments
from embeddings.building.embedded import KEY_BYTES
from embeddings.building.joining import NewSegment, join
from embeddings.building.passages_writer import Counts
from embeddings.building.rebuild import new_generation_id
from embeddings.files.runs import RowsWriter, RunsWriter, expand_spans, npy_header, open_numbers, write_numbers
from embeddings.generations import publishing
from embeddings.generations.layout import (
    KEYS,
    LEXICAL,
    LEXICAL_DOCUMENTS,
    PASSAGES,
    RUNS,
    SENTENCE_KEYS,
    SENTENCE_TERMS,
)
from embeddings.generations.manifest import SegmentShape
from embeddings.generations.segment import Segment, segment_folder
from embeddings.generations.store import open_generation
from embeddings.index.postings import FIELDS, MANY, FieldPostings, Parts, Postings, write_parts
from embeddings.index.postings_writer import BLOCK_TERMS, postings_of
from embeddings.index.segment_catalogue import DOCUMENTS, FACTS, PLACES, TEXTS
from embeddings.index.sentence_terms import SentenceTermsWriter
from embeddings.index.vectors import flat_header, half_precision
from embeddings.models.encoder import Encoder

# Odd, so that each copy turns the keys of its sentences into others; even, so that keys of headings stay such.
OTHER_KEYS = 2 * 0x1E3779B97F4A7C15
DRAWN_AT_ONCE = 10_000
# The columns of the catalogue that are other ones in a copy; a file of each has bytes of its own.
_OF_A_COPY = {
    "number": "number + :documents",
    "id": ":copy || '/' || number",
    "path": "'/' || :copy || '/' || number",
    "sha256": "lower(hex(randomblob(32)))",
    "text_start": "text_start + :bytes",
    "text_end": "text_end + :bytes",
    "first_passage": "first_passage + :passages",
    "end_passage": "end_passage + :passages",
}


def grow(small: Path, index: Path, encoder: Encoder, drawn: Callable[[int], Vectors], size: int) -> None:
    """Publish an index of at least so many passages made of copies of a small one; `drawn` gives their vectors."""
    previous = open_generation(small)
    (segment,), before = previous.segments, previous.manifest
    copies = math.ceil(size / before.passages)
    generation = new_generation_id()
    with publishing.building(index, generation) as folder:
        target = segment_folder(folder, 0)
        target.mkdir(parents=True)
        shape = segment.shape
        counts = Counts(*(copies * n for n in (shape.documents, shape.passages, shape.sentences, shape.attributions)))
        _copy_catalogue(segment, target, copies)
        _copy_rows(segment, target, copies)
        _write_passages(target / PASSAGES, before.dimension, drawn, counts.passages)
        rows = {name: _copy_runs(segment, target, name, copies, before.widths[name]) for name in RUNS}
        _copy_lexical(segment.lexical, target / LEXICAL, copies)
        _copy_lexical(segment.lexical_documents, target / LEXICAL_DOCUMENTS, copies)
        grown = SegmentShape(counts.documents, counts.passages, counts.sentences, counts.attributions, rows)
        placed = np.stack([np.zeros(counts.documents), np.arange(counts.documents)], axis=1).astype(np.uint32)
        written = WrittenDocuments([], counts, placed)
        joined = join(folder, written, None, NewSegment(grown, before.widths, before.dimension))
        manifest = replace(
            before,
            generation=generation,
            created=datetime.now(UTC).isoformat(timespec="seconds"),
            model=encoder.name,
            documents=joined.documents,
            passages=joined.passages,
            sentences=joined.sentences,
            attributions=joined.attributions,
            sources=[],
            unreadable=[],
            segments=joined.shapes,
            search=joined.search,
            files={},
        )
        publishing.publish(index, folder, manifest)


def _copy_catalogue(segment: Segment, target: Path, copies: int) -> None:
    """Write the texts and the catalogue of copies of a segment."""
    texts = segment.catalogue.texts.read_bytes()
    with (target / TEXTS).open("xb") as file:
        file.writelines(texts for _ in range(copies))
    shutil.copyfile(segment.folder / FACTS, target / FACTS)
    with closing(sqlite3.connect(target / FACTS)) as connection:
        connection.execute("ATTACH ? AS small", (str(segment.folder / FACTS),))
        kinds = connection.execute("SELECT name, sql FROM small.sqlite_master WHERE sql IS NOT NULL").fetchall()
        tables = [name for name, sql in kinds if sql.startswith("CREATE TABLE")]
        indexes = {name: sql for name, sql in kinds if not sql.startswith("CREATE TABLE")}
        for name in indexes:
            connection.execute(f"DROP INDEX main.{name}")
        for table in tables:
            columns = [row[1] for row in connection.execute(f"PRAGMA small.table_info({table})")]
            values = ", ".join(_OF_A_COPY.get(column, column) for column in columns)
            connection.execute(f"DELETE FROM main.{table}")  # noqa: S608
            for copy in range(copies):
                told = {
                    "copy": copy,
                    "documents": copy * segment.shape.documents,
                    "bytes": copy * len(texts),
                    "passages": copy * segment.shape.passages,
                }
                order = "number" if "id" in columns else "rowid"
                used = {name: value for name, value in told.items() if f":{name}" in values}
                connection.execute(
                    f"INSERT INTO main.{table} SELECT {values} FROM small.{table} ORDER BY {order}",  # noqa: S608
                    used,
                )
        for sql in indexes.values():
            connection.execute(sql)
        connection.commit()


def _copy_rows(segment: Segment, target: Path, copies: int) -> None:
    """Write what has a row or a run for each passage or sentence and is the same in all copies, but for numbers."""
    shape = segment.shape
    documents = open_numbers(segment.folder / DOCUMENTS, np.int64, shape.passages)
    write_numbers(target / DOCUMENTS, np.concatenate([documents + copy * shape.documents for copy in range(copies)]))
    with RunsWriter(target / PLACES, np.int32, 2) as places:
        for _ in range(copies):
            places.copy(segment.catalogue.places, 0, shape.passages)
        places.finish()
    with RowsWriter(target / KEYS, lambda count: npy_header(count, np.uint8, KEY_BYTES)) as keys:
        for _ in range(copies):
            keys.copy(segment.folder / KEYS, len(npy_header(0, np.uint8, KEY_BYTES)), shape.passages, KEY_BYTES)
        keys.finish()
    with RowsWriter(target / SENTENCE_KEYS, lambda count: npy_header(count, np.uint64, None)) as sentence_keys:
        for copy in range(copies):
            sentence_keys.append(segment.sentence_keys ^ np.uint64(copy * OTHER_KEYS % 2**64))
        sentence_keys.finish()
    with SentenceTermsWriter(target / SENTENCE_TERMS) as terms:
        for _ in range(copies):
            terms.copy(segment.sentence_terms, 0, shape.sentences)
        terms.finish()


def _write_passages(path: Path, dimension: int, drawn: Callable[[int], Vectors], rows: int) -> None:
    with RowsWriter(path, lambda count: flat_header(dimension, count)) as writer:
        for first in range(0, rows, DRAWN_AT_ONCE):
            writer.append(half_precision(drawn(min(DRAWN_AT_ONCE, rows - first))))
        writer.finish()


def _copy_runs(segment: Segment, target: Path, name: str, copies: int, width: int) -> int:
    """Write the rows of a kind of all copies; return their number."""
    with RunsWriter(target / name, RUNS[name], width) as writer:
        for _ in range(copies):
            writer.copy(segment.runs[name], 0, segment.shape.passages)
        writer.finish()
        return writer.rows


def _copy_lexical(blocks: Sequence[Postings], folder: Path, copies: int) -> None:
    """Write the postings of copies of texts that stand in one block; each block is about as large as the product's."""
    (block,) = blocks
    folder.mkdir()
    at_once = max(1, BLOCK_TERMS // max(1, int(sum(field.lengths.sum() for field in block.fields.values()))))
    for number, first in enumerate(range(0, copies, at_once)):
        (folder / str(number)).mkdir()
        for name in FIELDS:
            path = folder / str(number) / name
            write_parts(path, _copied(block.fields[name], len(block), min(at_once, copies - first)))


def _copied(field: FieldPostings, texts: int, copies: int) -> Parts:
    """Return the postings of copies of so many texts."""
    counts = field.counts(np.arange(field.terms))
    holding, often, more = field.holding(np.arange(field.terms))
    times = np.ones(len(holding), np.int64)
    times[often] = more
    terms = [field.term(place) for place in range(field.terms)]
    firsts = np.repeat(np.cumsum(counts) - counts, copies)
    sizes = np.repeat(counts, copies)
    rows, _ = expand_spans(firsts, firsts + sizes)
    of_copies: Numbers = holding[rows].astype(np.int64) + np.repeat(
        np.tile(np.arange(copies) * texts, len(counts)), sizes
    )
    data, starts = postings_of(counts * copies, of_copies, times[rows])
    held = counts * copies
    return Parts(
        letters=np.frombuffer(b"".join(terms), np.uint8),
        term_lengths=np.fromiter(map(len, terms), np.uint8, len(terms)),
        data=data,
        starts=starts,
        counts=np.minimum(held, MANY).astype(np.uint8),
        large_counts=held[held >= MANY].astype(np.uint32),
        lengths=np.tile(field.lengths, copies),
    )
