from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.readers.chat_dates import days_of, half_of_day, numbers_of, time_of


def test_a_day_that_is_no_month_tells_the_order_of_all_dates() -> None:
    assert days_of(["03/04/2021", "13/04/2021"])[0] == ("2021-04-03", "2021-04-03")
    assert days_of(["3/4/21", "4/13/21"])[0] == ("2021-03-04", "2021-03-04")
    assert days_of(["2021/04/03"])[0] == ("2021-04-03", "2021-04-03")
    assert days_of(["21-04-13", "21-04-14", "21-05-02"])[0][0] == "2021-04-13"
    assert days_of(["2021년 4월 3일", "2021. 4. 3."]) == [("2021-04-03", "2021-04-03")] * 2


def test_time_runs_forward() -> None:
    assert days_of(["11/01/2021", "02/02/2021"])[0][0] == "2021-01-11"


def test_days_of_one_month_are_likelier_than_the_same_day_of_many() -> None:
    assert days_of(["01/12/24", "02/12/24", "03/12/24"])[2][0] == "2024-12-03"
    assert days_of(["12/01/24", "12/02/24", "12/03/24"])[2][0] == "2024-12-03"


def test_what_the_dates_leave_open_is_known_to_the_year() -> None:
    assert days_of(["03/04/2021", "03/05/2021"]) == [("03/04/2021", "2021"), ("03/05/2021", "2021")]
    assert days_of(["04/04/21"]) == [("2021-04-04", "2021-04-04")]
    assert days_of(["3/4/21"], is_american=True) == [("2021-03-04", "2021-03-04")]


def test_with_full_stops_the_day_stands_first() -> None:
    assert days_of(["03.04.2021"])[0][0] == "2021-04-03"


def test_what_is_no_date_is_as_it_is_written() -> None:
    assert days_of(["99/99/2021", "13/04/2021"]) == [("99/99/2021", ""), ("2021-04-13", "2021-04-13")]
    assert days_of(["01/01/1200"]) == [("01/01/1200", "")]
    assert days_of([]) == []


@pytest.mark.parametrize(
    ("clock", "beside", "time"),
    [
        ("2:05", "PM", "14:05"),
        ("2:05:59", "p.\u00a0m.", "14:05"),
        ("12:05", "am", "00:05"),
        ("12:05", "pm", "12:05"),
        ("2.05", "", "02:05"),
        ("2:05", "오후 ", "14:05"),
        ("2:05", "上午", "02:05"),
        ("14:05", "klo ", "14:05"),
        ("2:05", "μ.μ.", "14:05"),
        ("25:05", "", ""),
    ],
)
def test_times_of_many_countries(clock: str, beside: str, time: str) -> None:
    assert time_of(clock, half_of_day(beside)) == time


@given(st.lists(st.dates(date(1988, 1, 1), date(2100, 12, 31)), max_size=20))
def test_dates_with_the_year_first_are_always_known(days: list[date]) -> None:
    written = [day.isoformat().replace("-", "/") for day in days]
    assert days_of(written) == [(day.isoformat(), day.isoformat()) for day in days]


def test_the_numbers_of_a_date() -> None:
    assert numbers_of("٢٠٢١/٠٣/١٢") == (2021, 3, 12)
