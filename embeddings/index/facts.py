"""What the documents of a generation state of themselves, in columns.

A search is narrowed by them, and the values of a column are counted.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from embeddings.arrays import Mask, Numbers
from embeddings.dates import span
from embeddings.index.passage_times import PassageTimes
from embeddings.index.selection import Selection, folded, languages_in, names_in
from embeddings.index.voices import Voices

# What a document states of itself: its id, publisher, author, date of publication, language.
Row = tuple[str, str | None, str | None, str | None, str | None]

_LAST_DAY = np.iinfo(np.int64).max


class Names:
    """A column of names, one for each document. The names that occur are numbered in alphabetical order."""

    def __init__(self, column: Sequence[str | None]) -> None:
        self._stated = tuple(sorted({name for name in column if name}))
        self.names = self._stated
        self._numbers = {name: number for number, name in enumerate(self._stated)}
        # The number of the name of each document; -1 if it states none.
        self._column = np.asarray([self._numbers.get(name or "", -1) for name in column], dtype=np.int64)

    def __contains__(self, name: str) -> bool:
        return name in self._numbers

    def any_of(self, names: Iterable[str]) -> Mask:
        """Return which documents state one of the names, shape (documents,)."""
        numbers = [self._numbers[name] for name in names if name in self._numbers]
        return np.isin(self._column, numbers)

    def counts(self, among: Mask) -> list[tuple[str | None, int]]:
        """Return the names that occur among some documents, and None for those without, most frequent first."""
        counted = np.bincount(self._column[among] + 1, minlength=len(self._stated) + 1)
        return _most_frequent_first(
            ((None, *self._stated)[number], int(counted[number])) for number in np.flatnonzero(counted)
        )


def _most_frequent_first(pairs: Iterable[tuple[str | None, int]]) -> list[tuple[str | None, int]]:
    return sorted(pairs, key=lambda pair: (-pair[1], pair[0] is None, pair[0] or ""))


def _alone(name: str) -> tuple[str, ...]:
    return (name,)


class StatedNames(Names):
    """A column of publishers, authors or languages, of which each may be spelt in several ways: see `folded`.

    `names_in` gives the names that a stated name holds: itself, then those of which it is made, if it is of several.
    `names` are all of them, in all spellings, in alphabetical order.
    """

    def __init__(self, column: Sequence[str | None], names_in: Callable[[str], tuple[str, ...]] = _alone) -> None:
        super().__init__(column)
        self._names_in = {stated: names_in(stated) for stated in self._stated}
        uses = Counter(column)
        documents: Counter[str] = Counter()
        # The numbers of the stated names that hold a name.
        self._holding: dict[str, list[int]] = {}
        for number, (stated, names) in enumerate(self._names_in.items()):
            for name in names:
                documents[name] += uses[stated]
                self._holding.setdefault(folded(name), []).append(number)
        self.names = tuple(sorted(documents))
        # The spelling that most documents have; of equals, the first in the alphabet.
        self._spellings: dict[str, str] = {}
        for name in sorted(self.names, key=lambda name: -documents[name]):
            self._spellings.setdefault(folded(name), name)
        self._spelt = frozenset(self.names)

    def __contains__(self, name: str) -> bool:
        return name in self._spelt

    def any_of(self, names: Iterable[str]) -> Mask:
        """Return which documents state one of the names, in any spelling, shape (documents,)."""
        return np.isin(self._column, [number for name in names for number in self._holding.get(folded(name), ())])

    def counts(self, among: Mask) -> list[tuple[str | None, int]]:
        """Return the names that occur among some documents, and None for those without, most frequent first.

        Where a document's stated name is of several, each of these is counted, and the whole is not.
        """
        counted: Counter[str | None] = Counter()
        for stated, documents in super().counts(among):
            names = self._names_in[stated] if stated else ()
            for name in {folded(name) for name in names[1:] or names}:
                counted[self._spellings[name]] += documents
            if not stated:
                counted[None] = documents
        return _most_frequent_first(counted.items())


def last_days(published: Sequence[str | None]) -> Numbers:
    """Return the last day that each stated date names, as an ordinal of `datetime.date`, 0 where there is none."""
    days = {stated: span(stated)[1].toordinal() for stated in set(published) if stated}
    return np.asarray([days.get(stated or "", 0) for stated in published], np.int64)


@dataclass(frozen=True)
class Facts:
    """The columns, each with a value for each document, in the order of the documents' numbers.

    `first_days` and `last_days`, shape (documents,), are the span of days that each stated date names, as ordinals of
    `datetime.date`. `years`, shape (documents,), is the year of the first. All three are 0 for a document without a
    date. `documents_of_passages` has the shape (passages,). `times` are those that the passages speak of, `voices` who
    speaks in them.
    """

    ids: Names
    publishers: StatedNames
    authors: StatedNames
    first_days: Numbers
    last_days: Numbers
    years: Numbers
    documents_of_passages: Numbers
    languages: StatedNames
    times: PassageTimes
    voices: Voices

    @classmethod
    def from_rows(
        cls,
        rows: Iterable[Row],
        of_passages: Numbers,
        times: PassageTimes = PassageTimes(),  # noqa: B008  # it is frozen
        voices: Voices = Voices.from_rows(()),  # noqa: B008  # it is frozen
    ) -> "Facts":
        """Make columns of (id, publisher, author, published, language) of every document in order.

        `of_passages`, shape (passages,), is the document of every passage.
        """
        ids, publishers, authors, published, languages = zip(*rows, strict=True)
        spans = [span(stated) if stated else None for stated in published]
        return cls(
            ids=Names(ids),
            publishers=StatedNames(publishers),
            authors=StatedNames(authors, names_in),
            first_days=np.asarray([days[0].toordinal() if days else 0 for days in spans], dtype=np.int64),
            last_days=last_days(published),
            years=np.asarray([days[0].year if days else 0 for days in spans], dtype=np.int64),
            documents_of_passages=of_passages,
            languages=StatedNames(languages, languages_in),
            times=times,
            voices=voices,
        )

    def documents(self, selection: Selection) -> Mask:
        """Return which documents are in a selection, shape (documents,)."""
        dated = self.first_days > 0
        kept = dated if not selection.undated else np.ones(len(dated), dtype=bool)
        for column, names in (
            (self.publishers, selection.publishers),
            (self.authors, selection.authors),
            (self.ids, selection.documents),
            (self.languages, selection.languages),
        ):
            if names:
                kept = kept & column.any_of(names)
        if selection.hidden:
            kept = kept & ~self.ids.any_of(selection.hidden)
        if selection.is_of_passages:
            kept = kept & np.isin(np.arange(len(dated)), self.documents_of_passages[self._among(selection)])
        first, last = selection.first_day or 0, selection.last_day or _LAST_DAY
        return kept & (~dated | ((self.last_days >= first) & (self.first_days <= last)))

    def passages(self, selection: Selection) -> Mask:
        """Return which passages are in a selection, shape (passages,)."""
        of_documents = self.documents(selection)[self.documents_of_passages]
        return of_documents & self._among(selection) if selection.is_of_passages else of_documents

    def _among(self, selection: Selection) -> Mask:
        """Return which passages of all documents speak of the time of a selection, and hold its voices."""
        count = len(self.documents_of_passages)
        kept = np.ones(count, np.bool_)
        if selection.about:
            kept &= self.times.speaking_of(*selection.about, count)
        if selection.is_of_voices:
            kept &= self.voices.spoken(selection.speakers, selection.addressees, count)
        return kept

    def years_among(self, among: Mask) -> list[tuple[int | None, int]]:
        """Return the years of some documents in order, each with its count; None, last, for those without a date."""
        counted = Counter(self.years[among].tolist())
        undated = counted.pop(0, 0)
        return [*sorted(counted.items()), *([(None, undated)] if undated else [])]
