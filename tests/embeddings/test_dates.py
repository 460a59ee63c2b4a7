from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.dates import human_date, iso_date, span


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("2010-11-30", "2010-11-30"),
        ("2010-11-30 10:00:00.123 -0500 (EST)", "2010-11-30"),
        ("November 30, 2010 at 10:00 p.m. Eastern Time", "2010-11-30"),
        ("30 Nov 2010, 10.00 (Europe/Berlin)", "2010-11-30"),
        ("Tues. Nov. 30, 2010 at 10:00 p.m. Eastern Standard Time", "2010-11-30"),
        ("2010-11", "2010-11"),
        ("2010", "2010"),
        ("2010/11/30", "2010-11-30"),
        ("November 30, 2010", "2010-11-30"),
        ("Nov. 30, 2010", "2010-11-30"),
        ("nov 30 2010", "2010-11-30"),
        ("Sept. 5, 2010", "2010-09-05"),
        ("5 May 2010", "2010-05-05"),
        ("30th November 2010", "2010-11-30"),
        ("November 1st, 2010", "2010-11-01"),
        ("November 2010", "2010-11"),
        ("Tuesday, November 30, 2010", "2010-11-30"),
        ("Tues., Nov. 30, 2010 at 10:15 a.m. EST", "2010-11-30"),
        ("2010-11-30T10:15:00Z", "2010-11-30"),
        ("2010-11-30 10:15", "2010-11-30"),
        ("  30 November 2010.  ", "2010-11-30"),
        (2010, "2010"),
        (date(2010, 11, 30), "2010-11-30"),
        (datetime(2010, 11, 30, 23, 59, tzinfo=UTC), "2010-11-30"),
        (date(987, 6, 5), "0987-06-05"),
    ],
)
def test_a_clear_date_is_given_as_iso_8601(stated: object, expected: str) -> None:
    assert iso_date(stated) == expected


@pytest.mark.parametrize(
    "stated",
    [
        "",
        "yesterday",
        "03/04/2010",
        "3.4.2010",
        "Nov. 31, 2010",
        "2010-13",
        "2010-02-30",
        "0000-01-01",
        "3 March",
        "spring 2010",
        "2010-11-30 10:00 start",
        "30 November 2010 10:00 We met",
        "about 2010",
        "November 30, 2010 " + "was the day on which the harbour froze " * 3,
        "November 30, 2010 and later",
        "12345",
        "0101-01-01T00:00:00+00:00",
        "0001-01-01",
        None,
        True,
    ],
)
def test_what_is_no_clear_date_is_none(stated: object) -> None:
    assert iso_date(stated) is None


def test_digits_of_other_scripts_do_not_leak_into_a_date() -> None:
    # ISO 8601 knows only 0 to 9.
    assert iso_date("٢٠١٠-١١-٣٠") in {None, "2010-11-30"}


@given(st.dates(min_value=date(1500, 1, 1), max_value=date(2099, 12, 31)))
def test_every_day_is_read_back_however_it_is_written(day: date) -> None:
    month = f"{day:%B}"
    for written in (day.isoformat(), f"{month} {day.day}, {day.year}", f"{day.day} {month[:3]}. {day.year}"):
        assert iso_date(written) == day.isoformat()


@pytest.mark.parametrize(
    ("stated", "first", "last", "text"),
    [
        ("2010-11-30", date(2010, 11, 30), date(2010, 11, 30), "30 November 2010"),
        ("2010-11", date(2010, 11, 1), date(2010, 11, 30), "November 2010"),
        ("2010-02", date(2010, 2, 1), date(2010, 2, 28), "February 2010"),
        ("2012-02", date(2012, 2, 1), date(2012, 2, 29), "February 2012"),
        ("2010-12", date(2010, 12, 1), date(2010, 12, 31), "December 2010"),
        ("2010", date(2010, 1, 1), date(2010, 12, 31), "2010"),
    ],
)
def test_a_date_is_the_span_of_days_it_names(stated: str, first: date, last: date, text: str) -> None:
    assert span(stated) == (first, last)
    assert human_date(stated) == text


@pytest.mark.parametrize("stated", ["", "soon", "2010-13", "2010-02-30", "2010-11-30-01"])
def test_what_is_no_iso_date_has_no_span(stated: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # the words are Python's own but for the last
        span(stated)
