"""The source pane: a document with its marks."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.ui.example import ANSWER, QUESTION

pytestmark = pytest.mark.browser

Ask = Callable[[Any, str], None]
OpenPage = Callable[..., Any]


def test_each_citation_opens_its_own_source_also_of_earlier_questions(ask: Ask, chat: OpenPage) -> None:
    page = chat()
    ask(page, QUESTION)
    page.locator(".turn").nth(0).locator(".citation").first.wait_for()
    ask(page, "Who invited both sides to Muscat?")
    page.locator(".turn").nth(1).locator(".citation").first.wait_for()
    page.locator(".turn").nth(1).locator(".citation").first.click()
    page.locator("mark", has_text="The sultan of Oman").wait_for()
    page.locator(".turn").nth(0).locator(".citation").first.click()
    page.locator("mark", has_text=ANSWER).wait_for()
    expect(page.locator("mark")).to_have_count(1)
    expect(page.locator(".citation[aria-current]")).to_have_count(1)
    expect(page.locator(".turn .question")).to_have_text([QUESTION, "Who invited both sides to Muscat?"])


def test_words_that_stand_in_other_documents_too_open_there(
    ask: Ask, chat_over: OpenPage, articles: dict[str, str]
) -> None:
    morning = (
        "---\ntitle: The Morning After\npublisher: The Morning\ndate: 2005-02-06\n---\n"
        "It snowed in Rome.\n\nKERRY told Barnier, that “sanctions” remained an alternative. Nobody minded.\n"
    )
    page = chat_over(articles | {"morning.md": morning})
    ask(page, QUESTION)
    mark = page.locator(".also-in summary")
    mark.wait_for()
    expect(mark.first).to_have_text("also in 1 other")
    expect(page.locator(".citation .title").first).to_have_text("Kerry in Paris")
    other = page.get_by_role("link", name="The Morning After")
    expect(other).to_be_hidden()
    mark.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".also-in li").first).to_have_text("The Morning After The Morning · 6 February 2005")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    there = "KERRY told Barnier, that “sanctions” remained an alternative"
    page.locator("mark.current", has_text=there).wait_for()
    expect(page.locator("#source h2").first).to_have_text("The Morning After")
    expect(page.locator("mark").first).to_have_text(there)
    page.keyboard.press("Escape")
    expect(other).to_be_focused()
    page.goto(page.url + str(other.get_attribute("href")))
    page.locator("mark.current", has_text=there).wait_for()


def test_in_the_source_one_goes_from_mark_to_mark_and_finds_words(ask: Ask, chat: OpenPage) -> None:
    page = chat()
    ask(page, QUESTION)
    page.locator(".citation").first.wait_for()
    ask(page, "What happened in Paris: it rained, nobody went out?")
    page.locator(".turn").nth(1).locator(".citation", has_text="Kerry in Paris").first.click()
    page.locator("mark.here", has_text="It rained in Paris").wait_for()
    marks = page.locator("mark").count()
    assert marks >= 2
    page.get_by_role("button", name="Next mark").click()
    page.wait_for_function("document.querySelector('mark.here') !== document.querySelector('mark.current')")
    expect(page.locator("#found")).to_have_text(re.compile(f"of {marks}$"))
    page.get_by_role("button", name="Previous mark").click()
    page.locator("mark.here.current").wait_for()
    page.get_by_label("Find in the document").fill("RAINED AGAIN")
    page.locator("#found", has_text="60 found").wait_for()
    page.keyboard.press("Enter")
    page.locator("#found", has_text="1 of 60 found").wait_for()
    assert page.evaluate("CSS.highlights.get('found').size") == 60
    assert page.evaluate("[...CSS.highlights.get('found-here')][0].toString()") == "rained again"
    page.get_by_label("Find in the document").fill("snow")
    page.locator("#found", has_text="0 found").wait_for()
    page.get_by_text("About this document").click()
    expect(page.locator(".facts dd").first).to_contain_text("paris.md")
    page.get_by_role("button", name="Ask only this document").click()
    page.locator(".chip", has_text="document paris.md").wait_for()


def test_the_source_of_an_earlier_question_closes_when_another_is_answered(ask: Ask, chat: OpenPage) -> None:
    page = chat()
    ask(page, QUESTION)
    page.locator(".citation").first.click()
    page.locator("mark", has_text=ANSWER).wait_for()
    ask(page, "Who invited both sides to Muscat?")
    page.locator(".turn").nth(1).locator(".citation").first.wait_for()
    expect(page.locator("mark")).to_have_count(0)
    expect(page.locator("#source")).to_have_text("Choose a citation to read it in its source.")
    expect(page.locator(".citation[aria-current]")).to_have_count(0)


def test_on_a_telephone_neither_keys_nor_an_empty_pane_are_shown(ask: Ask, chat: OpenPage) -> None:
    page = chat(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    expect(page.locator(".hint")).to_be_hidden()
    expect(page.locator(".source-empty")).to_be_hidden()
    ask(page, QUESTION)
    page.locator(".citation").first.click()
    page.locator("mark", has_text=ANSWER).wait_for()
    page.set_viewport_size({"width": 1280, "height": 800})
    page.get_by_role("button", name="Close").click()
    expect(page.locator(".source-empty")).to_be_visible()


def test_escape_closes_the_source_after_a_click_beside_it(ask: Ask, chat: OpenPage) -> None:
    page = chat()
    ask(page, QUESTION)
    page.locator(".citation").first.click()
    page.locator("mark.current").wait_for()
    page.locator(".masthead p").click()
    page.keyboard.press("Escape")
    expect(page.locator(".source-empty")).to_be_visible()
    expect(page.locator(".citation").first).to_be_focused()


@pytest.mark.parametrize("query", ["?ref=qa1nonsense", "?doc=nowhere.txt"])
def test_on_a_telephone_it_is_seen_why_a_link_opens_nothing(chat: OpenPage, query: str) -> None:
    page = chat(query=query, viewport={"width": 390, "height": 500})
    expect(page.locator("#source [role=alert]")).to_be_in_viewport()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_passages_like_the_one_shown_open_in_its_place(
    ask: Ask, chat: OpenPage, *, faults: Callable[[Any], list[str]], fits: Callable[[Any], bool], scheme: str
) -> None:
    from playwright.sync_api import expect

    page = chat(color_scheme=scheme)
    page.wait_for_function("dark => document.body.classList.contains('dark') === dark", arg=scheme == "dark")
    ask(page, QUESTION)
    page.locator(".citation").first.click()
    page.get_by_role("button", name="More like this passage").press("Enter")
    expect(page.get_by_role("heading", name="More like this passage")).to_be_focused()
    titles = page.locator(".similar cite")
    expect(titles.first).to_have_text(re.compile("oman|stuxnet"))
    expect(page.locator(".similar cite", has_text="oman.txt")).to_have_count(1)
    assert faults(page) == []
    page.locator(".similar .alike", has_text="oman.txt").press("Enter")
    expect(page.locator("#source-title")).to_have_text("oman.txt")
    expect(page.locator("mark.current")).to_have_text(
        "The sultan of Oman invited both sides to Muscat. They came in secret and left at night."
    )
    # The filters that are on narrow these, too.
    page.get_by_role("button", name="Ask only this document").click()
    page.get_by_role("button", name="More like this passage").click()
    expect(page.locator(".similar p")).to_have_text("There is no other passage there.")
    page.set_viewport_size({"width": 390, "height": 800})
    assert fits(page)
    page.keyboard.press("Escape")
    expect(page.locator(".citation").first).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_serious_fault_in_the_edge_of_the_source(
    ask: Ask, chat: OpenPage, faults: Callable[[Any], list[str]], scheme: str
) -> None:
    page = chat(color_scheme=scheme, viewport={"width": 1280, "height": 900})
    page.wait_for_function("dark => document.body.classList.contains('dark') === dark", arg=scheme == "dark")
    ask(page, QUESTION)
    page.locator(".citation").first.click()
    divider = page.get_by_role("separator", name="Width of the source")
    divider.focus()
    divider.press("ArrowLeft")
    expect(divider).to_have_attribute("aria-valuenow", "53")
    assert faults(page) == []


def test_the_width_of_the_source_is_dragged_set_by_keys_and_remembered(ask: Ask, chat: OpenPage) -> None:
    from playwright.sync_api import expect

    page = chat(viewport={"width": 1280, "height": 900})
    divider = page.get_by_role("separator", name="Width of the source")
    expect(divider).to_be_hidden()
    ask(page, QUESTION)
    page.locator(".citation").first.click()
    expect(divider).to_have_attribute("aria-valuenow", "51")
    before = page.locator("#source").bounding_box()["width"]
    box = divider.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 100)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2 + 200, box["y"] + 140, steps=5)
    page.mouse.up()
    expect(divider).to_have_attribute("aria-valuenow", re.compile("3[2-4]"))
    assert page.locator("#source").bounding_box()["width"] < before - 150
    page.mouse.move(100, 100)
    expect(divider).to_be_focused()
    divider.press("ArrowLeft")
    expect(divider).to_have_attribute("aria-valuenow", re.compile("3[4-6]"))
    divider.press("End")
    divider.press("ArrowRight")
    expect(divider).to_have_attribute("aria-valuenow", "73")
    page.reload()
    page.locator("#status", has_text="3 documents").wait_for()
    ask(page, QUESTION)
    page.locator(".citation").first.click()
    expect(divider).to_have_attribute("aria-valuenow", "73")
    assert page.locator("#source").bounding_box()["width"] > before + 150
    divider.press("Enter")
    expect(divider).to_have_attribute("aria-valuenow", "51")
    # On a narrow page the source stands below, and has no edge to drag.
    page.set_viewport_size({"width": 390, "height": 800})
    expect(divider).to_be_hidden()


def test_what_stands_above_a_document_leaves_it_room(ask: Ask, chat: OpenPage) -> None:
    page = chat(viewport={"width": 1280, "height": 720})
    ask(page, QUESTION)
    page.locator(".citation").first.click()
    page.get_by_text("About this document").click()
    page.get_by_role("button", name="More like this passage").click()
    expect(page.locator("#similar-title")).to_be_focused()
    assert page.locator(".source .text").bounding_box()["height"] >= 150
    assert page.locator(".source").bounding_box()["height"] < 720


@pytest.mark.parametrize("height", [500, 900])
def test_a_document_has_all_the_height_that_it_needs_and_the_page_has(ask: Ask, chat: OpenPage, height: int) -> None:
    page = chat(viewport={"width": 1280, "height": height})
    ask(page, QUESTION)
    page.locator(".citation").first.click()
    text = page.locator(".source .text")
    expect(text).to_be_visible()
    hidden = text.evaluate("text => text.scrollHeight - text.clientHeight")
    # 4.5rem are of what stands above and below.
    room = height - 72 - page.locator(".source").bounding_box()["height"]
    assert room >= -1
    assert min(hidden, room) <= 1
