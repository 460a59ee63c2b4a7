"""Small windows, text from right to left, and what axe finds."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.ui.example import QUESTION

pytestmark = pytest.mark.browser

Ask = Callable[[Any, str], None]
OpenPage = Callable[..., Any]
Fits = Callable[[Any], bool]
Faults = Callable[[Any], list[str]]


def test_nothing_is_wider_than_a_telephone(ask: Ask, chat: OpenPage, fits: Fits) -> None:
    page = chat(viewport={"width": 390, "height": 800})
    assert page.evaluate("innerWidth") == 390
    assert fits(page)
    ask(page, QUESTION + " " + "x" * 400)
    page.locator(".citation").first.wait_for()
    page.get_by_role("button", name="Narrow the search").click()
    page.get_by_role("button", name="Conversations").click()
    assert fits(page)
    page.locator(".citation").first.click()
    page.locator("mark.current").wait_for()
    assert fits(page)
    # The source stands below the conversation there, and is brought into view.
    page.wait_for_function(
        "(() => { const place = document.querySelector('mark').getBoundingClientRect();"
        " return place.top >= 0 && place.bottom <= innerHeight })()"
    )
    page.get_by_role("button", name="Close").click()
    expect(page.locator(".citation").first).to_be_focused()


def test_names_without_spaces_on_the_first_screen_are_no_wider(chat_over: OpenPage, fits: Fits) -> None:
    files = {
        f"{name}.md": f"---\ntitle: {'x' * 150}\npublisher: {name * 150}\n---\nIt rained on day {name}."
        for name in "abcd"
    }
    page = chat_over(files, viewport={"width": 390, "height": 800})
    expect(page.locator(".holds")).to_contain_text("a" * 150)
    assert fits(page)


def test_text_that_runs_from_right_to_left_does(ask: Ask, chat_over: OpenPage, fits: Fits) -> None:
    words = "השר אמר ליועץ שהעיצומים נשארו חלופה."
    page = chat_over({"paris.md": f"---\ntitle: שיחות בפריז\nlanguage: he\n---\n{words}\n"})
    ask(page, words)
    page.locator(".citation").first.click()
    page.locator("mark.current").wait_for()
    directions = [
        page.evaluate("selector => getComputedStyle(document.querySelector(selector)).direction", selector)
        for selector in (".question", ".excerpt blockquote", ".citation .title", "#source h2", ".source .text p")
    ]
    assert directions == ["rtl"] * 5
    expect(page.locator("mark.current").first).to_have_text(words)
    assert fits(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_serious_fault_in_any_state_of_the_page(
    ask: Ask,
    chat_over: OpenPage,
    articles: dict[str, str],
    *,
    scheme: str,
    faults: Faults,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    again = articles["paris.md"].replace("Kerry in Paris", "Again").replace("2005", "2006")
    page = chat_over(articles | {"again.md": again}, color_scheme=scheme)
    page.get_by_role("heading", name="Ask the archive").wait_for()
    assert faults(page) == []
    page.get_by_role("button", name="Narrow the search").click()
    page.get_by_label("The Example (2)").check()
    page.locator(".chip").wait_for()
    for question in (QUESTION, "why? " * 20_000, "Which architect designed the opera house?"):
        count = page.locator(".turn").count()
        ask(page, question)
        page.locator(".turn").nth(count).wait_for()
    monkeypatch.setattr("qa.answering.verdicts.CONFIDENT", 1.01)
    ask(page, QUESTION)
    page.locator(".unsure .reason").wait_for()
    page.locator(".also-in summary").first.click()
    page.get_by_role("button", name="Conversations").click()
    page.get_by_role("button", name="Why this answer?").first.click()
    page.locator(".why li").first.wait_for()
    page.locator(".citation").first.click()
    page.locator("mark.current").wait_for()
    page.get_by_text("About this document").click()
    page.wait_for_function("dark => document.body.classList.contains('dark') === dark", arg=scheme == "dark")
    assert faults(page) == []
    page.set_viewport_size({"width": 390, "height": 800})
    assert faults(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_the_browser_draws_itself_is_as_light_or_dark_as_the_page(chat: OpenPage, scheme: str) -> None:
    from playwright.sync_api import expect

    page = chat(color_scheme=scheme)
    page.get_by_role("button", name="Narrow the search").click()
    expect(page.locator("#narrow input[type=checkbox]").first).to_have_css(
        "color-scheme", "dark" if scheme == "dark" else "normal"
    )
