import pytest

from embeddings.times.story import Story, story_of
from embeddings.times.values import parse_notation


def story(times: str, *, is_own: bool) -> Story:
    return story_of([parse_notation(time) for time in times.split()], is_own=is_own)


@pytest.mark.parametrize(
    ("times", "year"),
    [("1998", 1998), ("1979 2009-10", 2009), ("2009-05/2009-08 2009-10-01", 2009), ("1979 1998", None)],
)
def test_the_dates_of_its_own_paragraph_tell_the_year_where_they_agree(times: str, year: int | None) -> None:
    assert story(times, is_own=True).year == year
    assert story("2008-05-01 2009-05-01", is_own=True).year is None


@pytest.mark.parametrize(
    ("times", "year"),
    [
        ("2009-05 2009-10-01 1979", 2009),
        ("2006-05-08 1979 2001-09-11", None),
        ("2006-03 2006-05-31 2005-08", None),
        ("2007-12-03 2003 2007-11", 2007),
    ],
)
def test_before_that_the_last_date_must_be_of_the_year_of_most(times: str, year: int | None) -> None:
    assert story(times, is_own=False).year == year


def test_years_alone_tell_no_story_in_another_paragraph() -> None:
    assert story("1979 1979", is_own=False) == Story()
    assert story("", is_own=True) == Story()


def test_what_it_is_about_is_known_also_where_its_year_is_not() -> None:
    assert story("2006-05-08 1979 2001-09-11", is_own=False).about == 2001
