"""Writes the documents of a new generation in the order of the archive: what stays is shared, all else is written."""

from array import array
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from embeddings.arrays import Numbers
from embeddings.building.merging import shared
from embeddings.building.passages_writer import Counts, PassagesWriter
from embeddings.documents import Document
from embeddings.files import disk
from embeddings.files.runs import expand_spans
from embeddings.generations.segment import segment_folder
from embeddings.generations.store import Generation
from embeddings.index.order import Order


@dataclass(frozen=True)
class WrittenDocuments:
    """The documents of a new generation.

    `shared` are the numbers of the segments shared with the previous one, in their order; the new segment comes behind
    them. `new` has its counts, None where nothing had to be written. `placed`, shape (documents, 2), has the segment
    and the row of each document.
    """

    shared: Sequence[int]
    new: Counts | None
    placed: NDArray[np.uint32]


class ArchiveWriter:
    """Writes documents into the folder of a generation, in the order of the archive."""

    def __init__(
        self,
        folder: Path,
        previous: Generation | None = None,
        *,
        staying: Mapping[str, range] | None = None,
        read: int = 0,
    ) -> None:
        """`staying` are the files that stay as they are, by their ids, with the numbers of their documents before.

        Without it no segment is shared with the previous generation. `read` is how many files will be read.
        """
        self._previous, self._folder = previous, folder
        self.shared: Sequence[int] = ()
        # Those of the files that stay whose documents stand in segments that are shared.
        self._shared: Mapping[str, range] = {}
        if previous and staying is not None:
            self.shared = _shared(previous, staying.values(), read)
            self._shared = _standing_in(previous.order, self.shared, staying)
        # The documents so far: the number in the previous generation of one that is shared, else -1 - the row among
        # those that are written.
        self._order = array("q")
        self._taken = bytearray(previous.manifest.documents if previous else 0)
        # Documents of the previous generation whose id a document has that came before.
        self._contested: set[int] = set()
        self.segment = segment_folder(folder, len(self.shared))
        self.segment.mkdir(parents=True)
        self._new = PassagesWriter(self.segment)

    def share(self, file_id: str) -> bool:
        """Append the documents of a file where they stay where they are; return whether they do.

        They do not where another document has an id of theirs.
        """
        numbers = self._shared.get(file_id)
        if numbers is None or (self._contested and not self._contested.isdisjoint(numbers)):
            return False
        for number in numbers:
            self._order.append(number)
            self._taken[number] = True
        return True

    def copy(self, number: int, file_id: str, path: str) -> None:
        """Append a document of the previous generation, under the id and path of its file now."""
        if self._previous is None:
            raise ValueError("there is no generation to copy a document of")
        order = self._previous.order
        segment = self._previous.segments[int(order.segments[number])]
        self._new.copy(segment, int(order.rows[number]), file_id, path)
        self._place()

    def add(self, document: Document) -> None:
        """Split a document and append it."""
        self._new.add(document)
        self._place()

    def _place(self) -> None:
        self._order.append(-self._new.documents)

    def mark_unseen(self, since: str | None) -> None:
        """Mark the document that was written last as one whose file cannot be read now, if there is a time since."""
        self._new.mark_unseen(since)

    def has(self, document_id: str) -> bool:
        """Whether a document of an id was appended; if not, one of that id is about to be."""
        if self._new.has(document_id):
            return True
        number = self._previous.catalogue.number_of(document_id) if self._previous and self.shared else None
        if number is None:
            return False
        self._contested.add(number)
        return bool(self._taken[number])

    def finish(self) -> WrittenDocuments:
        """Complete the files; a segment of no documents is removed."""
        counts = self._new.finish()
        if not counts.documents:
            self._new.__exit__()
            disk.remove(self.segment)
        return WrittenDocuments(self.shared, counts if counts.documents else None, self._placed())

    def _placed(self) -> NDArray[np.uint32]:
        """Return the segment and the row of each document, shape (documents, 2)."""
        numbers = np.frombuffer(self._order, np.int64)
        is_new = numbers < 0
        placed = np.empty((len(numbers), 2), np.uint32)
        placed[is_new] = np.stack([np.full(is_new.sum(), len(self.shared)), -1 - numbers[is_new]], axis=1)
        if self._previous:
            order, before = self._previous.order, numbers[~is_new]
            placed[~is_new, 0] = np.searchsorted(self.shared, order.segments[before])
            placed[~is_new, 1] = order.rows[before]
        return placed

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._new.__exit__()


def _standing_in(order: Order, segments: Sequence[int], staying: Mapping[str, range]) -> dict[str, range]:
    """Return those of some files all of whose documents stand in some segments."""
    elsewhere = np.concatenate([[0], np.cumsum(~np.isin(order.segments, segments))])
    firsts, ends = _bounds(staying.values())
    return dict(compress(staying.items(), (elsewhere[firsts] == elsewhere[ends]).tolist()))


def _bounds(ranges: Collection[range]) -> tuple[Numbers, Numbers]:
    """Return where ranges begin and where they end, each of shape (len(ranges),)."""
    starts = np.fromiter((one.start for one in ranges), np.int64, len(ranges))
    return starts, np.fromiter((one.stop for one in ranges), np.int64, len(ranges))


def _shared(previous: Generation, staying: Collection[range], read: int) -> list[int]:
    """Return the segments to share, given the documents that stay and how many files will be read."""
    order, count = previous.order, len(previous.segments)
    stays = np.zeros(order.documents, np.bool_)
    stays[expand_spans(*_bounds(staying))[0]] = True
    of_passages = stays[order.documents_of_passages]
    passages = np.bincount(order.passage_segments[of_passages], minlength=count)
    return shared(passages.tolist(), [segment.shape.passages for segment in previous.segments], read)
