import pytest

from embeddings.times.figures import Day, dates_in_figures, full_year


@pytest.mark.parametrize(
    ("text", "year", "days"),
    [
        ("14.01.2011", 2011, (("jan", 14),)),
        ("2011-02-22", 2011, (("feb", 22),)),
        ("2011/02/22", 2011, (("feb", 22),)),
        ("2011-02-22T10:15:00Z", 2011, (("feb", 22),)),
        ("301530Z NOV 10", 2010, (("nov", 30),)),
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


@pytest.mark.parametrize(
    "text",
    [
        "1.2.3.4",
        "31/31/2011",
        "10.5 kB",
        "2011-13-01",
        "5/VX/2011",
        "version 10.12.2010",
        "§ 1.2.2003",
        "01/02/0000",
        "0000-01-02",
    ],
)
def test_other_figures_are_no_dates(text: str) -> None:
    assert list(dates_in_figures(text)) == []


@pytest.mark.parametrize(("figures", "year"), [("2011", 2011), ("09", 2009), ("40", 2040), ("41", 1941), ("88", 1988)])
def test_short_years(figures: str, year: int) -> None:
    assert full_year(figures) == year
