"""The times that the passages of an archive speak of: kept in its catalogue, and searched by."""

import sqlite3
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from operator import itemgetter

import numpy as np

from embeddings.arrays import Mask, Numbers
from embeddings.documents import Passage
from embeddings.times.resolving import SpokenTime

SCHEMA = """
CREATE TABLE times (number INTEGER, passage INTEGER, first INTEGER, last INTEGER);
CREATE INDEX times_of ON times (number);
"""
# A century, or "from 1800 to 2000", says of no year in it that it speaks of that. In days.
LONGEST = 50 * 366
_DAY_OF_1970 = date(1970, 1, 1).toordinal()

# The number of a passage in its document, and the first and the last day of a time, as ordinals of `datetime.date`.
Row = tuple[int, int, int]


def times_of(spoken: Iterable[SpokenTime], passages: Sequence[Passage]) -> list[Row]:
    """Return the times that the passages of a document speak of, of those of its text, each once for a passage."""
    rows: dict[Row, None] = {}
    starts = [passage.start for passage in passages]
    for found in spoken:
        number = bisect_right(starts, found.start) - 1
        is_within = number >= 0 and found.start < passages[number].end
        if is_within and (found.time.last - found.time.first).days <= LONGEST:
            rows[number, found.time.first.toordinal(), found.time.last.toordinal()] = None
    return sorted(rows, key=itemgetter(0))


def write_times(connection: sqlite3.Connection, number: int, rows: Iterable[Row]) -> None:
    """Write the times of the document of a number."""
    connection.executemany("INSERT INTO times VALUES (?, ?, ?, ?)", ((number, *row) for row in rows))


def read_times(connection: sqlite3.Connection, number: int) -> list[Row]:
    """Return the times of the document of a number, as they were written."""
    query = "SELECT passage, first, last FROM times WHERE number = ? ORDER BY rowid"
    return connection.execute(query, (number,)).fetchall()


@dataclass(frozen=True, slots=True)
class PassageTimes:
    """The times of all passages: the number of the passage, the first and the last day, each of shape (times,)."""

    passages: Numbers = field(default_factory=lambda: np.zeros(0, np.int64))
    first_days: Numbers = field(default_factory=lambda: np.zeros(0, np.int64))
    last_days: Numbers = field(default_factory=lambda: np.zeros(0, np.int64))

    @classmethod
    def from_rows(cls, rows: Iterable[Row]) -> "PassageTimes":
        """Make columns of (number of the passage in the archive, first day, last day)."""
        columns = np.asarray(list(rows), np.int64).reshape(-1, 3)
        return cls(columns[:, 0], columns[:, 1], columns[:, 2])

    def speaking_of(self, first_day: int, last_day: int, passages: int) -> Mask:
        """Return which of all passages speak of a day from one to another, shape (passages,)."""
        mask = np.zeros(passages, np.bool_)
        mask[self.passages[(self.last_days >= first_day) & (self.first_days <= last_day)]] = True
        return mask

    def by_year(self, among: Mask, documents: Numbers) -> list[tuple[int, int]]:
        """Return the years that some passages, shape (passages,), speak of, in order, each with its count of documents.

        `documents`, shape (passages,), is the document of every passage. A time longer than a year is of no year.
        """
        first, last = _years_of(self.first_days), _years_of(self.last_days)
        counted = (first == last) & among[self.passages]
        pairs = np.unique(np.stack([first[counted], documents[self.passages[counted]]]), axis=1)
        years, counts = np.unique(pairs[0], return_counts=True)
        return list(zip(years.tolist(), counts.tolist(), strict=True))


def _years_of(days: Numbers) -> Numbers:
    return (days - _DAY_OF_1970).astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970


ALL_TIMES = "SELECT first_passage + passage, first, last FROM times JOIN documents USING (number)"
