"""Whose words an excerpt holds, and the search for what one says."""

from collections.abc import Callable
from typing import Any

import pytest

pytest.importorskip("spacy")

pytestmark = pytest.mark.browser

Ask = Callable[[Any, str], None]
OpenPage = Callable[..., Any]
Faults = Callable[[Any], list[str]]

FILES = {
    "talks.txt": (
        "John Kerry came to Paris. In February 2005 Kerry told Michel Barnier that sanctions remained an alternative. "
        "Dinner was served late."
    ),
    "weather.txt": "Ana Ruiz said that the sanctions would be lifted when the rain stopped.",
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_voice_opens_to_the_places_that_lead_to_the_name_by_keys_too(
    ask: Ask, chat_over: OpenPage, faults: Faults, scheme: str
) -> None:
    from playwright.sync_api import expect

    page = chat_over(FILES, color_scheme=scheme)
    ask(page, "What did Kerry tell Barnier about sanctions?")
    voice = page.locator("details.voice").first
    expect(voice.locator("summary")).to_have_text("John Kerry → Michel Barnier, February 2005 · reported")
    expect(voice).not_to_have_attribute("open", "")
    voice.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(voice.locator("a")).to_have_text(["“Kerry”", "“John Kerry”"])
    assert faults(page) == []
    voice.locator("a").nth(1).click()
    expect(page.locator("mark.current")).to_have_text("John Kerry")


def test_a_search_is_narrowed_to_what_one_says_to_another(ask: Ask, chat_over: OpenPage) -> None:
    from playwright.sync_api import expect

    page = chat_over(FILES)
    page.get_by_role("button", name="Narrow the search").click()
    page.get_by_role("group", name="Who speaks").get_by_label("Ana Ruiz (1)").check()
    expect(page.locator(".chip")).to_have_text(["said by Ana Ruiz ×, lift this filter"])
    expect(page.get_by_role("group", name="To whom")).to_have_count(0)
    ask(page, "What remained of sanctions?")
    expect(page.locator(".turn .read-as").first).to_contain_text("searched: said by Ana Ruiz")
    expect(page.locator(".turn cite.title")).to_have_text(["weather.txt"])


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_who_speaks_is_listed_and_each_says_what_they_say(
    chat_over: OpenPage, faults: Faults, fits: Callable[[Any], bool], scheme: str
) -> None:
    from playwright.sync_api import expect

    page = chat_over(FILES, color_scheme=scheme, viewport={"width": 390, "height": 800})
    page.get_by_role("button", name="Voices").press("Enter")
    expect(page.locator(".people .speaker")).to_have_text(["Ana Ruiz", "John Kerry"])
    assert faults(page) == []
    assert fits(page)
    page.locator(".people .speaker").nth(1).press("Enter")
    expect(page.locator("#voices-found .counted")).to_have_text("John Kerry: 1 statement in 1 document.")
    expect(page.locator(".statements .occurrence span")).to_have_text(["that sanctions remained an alternative"])
    assert faults(page) == []
    page.locator(".statements .occurrence").click()
    expect(page.locator("mark.current")).to_have_text("that sanctions remained an alternative")
    page.get_by_label("Whose statements to show").fill("Nobody Atall")
    page.get_by_label("Whose statements to show").press("Enter")
    expect(page.locator("#voices-wrong")).to_contain_text("Nobody Atall")
    page.get_by_role("button", name="Back to the conversation").click()
    expect(page.locator("#voices")).to_be_hidden()
    page.get_by_role("button", name="Voices").press("Enter")
    page.keyboard.press("Escape")
    expect(page.locator("#voices")).to_be_hidden()
    expect(page.locator("#question")).to_be_focused()
