from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.question.times import ClaimedYears, claimed_days, claimed_years, days, places_of_dates, years


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("in 2005 and 1979", {2005, 1979}),
        ("from 2003 to 2006", {2003, 2004, 2005, 2006}),
        ("between 2003 and 2005", {2003, 2004, 2005}),
        ("Between 2003 and 2005", {2003, 2004, 2005}),
        ("in 2003 and 2005", {2003, 2005}),
        ("the 2003–06 freeze", {2003, 2004, 2005, 2006}),
        ("in the 1980s", set(range(1980, 1990))),
        ("in the early nineties", set(range(1990, 2000))),
        ("Iran's 2013 election", {2013}),
        ("In FY2009 and FY 2010", {2009, 2010}),
        ("the summer of '88, and of ’09", {1988, 2009}),
        ("the '70s", set(range(1970, 1980))),
        ("14.01.2011", {2011}),
        ("2/22/11", {2011}),
        ("22FEB11, 3 mar 1998", {2011, 1998}),
        ("2001-05-03", {2001}),
        ("5/IV/2011", {2011}),
        ("Resolution 1929 passed", set()),
        ("about 2000 centrifuges", set()),
        ("1400 centrifuges", set()),
        ("$2010 and 2010.5 and 2,010", set()),
        ("version 1.2.2003.4, a 5/16/3/8 time", set()),
        ("31.13.2011", set()),
        ("May 2010", {2010}),
    ],
)
def test_years_are_told_from_other_numbers_however_they_are_written(text: str, named: set[int]) -> None:
    assert years(text) == named


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("on 9 February and March 3rd", {("feb", 9): "9 February", ("mar", 3): "March 3rd"}),
        ("14.01.2011", {("jan", 14): "14.01.2011"}),
        ("2011-01-14", {("jan", 14): "2011-01-14"}),
        ("22FEB11", {("feb", 22): "22FEB11"}),
        ("2/22/11", {("feb", 22): "2/22/11"}),
        ("5/IV/2011", {("apr", 5): "5/IV/2011"}),
        ("07/12/2010", {("dec", 7): "07/12/2010", ("jul", 12): "07/12/2010"}),
        ("192.168.1.1", {}),
    ],
)
def test_days_are_named_in_words_and_in_figures(text: str, named: dict[tuple[str, int], str]) -> None:
    assert days(text) == named


def test_a_question_claims_no_day_of_a_date_that_may_mean_two() -> None:
    assert claimed_days("What came on 07/12/2010 and on 8 May?") == {("may", 8): "8 May"}
    assert claimed_days("What came on 2010-12-07?") == {("dec", 7): "2010-12-07"}


def test_a_question_claims_a_year_or_a_decade() -> None:
    claims = claimed_years("What did he say in 2013 of the plan of the 1970s?")
    assert claims == [ClaimedYears(range(2013, 2014), True), ClaimedYears(range(1970, 1980), False)]
    assert [claim.text for claim in claims] == ["2013", "1970s"]
    assert claimed_years("What fell on 03.05.2001?") == [ClaimedYears(range(2001, 2002), True)]
    assert claimed_years("Who said '09?") == []


@given(st.text(max_size=200))
def test_any_text_has_dates_at_the_places_given(text: str) -> None:
    years(text)
    days(text)
    assert all(0 <= start < end <= len(text) for start, end in places_of_dates(text))


@pytest.mark.parametrize(
    "unit", ["January 1, ", "1.1.2011 ", "2003 to ", "between 2003 and ", "'09 ", "1/", "FY", "the "]
)
def test_ten_times_the_text_takes_ten_times_as_long(
    takes_linear_time: Callable[[Callable[[str], object], str], None], unit: str
) -> None:
    takes_linear_time(lambda text: (years(text), days(text), claimed_years(text)), unit)
