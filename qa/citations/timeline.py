"""Excerpts in the order of the times that they speak of."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from embeddings.documents import Span
from embeddings.times.resolving import published_time
from embeddings.times.values import Time
from qa.answers import Excerpt

# Bars of a plot: where years would be more, decades are counted, and centuries where those would.
MOST_BARS = 60


@dataclass(frozen=True, slots=True)
class Moment:
    """A time that an excerpt speaks of, with its words.

    One that names no time stands where its document was published, with no words; where that is not stated either,
    `time` is None. `place` is that of the words in the document's text.
    """

    time: Time | None
    words: str
    excerpt: Excerpt
    number: int
    place: Span | None = None

    @property
    def label(self) -> str:
        """The time in words: "February 2005", "2010 (“Five years later”)", "published 3 May 2011", "time unknown"."""
        if self.time is None:
            return "time unknown"
        if not self.words:
            return f"published {self.time}"
        return str(self.time) if self.words == str(self.time) else f"{self.time} (“{self.words}”)"

    def to_dict(self) -> dict[str, Any]:
        """Return the moment as JSON values; `excerpt` is the number of its excerpt in the answer, from 1."""
        time = self.time and self.time.notation
        return {"time": time, "words": self.words or None, "excerpt": self.number, "reference": self.excerpt.reference}


def timeline(excerpts: Sequence[Excerpt]) -> list[Moment]:
    """Return the moments of excerpts, the earliest first; those of unknown time stand last."""
    moments = [moment for number, excerpt in enumerate(excerpts, 1) for moment in _moments(excerpt, number)]
    known = [moment for moment in moments if moment.time]
    known.sort(key=lambda moment: (moment.time and moment.time.first, moment.time and moment.time.last))
    return [*known, *(moment for moment in moments if moment.time is None)]


def _moments(excerpt: Excerpt, number: int) -> list[Moment]:
    named: dict[Time, Moment] = {}
    for spoken in excerpt.times:
        words = " ".join(excerpt.document.text[spoken.start : spoken.end].split())
        named.setdefault(spoken.time, Moment(spoken.time, words, excerpt, number, (spoken.start, spoken.end)))
    return list(named.values()) or [Moment(published_time(excerpt.document.dated), "", excerpt, number)]


def counts_by_year(moments: Iterable[Moment]) -> dict[int, int]:
    """Return how many moments that an excerpt speaks of begin in each year, as `counted_years` does.

    When a document was published is not counted: that is another time.
    """
    return counted_years(moment.time.first.year for moment in moments if moment.time and moment.words)


def counted_years(named: Iterable[int] | Mapping[int, int]) -> dict[int, int]:
    """Return how often each year is named, from the first to the last; `named` may be counts of years already.

    Where the years would be too many for a plot, decades are counted, or centuries.
    """
    years = Counter(named)
    if not years:
        return {}
    length = max(years) - min(years)
    step = 1 if length < MOST_BARS else 10 if length < MOST_BARS * 10 else 100
    counted: Counter[int] = Counter()
    for year, count in years.items():
        counted[year // step * step] += count
    return {year: counted[year] for year in range(min(counted), max(counted) + 1, step)}
