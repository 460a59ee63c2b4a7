"""What the documents of a generation state of themselves, in columns: to narrow a search by, and to count."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from embeddings.arrays import Mask, Numbers
from embeddings.dates import span
from embeddings.index.selection import Selection

_LAST_DAY = np.iinfo(np.int64).max


class Names:
    """One column of names; the names that occur are numbered in alphabetical order."""

    def __init__(self, column: Sequence[str | None]) -> None:
        self.names = tuple(sorted({name for name in column if name}))
        self._numbers = {name: number for number, name in enumerate(self.names)}
        # One a document; -1 where it states none.
        self._of = np.asarray([self._numbers.get(name or "", -1) for name in column], dtype=np.int64)

    def __contains__(self, name: str) -> bool:
        return name in self._numbers

    def any_of(self, wanted: Iterable[str]) -> Mask:
        """Return which documents state one of the names, shape (documents,)."""
        numbers = [self._numbers[name] for name in wanted if name in self._numbers]
        return np.isin(self._of, numbers)

    def counts(self, among: Mask) -> list[tuple[str | None, int]]:
        """Return the names that occur among some documents, and None for those without, most frequent first."""
        counted = np.bincount(self._of[among] + 1, minlength=len(self.names) + 1)
        found = [((None, *self.names)[number], int(counted[number])) for number in np.flatnonzero(counted)]
        return sorted(found, key=lambda pair: (-pair[1], pair[0] is None, pair[0] or ""))


@dataclass(frozen=True)
class Facts:
    """The columns, each with one value a document, in the order of their numbers.

    `first_days` and `last_days` are of shape (documents,) and hold the span of days that each stated date names, as
    ordinals of `datetime.date`; 0 where a document states none. `documents_of_passages` is of shape (passages,).
    """

    ids: Names
    publishers: Names
    authors: Names
    first_days: Numbers
    last_days: Numbers
    years: Numbers
    documents_of_passages: Numbers

    @classmethod
    def from_rows(cls, rows: Iterable[tuple[str, str | None, str | None, str | None]], of_passages: Numbers) -> "Facts":
        """Take (id, publisher, author, published) of every document in order, and the document of every passage."""
        ids, publishers, authors, published = zip(*rows, strict=True)
        spans = [span(stated) if stated else None for stated in published]
        return cls(
            ids=Names(ids),
            publishers=Names(publishers),
            authors=Names(authors),
            first_days=np.asarray([one[0].toordinal() if one else 0 for one in spans], dtype=np.int64),
            last_days=np.asarray([one[1].toordinal() if one else 0 for one in spans], dtype=np.int64),
            years=np.asarray([one[0].year if one else 0 for one in spans], dtype=np.int64),
            documents_of_passages=of_passages,
        )

    @cached_property
    def passages_of_documents(self) -> NDArray[np.int64]:
        """The number of passages of each document, shape (documents,)."""
        return np.bincount(self.documents_of_passages, minlength=len(self.first_days))

    def documents(self, selection: Selection) -> Mask:
        """Return which documents a selection keeps, shape (documents,)."""
        dated = self.first_days > 0
        kept = dated if not selection.undated else np.ones(len(dated), dtype=bool)
        for column, wanted in (
            (self.publishers, selection.publishers),
            (self.authors, selection.authors),
            (self.ids, selection.documents),
        ):
            if wanted:
                kept = kept & column.any_of(wanted)
        if selection.hidden:
            kept = kept & ~self.ids.any_of(selection.hidden)
        first, last = selection.first_day or 0, selection.last_day or _LAST_DAY
        return kept & (~dated | ((self.last_days >= first) & (self.first_days <= last)))

    def passages(self, selection: Selection) -> Mask:
        """Return which passages a selection keeps, shape (passages,)."""
        return self.documents(selection)[self.documents_of_passages]

    def years_among(self, among: Mask) -> list[tuple[int | None, int]]:
        """Return the years in which some documents were published, in order; None, last, for those without a date."""
        counted = Counter(self.years[among].tolist())
        undated = counted.pop(0, 0)
        return [*sorted(counted.items()), *([(None, undated)] if undated else [])]
