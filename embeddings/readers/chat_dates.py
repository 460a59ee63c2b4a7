"""The dates and times of chats in the forms of many countries.

Whether a date begins with its day, its month or its year is told by all the dates of a file together. Where they leave
it open, only the year is known.
"""

import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from itertools import pairwise

from embeddings.readers.chats import FIRST_YEAR, LAST_YEAR

# Three numbers, as they are written.
Numbers = tuple[int, int, int]

DATE = r"\d{1,4}(?:[./-]|\. |年|년 )\d{1,2}(?:[./-]|\. |月|월 )\d{1,4}(?:日|일|\.)?"
CLOCK = r"\d{1,2}[:.]\d\d(?:[:.]\d\d)?"
_NUMBER = re.compile(r"\d+")
_CENTURY, _NOON, _HOURS, _MINUTES = 100, 12, 24, 60
# The places of the year, the month and the day among the numbers of a date, the commonest order first.
_ORDERS = ((2, 1, 0), (2, 0, 1), (0, 1, 2))
_MONTH_FIRST = _ORDERS[1]
_YEAR_FIRST = _ORDERS[2]
_YEAR_LETTERS = 4
# So many different dates, of which one order makes so short a time of that of another, tell the order.
FEWEST_DATES, SHARE_OF_SPAN = 3, 0.25
# What follows, or stands before, the hours of the morning and of the afternoon: the letters alone, in small ones.
_MORNING = frozenset(
    [
        *("am", "vorm", "πμ", "dop", "dopoł", "de", "fm", "ap", "öö", "sa", "ص"),
        *("오전", "上午", "凌晨", "早上", "中午", "午前", "पूर्वाह्न"),
    ]
)
_AFTERNOON = frozenset(
    [
        *("pm", "nachm", "μμ", "odp", "popoł", "du", "em", "eftm", "ip", "ös", "ch", "م"),
        *("오후", "下午", "晚上", "午後", "अपराह्न"),
    ]
)
HALF_OF_DAY = _AFTERNOON | _MORNING
# Marks on letters are no letters of their own.
_NO_LETTER = re.compile(r"[\s.\d]+")


def numbers_of(written: str) -> Numbers:
    """Return the three numbers of a date that DATE matches."""
    first, second, third = map(int, _NUMBER.findall(written))
    return first, second, third


def half_of_day(written: str) -> str:
    """Return what stands beside a time as HALF_OF_DAY has it: "pm" for "p. m."; "" where it says no half of a day."""
    letters = _NO_LETTER.sub("", written).lower()
    return letters if letters in HALF_OF_DAY else ""


def time_of(clock: str, half: str = "") -> str:
    """Return a time as "14:05", given what CLOCK matches and the half of the day; "" for what is no time."""
    hours, minutes = map(int, _NUMBER.findall(clock)[:2])
    if half in _AFTERNOON and hours < _NOON:
        hours += _NOON
    elif half in _MORNING - {"中午"} and hours == _NOON:
        hours = 0
    return f"{hours:02}:{minutes:02}" if hours < _HOURS and minutes < _MINUTES else ""


def days_of(dates: Sequence[str], *, is_american: bool = False) -> list[tuple[str, str]]:
    """Return for each date of a file, in their order, its day, and what of it is sure.

    Where the order of the numbers is known both are the day in the letters of ISO 8601. Else the first is the date as
    it is written, and the second its year, or "". `is_american` says that something else than the dates shows that the
    month stands first.
    """
    numbers = [numbers_of(written) for written in dates]
    known = {three: _by_order(three) for three in set(numbers)}
    orders = _likely_orders(numbers, known)
    if max((first for first, _, _ in known), default=0) < _CENTURY:
        # Hardly anybody writes a year in two figures first.
        orders = [order for order in orders if order != _YEAR_FIRST] or orders
    if any("/" not in written for written in set(dates)):
        # Nobody writes the month first with these.
        orders = [order for order in orders if order != _MONTH_FIRST] or orders
    elif is_american and _MONTH_FIRST in orders:
        orders = [_MONTH_FIRST]
    sure = {three: _agreed([of[order] for order in orders if order in of]) for three, of in known.items()}
    return [
        (day if len(day := sure[three]) > _YEAR_LETTERS else written, day)
        for three, written in zip(numbers, dates, strict=True)
    ]


def _by_order(three: Numbers) -> dict[Numbers, date]:
    """Return the day that three numbers are in each order in which they are one."""
    found = {}
    for order in _ORDERS:
        year, month, day = (three[place] for place in order)
        year += 2000 if year < _CENTURY else 0
        if FIRST_YEAR <= year <= LAST_YEAR:
            with suppress(ValueError):
                found[order] = date(year, month, day)
    return found


def _likely_orders(numbers: Sequence[Numbers], known: dict[Numbers, dict[Numbers, date]]) -> list[Numbers]:
    """Return the orders in which the most dates are days, and of these the ones with the fewest steps back in time.

    Of several dates those in one month are likelier than those on the same day of many.
    """
    days = {order: [known[three][order] for three in numbers if order in known[three]] for order in _ORDERS}
    steps = {
        order: (-len(found), sum(after < before for before, after in pairwise(found))) for order, found in days.items()
    }
    orders = [order for order in _ORDERS if steps[order] == min(steps.values())]
    if len(set(numbers)) < FEWEST_DATES or not all(days[order] for order in orders):
        return orders
    spans = {order: (max(days[order]) - min(days[order])).days for order in orders}
    return [order for order in orders if SHARE_OF_SPAN * spans[order] < min(spans.values())]


def _agreed(days: Sequence[date]) -> str:
    """Return the day that all are, else the year, "" where they differ in that, too."""
    if len(set(days)) == 1:
        return days[0].isoformat()
    years = {day.year for day in days}
    return str(years.pop()) if len(years) == 1 else ""
