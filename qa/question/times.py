"""The years and the days of the year that a text names, however they are written (embeddings.times)."""

from dataclasses import dataclass
from functools import lru_cache

from embeddings.documents import Span
from embeddings.times.figures import Day
from embeddings.times.mentions import Mention, mentions, names_time
from embeddings.times.values import Time

# A longer range says too little of each of its years.
LONGEST_RANGE = 50
# An excerpt, its passage and its document are each read for years, days and numbers.
READ_TEXTS = 64


@dataclass(frozen=True, slots=True)
class ClaimedYears:
    """A year in a question, or all years of a decade or a century.

    `is_time` says whether it is when something was: "in 2003", not "the proposal of 2003".
    """

    years: range
    is_time: bool

    @property
    def text(self) -> str:
        """The year in figures: "2003", "1700s"."""
        return f"{self.years[0]}s" if len(self.years) > 1 else str(self.years[0])


@lru_cache(maxsize=READ_TEXTS)
def _mentions(text: str) -> tuple[Mention, ...]:
    return tuple(mentions(text))


def years(text: str) -> set[int]:
    """Return the years that a text names, with those of decades and within ranges."""
    return {year for mention in _mentions(text) if mention.time for year in _years_of(mention.time)}


def _years_of(time: Time) -> range | tuple[int, int]:
    """Return the years of a time; of a part of a decade, such as "the early nineties", all of the decade's."""
    if time.precision == "decade":
        first = time.first.year // 10 * 10
        return range(first, first + 10)
    return time.years if len(time.years) <= LONGEST_RANGE + 1 else (time.years[0], time.years[-1])


def claimed_years(question: str) -> list[ClaimedYears]:
    """Return the years that a question names, a decade or a century ("1700s") as all its years.

    Of years from one to another it claims the first and the last. One in two figures may open a quotation, and is none.
    """
    claims: list[ClaimedYears] = []
    for mention in _mentions(question):
        time = mention.time
        if time is None or (mention.is_short and not mention.days and time.precision == "year"):
            continue
        is_time = bool(mention.days) or names_time(question, mention.start)
        if time.precision in {"decade", "century"}:
            claims.append(ClaimedYears(time.years, is_time))
        else:
            claims += [ClaimedYears(range(year, year + 1), is_time) for year in (time.years[0], time.years[-1])]
    return list(dict.fromkeys(claims))


def days(text: str) -> dict[Day, str]:
    """Return the days of the year that a text names, as month (its first three letters) and day, with their words.

    A date that may be read in two ways names both days.
    """
    named: dict[Day, str] = {}
    for mention in _mentions(text):
        for day in mention.days:
            named.setdefault(day, text[mention.start : mention.end])
    return named


def claimed_days(question: str) -> dict[Day, str]:
    """Return the days that a question names, as `days` does, without those of a date that may mean two."""
    doubtful = {day for mention in _mentions(question) if len(mention.days) > 1 for day in mention.days}
    return {day: words for day, words in days(question).items() if day not in doubtful}


def places_of_dates(text: str) -> list[Span]:
    """Return where dates, and years with four figures, stand: their figures count nothing."""
    return [(mention.start, mention.end) for mention in _mentions(text)]
