"""Exact search: its tab, what it finds, how a wrong search is said, and what is offered where there is no answer."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

Ask = Callable[[Any, str], None]
OpenPage = Callable[..., Any]


def test_words_are_searched_for_and_opened_in_their_source(
    ask: Ask, chat: OpenPage, fits: Callable[[Any], bool], faults: Callable[[Any], list[str]]
) -> None:
    page = chat()
    page.get_by_role("button", name="Search for words").click()
    words = page.get_by_label("Words to search for")
    expect(words).to_be_focused()
    expect(page.get_by_label("Question", exact=True)).to_be_hidden()
    words.fill("rain")
    words.press("Enter")
    page.get_by_role("heading", name="120 occurrences in 1 document.").wait_for()
    expect(page.locator("#said")).to_have_text("120 occurrences in 1 document.")
    page.locator(".occurrence").nth(2).click()
    page.locator("mark.current", has_text="rained").wait_for()
    expect(page.locator("mark")).to_have_count(120)
    expect(page.locator(".occurrence[aria-current]")).to_have_count(1)
    assert faults(page) == []
    page.get_by_label("As typed").check()
    page.get_by_role("heading", name="Nothing in the archive meets this search.").wait_for()
    words.fill("rain AND (sea")
    page.get_by_role("button", name="Search", exact=True).click()
    page.get_by_role("alert").filter(has_text="at its end: a “)” is missing. Here: rain AND (sea▸").wait_for()
    expect(page.locator("#search-found")).to_have_text("")
    page.set_viewport_size({"width": 390, "height": 800})
    page.emulate_media(color_scheme="dark")
    assert fits(page)
    assert faults(page) == []
    page.get_by_role("button", name="Back to the conversation").click()
    expect(words).to_be_hidden()
    expect(page.get_by_label("Question", exact=True)).to_be_focused()
    ask(page, "Which tailor sewed uniforms for Barnier in Vienna during 1994?")
    page.get_by_role("button", name="“Barnier” stands in 1 document").click()
    page.get_by_role("heading", name="1 occurrence in 1 document.").wait_for()
    expect(words).to_have_value('"Barnier"')


def test_documents_of_which_only_the_first_are_shown_are_all_found_by_a_click(
    ask: Ask, chat_over: OpenPage, faults: Callable[[Any], list[str]]
) -> None:
    page = chat_over({f"{number}.txt": f"Report {number}\n\nNatanz was visited in May." for number in range(30)})
    ask(page, "Which documents mention Natanz?")
    page.get_by_role("button", name="“Natanz” stands in 30 documents").click()
    page.get_by_role("heading", name="30 occurrences in 30 documents.").wait_for()
    expect(page.get_by_label("Words to search for")).to_have_value('"Natanz"')
    assert faults(page) == []
