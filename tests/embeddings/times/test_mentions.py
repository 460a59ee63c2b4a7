from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.times.mentions import mentions, names_time


def test_mentions_stand_at_their_words_and_do_not_overlap() -> None:
    text = "From 28 April to 2 May 2010, and on 9 June, and in 1999; see page 2003."
    assert [(text[found.start : found.end], found.time and found.time.notation) for found in mentions(text)] == [
        ("28 April to 2 May 2010", "2010-04-28/2010-05-02"),
        ("9 June", None),
        ("1999", "1999"),
    ]
    assert [found.days for found in mentions(text)] == [(), (("jun", 9),), ()]


def test_a_date_that_may_mean_two_days_names_its_year() -> None:
    (found,) = mentions("It came on 07/12/2010.")
    assert found.time
    assert (found.time.notation, found.days) == ("2010", (("dec", 7), ("jul", 12)))


def test_a_year_in_two_figures_is_marked() -> None:
    assert [found.is_short for found in mentions("In '09 and 1999, and on 3 May '88.")] == [True, False, True]


def test_what_stands_before_a_year_says_whether_it_is_a_time() -> None:
    assert names_time("in 2003", 3)
    assert not names_time("the plan of 2003", 12)


def test_what_is_counted_stands_next_to_its_number_or_after_an_adjective() -> None:
    assert [found.time and found.time.notation for found in mentions("He said in 2017 that women walked.")] == ["2017"]
    assert mentions("He sent 1800 strong men and 1800 men.") == []


@given(st.text(alphabet="0123456789 -/.'’sMayto,", max_size=60))
def test_any_text_has_mentions_within_it(text: str) -> None:
    assert all(0 <= found.start < found.end <= len(text) for found in mentions(text))


@pytest.mark.parametrize("unit", ["January 1, ", "1.1.2011 ", "2003 to ", "between 2003 and ", "'09 ", "1/", "3 "])
def test_ten_times_the_text_takes_ten_times_as_long(
    takes_linear_time: Callable[[Callable[[str], object], str], None], unit: str
) -> None:
    takes_linear_time(mentions, unit)


@pytest.mark.parametrize(
    "words", ["1165 N LA SALLE DR", "at 1020 N. State Street", "The resolution, numbered 1803, passed."]
)
def test_numbers_of_houses_and_of_resolutions_are_no_years(words: str) -> None:
    assert mentions(words) == []
