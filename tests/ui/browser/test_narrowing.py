"""The panel of filters and the line of those that are on."""

import threading
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from tests.ui.example import QUESTION
from tests.waiting import SECONDS

pytestmark = pytest.mark.browser

Ask = Callable[[Any, str], None]
OpenPage = Callable[..., Any]


def test_a_search_is_narrowed_the_filters_are_seen_and_lifted(ask: Ask, chat: OpenPage) -> None:
    page = chat(permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Narrow the search").click()
    page.get_by_label("The Example (1)").check()
    page.locator("#narrowed", has_text="Searching 3 of 3 documents").wait_for(state="hidden")
    page.locator(".chip", has_text="publisher The Example").wait_for()
    expect(page.locator("#narrowed span").first).to_have_text("Searching 1 of 3 documents:")
    ask(page, "Who invited both sides to Muscat?")
    turn = page.locator(".turn").first
    turn.wait_for()
    expect(turn.locator("cite").first).to_have_text("Kerry in Paris")
    expect(turn.locator("cite").filter(has_not_text="Kerry in Paris")).to_have_count(0)
    expect(turn.locator(".read-as").first).to_contain_text("searched: published by The Example")
    turn.get_by_role("button", name="Copy link").click()
    page.locator("#said", has_text="The link is copied").wait_for()
    link = page.evaluate("navigator.clipboard.readText()")
    assert parse_qs(urlsplit(link).query) == {"q": ["Who invited both sides to Muscat?"], "publishers": ["The Example"]}
    turn.get_by_role("button", name="Ask the whole archive").click()
    page.locator(".turn .words", has_text="The sultan of Oman").wait_for()
    expect(page.locator(".chip")).to_have_count(0)
    # No document is of that time, and those of unknown date are left out.
    page.get_by_label("from").fill("2020")
    page.keyboard.press("Tab")
    page.locator(".chip", has_text="2020").wait_for()
    page.get_by_label("also documents of unknown date (2)").uncheck()
    page.locator(".chip", has_text="without documents of unknown date").wait_for()
    ask(page, QUESTION)
    page.locator(".verdict", has_text="Nothing in the archive matches these filters.").wait_for()
    page.get_by_label("from").fill("soon")
    page.keyboard.press("Tab")
    page.locator("#narrow .wrong", has_text="is 'soon'; give a date").wait_for()
    page.get_by_role("button", name="Lift all filters").click()
    page.locator("#narrowed").get_by_text("soon").wait_for(state="hidden")


def test_what_is_pressed_while_the_filters_are_brought_up_to_date_is_chosen(chat: OpenPage) -> None:
    page = chat()
    page.get_by_role("button", name="Narrow the search").click()
    page.get_by_label("from").fill("2001")
    publisher = page.get_by_label("The Example (1)")
    publisher.hover()
    # Pressing it takes the focus from the date, which is sent.
    with page.expect_response(lambda response: "component_server" in response.url) as answer:
        page.mouse.down()
    answer.value.finished()
    page.evaluate("new Promise((done) => setTimeout(done, 200))")
    page.mouse.up()
    page.locator(".chip", has_text="publisher The Example").wait_for()
    page.locator(".chip", has_text="2001").wait_for()
    expect(publisher).to_be_checked()


def test_the_filters_do_not_wait_for_the_questions_that_are_offered(
    chat: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    go = threading.Event()
    monkeypatch.setattr("ui.web.chat.examples", lambda *_: ["Who?"] if go.wait(SECONDS) else [])
    page = chat()
    page.get_by_role("button", name="Narrow the search").click()
    page.get_by_label("The Example (1)").wait_for()
    go.set()
    page.get_by_role("button", name="Who?").wait_for()


@pytest.mark.parametrize("width", [1280, 390])
def test_names_beyond_the_height_of_their_list_are_reached_by_scrolling_down(chat_over: OpenPage, width: int) -> None:
    files = {f"{number}.md": f"---\npublisher: Paper {number}\n---\nIt rained on day {number}." for number in range(40)}
    page = chat_over(files, viewport={"width": width, "height": 800})
    page.get_by_role("button", name="Narrow the search").click()
    names = page.get_by_role("group", name="Publisher").locator("ul")
    expect(names.locator("li")).to_have_count(40)
    over = names.evaluate("list => [list.scrollWidth - list.clientWidth, list.scrollHeight > list.clientHeight]")
    assert over == [0, True]


def test_the_button_of_an_open_panel_shows_that_it_is_open(chat: OpenPage) -> None:
    page = chat()
    for name in ("Narrow the search", "Search for words", "Many questions", "Conversations"):
        button = page.get_by_role("button", name=name)
        expect(button).to_have_css("text-decoration-line", "none")
        button.press("Enter")
        expect(button).to_have_css("text-decoration-line", "underline")
        button.press("Enter")
        expect(button).to_have_css("text-decoration-line", "none")


def test_escape_closes_a_panel_and_gives_its_button_the_focus(chat: OpenPage) -> None:
    page = chat(viewport={"width": 390, "height": 800})
    for name, panel in (("Narrow the search", "#narrow"), ("Many questions", "#batch"), ("Conversations", "#kept")):
        button = page.get_by_role("button", name=name)
        button.click()
        expect(page.locator(panel)).to_be_visible()
        button.focus()
        page.keyboard.press("Escape")
        expect(page.locator(panel)).to_be_hidden()
        expect(button).to_be_focused()
        expect(button).to_have_attribute("aria-expanded", "false")
    page.get_by_role("button", name="Narrow the search").click()
    page.get_by_role("checkbox").first.focus()
    # What opens below a long panel is brought into view.
    page.get_by_role("button", name="Conversations").click()
    expect(page.locator("#kept")).to_be_in_viewport()
    page.get_by_role("checkbox").first.focus()
    page.keyboard.press("Escape")
    expect(page.locator("#narrow")).to_be_hidden()
    expect(page.locator("#kept")).to_be_visible()
