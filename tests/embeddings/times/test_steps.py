from datetime import date

import pytest

from embeddings.times.steps import (
    is_known_to,
    month_near,
    moved,
    season_before,
    season_of,
    since,
    weekday_near,
    whole,
)
from embeddings.times.values import Time, parse_notation


def notation(time: Time | None) -> str | None:
    return time and time.notation


@pytest.mark.parametrize(
    ("start", "unit", "count", "end"),
    [
        ("2005-02", "year", 5, "2010"),
        ("2005-02", "month", 1, "2005-03"),
        ("2004-05-03", "day", -1, "2004-05-02"),
        ("2004-05-03", "week", 3, "2004-05-21/2004-05-27"),
        ("1998", "decade", 1, "2008"),
        ("1998", "month", 24, "2000"),
        ("1998", "month", 6, None),
        ("1998", "day", 1, None),
        ("1998-05", "week", 1, None),
        ("199X", "year", 5, None),
        ("2003/2007", "year", 1, "2008"),
    ],
)
def test_a_step_is_as_precise_as_its_unit_or_not_taken(start: str, unit: str, count: int, end: str | None) -> None:
    assert notation(moved(parse_notation(start), unit, count)) == end


@pytest.mark.parametrize(
    ("time", "unit", "step", "expected"),
    [
        ("2012-10-17", "week", 0, "2012-10-15/2012-10-21"),
        ("2012-10-17", "weekend", -1, "2012-10-13/2012-10-14"),
        ("2012-12", "month", 1, "2013-01"),
        ("1998", "decade", 0, "199X"),
        ("1998", "century", -1, "18XX"),
        ("1998", "month", 0, None),
    ],
)
def test_what_a_time_lies_in(time: str, unit: str, step: int, expected: str | None) -> None:
    assert notation(whole(parse_notation(time), unit, step)) == expected


def test_the_past_years_end_with_the_time_itself() -> None:
    assert notation(since(parse_notation("2013-10-02"), "year", 5)) == "2008/2013"
    assert notation(since(parse_notation("2013-10-02"), "day", 2)) == "2013-09-30/2013-10-02"
    assert since(parse_notation("2013"), "day", 2) is None


def test_weekdays_are_sought_in_a_direction() -> None:
    thursday = parse_notation("2011-03-10")
    assert notation(weekday_near(thursday, 0, -1)) == "2011-03-07"
    assert notation(weekday_near(thursday, 0, 1)) == "2011-03-14"
    assert notation(weekday_near(thursday, 3, -1, may_be_same=True)) == "2011-03-10"
    assert notation(weekday_near(thursday, 3, -1)) == "2011-03-03"
    assert weekday_near(parse_notation("2011-03"), 3, 1) is None


def test_months_and_seasons_are_sought_around_a_time() -> None:
    november = parse_notation("2003-11")
    assert notation(month_near(november, 1, 0)) == "2004-01"
    assert notation(month_near(november, 1, -1)) == "2003-01"
    assert notation(month_near(november, 11, 1)) == "2004-11"
    assert notation(month_near(parse_notation("1998"), 7, 0)) == "1998-07"
    assert notation(season_of(november, "summer", 1)) == "2004-06/2004-08"
    assert notation(season_before(parse_notation("2013-07-02"), "summer")) == "2012-06/2012-08"


def test_a_time_over_several_months_is_not_known_to_the_month() -> None:
    assert not is_known_to(Time(date(2004, 6, 1), date(2004, 8, 31), "month"), "month")
    assert is_known_to(Time(date(2004, 6, 1), date(2004, 8, 31), "month"), "year")
