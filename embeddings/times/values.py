"""A time that words name: a span of days, and how precisely the words name it."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Precision = Literal["day", "month", "year", "decade", "century"]

_DECEMBER = 12
# A part of a notation, and how much of what is none an error shows.
_PART = re.compile("[0-9]{1,4}(?:-[0-9]{1,2}){0,2}|[0-9]{3}X|[0-9]{2}XX")
_SHOWN = 40
_DECADE, _CENTURY = 10, 100


@dataclass(frozen=True, slots=True, order=True)
class Time:
    """The days from `first` to `last`, both inclusive; `precision` is the unit that the words count in."""

    first: date
    last: date
    precision: Precision

    @property
    def years(self) -> range:
        """The years that it touches."""
        return range(self.first.year, self.last.year + 1)

    @property
    def notation(self) -> str:
        """The time in the letters of ISO 8601: "2005-02", "2003/2007", "199X" for a decade, "18XX" for a century."""
        first, last = self.first, self.last
        whole_years = (first.month, first.day, last.month, last.day) == (1, 1, _DECEMBER, 31)
        length = last.year - first.year + 1
        if whole_years and length in {_DECADE, _CENTURY} and first.year % length == 0:
            return f"{first.year // length:0{4 - len(str(length)) + 1}}{'X' * (len(str(length)) - 1)}"
        if whole_years:
            parts = f"{first.year:04}", f"{last.year:04}"
        elif first.day == 1 and last.day == calendar.monthrange(last.year, last.month)[1]:
            parts = first.isoformat()[: len("2005-02")], last.isoformat()[: len("2005-02")]
        else:
            parts = first.isoformat(), last.isoformat()
        return parts[0] if parts[0] == parts[1] else "/".join(parts)

    def __str__(self) -> str:
        """Return it for a reader: "30 November 2010", "February 2005", "2003 to 2007", "the 1990s"."""
        begin, _, end = self.notation.partition("/")
        if begin.endswith("X"):
            return f"the {begin.replace('X', '0')}s"
        return f"{_written(begin)} to {_written(end)}" if end else _written(begin)

    def overlaps(self, other: "Time") -> bool:
        """Whether a day is in both."""
        return self.first <= other.last and other.first <= self.last


def _written(notation: str) -> str:
    parts = [int(part) for part in notation.split("-")]
    day = date(*(*parts, 1, 1)[:3])
    return f"{f'{day.day} ' if len(parts) > 2 else ''}{f'{day:%B} ' if len(parts) > 1 else ''}{day.year}"  # noqa: PLR2004


def day_of(day: date) -> Time:
    """Return one day."""
    return Time(day, day, "day")


def month_of(year: int, month: int) -> Time:
    """Return a month; one past December, or before January, is of another year. Raises ValueError past year 9999."""
    year, month = year + (month - 1) // _DECEMBER, (month - 1) % _DECEMBER + 1
    return Time(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]), "month")


def year_of(year: int) -> Time:
    """Return a year. Raises ValueError for one before 1 or after 9999."""
    return years_of(year, year)


def years_of(first: int, last: int) -> Time:
    """Return the years from one to another. Raises ValueError for one before 1 or after 9999."""
    return Time(date(first, 1, 1), date(last, _DECEMBER, 31), "year")


def decade_of(first: int) -> Time:
    """Return the ten years from one on."""
    return Time(date(first, 1, 1), date(first + _DECADE - 1, _DECEMBER, 31), "decade")


def century_of(first: int) -> Time:
    """Return the hundred years from one on."""
    return Time(date(first, 1, 1), date(first + _CENTURY - 1, _DECEMBER, 31), "century")


def months_of(year: int, first: int, last: int) -> Time:
    """Return the months of a year from one to another, 1 to 12; one past December is of the next year."""
    return through(month_of(year, first), month_of(year, last))


def through(begin: Time, end: Time) -> Time:
    """Return the time from one to another, as precise as the second. Raises ValueError where it would run backwards."""
    if begin.first > end.last:
        raise ValueError(f"{begin} is after {end}")
    return Time(begin.first, end.last, end.precision)


def week_around(day: date) -> Time:
    """Return the seven days around a day: "two weeks ago" is no nearer than that."""
    return Time(day - timedelta(3), day + timedelta(3), "day")


def week_of(day: date) -> Time:
    """Return the week from Monday to Sunday that a day is in."""
    monday = day - timedelta(day.weekday())
    return Time(monday, monday + timedelta(6), "day")


def part_of_decade(first: int, part: str) -> Time:
    """Return the "early", "mid" or "late" years of a decade: 0 to 3, 4 to 6, 6 to 9."""
    begin, end = {"early": (0, 3), "mid": (4, 6), "late": (6, 9)}[part]
    return Time(date(first + begin, 1, 1), date(first + end, _DECEMBER, 31), "decade")


def part_of_year(year: int, part: str) -> Time:
    """Return the "early", "mid" or "late" months of a year: 1 to 4, 5 to 8, 9 to 12."""
    begin = {"early": 1, "mid": 5, "late": 9}[part]
    whole = months_of(year, begin, begin + 3)
    return Time(whole.first, whole.last, "year")


def part_of_month(month: Time, part: str) -> Time:
    """Return the "early", "mid" or "late" days of a month: to the 10th, to the 20th, to the end."""
    begin, end = {"early": (1, 10), "mid": (11, 20), "late": (21, month.last.day)}[part]
    return Time(month.first.replace(day=begin), month.first.replace(day=end), "month")


def parse_notation(notation: str) -> Time:
    """Return the time of a `notation`. Raises ValueError for anything else."""
    begin, _, end = notation.partition("/")
    if not all(_PART.fullmatch(part) for part in (begin, end or begin)):
        raise ValueError(f"{notation[:_SHOWN]!r} is no time such as 2010-11-30, 2010-11, 2010, 2003/2007 or 199X")
    if end:
        return through(parse_notation(begin), parse_notation(end))
    if "X" in begin:
        first = int(begin.replace("X", "0"))
        return century_of(first) if begin.endswith("XX") else decade_of(first)
    parts = [int(part) for part in begin.split("-")]
    match parts:
        case [year]:
            return year_of(year)
        case [year, month] if 1 <= month <= _DECEMBER:
            return month_of(year, month)
        case [year, month, day]:
            return day_of(date(year, month, day))
    raise ValueError(f"{notation} names no day or month")
