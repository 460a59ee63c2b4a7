"""The panel of filters and the line of those that are on."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.ui.example import QUESTION

pytestmark = pytest.mark.browser

Ask = Callable[[Any, str], None]
OpenPage = Callable[..., Any]


def test_a_search_is_narrowed_the_filters_are_seen_and_lifted(ask: Ask, chat: OpenPage) -> None:
    page = chat(permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Narrow the search").click()
    page.get_by_label("The Example (1)").check()
    page.locator("#narrowed", has_text="Searching 3 of 3 documents").wait_for(state="hidden")
    page.locator(".chip", has_text="publisher The Example").wait_for()
    assert page.locator("#narrowed span").first.text_content() == "Searching 1 of 3 documents:"
    ask(page, "Who invited both sides to Muscat?")
    turn = page.locator(".turn").first
    turn.wait_for()
    assert set(turn.locator("cite").all_text_contents()) == {"Kerry in Paris"}
    assert "searched: published by The Example" in turn.locator(".read-as").first.text_content()
    turn.get_by_role("button", name="Copy link").click()
    page.get_by_role("button", name="Copied").wait_for()
    link = page.evaluate("navigator.clipboard.readText()")
    assert parse_qs(urlsplit(link).query) == {"q": ["Who invited both sides to Muscat?"], "publishers": ["The Example"]}
    turn.get_by_role("button", name="Ask the whole archive").click()
    page.locator(".turn .words", has_text="The sultan of Oman").wait_for()
    assert page.locator(".chip").count() == 0
    # No document is of that time, and those of unknown date are left out.
    page.get_by_label("from").fill("2020")
    page.get_by_label("also documents of unknown date (2)").uncheck()
    page.locator(".chip", has_text="without documents of unknown date").wait_for()
    ask(page, QUESTION)
    page.locator(".verdict", has_text="Nothing in the archive matches these filters.").wait_for()
    page.get_by_label("from").fill("soon")
    page.keyboard.press("Tab")
    page.locator("#narrow .wrong", has_text="is 'soon'; give a date").wait_for()
    page.get_by_role("button", name="Lift all filters").click()
    page.locator("#narrowed").get_by_text("soon").wait_for(state="hidden")
