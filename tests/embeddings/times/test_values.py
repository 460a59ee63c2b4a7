from datetime import date

import pytest

from embeddings.times.values import (
    Time,
    century_of,
    day_of,
    decade_of,
    month_of,
    months_of,
    parse_notation,
    part_of_decade,
    part_of_month,
    part_of_year,
    through,
    week_around,
    week_of,
    year_of,
    years_of,
)


@pytest.mark.parametrize(
    ("time", "notation", "words"),
    [
        (day_of(date(2010, 11, 30)), "2010-11-30", "30 November 2010"),
        (month_of(2005, 2), "2005-02", "February 2005"),
        (month_of(2005, 14), "2006-02", "February 2006"),
        (month_of(2005, 0), "2004-12", "December 2004"),
        (year_of(987), "0987", "987"),
        (years_of(2003, 2007), "2003/2007", "2003 to 2007"),
        (decade_of(1990), "199X", "the 1990s"),
        (century_of(1800), "18XX", "the 1800s"),
        (months_of(1962, 12, 14), "1962-12/1963-02", "December 1962 to February 1963"),
        (part_of_decade(1990, "early"), "1990/1993", "1990 to 1993"),
        (part_of_year(2005, "late"), "2005-09/2005-12", "September 2005 to December 2005"),
        (part_of_month(month_of(2004, 2), "late"), "2004-02-21/2004-02-29", "21 February 2004 to 29 February 2004"),
        (week_of(date(2012, 10, 17)), "2012-10-15/2012-10-21", "15 October 2012 to 21 October 2012"),
        (week_around(date(2012, 10, 17)), "2012-10-14/2012-10-20", "14 October 2012 to 20 October 2012"),
    ],
)
def test_a_time_is_written_and_read_back(time: Time, notation: str, words: str) -> None:
    assert (time.notation, str(time)) == (notation, words)
    read = parse_notation(notation)
    assert (read.first, read.last) == (time.first, time.last)


@pytest.mark.parametrize("notation", ["", "soon", "2010-13", "2010-02-30", "2010-11-30-01", "2007/2003"])
def test_what_is_no_time_cannot_be_read(notation: str) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        parse_notation(notation)


def test_times_that_share_a_day_overlap() -> None:
    assert year_of(2005).overlaps(month_of(2005, 12))
    assert not year_of(2005).overlaps(month_of(2006, 1))
    assert list(years_of(2003, 2005).years) == [2003, 2004, 2005]


def test_no_time_runs_backwards() -> None:
    with pytest.raises(ValueError, match="2007 is after 2003"):
        through(year_of(2007), year_of(2003))


@pytest.mark.parametrize(
    "notation", ["9" * 400, "2005/" * 5000, "20051", "2005-13", "2005-02-30", "19X", "-1", "", "٢٠٠٥"]
)
def test_what_is_no_notation_is_refused_in_words(notation: str) -> None:
    with pytest.raises(ValueError, match=r"time such as|no day|out of range|must be in") as raised:
        parse_notation(notation)
    assert len(str(raised.value)) < 200
