"""A generation of several segments: shared ones linked, and what comes of all documents together written anew."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from embeddings.arrays import Numbers
from embeddings.building.archive_writer import WrittenDocuments
from embeddings.building.updated_reprints import updated
from embeddings.files import disk
from embeddings.files.runs import RowsWriter
from embeddings.generations.layout import CODES, ORDER, PASSAGES, REPRINTS
from embeddings.generations.manifest import Search, SegmentShape
from embeddings.generations.segment import Segments, open_segment, order_header, segment_folder
from embeddings.generations.store import Generation
from embeddings.index import coarse
from embeddings.index.origins import ranks
from embeddings.index.reprints import Found, find_reprints, write_reprints


@dataclass(frozen=True, slots=True)
class Joined:
    """What the segments of a generation have together; `files` are the checksums of those that are shared.

    Passages, sentences and attributions are of documents that are there.
    """

    documents: int
    passages: int
    sentences: int
    attributions: int
    shapes: list[SegmentShape]
    search: Search
    files: dict[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class NewSegment:
    """The new segment of a generation: its shape, None where there is none; the widths of rows, and of vectors."""

    shape: SegmentShape | None
    widths: dict[str, int]
    dimension: int


def join(folder: Path, written: WrittenDocuments, previous: Generation | None, new: NewSegment) -> Joined:
    """Write all of a generation beside its new segment, whose files are written."""
    parts = [previous.segments[number] for number in written.shared] if previous else []
    files = link(folder, written.shared, previous)
    if new.shape:
        parts.append(open_segment(segment_folder(folder, len(parts)), new.shape, new.widths))
    with RowsWriter(folder / ORDER, order_header) as writer:
        writer.append(written.placed)
        writer.finish()
    together = Segments(parts, written.placed)
    search = write_search(folder, [part.shape for part in parts], new.dimension, together.order.passages)
    ranked = ranks(together.catalogue.last_days())
    known = updated(previous, written.shared, together, ranked) if previous and written.shared else None
    write_reprints(folder / REPRINTS, known or found_in(together, ranked), ranked)
    return Joined(
        documents=len(written.placed),
        passages=together.order.passages,
        sentences=len(together.sentence_keys),
        attributions=together.catalogue.count_attributions(),
        shapes=[part.shape for part in parts],
        search=search,
        files=files,
    )


def link(folder: Path, numbers: Sequence[int], previous: Generation | None) -> dict[str, dict[str, Any]]:
    """Give the files of segments of a generation a second name in the folder of another; return their checksums."""
    files: dict[str, dict[str, Any]] = {}
    for position, number in enumerate(numbers):
        if previous is None:
            break
        beginning, target = f"{segment_folder(Path(), number).as_posix()}/", segment_folder(Path(), position)
        for name, digest in previous.manifest.files.items():
            if name.startswith(beginning):
                new_name = f"{target.as_posix()}/{name.removeprefix(beginning)}"
                (folder / new_name).parent.mkdir(parents=True, exist_ok=True)
                disk.link(previous.folder / name, folder / new_name)
                files[new_name] = dict(digest)
    return files


def write_search(folder: Path, shapes: Sequence[SegmentShape], dimension: int, passages: int) -> Search:
    """Write what the search needs beside the vectors of passages, and return how it is done: as in Manifest."""
    if passages <= coarse.EXACT_UP_TO:
        return "exact"
    for number, shape in enumerate(shapes):
        segment = segment_folder(folder, number)
        # A segment of an archive that had fewer passages then has none yet.
        if not (segment / CODES).exists():
            coarse.write_codes(segment / CODES, segment / PASSAGES, dimension, shape.passages)
    return "approximate"


def found_in(together: Segments, ranked: Numbers) -> Found:
    """Return which sentences stand in several places, and which documents are reprints of which."""
    order = together.order
    documents = np.repeat(order.documents_of_passages, np.diff(order.sentence_offsets))
    return find_reprints(together.sentence_keys.all(), documents, together.sentence_terms.all_counts(), ranked)
