"""The order of time, sources that differ, and years to choose from."""

import re
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from playwright.sync_api import expect

from qa.answering.reader import SentenceReading
from qa.answering.windows import Window

pytestmark = pytest.mark.browser

Ask = Callable[[Any, str], None]
OpenPage = Callable[..., Any]
Fits = Callable[[Any], bool]
Faults = Callable[[Any], list[str]]

WIDTHS = [1280, 390]
QUESTION = "How many boats did the minister see?"
FILES = {
    "a.md": "---\ntitle: Boats\ndate: 2005-02-03\n---\nIn February 2005 the minister did see 12 boats.",
    "b.md": "---\ntitle: More boats\ndate: 2010-05-06\n---\nIn May 2010 the minister did see 14 boats.",
    "c.md": "---\ntitle: Soup\ndate: 2010\n---\nNobody ate soup at the quay.",
}


def numbers_read(_question: str, windows: Sequence[Window]) -> list[list[SentenceReading]]:
    """A reader that finds the last number of each sentence to answer."""
    return [[_reading(window.text, span) for span in window.sentences] for window in windows]


def _reading(text: str, span: tuple[int, int]) -> SentenceReading:
    found = list(re.compile(r"\d+").finditer(text, *span))
    return SentenceReading(3.0, found[-1].span()) if found else SentenceReading(-3.0)


@pytest.fixture
def page_of(chat_over: OpenPage, monkeypatch: pytest.MonkeyPatch) -> OpenPage:
    """Open a page over the files, with the reader of numbers, in a colour scheme and of a width."""
    monkeypatch.setenv("LOCCIT_READER", "true")
    monkeypatch.setattr("qa.archive.load_reader", lambda: numbers_read)

    def open_page(scheme: str = "light", width: int = 1280) -> Any:
        page = chat_over(FILES, color_scheme=scheme, viewport={"width": width, "height": 900})
        page.wait_for_function("dark => document.body.classList.contains('dark') === dark", arg=scheme == "dark")
        return page

    return open_page


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_sources_that_differ_stand_side_by_side_and_open(
    ask: Ask, page_of: OpenPage, *, fits: Fits, faults: Faults, scheme: str, width: int
) -> None:
    page = page_of(scheme, width)
    ask(page, QUESTION)
    differing = page.locator(".differ")
    expect(differing.get_by_role("heading")).to_have_text("The sources differ")
    expect(differing.locator("q")).to_have_count(2)
    expect(differing.locator("q", has_text="12")).to_have_count(1)
    newer = differing.locator("li", has_text="newer")
    expect(newer.locator("q")).to_have_text("14")
    expect(newer.locator("cite")).to_have_text("More boats")
    expect(page.locator("#said")).to_contain_text("The sources differ: “12” [1]; newer: “14” [2].")
    assert differing.bounding_box()["y"] < page.locator(".excerpt").first.bounding_box()["y"]
    assert faults(page) == []
    assert fits(page)
    boxes = [side.bounding_box() for side in differing.locator("li").all()]
    is_beside = boxes[0]["y"] == boxes[1]["y"]
    assert is_beside is (width > 390)
    newer.locator("a.occurrence").press("Enter")
    expect(page.locator("mark.current")).to_have_text("In May 2010 the minister did see 14 boats.")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_answer_opens_to_the_order_of_time_with_a_plot(
    ask: Ask, page_of: OpenPage, *, fits: Fits, faults: Faults, scheme: str, width: int
) -> None:
    page = page_of(scheme, width)
    ask(page, QUESTION)
    timeline = page.locator(".timeline")
    expect(timeline.locator("ol")).to_be_hidden()
    timeline.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(timeline.locator(".when")).to_have_text(["February 2005", "May 2010"])
    expect(timeline.get_by_role("img")).to_have_attribute("aria-label", "Times spoken of by year: 2005: 1, 2010: 1")
    expect(timeline.locator("rect")).to_have_count(2)
    expect(timeline.locator("figcaption span")).to_have_text(["2005", "Times spoken of by year, 1 at most", "2010"])
    expect(timeline.locator("q strong")).to_have_text(["February 2005", "May 2010"])
    assert faults(page) == []
    assert fits(page)
    timeline.locator("a.occurrence").first.click()
    expect(page.locator("mark.current")).to_have_text("In February 2005 the minister did see 12 boats.")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_year_is_chosen_by_its_count_and_left_again_by_keys(
    page_of: OpenPage, *, fits: Fits, faults: Faults, scheme: str
) -> None:
    page = page_of(scheme, 390)
    page.get_by_role("button", name="Narrow the search").click()
    published = page.get_by_role("list", name="Published in the year")
    expect(published.get_by_role("button")).to_have_text(["2005 (1)", "2010 (2)"])
    published.get_by_role("button", name="2010").press("Enter")
    expect(page.locator(".chip")).to_have_text([re.compile("from 2010"), re.compile("to 2010")])
    expect(page.locator("#narrowed span").first).to_have_text("Searching 2 of 3 documents:")
    chosen = published.get_by_role("button", name="2010 (2)")
    expect(chosen).to_be_focused()
    expect(chosen).to_have_attribute("aria-pressed", "true")
    spoken_of = page.get_by_role("list", name="Speaks of the year")
    expect(spoken_of).to_have_count(0)
    assert faults(page) == []
    assert fits(page)
    chosen.press("Enter")
    expect(page.locator(".chip")).to_have_count(0)
    expect(chosen).to_be_focused()
    spoken_of.get_by_role("button", name="2005 (1)").click()
    expect(page.locator(".chip")).to_have_text([re.compile("about 2005")])
    expect(page.locator("#narrowed span").first).to_have_text("Searching 1 of 3 documents:")
