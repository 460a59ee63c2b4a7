from typing import Any

from lxml import html

from ui.views.plot import names_of, plot


def bars_of(page: Any) -> list[tuple[str, float, float]]:
    return [(bar[0].text, float(bar.get("y")), float(bar.get("height"))) for bar in page.xpath("//rect")]


def test_a_bar_a_year_is_as_high_as_its_share_and_what_is_counted_stands_below() -> None:
    page = html.fromstring(plot({2005: 3, 2006: 0, 2007: 6}, "Times by {}"))
    assert bars_of(page) == [("2005: 3", 40, 40), ("2007: 6", 0, 80)]
    assert page.xpath("//svg/@aria-label") == ["Times by year: 2005: 3, 2007: 6"]
    assert page.xpath("//figcaption/span/text()") == ["2005", "Times by year, 6 at most", "2007"]
    first, last = page.xpath("//rect")
    edges = float(first.get("x")), float(last.get("x")) + float(last.get("width"))
    assert edges == (0, 600), "under them stand the years"


def test_decades_and_centuries_are_named_so() -> None:
    page = html.fromstring(plot({1990: 2, 2000: 0, 2010: 1_000}, "Times by {}"))
    assert page.xpath("//svg/@aria-label") == ["Times by decade: 1990s: 2, 2010s: 1,000"]
    assert page.xpath("//figcaption/span/text()") == ["1990s", "Times by decade, 1,000 at most", "2010s"]
    assert "by century" in plot({1800: 2, 1900: 1}, "Times by {}")
    assert names_of([1990, 1991]) == ["1990", "1991"]


def test_one_year_alone_needs_no_plot() -> None:
    assert plot({}, "Times by {}") == plot({2005: 3}, "Times by {}") == ""
