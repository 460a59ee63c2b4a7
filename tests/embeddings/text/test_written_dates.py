import pytest

from embeddings.text.words import terms
from embeddings.text.written_dates import Day, dates_in_figures, full_year, with_plain_dates


@pytest.mark.parametrize(
    ("text", "year", "days"),
    [
        ("14.01.2011", 2011, (("jan", 14),)),
        ("2011-02-22", 2011, (("feb", 22),)),
        ("22FEB11", 2011, (("feb", 22),)),
        ("5/IV/2011", 2011, (("apr", 5),)),
        ("2/22/11", 2011, (("feb", 22),)),
        ("07/12/2010", 2010, (("dec", 7), ("jul", 12))),
    ],
)
def test_dates_in_figures(text: str, year: int, days: tuple[Day, ...]) -> None:
    (date,) = dates_in_figures(f"It rained on {text}, they say.")
    assert (date.words, date.year, date.days) == (text, year, days)
    assert date.place == (13, 13 + len(text))


@pytest.mark.parametrize("text", ["1.2.3.4", "31/31/2011", "10.5 kB", "2011-13-01", "5/VX/2011"])
def test_other_figures_are_no_dates(text: str) -> None:
    assert list(dates_in_figures(text)) == []


@pytest.mark.parametrize(("figures", "year"), [("2011", 2011), ("09", 2009), ("40", 2040), ("41", 1941), ("88", 1988)])
def test_short_years(figures: str, year: int) -> None:
    assert full_year(figures) == year


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
