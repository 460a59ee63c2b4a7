"""Dates in figures, such as "14.01.2011", "2/22/11", "2011-02-22", "22FEB11" and "5/IV/2011", and what they say."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from embeddings.dates import MONTHS
from embeddings.documents import Span

_MONTH_NAMES = "January February March April May June July August September October November December".split()  # noqa: SIM905
# A day of the year: the first three letters of its month, and its number.
Day = tuple[str, int]

# Two figures up to this one are of the years from 2000 on, later ones of those before.
LAST_SHORT_YEAR = 40

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_IN_FIGURES = re.compile(
    r"(?<![\w./-])(?:"
    r"(?P<iso_year>[0-9]{4})-(?P<iso_month>[0-9]{2})-(?P<iso_day>[0-9]{2})"
    r"|(?P<first>[0-9]{1,2})(?P<sign>[./-])(?P<second>[0-9]{1,2}|[IVX]{1,4})(?P=sign)(?P<year>[0-9]{4}|[0-9]{2})"
    rf"|(?P<day>[0-9]{{1,2}})[ -]?(?P<month>(?i:{'|'.join(MONTHS)}))[ -]?(?P<short_year>[0-9]{{4}}|[0-9]{{2}})"
    r")(?![\w]|[./-][0-9])"
)
_FIGURE = re.compile("[0-9]")
_ORDINAL = re.compile(r"(?<![\w.,])([0-9]{1,2})(?:st|nd|rd|th)\b")
_SHORT = "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
_SHORT_MONTH = re.compile(rf"\b({_SHORT})\b\.?(?=\s[0-9])|(?<=[0-9]\s)({_SHORT})\b")
_FISCAL_YEAR = re.compile(r"\bFY\s?((?:19|20)[0-9]{2})\b")
_SHORT_YEAR = re.compile(r"(?<!\w)['’]([0-9]{2})(?![\w'’])")


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A date in figures: its place, its words, its year, and the days it may mean; "07/12" may be two."""

    place: Span
    words: str
    year: int
    days: tuple[Day, ...]


def dates_in_figures(text: str) -> Iterator[WrittenDate]:
    """Yield the dates in figures of a text, in order."""
    for match in _IN_FIGURES.finditer(text):
        meaning = _meaning(match)
        if meaning is not None:
            year, days_meant = meaning
            yield WrittenDate(match.span(), match.group(), year, days_meant)


def _meaning(match: re.Match[str]) -> tuple[int, tuple[Day, ...]] | None:
    """Return the year of a date in figures and the days that it may mean; None for what is no date."""
    if match["iso_year"]:
        year, readings = int(match["iso_year"]), [(int(match["iso_month"]), int(match["iso_day"]))]
    elif match["month"]:
        year = full_year(match["short_year"])
        readings = [(MONTHS.index(match["month"].lower()) + 1, int(match["day"]))]
    elif match["second"].isdigit():
        year, first, second = full_year(match["year"]), int(match["first"]), int(match["second"])
        # A point parts day and month in this order; a stroke or a hyphen parts them in either.
        readings = [(second, first)] if match["sign"] == "." else [(second, first), (first, second)]
    elif match["second"] in _ROMAN:
        year, readings = full_year(match["year"]), [(_ROMAN.index(match["second"]) + 1, int(match["first"]))]
    else:
        return None
    meant = dict.fromkeys((MONTHS[month - 1], day) for month, day in readings if _is_day(month, day))
    return (year, tuple(meant)) if meant else None


def _is_day(month: int, day: int) -> bool:
    return 1 <= month <= len(MONTHS) and 1 <= day <= 31  # noqa: PLR2004  # days of a month


def full_year(figures: str) -> int:
    """Return a year of four figures, or of two: "09" is 2009, "88" is 1988."""
    if len(figures) > 2:  # noqa: PLR2004  # all four figures
        return int(figures)
    return int(figures) + (2000 if int(figures) <= LAST_SHORT_YEAR else 1900)


def with_plain_dates(text: str) -> str:
    """Return a text in which dates are written alike, for search: offsets into the text do not hold for it.

    A date in figures is followed by its day, the name of its month and its year. "3rd" becomes "3", "Feb." before or
    after a figure "february", "FY2009" and "'09" "2009".
    """
    if not _FIGURE.search(text):
        return text
    parts, end = [], 0
    for date in dates_in_figures(text):
        said = " ".join(f"{day} {_MONTH_NAMES[MONTHS.index(month)]}" for month, day in date.days)
        parts += [text[end : date.place[1]], f" {said} {date.year} "]
        end = date.place[1]
    text = "".join([*parts, text[end:]])
    text = _ORDINAL.sub(r"\1", text)
    text = _SHORT_MONTH.sub(lambda match: _MONTH_NAMES[MONTHS.index((match[1] or match[2])[:3].lower())], text)
    text = _FISCAL_YEAR.sub(r"\1", text)
    return _SHORT_YEAR.sub(lambda match: str(full_year(match[1])), text)
