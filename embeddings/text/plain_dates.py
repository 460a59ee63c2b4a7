"""Copies of texts in which dates are written alike, for search."""

import re

from embeddings.dates import MONTHS
from embeddings.times.figures import dates_in_figures, full_year
from embeddings.times.months import MONTH_NAMES, SHORT_MONTHS

_MONTH_NAMES = MONTH_NAMES.split("|")
_FIGURE = re.compile("[0-9]")
_ORDINAL = re.compile(r"(?<![\w.,])([0-9]{1,2})(?:st|nd|rd|th)\b")
_SHORT_MONTH = re.compile(rf"\b({SHORT_MONTHS})\b\.?(?=\s[0-9])|(?<=[0-9]\s)({SHORT_MONTHS})\b")
_FISCAL_YEAR = re.compile(r"\bFY\s?((?:19|20)[0-9]{2})\b")
_SHORT_YEAR = re.compile(r"(?<!\w)['’]([0-9]{2})(?![\w'’])")


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


def with_dates_in_words(text: str) -> str:
    """Return a text with each date in figures in words: "2001-05-03" is "3 May 2001". One that may mean two days stays.

    Passages seldom write a date as a question does, and models do not know that both are the same.
    """
    if not _FIGURE.search(text):
        return text
    parts, end = [], 0
    for date in dates_in_figures(text):
        if len(date.days) == 1:
            [(month, day)] = date.days
            parts += [text[end : date.place[0]], f"{day} {_MONTH_NAMES[MONTHS.index(month)]} {date.year}"]
            end = date.place[1]
    return "".join([*parts, text[end:]])
