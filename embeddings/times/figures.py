"""Dates in figures, such as "14.01.2011", "2/22/11", "2011-02-22", "22FEB11", "301530Z NOV 10" and "5/IV/2011"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from embeddings.dates import MONTHS
from embeddings.documents import Span

# A day of the year: the first three letters of its month, and its number.
Day = tuple[str, int]

# Two figures up to this one are of the years from 2000 on, later ones of those before.
LAST_SHORT_YEAR = 40

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_MONTHS = f"(?i:{'|'.join(MONTHS)})"
_IN_FIGURES = re.compile(
    r"(?<![\w./-])(?:"
    r"(?P<iso_year>[0-9]{4})(?P<iso_sign>[-/])(?P<iso_month>[0-9]{2})(?P=iso_sign)(?P<iso_day>[0-9]{2})"
    r"(?:T[0-9:.]{4,15}(?:Z|[+-][0-9:]{2,5})?)?"
    r"|(?P<first>[0-9]{1,2})(?P<sign>[./-])(?P<second>[0-9]{1,2}|[IVX]{1,4})(?P=sign)(?P<year>[0-9]{4}|[0-9]{2})"
    rf"|(?P<day>[0-9]{{1,2}})(?:[0-9]{{4}}Z )?[ -]?(?P<month>{_MONTHS})[ -]?(?P<short_year>[0-9]{{4}}|[0-9]{{2}})"
    r")(?![\w]|[./-][0-9])"
)
# A version, or the number of a section, has the same figures.
_NUMBERED = re.compile(
    r"(?:\b(?:versions?|releases?|v\.?|sections?|chapters?|paragraphs?|figures?)|§)[ \n]?$", re.IGNORECASE
)
_LOOKED_BACK = 12


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
        if meaning is not None and not _NUMBERED.search(text, max(0, match.start() - _LOOKED_BACK), match.start()):
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
    # No calendar has a year 0; programs write it where they have no date.
    return (year, tuple(meant)) if meant and year else None


def _is_day(month: int, day: int) -> bool:
    return 1 <= month <= len(MONTHS) and 1 <= day <= 31  # noqa: PLR2004  # days of a month


def full_year(figures: str) -> int:
    """Return a year of four figures, or of two: "09" is 2009, "88" is 1988."""
    if len(figures) > 2:  # noqa: PLR2004  # all four figures
        return int(figures)
    return int(figures) + (2000 if int(figures) <= LAST_SHORT_YEAR else 1900)
