"""A large index made of copies of a smaller one by the product's own writers; no text is read or split again.

Each copy's documents have ids of their own and its passages vectors of their own, drawn around real ones; its sentences
have other keys, so that no copy counts as a reprint. Texts, terms, words and the vectors of sentences are those of the
smaller index, so a word stands in as large a share of the passages as there.
"""

import math
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from unittest import mock

import numpy as np

from embeddings.arrays import Vectors
from embeddings.building.archive_writer import ArchiveWriter
from embeddings.building.joining import NewSegment, join
from embeddings.building.rebuild import new_generation_id
from embeddings.building.writing import write_lexicals
from embeddings.files.runs import RowsWriter, RunsWriter, npy_header
from embeddings.generations import publishing
from embeddings.generations.layout import PASSAGES, RUNS, SENTENCE_KEYS
from embeddings.generations.manifest import Manifest, SegmentShape
from embeddings.generations.store import Generation, open_generation
from embeddings.index import lexical
from embeddings.index.vectors import flat_header, half_precision
from embeddings.models.encoder import Encoder
from embeddings.text.words import terms

# Odd, so that each copy turns the keys of its sentences into others; even, so that keys of headings stay such.
OTHER_KEYS = 2 * 0x1E3779B97F4A7C15
DRAWN_AT_ONCE = 10_000


def grow(small: Path, index: Path, encoder: Encoder, drawn: Callable[[int], Vectors], size: int) -> None:
    """Publish an index of at least so many passages made of copies of a small one; `drawn` gives their vectors."""
    previous = open_generation(small)
    copies = math.ceil(size / previous.manifest.passages)
    generation = new_generation_id()
    with publishing.building(index, generation) as folder:
        with ArchiveWriter(folder, previous) as writer:
            for copy in range(copies):
                for number in range(previous.manifest.documents):
                    writer.copy(number, f"{copy}/{number}", f"/{copy}/{number}")
            written = writer.finish()
        counts, segment = written.new, writer.segment
        assert counts
        _give_other_keys(segment / SENTENCE_KEYS, copies, previous.manifest.sentences)
        _write_passages(segment / PASSAGES, previous.manifest.dimension, drawn, counts.passages)
        rows = {name: _copy_runs(segment / name, previous, name, copies) for name in RUNS}
        # The copies have the texts of the small one.
        with mock.patch.object(lexical, "terms", cache(terms)):
            write_lexicals(segment, counts, lambda *_: None)
        told = {
            name: getattr(previous.manifest, name)
            for name in ("dimension", "passage_words", "recipe", "vectors", "widths", "model_fingerprint", "precision")
        }
        shape = SegmentShape(**asdict(counts), rows=rows)
        joined = join(folder, written, None, NewSegment(shape, told["widths"], told["dimension"]))
        manifest = Manifest(
            generation=generation,
            created=datetime.now(UTC).isoformat(timespec="seconds"),
            model=encoder.name,
            documents=joined.documents,
            passages=joined.passages,
            sentences=joined.sentences,
            sources=[],
            unreadable=[],
            segments=joined.shapes,
            search=joined.search,
            **told,
        )
        publishing.publish(index, folder, manifest)


def _give_other_keys(path: Path, copies: int, sentences: int) -> None:
    header = len(npy_header(0, np.uint64, None))
    keys = np.memmap(path, np.uint64, "r+", header, (copies, sentences))
    for copy in range(copies):
        keys[copy] ^= np.uint64(copy * OTHER_KEYS % 2**64)
    keys.flush()


def _write_passages(path: Path, dimension: int, drawn: Callable[[int], Vectors], rows: int) -> None:
    with RowsWriter(path, lambda count: flat_header(dimension, count)) as writer:
        for first in range(0, rows, DRAWN_AT_ONCE):
            writer.append(half_precision(drawn(min(DRAWN_AT_ONCE, rows - first))))
        writer.finish()


def _copy_runs(folder: Path, previous: Generation, name: str, copies: int) -> int:
    """Write the rows of a kind of all copies, of an archive of one segment; return their number."""
    (segment,) = previous.segments
    with RunsWriter(folder, RUNS[name], previous.manifest.widths[name]) as writer:
        for _ in range(copies):
            writer.copy(segment.runs[name], 0, previous.manifest.passages)
        writer.finish()
        return writer.rows
