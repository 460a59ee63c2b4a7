"""The forms in which texts write times that need no other to be understood: "14 May 2011", "the nineties", "Q3 2008".

Each form is a pattern and what it reads; docs/clocks.md lists them. Every pattern takes linear time.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache

from embeddings.times.figures import full_year
from embeddings.times.months import (
    DECADES,
    FOREIGN_MONTH,
    FOREIGN_MONTH_OF_DAY,
    MONTH,
    MONTH_BEGINS,
    ORDINAL,
    SEASON,
    SEASONS,
    SHORT_MONTHS,
    month_number,
    ordinal_of,
)
from embeddings.times.values import (
    Time,
    century_of,
    day_of,
    decade_of,
    month_of,
    months_of,
    part_of_decade,
    part_of_month,
    part_of_year,
    through,
    year_of,
    years_of,
)
from embeddings.times.windows import either, windows

# What a pattern reads: one time, or two where two days are named.
Read = Callable[[re.Match[str]], list[Time]]

S = r"[ \u00a0\n]{1,3}"
# Not the end of a longer number or name.
BEGIN = r"(?<![\w$€£+.,’'])(?<!\d[-/])"
END = r"(?![\w%]|[-.,/:]\d)"
YEAR = r"(?:1[0-9]|20)[0-9]{2}"
_TWO = r"['’]?[0-9]{2}"
_ANY_YEAR = rf"(?:{YEAR}|['’][0-9]{{2}})"
_DAY = r"(?:[12][0-9]|3[01]|0?[1-9])(?:st|nd|rd|th)?"
_DASH = rf"(?:[ ]?[-–—][ ]?|{S}(?:to|until|through|till|and|or){S})"
_PART = rf"(?P<part>[Ee]arly|[Mm]id(?:dle)?|[Ll]ate)(?:[ -]|{S}of{S}|{S}in{S})"


def _four(figures: str) -> int:
    return full_year(figures.strip("'’"))


def _days(match: re.Match[str]) -> list[Time]:
    """Read one day, the days from one to another, or two days, of which the second names the year."""
    year, month = _four(match["year"]), match["month"]
    first, second, first_month = (match.groupdict().get(name) for name in ("first", "second", "first_month"))
    last_day = _day(year, month, second or first or "")
    if not second:
        return [last_day]
    first_day = _day(year, first_month or month, first or "")
    is_list = match["between"].strip() in {"and", "or"}
    return [first_day, last_day] if is_list else [through(first_day, last_day)]


def _day(year: int, month: str, day: str) -> Time:
    whole = month_of(year, month_number(month))
    return day_of(whole.first.replace(day=int(re.sub(r"\D", "", day))))


def _month(match: re.Match[str]) -> list[Time]:
    year = _four(match["year"])
    month = month_of(year, month_number(match["month"]))
    if part := match.groupdict().get("part"):
        return [part_of_month(month, _part(part))]
    first = match.groupdict().get("first_month")
    return [through(month_of(year, month_number(first)), month)] if first else [month]


def _part(words: str) -> str:
    return "mid" if words.lower().startswith("mid") else words.lower()


def _season(match: re.Match[str]) -> list[Time]:
    year, first = _four(match["year"]), SEASONS[match["season"].lower()]
    if match["season"].lower() == "winter":
        # Which of two winters is meant is clear only where both years stand.
        return [months_of(year, first, first + 2) if match["next"] else year_of(year)]
    return [months_of(year, first, first + 2)]


def _quarter(match: re.Match[str]) -> list[Time]:
    number, length = ordinal_of(match["number"]), 6 if match["kind"].lower() in {"half", "h"} else 3
    return [months_of(_four(match["year"]), (number - 1) * length + 1, number * length)]


def _range(match: re.Match[str]) -> list[Time]:
    """Read the years from one to another; "1998-05", which cannot be such, is a month."""
    begin, end = int(match["begin"]), match["end"].strip("'’")
    last = int(end) if len(end) > 2 else begin // 100 * 100 + int(end)  # noqa: PLR2004  # two figures
    if last <= begin and len(end) == 2 and match["sign"] == "-" and 1 <= int(end) <= 12:  # noqa: PLR2004
        return [month_of(begin, int(end))]
    if last < begin and len(end) == 2:  # noqa: PLR2004
        last += 100
    return [years_of(begin, last)]


def _decade(match: re.Match[str]) -> list[Time]:
    words = match["decade"].lower().strip("'’s")
    named = match["decade"].lower()
    first = 1920 + 10 * DECADES.index(named) if named in DECADES else _four(words)
    if part := match["part"]:
        return [part_of_decade(first, _part(part))]
    return [century_of(first) if len(words) > 2 and first % 100 == 0 else decade_of(first)]  # noqa: PLR2004


def _century(match: re.Match[str]) -> list[Time]:
    return [century_of(100 * (ordinal_of(match["number"]) - 1))]


_HOLIDAYS = {"christmas": (12, 25), "christmas day": (12, 25), "christmas eve": (12, 24), "boxing day": (12, 26)}
_HOLIDAYS |= {"new year’s day": (1, 1), "new year’s eve": (12, 31), "halloween": (10, 31)}


def _holiday(match: re.Match[str]) -> list[Time]:
    month, day = _HOLIDAYS[" ".join(match["name"].lower().replace("'", "’").split())]
    return [day_of(month_of(_four(match["year"]), month).first.replace(day=day))]


def _year(match: re.Match[str]) -> list[Time]:
    year = _four(match["year"])
    part = match.groupdict().get("part")
    return [part_of_year(year, _part(part)) if part else year_of(year)]


# What stands before the day of a month that is written alike in English.
_IN_GERMAN = (
    r"(?:(?<=\b(?:[Aa]m|[Aa]b) )|(?<=\b(?:den|dem|der|[Vv]om|zum|bis) )|(?<=(?:tag|och),[ ])|(?<=:[ ])|(?<![^\n]))"
)
_HOLIDAY = "|".join(_HOLIDAYS).replace("’", "[’']")
# Forms that name a month in English, and all others.
_OF_MONTHS: tuple[tuple[str, Read], ...] = (
    (
        rf"(?P<first>{_DAY})(?P<between>{_DASH})(?P<second>{_DAY}){S}(?:of{S})?(?P<month>{MONTH}),?{S}(?P<year>{YEAR})",
        _days,
    ),
    (
        rf"(?P<first>{_DAY}){S}(?:of{S})?(?P<first_month>{MONTH})(?P<between>{_DASH})(?P<second>{_DAY}){S}(?:of{S})?"
        rf"(?P<month>{MONTH}),?{S}(?P<year>{YEAR})",
        _days,
    ),
    (
        rf"(?P<first>{_DAY})[ \u00a0\n-]{{1,3}}(?:of{S})?(?P<month>{MONTH})(?:,?{S}(?:in{S})?|-)(?P<year>{_ANY_YEAR})",
        _days,
    ),
    # As in German, "3. Nov. 2018", "am 3. November 2018"; what an English sentence ends with is no day.
    (rf"(?P<first>{_DAY})\.{S}(?P<month>(?:{SHORT_MONTHS})\b\.?){S}(?P<year>{YEAR})", _days),
    (rf"{_IN_GERMAN}(?P<first>{_DAY})\.{S}(?P<month>{MONTH}){S}(?P<year>{YEAR})", _days),
    (
        rf"(?P<first_month>{MONTH}){S}(?P<first>{_DAY})(?P<between>{_DASH})(?P<month>{MONTH}){S}(?P<second>{_DAY}),?{S}"
        rf"(?P<year>{YEAR})",
        _days,
    ),
    (
        rf"(?P<month>{MONTH}){S}(?:the{S})?(?P<first>{_DAY})(?:(?P<between>{_DASH})(?P<second>{_DAY}))?,?{S}"
        rf"(?P<year>{_ANY_YEAR})",
        _days,
    ),
    (rf"{_PART}(?P<month>{MONTH}),?{S}(?:of{S})?(?P<year>{_ANY_YEAR})", _month),
    (rf"(?P<first_month>{MONTH})(?:{_DASH})(?P<month>{MONTH}),?{S}(?:of{S})?(?P<year>{_ANY_YEAR})", _month),
    (rf"(?P<month>{MONTH})(?:,?{S}(?:of{S})?|[ -]?(?=['’]))(?P<year>{_ANY_YEAR})", _month),
)  # fmt: skip
_OTHERS: tuple[tuple[str, Read], ...] = (
    (
        rf"(?P<first>{_DAY}|1er)\.?{S}(?:de{S})?(?P<month>{FOREIGN_MONTH_OF_DAY}){S}(?:del?{S})?(?P<year>{YEAR})",
        _days,
    ),
    (rf"(?P<month>{FOREIGN_MONTH}){S}(?:del?{S})?(?P<year>{YEAR})", _month),
    (
        rf"(?P<season>{SEASON})(?:{S}(?:of{S}|in{S})?|-)(?P<year>{_ANY_YEAR})(?P<next>[-–/](?:{YEAR}|{_TWO}))?",
        _season,
    ),
    (rf"(?P<kind>[QH])(?P<number>[1-4])(?:{S}(?:of{S})?|[-/])(?P<year>{_ANY_YEAR})", _quarter),
    (
        rf"(?P<number>(?i:first|second|third|fourth)|[1-4](?:st|nd|rd|th))[ \n-](?P<kind>quarter|half)"
        rf"(?:,?{S}(?:of{S})?)(?:FY{S}?)?(?P<year>{_ANY_YEAR})",
        _quarter,
    ),
    # "2022's" is a year.
    (rf"(?:{_PART}(?:the{S})?)?(?=\d{{3}}0)(?P<decade>{YEAR}['’]?s)", _decade),
    (rf"(?<=[Tt]he )(?:{_PART})?(?P<decade>['’]?[2-9]0['’]?s|(?i:{'|'.join(DECADES)}))", _decade),
    (rf"(?P<number>{ORDINAL})[ \n-]century", _century),
    (rf"(?P<name>(?i:{_HOLIDAY}))(?:,?{S}(?:of{S}|in{S})?)(?P<year>{YEAR})", _holiday),
    (rf"{_PART}(?P<year>{_ANY_YEAR})", _year),
    (rf"(?i:between){S}(?P<begin>{YEAR}){S}(?P<sign>and){S}(?P<end>{YEAR})", _range),
    (rf"(?P<begin>{YEAR})(?P<sign>[ ]?[-–—][ ]?|/|{S}(?:to|until|through){S})(?P<end>{YEAR}|{_TWO})", _range),
    (rf"(?:FY[ \n]?|(?i:fiscal{S}(?:year{S})?))(?P<year>{YEAR}|{_TWO})", _year),
)  # fmt: skip
SHORT_YEAR = re.compile(r"(?<!\w)['’](?P<year>[0-9]{2})(?![\w'’])")


# Each form holds a year, the name of a decade or "century"; around those it is looked for, as far as it can reach.
_ANCHOR = re.compile(
    r"(?:1[0-9]|20)[0-9]{2}|['’][0-9]{2}|[2-9]0['’]?s|FY|fiscal|(?:fif|for|nine|seven|six|twen|eigh|thir)t?ies|century"
)


# Compiled when a text first needs them: that takes a good part of a program's start.
@cache
def _forms_of_months() -> tuple[tuple[re.Pattern[str], Read], ...]:
    return tuple((_compiled(pattern), read) for pattern, read in _OF_MONTHS)


@cache
def _other_forms() -> tuple[tuple[re.Pattern[str], Read], ...]:
    return tuple((_compiled(pattern), read) for pattern, read in _OTHERS)


@cache
def _any_other_form() -> re.Pattern[str]:
    return _compiled(either(pattern for pattern, _ in _OTHERS))


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(f"{BEGIN}(?:{pattern}){END}")


def read_forms(text: str) -> Iterator[tuple[int, int, list[Time]]]:
    """Yield every place that a form matches, with the times that it names; places may overlap."""
    for window in windows(text, _ANCHOR):
        forms = _forms_of_months() if MONTH_BEGINS.search(text, *window) else ()
        forms += _other_forms() if _any_other_form().search(text, *window) else ()
        for pattern, read in forms:
            for match in pattern.finditer(text, *window):
                try:
                    yield match.start(), match.end(), read(match)
                except ValueError:
                    # "31 February 2010", or a range that runs backwards: what is left of it is read by another form.
                    continue
    for match in SHORT_YEAR.finditer(text):
        yield match.start(), match.end(), _year(match)
