"""Steps from one time to another: five years later, the following Monday, the July that is nearest.

Each gives None where the time that it starts from is not known precisely enough: nobody knows the day after "1998".
"""

from datetime import timedelta

from embeddings.times.months import SEASONS
from embeddings.times.values import (
    Time,
    century_of,
    day_of,
    decade_of,
    month_of,
    months_of,
    week_around,
    week_of,
    year_of,
    years_of,
)

_FINENESS = ("century", "decade", "year", "month", "day")
_YEARS_OF = {"decade": 10, "century": 100}
_MONTHS = 12


def is_known_to(time: Time, unit: str) -> bool:
    """Whether a time is as precise as a unit, or more."""
    precise = "day" if unit.startswith("week") else unit
    lies_within = time.first.year == time.last.year and (unit == "year" or time.first.month == time.last.month)
    return _FINENESS.index(time.precision) >= _FINENESS.index(precise) and (lies_within or unit in _YEARS_OF)


def moved(time: Time, unit: str, count: int) -> Time | None:
    """Return the time so many units later, earlier where `count` is below 0, as precise as the unit."""
    start = time.last if count > 0 else time.first
    if unit == "month" and not is_known_to(time, "month") and count % _MONTHS == 0:
        unit, count = "year", count // _MONTHS
    if unit in _YEARS_OF:
        unit, count = "year", count * _YEARS_OF[unit]
    if time.precision in _YEARS_OF or (unit != "year" and not is_known_to(time, unit)):
        return None
    if unit == "day":
        return day_of(start + timedelta(count))
    if unit == "week":
        return week_around(start + timedelta(7 * count))
    return month_of(start.year, start.month + count) if unit == "month" else year_of(start.year + count)


def whole(time: Time, unit: str, step: int = 0) -> Time | None:
    """Return the day, week, month, year, decade or century that a time lies in, or one that is `step` after it."""
    if not is_known_to(time, unit):
        return None
    day = time.first
    if unit == "day":
        return day_of(day + timedelta(step))
    if unit in {"week", "weekend"}:
        week = week_of(day + timedelta(7 * step))
        return week if unit == "week" else Time(week.last - timedelta(1), week.last, "day")
    if unit == "month":
        return month_of(day.year, day.month + step)
    length = _YEARS_OF.get(unit, 1)
    first = day.year // length * length + length * step
    return {1: year_of, 10: decade_of, 100: century_of}[length](first)


def since(time: Time, unit: str, count: int) -> Time | None:
    """Return the time from so many units before until a time: "over the past five years"."""
    begin = moved(time, unit, -count)
    if begin is None:
        return None
    if begin.precision == "year":
        return years_of(begin.first.year, time.first.year)
    return Time(begin.first, time.last, begin.precision)


def weekday_near(time: Time, weekday: int, direction: int, *, may_be_same: bool = False) -> Time | None:
    """Return the nearest day of a weekday, 0 for Monday, after a day, or before it where `direction` is -1."""
    if time.first != time.last:
        return None
    steps = (weekday - time.first.weekday()) * direction % 7
    return day_of(time.first + timedelta(direction * (steps or (0 if may_be_same else 7))))


def month_near(time: Time, month: int, direction: int) -> Time | None:
    """Return the nearest such month after a time, 1 or more for the direction, or before it for -1; its own for 0."""
    if not is_known_to(time, "month"):
        return month_of(time.first.year, month) if time.precision == "year" else None
    own = time.first.month
    year = time.first.year
    if direction > 0:
        return month_of(year + (month <= own), month)
    if direction < 0:
        return month_of(year - (month >= own), month)
    return min((month_of(year + step, month) for step in (0, 1, -1)), key=lambda near: _apart(near, time))


def _apart(one: Time, other: Time) -> int:
    return abs((one.first.year - other.first.year) * _MONTHS + one.first.month - other.first.month)


def season_of(time: Time, season: str, step: int = 0) -> Time | None:
    """Return a season of the year of a time, or of one `step` years after it."""
    if not is_known_to(time, "year"):
        return None
    return months_of(time.first.year + step, SEASONS[season], SEASONS[season] + 2)


def season_before(time: Time, season: str) -> Time | None:
    """Return the last such season that was over before a time."""
    own = season_of(time, season)
    return season_of(time, season, -1) if own and own.last >= time.first else own
