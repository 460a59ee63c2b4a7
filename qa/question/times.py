"""The years and the days of the year that a text names, however they are written."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from embeddings.documents import Span
from embeddings.text.written_dates import Day, dates_in_figures, full_year

MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
# A longer range says too little of each of its years.
LONGEST_RANGE = 50
# What stands before a year may say that it is none; it is at most so long, in characters.
LOOKED_BACK = 40

_YEAR = re.compile(
    r"(?<![\w$€£+.,])(?:FY[ \n]?)?(?P<year>(?:1[1-9]|20)[0-9]{2})(?![\d%]|[,.]\d)(?P<decade>['’]?s\b)?(?!\w)"
)
# "'88", "the summer of ’09"; only looked for in what may answer, since a quotation may open so.
_SHORT_YEAR = re.compile(r"(?<!\w)['’](?P<year>[0-9]{2})(?P<decade>s\b)?(?![\w'’])")
_DECADE_WORDS = ("twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties")
_DECADE = re.compile(rf"\bthe (?:early |late |mid-?)?(?P<decade>{'|'.join(_DECADE_WORDS)})\b", re.IGNORECASE)
_RANGE = re.compile(
    r"(?<![\w-])((?:1[1-9]|20)[0-9]{2})\s{0,3}(?:[-–—]|to|until|through|(?<=between [0-9]{4} )and)\s{0,3}"
    r"((?:(?:1[1-9]|20)[0-9]{2})|[0-9]{2})\b(?!-)",
    re.IGNORECASE,
)
# What stands before or after four digits that are no year.
_NUMBERED = re.compile(
    r"(?:\b(?i:resolution|section|article|order|chapter|number|no\.|route|flight|model|page|law|act|room|about|nearly"
    r"|some|than|over|almost|approximately|around)|(?<=[\w,;] )[A-Z][\w’']+(?<![’']s))\s+$"
)
_COUNTED = re.compile(
    r"\s+(?:\w+\s+)?(?:kilograms?|kg|kilomet(?:er|re)s?|met(?:er|re)s?|miles?|feet|tons?|tonnes?|people|men|women|troops"
    r"|soldiers|dollars|euros|pounds|votes|barrels|centrifuges|hertz|hectares|acres|degrees|students|members|percent)\b",
    re.IGNORECASE,
)
_MONTH_BEFORE = re.compile(rf"{MONTH},?\s+(?:\d{{1,2}}(?:st|nd|rd|th)?,?\s+)?$")
_DURING = re.compile(
    rf"\b(?:in|since|until|by|during|{MONTH}|\d{{1,2}}),?[ \n]+(?:(?:early|late|mid)[ \n-]+)?$", re.IGNORECASE
)
# A day belongs to its date, which says nothing of how many there were.
_DAY = re.compile(rf"\b{MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?\b(?!,\d)|\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{MONTH}")


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


def years(text: str) -> set[int]:
    """Return the years that a text names, with those of decades, of dates in figures and within ranges."""
    named = {year for years_named, _ in named_years(text) for year in years_named}
    named.update(date.year for date in dates_in_figures(text))
    for match in _SHORT_YEAR.finditer(text):
        first = full_year(match["year"])
        named.update(range(first, first + 10) if match["decade"] else [first])
    for match in _DECADE.finditer(text):
        first = 1920 + 10 * _DECADE_WORDS.index(match["decade"].lower())
        named.update(range(first, first + 10))
    for match in _RANGE.finditer(text):
        begin, end = match[1], match[2]
        first_year, last_year = int(begin), int(end if len(end) == len(begin) else begin[:2] + end)
        if first_year < last_year <= first_year + LONGEST_RANGE:
            named.update(range(first_year, last_year + 1))
    return named


def claimed_years(question: str) -> list[ClaimedYears]:
    """Return the years that a question names, a decade or a century ("1700s") as all its years."""
    claims = [
        ClaimedYears(years_named, bool(_DURING.search(question, max(0, start - LOOKED_BACK), start)))
        for years_named, (start, _end) in named_years(question)
    ]
    dated = [ClaimedYears(range(date.year, date.year + 1), is_time=True) for date in dates_in_figures(question)]
    return list(dict.fromkeys([*claims, *dated]))


def named_years(text: str) -> Iterator[tuple[range, Span]]:
    """Yield the years that are written with four figures, with their places."""
    for match in _YEAR.finditer(text):
        before = text[max(0, match.start() - LOOKED_BACK) : match.start()]
        if (_NUMBERED.search(before) and not _MONTH_BEFORE.search(before)) or _COUNTED.match(text, match.end()):
            continue
        year = int(match["year"])
        length = 1 if not match["decade"] else 100 if year % 100 == 0 else 10
        yield range(year, year + length), match.span()


def days(text: str) -> dict[Day, str]:
    """Return the days of the year that a text names, as month (its first three letters) and day, with their words.

    A date that may be read in two ways names both days.
    """
    named: dict[Day, str] = {}
    for match in _DAY.finditer(text):
        words = match.group()
        month = re.search(MONTH, words, re.IGNORECASE)
        day = re.search(r"\d+", words)
        if month and day:
            named.setdefault((month.group()[:3].lower(), int(day.group())), words)
    for date in dates_in_figures(text):
        for day_of_year in date.days:
            named.setdefault(day_of_year, date.words)
    return named


def claimed_days(question: str) -> dict[Day, str]:
    """Return the days that a question names, as `days` does, without those of a date that may mean two."""
    doubtful = {day for date in dates_in_figures(question) if len(date.days) > 1 for day in date.days}
    return {day: words for day, words in days(question).items() if day not in doubtful}


def places_of_dates(text: str) -> list[Span]:
    """Return where days, dates in figures and years with four figures stand: their figures count nothing."""
    places = [match.span() for match in _DAY.finditer(text)]
    places += [date.place for date in dates_in_figures(text)]
    return places + [place for _, place in named_years(text)]
