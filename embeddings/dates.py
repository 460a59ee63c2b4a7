"""Dates as documents state them: a day, a month or a year. Each names a span of days.

An ambiguous date such as 03/04/2010 is not read as a date, nor is one before the year 1000: programs write such where
they have none.
"""

import calendar
import re
from datetime import date, datetime
from functools import cache, lru_cache

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_WEEKDAY = r"(?:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?\.?,?\s+)?"
# What may follow a time: its half of the day, and the zone, by its name, its letters in capitals or its distance.
_OF_TIME = (
    r"[ap]\.?m\.?|z|h|hrs?|hours?|uhr|o['’]clock|local|eastern|central|mountain|pacific|standard|daylight|summer|time"
    r"|(?-i:[A-Z]{2,5})|(?:utc|gmt)?[+−–-]\d{1,2}(?::?\d{2})?|[a-z]+/[a-z_]+"
)
_TIME = (
    r"(?:(?:,|\s+at|\s*[-–—|]|T)?\s*\d{1,2}[:.]\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?"
    rf"(?:[\s,(]{{0,2}}(?:{_OF_TIME})\)?(?![^\W\d])){{0,4}})?"
)
# A date with all that may stand around it has ten words; most paragraphs, which are looked at too, have more.
_MOST_WORDS = 12
_FORMS = (
    r"(?P<year>[1-9]\d{3})-(?P<number>\d{2})(?:-(?P<day>\d{2}))?",
    r"(?P<year>[1-9]\d{3})/(?P<number>\d{2})/(?P<day>\d{2})",
    _MONTH + r"\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>[1-9]\d{3})",
    r"(?P<day>\d{1,2})(?:st|nd|rd|th)?\s+" + _MONTH + r",?\s+(?P<year>[1-9]\d{3})",
    _MONTH + r",?\s+(?P<year>[1-9]\d{3})",
    r"(?P<year>(?:1[5-9]|20)\d{2})",
)


@cache
def _date_forms() -> tuple[re.Pattern[str], ...]:
    # ASCII: digits of other scripts are no ISO 8601.
    return tuple(re.compile(_WEEKDAY + form + _TIME, re.IGNORECASE | re.ASCII) for form in _FORMS)


def iso_date(stated: object) -> str | None:
    """Return a stated date as ISO 8601 (a day, a month or a year), or None if it is no clear date."""
    if isinstance(stated, datetime | date):
        return stated.isoformat()[: len("2010-11-30")]
    words = str(stated).split(None, _MOST_WORDS)
    return _of_text(" ".join(words).rstrip(".")) if len(words) <= _MOST_WORDS else None


# The rows of a table are of few days.
@lru_cache(maxsize=1024)
def _of_text(text: str) -> str | None:
    for form in _date_forms():
        if match := form.fullmatch(text):
            return _iso(match.groupdict())
    return None


def _iso(parts: dict[str, str | None]) -> str | None:
    year, day = str(parts["year"]), parts.get("day")
    month = parts.get("number")
    if name := parts.get("month"):
        month = f"{1 + MONTHS.index(name[:3].lower()):02}"
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    return "-".join(part for part in (year, month, day and f"{int(day):02}") if part)


def span(stated: str) -> tuple[date, date]:
    """Return the first and the last day that an ISO 8601 date names: 1 and 30 November 2010 for "2010-11".

    Raises ValueError for anything but a day, a month or a year.
    """
    parts = [int(part) for part in stated.split("-")]
    match parts:
        case [year]:
            return date(year, 1, 1), date(year, 12, 31)
        case [year, month]:
            return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
        case [year, month, day]:
            return date(year, month, day), date(year, month, day)
    raise ValueError(f"{stated!r} is no date such as 2010-11-30, 2010-11 or 2010")


@lru_cache(maxsize=1024)
def human_date(stated: str) -> str:
    """Write an ISO 8601 date as a reader would: "30 November 2010", "November 2010" or "2010"."""
    first, last = span(stated)
    if first == last:
        return f"{first.day} {first:%B} {first.year}"
    return f"{first:%B} {first.year}" if first.month == last.month else str(first.year)
