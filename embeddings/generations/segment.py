"""A segment: documents that were written together, with all that is stored of them; it never changes.

Generations share segments. Which of its documents are still there, and what comes of documents together, is the
generation's to say.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from embeddings.arrays import Numbers
from embeddings.files.runs import Runs, npy_header, open_numbers, open_rows
from embeddings.generations.layout import (
    CODES,
    LEXICAL,
    LEXICAL_DOCUMENTS,
    ORDER,
    PASSAGES,
    RUNS,
    SEGMENTS,
    SENTENCE_KEYS,
    SENTENCE_TERMS,
)
from embeddings.generations.manifest import Manifest, Search, SegmentShape
from embeddings.index.blocks import Block, open_blocks
from embeddings.index.catalogue import Catalogue
from embeddings.index.coarse import CoarseIndex, Codes, open_codes
from embeddings.index.lexical import LexicalIndex
from embeddings.index.order import Order
from embeddings.index.parted import PartedRuns, PartedTerms, SentenceKeys
from embeddings.index.postings import Postings
from embeddings.index.segment_catalogue import SegmentCatalogue
from embeddings.index.sentence_keys import Keys
from embeddings.index.sentence_terms import SentenceTerms
from embeddings.index.vectors import FaissIndex, HalfRows, PartedIndex, VectorIndex, check_flat


@dataclass(frozen=True, slots=True)
class Segment:
    """An opened segment."""

    folder: Path
    shape: SegmentShape
    catalogue: SegmentCatalogue
    runs: dict[str, Runs]
    sentence_terms: SentenceTerms
    sentence_keys: Keys
    lexical: Sequence[Postings]
    lexical_documents: Sequence[Postings]


def open_segment(folder: Path, shape: SegmentShape, widths: dict[str, int]) -> Segment:
    """Open a segment. Raises IndexDamaged where a file does not begin as it must."""
    return Segment(
        folder=folder,
        shape=shape,
        catalogue=SegmentCatalogue(folder, shape.documents, shape.passages, shape.sentences),
        runs={
            name: Runs(folder / name, RUNS[name], width, shape.passages, shape.rows[name])
            for name, width in widths.items()
        },
        sentence_terms=SentenceTerms(folder / SENTENCE_TERMS, shape.sentences),
        sentence_keys=open_numbers(folder / SENTENCE_KEYS, np.uint64, shape.sentences),
        lexical=open_blocks(folder / LEXICAL),
        lexical_documents=open_blocks(folder / LEXICAL_DOCUMENTS),
    )


def segment_folder(folder: Path, number: int) -> Path:
    """Return the folder of a segment of a generation by the segment's number."""
    return folder / SEGMENTS / str(number)


def order_header(documents: int) -> bytes:
    """Return the header of the file that says where documents stand: a row a document, its segment and its row."""
    return npy_header(documents, np.uint32, 2)


class Segments:
    """The opened segments of a generation as one archive; files must be checked before anything of it is read."""

    def __init__(self, parts: Sequence[Segment], placed: NDArray[np.uint32]) -> None:
        """`placed`, shape (documents, 2), has the segment of each document and its row there."""
        self.parts = parts
        # Where everything stands.
        self.order = Order(placed, [part.catalogue for part in parts])
        self.catalogue = Catalogue([part.catalogue for part in parts], self.order)
        # The rows of each passage, by the names in RUNS.
        self.runs = {name: PartedRuns([part.runs[name] for part in parts], self.order) for name in parts[0].runs}
        self.sentence_terms = PartedTerms([part.sentence_terms for part in parts], self.order)
        self.sentence_keys = SentenceKeys([part.sentence_keys for part in parts], self.order)

    @classmethod
    def open(cls, folder: Path, manifest: Manifest) -> "Segments":
        """Open the segments of a generation. Raises IndexDamaged where a file does not begin as it must."""
        shapes = enumerate(manifest.segments)
        parts = [open_segment(segment_folder(folder, number), shape, manifest.widths) for number, shape in shapes]
        return cls(
            parts, open_rows(folder / ORDER, order_header(manifest.documents), np.uint32, (manifest.documents, 2))
        )

    @cached_property
    def lexical(self) -> LexicalIndex:
        """BM25 over passages."""
        return LexicalIndex(_blocks([part.lexical for part in self.parts], self.order.numbers_of_passages))

    @cached_property
    def lexical_documents(self) -> LexicalIndex:
        """BM25 over documents."""
        return LexicalIndex(_blocks([part.lexical_documents for part in self.parts], self.order.numbers_of_documents))


def _blocks(parts: Sequence[Sequence[Postings]], numbers: Sequence[Numbers]) -> list[Block]:
    """Return the blocks of segments with the numbers of their texts."""
    blocks = []
    for own, of_segment in zip(parts, numbers, strict=True):
        first = 0
        for postings in own:
            blocks.append(Block(postings, of_segment[first : first + len(postings)]))
            first += len(postings)
    return blocks


class OpenedVectors:
    """The vectors of passages, and their codes where there are any."""

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        """Raises IndexDamaged where a file does not begin as it must."""
        folders = [segment_folder(folder, number) for number in range(len(manifest.segments))]
        files = [(one / PASSAGES, shape.passages) for one, shape in zip(folders, manifest.segments, strict=True)]
        self._search: Search = manifest.search
        self._dimension, self._files = manifest.dimension, files
        self.rows = HalfRows(files, manifest.dimension)
        self._flat: list[FaissIndex] = []
        if manifest.search == "approximate":
            # So that codes that cannot be what was written are told of now.
            self._codes()
        else:
            for path, rows in files:
                check_flat(path, manifest.dimension, rows)
            self._flat = [FaissIndex.open(path) for path, _ in files]

    def index(self, order: Order, rechecked: int) -> VectorIndex:
        """Return what searches them."""
        if self._search == "approximate":
            return CoarseIndex(self.rows, self._codes(), self._dimension, order, rechecked)
        if order.is_one:
            return self._flat[0]
        return PartedIndex(self._flat, self.rows, order)

    def _codes(self) -> list[Codes]:
        """Map the codes of each segment; they are not needed any more once they are in memory in FAISS's order."""
        return [open_codes(path.parent / CODES, self._dimension, rows) for path, rows in self._files]
