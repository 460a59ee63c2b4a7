"""Who speaks in the passages of an archive, and to whom: a search is narrowed by it, and it is counted."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from embeddings.arrays import Mask, Numbers
from embeddings.index.people import People

# The number of a passage in the archive, who speaks in it and to whom.
Row = tuple[int, str | None, str | None]

_NOBODY = -1


@dataclass(frozen=True)
class Voices:
    """Columns of one length: a passage, the number in `names` of who speaks in it, and of whom to; -1 is unknown.

    `labels` are those of the names that are names since they label what one writes in a chat.
    """

    names: tuple[str, ...]
    passages: Numbers
    speakers: Numbers
    addressees: Numbers
    labels: frozenset[str] = frozenset()

    @classmethod
    def from_rows(cls, rows: Iterable[Row], labels: Iterable[str] = ()) -> "Voices":
        """Make columns of rows."""
        rows = list(rows)
        names = tuple(sorted({name for _, *both in rows for name in both if name}))
        numbers: dict[str | None, int] = {name: number for number, name in enumerate(names)}
        columns = np.asarray(
            [(passage, numbers.get(who, _NOBODY), numbers.get(whom, _NOBODY)) for passage, who, whom in rows], np.int64
        ).reshape(-1, 3)
        return cls(names, columns[:, 0], columns[:, 1], columns[:, 2], frozenset(labels))

    @cached_property
    def people(self) -> People:
        """Who the names are."""
        both = np.concatenate([self.speakers, self.addressees])
        uses = np.bincount(both[both != _NOBODY], minlength=len(self.names))
        return People(dict(zip(self.names, uses.tolist(), strict=True)), self.labels)

    def spoken(self, speakers: Sequence[str], addressees: Sequence[str], passages: int) -> Mask:
        """Return which of all passages hold what one of some says to one of some, by exact names; no names are all."""
        mask = np.zeros(passages, np.bool_)
        mask[self.passages[self._any_of(self.speakers, speakers) & self._any_of(self.addressees, addressees)]] = True
        return mask

    def _any_of(self, column: Numbers, names: Sequence[str]) -> Mask:
        if not names:
            return np.ones(len(column), np.bool_)
        wanted = frozenset(names)
        return np.isin(column, [number for number, name in enumerate(self.names) if name in wanted])

    def speakers_among(
        self, passages: Mask, documents: Numbers, addressees: Sequence[str] = ()
    ) -> list[tuple[str, int]]:
        """Return the persons who speak in some passages, maybe to one of some, each with the number of documents.

        The most frequent comes first. `documents`, shape (passages,), is the document of every passage.
        """
        return self._among(self.speakers, passages, documents, self._any_of(self.addressees, addressees))

    def addressees_among(
        self, passages: Mask, documents: Numbers, speakers: Sequence[str] = ()
    ) -> list[tuple[str, int]]:
        """Return to whom it is spoken in some passages, maybe by one of some, as `speakers_among` does who speaks."""
        return self._among(self.addressees, passages, documents, self._any_of(self.speakers, speakers))

    def _among(self, column: Numbers, passages: Mask, documents: Numbers, rows: Mask) -> list[tuple[str, int]]:
        kept = rows & passages[self.passages] & (column != _NOBODY)
        pairs = np.unique(np.stack([column[kept], documents[self.passages[kept]]]), axis=1)
        places: dict[str, set[int]] = {}
        for number, document in zip(*pairs.tolist(), strict=True):
            if person := self.people.of_form(self.names[number]):
                places.setdefault(person.name, set()).add(document)
        counts = Counter({name: len(among) for name, among in places.items()})
        return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
