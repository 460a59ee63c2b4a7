"""The star and the tags of a document: given in the source pane, and searched by."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.ui.example import QUESTION

pytestmark = pytest.mark.browser

Ask = Callable[[Any, str], None]
OpenPage = Callable[..., Any]


@pytest.fixture
def reading(ask: Ask, chat: OpenPage) -> Any:
    """A page with paris.md in the source pane."""
    page = chat()
    ask(page, QUESTION)
    page.locator(".citation").first.click()
    page.locator(".marks").wait_for()
    return page


def test_a_document_gets_a_star_and_tags_and_the_search_is_narrowed_to_those_that_have_them(
    reading: Any, ask: Ask
) -> None:
    from playwright.sync_api import expect

    page = reading
    star = page.get_by_role("button", name="Star", exact=False).and_(page.locator("[data-pane=star]"))
    star.press("Enter")
    expect(star).to_have_attribute("aria-pressed", "true")
    expect(star).to_be_focused()
    page.get_by_role("button", name="Add tags").press("Enter")
    expect(page.get_by_label("Tags", exact=True)).to_be_focused()
    page.keyboard.type("<b>Paris, talks")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Tags: <b>Paris, talks")).to_be_focused()
    page.get_by_role("button", name="Narrow the search").click()
    page.get_by_label("<b>Paris (1)").check()
    expect(page.locator(".chip", has_text="tagged <b>Paris")).to_be_visible()
    expect(page.locator("#narrowed span").first).to_have_text("Searching 1 of 3 documents:")
    page.get_by_label("only starred documents (1)").check()
    expect(page.locator(".chip", has_text="starred")).to_be_visible()
    ask(page, "Who invited both sides to Muscat?")
    expect(page.locator(".turn").nth(1).locator(".read-as").first).to_contain_text("tagged <b>Paris, starred")
    for title in page.locator(".turn").nth(1).locator("cite").all():
        expect(title).to_have_text("Kerry in Paris")
    page.locator(".chip", has_text="starred").click()
    expect(page.locator(".chip")).to_have_count(1)
    page.reload()
    page.locator("#status", has_text="3 documents").wait_for()
    ask(page, QUESTION)
    page.locator(".citation").first.click()
    expect(page.locator("[data-pane=star]")).to_have_attribute("aria-pressed", "true")


def test_what_cannot_be_kept_is_said_beside_the_tags(reading: Any) -> None:
    from playwright.sync_api import expect

    page = reading
    page.get_by_role("button", name="Add tags").click()
    page.get_by_label("Tags", exact=True).fill("x" * 101)
    page.get_by_role("button", name="Set tags").click()
    expect(page.locator(".marks .wrong")).to_have_text("The tag has 101 characters; at most 100 are kept.")
    page.get_by_role("button", name="Leave them").click()
    expect(page.locator(".marks-form")).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_serious_fault_and_it_fits_a_telephone(
    reading: Any, scheme: str, faults: Callable[[Any], list[str]], fits: Callable[[Any], bool]
) -> None:
    page = reading
    page.emulate_media(color_scheme=scheme)
    page.locator("[data-pane=star]").click()
    page.locator("[data-pane=star][aria-pressed=true]").wait_for()
    page.get_by_role("button", name="Add tags").click()
    page.get_by_role("button", name="Narrow the search").click()
    assert faults(page) == []
    page.set_viewport_size({"width": 390, "height": 800})
    assert fits(page)
