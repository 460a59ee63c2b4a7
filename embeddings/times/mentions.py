"""The times that a text names by themselves, each with its place: "On 3 May 1999" holds 3 May 1999."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from embeddings.dates import MONTHS
from embeddings.times.figures import Day, dates_in_figures
from embeddings.times.forms import END, YEAR, S, read_forms
from embeddings.times.months import MONTH, MONTH_BEGINS, month_number
from embeddings.times.values import Time, day_of, year_of
from embeddings.times.windows import windows

# What stands before a year may say that it is none; it is at most so long, in characters.
LOOKED_BACK = 40

_YEAR = re.compile(rf"(?<![\w$€£+.,])(?<!\d[-/:])(?P<year>{YEAR}){END}")
_FOUR_FIGURES = re.compile("[0-9]{4}")
# What stands before or after four digits that are no year.
_NUMBERED = re.compile(
    r"(?:\b(?i:resolution|numbered|section|article|order|chapter|number|no\.|route|flight|model|page|pp?\.|law|act|room|about"
    r"|nearly|some|than|over|almost|approximately|around|version|line|paragraph|figure|box|street|psalm)"
    r"|(?<=[\w,;] )[A-Z][\w’']+(?<![’']s))\s+$"
)
# "In 2017 that women walk" counts no women.
_NO_ADJECTIVE = r"(?!(?:that|who|which|when|where|while|and|or|but|the|as|by|in|of|for|with|to|from|on|at|some|many)\b)"
_COUNTED = re.compile(
    rf"\s+(?:{_NO_ADJECTIVE}\w+\s+)?(?:kilograms?|kg|kilomet(?:er|re)s?|met(?:er|re)s?|miles?|feet|tons?|tonnes?|people|men|women|troops"
    r"|soldiers|dollars|euros|pounds|votes|barrels|centrifuges|hertz|hectares|acres|degrees|students|members|percent)\b"
    r"|\s?(?:BCE?|B\.C\.)|\s(?-i:[NSEW]\.?\s[A-Z0-9])",
    re.IGNORECASE,
)
_BEFORE_CHRIST = re.compile(r"\s?(?:BCE?\b|B\.C\.)")
# Years of the eleventh century are rarely named and often counted: "1000 men".
_FIRST_BARE_YEAR = 1100
_DURING = re.compile(
    rf"\b(?:in|since|until|by|during|{MONTH}|\d{{1,2}}),?[ \n]+(?:(?:early|late|mid)[ \n-]+)?$", re.IGNORECASE
)
# Temperatures and ages are counted in the same words as decades.
_NO_DECADE = re.compile(r"\b(?:temperatures?|thermometer|mercury|degrees|humid|highs?|lows?|scor\w+|into)\b")
_DAY = r"(?:[12][0-9]|3[01]|0?[1-9])(?:st|nd|rd|th)?"
_DAY_OF_YEAR = re.compile(
    rf"\b(?P<month>{MONTH})[ \n]{{1,3}}(?:the[ ])?(?P<day>{_DAY})\b(?!,\d|[:%])"
    rf"|\b(?P<day_before>{_DAY}){S}(?:of{S})?(?P<month_after>{MONTH})(?!\w)"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A time that a text names at [start, end).

    `time` is None for a day of a year that is not named. `days` are the days of the year that are meant: one, two for a
    date in figures that may be read in two ways, and none where no single day is named. `is_short` says whether
    the year stands in two figures.
    """

    start: int
    end: int
    time: Time | None
    days: tuple[Day, ...] = ()
    is_short: bool = False


def mentions(text: str) -> list[Mention]:
    """Return the times that a text names by themselves, in order; none overlaps another."""
    found = [*_in_figures(text), *_in_words(text), *_bare_years(text), *_days_of_year(text)]
    found.sort(key=lambda mention: (mention.start, -mention.end))
    kept: list[Mention] = []
    reached = 0
    for mention in found:
        if mention.start >= reached or (kept and _same_place(mention, kept[-1])):
            kept.append(mention)
            reached = mention.end
    return kept


def _same_place(mention: Mention, other: Mention) -> bool:
    """Whether both are of the words "May 3 and 4, 1999", which name two days."""
    return (mention.start, mention.end) == (other.start, other.end) and _is_two(mention, other)


def _is_two(mention: Mention, other: Mention) -> bool:
    return bool(mention.days and other.days and mention.time and other.time and mention.time.first > other.time.first)


def names_time(text: str, start: int) -> bool:
    """Whether what stands before a year says that it is when something was: "in 2003", not "the proposal of 2003"."""
    return bool(_DURING.search(text, max(0, start - LOOKED_BACK), start))


def _in_figures(text: str) -> Iterator[Mention]:
    for written in dates_in_figures(text):
        # A date that may mean two days names its year.
        time = year_of(written.year) if len(written.days) > 1 else _day(written.year, *written.days)
        yield Mention(*written.place, time, written.days)


def _day(year: int, day: Day) -> Time:
    try:
        return day_of(date(year, 1 + MONTHS.index(day[0]), day[1]))
    except ValueError:
        return year_of(year)


def _in_words(text: str) -> Iterator[Mention]:
    for start, end, times in read_forms(text):
        is_decade = times[0].precision == "decade"
        if (is_decade and _NO_DECADE.search(text, max(0, start - LOOKED_BACK), start)) or _BEFORE_CHRIST.match(
            text, end
        ):
            continue
        for time in times:
            yield Mention(start, end, time, _single_day(time), _is_short(text, start, end))


def _single_day(time: Time) -> tuple[Day, ...]:
    return ((MONTHS[time.first.month - 1], time.first.day),) if time.first == time.last else ()


def _is_short(text: str, start: int, end: int) -> bool:
    return not _FOUR_FIGURES.search(text, start, end)


def _bare_years(text: str) -> Iterator[Mention]:
    for match in _YEAR.finditer(text):
        before = text[max(0, match.start() - LOOKED_BACK) : match.start()]
        year = int(match["year"])
        if _NUMBERED.search(before) or _COUNTED.match(text, match.end()):
            continue
        if year < _FIRST_BARE_YEAR and not _DURING.search(before):
            continue
        yield Mention(*match.span(), year_of(year))


def _days_of_year(text: str) -> Iterator[Mention]:
    for window in windows(text, MONTH_BEGINS):
        for match in _DAY_OF_YEAR.finditer(text, *window):
            month, day = match["month"] or match["month_after"], match["day"] or match["day_before"]
            yield Mention(*match.span(), None, ((MONTHS[month_number(month) - 1], int(re.sub(r"\D", "", day))),))
