import pytest

from embeddings.text.plain_dates import with_dates_in_words, with_plain_dates
from embeddings.text.words import terms


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("22FEB11: closed", "22 February 2011"),
        ("On 14.01.2011 it closed", "January 14, 2011"),
        ("On the 3rd of May, 2001 it fell", "2001-05-03"),
        ("5/IV/2011", "April 5th, 2011"),
        ("Feb. 22, 2011", "22 February 2011"),
        ("22 Sept 2011", "September 22, 2011"),
        ("in FY2009", "2009"),
        ("the strike of '09", "2009"),
    ],
)
def test_dates_have_the_same_terms_however_they_are_written(written: str, asked: str) -> None:
    assert set(terms(asked)) & set(terms("1 2001 2009 2011 3 5 14 22 January February April May September")) <= set(
        terms(written)
    )


def test_a_text_without_figures_stays_as_it_is() -> None:
    assert with_plain_dates("Dec Jan met Mar at noon.") == "Dec Jan met Mar at noon."
    assert with_plain_dates("Mar met 3 others. Jan left.") == "Mar met 3 others. Jan left."


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("What fell on 2001-05-03?", "What fell on 3 May 2001?"),
        ("between 14.01.2011 and 22FEB11", "between 14 January 2011 and 22 February 2011"),
        ("on 03/05/2001 or on 5 May", "on 03/05/2001 or on 5 May"),
        ("nothing in 2001", "nothing in 2001"),
        ("nothing", "nothing"),
    ],
)
def test_dates_in_figures_are_written_in_words_unless_they_may_mean_two_days(written: str, expected: str) -> None:
    assert with_dates_in_words(written) == expected
