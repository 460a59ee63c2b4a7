"""What is missing of a generation whose documents are written: vectors, BM25, and what makes one archive of it.

Then it becomes the current one.
"""

from contextlib import AbstractContextManager
from dataclasses import asdict
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from embeddings.building.archive_writer import WrittenDocuments
from embeddings.building.findings import Findings
from embeddings.building.joining import NewSegment, join
from embeddings.building.recipe import VECTORS
from embeddings.building.report import Flawed, Report
from embeddings.building.writing import NewGeneration, write_lexicals, write_vectors
from embeddings.generations import publishing
from embeddings.generations.manifest import Manifest, SegmentShape
from embeddings.generations.segment import segment_folder
from embeddings.generations.store import open_generation
from embeddings.generations.unreadable import LISTED, file_of_unreadable, write_unreadable
from embeddings.models.encoder import Encoder
from embeddings.readers.attributed import NOT_ATTRIBUTED
from embeddings.readers.content import READ_POORLY
from embeddings.text.splitting import PASSAGE_WORDS


def complete(
    new: NewGeneration,
    written: WrittenDocuments,
    encoder: Encoder,
    findings: Findings,
    while_published: AbstractContextManager[None],
) -> Report:
    """Write what is missing of a generation whose documents are written, and make it the current one."""
    segment, embedded = _write_segment(new, written, encoder)
    joined = join(new.folder, written, new.previous, segment)
    manifest = Manifest(
        generation=new.id,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        model=encoder.name,
        model_fingerprint=encoder.fingerprint,
        dimension=segment.dimension,
        passage_words=PASSAGE_WORDS,
        documents=joined.documents,
        passages=joined.passages,
        sentences=joined.sentences,
        sources=list(findings.sources),
        unreadable=write_unreadable(new.folder, new.id, findings.entries),
        widths=segment.widths,
        segments=joined.shapes,
        recipe=new.recipe,
        vectors=VECTORS,
        precision=encoder.precision,
        attributions=joined.attributions,
        parser=new.parser,
        search=joined.search,
        files=joined.files,
    )
    with while_published:
        publishing.publish(new.index, new.folder, manifest, findings.keep, new.follower)
    return report_of(new.index, manifest, findings, changes=findings.changes, embedded=embedded)


def _write_segment(new: NewGeneration, written: WrittenDocuments, encoder: Encoder) -> tuple[NewSegment, int]:
    """Write what is missing of the new segment, if there is one; return it and how many passages the model read."""
    if written.new is None and new.previous:
        before = new.previous.manifest
        return NewSegment(None, before.widths, before.dimension), 0
    if written.new is None:
        raise ValueError("there is neither a segment that is shared nor a new one")
    counts, folder = written.new, segment_folder(new.folder, len(written.shared))
    vectors = write_vectors(new, folder, counts, encoder)
    write_lexicals(folder, counts, new.report_progress)
    shape = SegmentShape(**asdict(counts), rows=vectors.rows)
    return NewSegment(shape, vectors.widths, vectors.dimension), vectors.embedded


def report_of(index: Path, manifest: Manifest, findings: Findings, **done: Any) -> Report:
    """Return the report of a rebuild that found something, after which the generation of a manifest is current."""
    listed = tuple(islice(findings.errors, LISTED))
    catalogue = open_generation(index).catalogue
    poor, cut = ([Flawed(*one) for one in catalogue.stating(fact)] for fact in (READ_POORLY, NOT_ATTRIBUTED))
    return Report(
        manifest.generation,
        manifest.documents,
        manifest.passages,
        manifest.sentences,
        listed,
        damaged=findings.damage,
        left_out=findings.left_out,
        poor=tuple(poor[:LISTED]),
        poor_count=len(poor),
        attributions=manifest.attributions,
        parser=manifest.parser,
        not_attributed=tuple(cut[:LISTED]),
        not_attributed_count=len(cut),
        more_unreadable=findings.unread - len(listed),
        unreadable_file=file_of_unreadable(index, manifest.unreadable),
        **done,
    )
