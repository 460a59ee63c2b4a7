"""Writes the documents of a new generation in the order of the archive: what stays is shared, all else is written."""

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from embeddings.building.merging import shared
from embeddings.building.passages_writer import Counts, PassagesWriter
from embeddings.documents import Document
from embeddings.files import disk
from embeddings.generations.segment import segment_folder
from embeddings.generations.store import Generation


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
        self._staying = staying or {}
        self.shared = _shared(previous, self._staying.values(), read) if previous and staying is not None else []
        self._positions = {number: position for position, number in enumerate(self.shared)}
        # As Python's numbers, since each is asked for by itself.
        self._segments = array("q", previous.order.segments.tobytes() if previous else b"")
        self._rows = array("q", previous.order.rows.tobytes() if previous else b"")
        self._placed = array("I")
        self._taken = np.zeros(previous.manifest.documents if previous else 0, np.bool_)
        # Documents of the previous generation whose id a document has that came before.
        self._contested: set[int] = set()
        self.segment = segment_folder(folder, len(self.shared))
        self.segment.mkdir(parents=True)
        self._new = PassagesWriter(self.segment)

    def is_shared(self, file_id: str) -> bool:
        """Whether the documents of a file stay where they are, and no other has an id of theirs."""
        numbers = self._staying.get(file_id)
        if numbers is None or self._previous is None or not self._contested.isdisjoint(numbers):
            return False
        return all(segment in self._positions for segment in self._segments[numbers.start : numbers.stop])

    def share(self, numbers: range) -> None:
        """Append documents for which `is_shared` is true."""
        if self._previous is None:
            raise ValueError("there is no generation to share documents with")
        for number in numbers:
            self._placed.append(self._positions[self._segments[number]])
            self._placed.append(self._rows[number])
        self._taken[numbers.start : numbers.stop] = True

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
        self._placed.append(len(self.shared))
        self._placed.append(self._new.documents - 1)

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
        placed = np.frombuffer(self._placed, np.uint32).reshape(-1, 2)
        return WrittenDocuments(self.shared, counts if counts.documents else None, placed)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._new.__exit__()


def _shared(previous: Generation, staying: Iterable[range], read: int) -> list[int]:
    """Return the segments to share, given the documents that stay and how many files will be read."""
    order, count = previous.order, len(previous.segments)
    stays = np.zeros(order.documents, np.bool_)
    for numbers in staying:
        stays[numbers.start : numbers.stop] = True
    of_passages = stays[order.documents_of_passages]
    passages = np.bincount(order.passage_segments[of_passages], minlength=count)
    return shared(passages.tolist(), [segment.shape.passages for segment in previous.segments], read)
