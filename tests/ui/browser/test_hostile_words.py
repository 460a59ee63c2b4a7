"""Words of documents and questions that would do harm if they were taken for anything but text."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from ui.views.html import replace_control_characters

pytestmark = pytest.mark.browser

Ask = Callable[[Any, str], None]
OpenPage = Callable[..., Any]
Fits = Callable[[Any], bool]


FOREIGN = "script img svg iframe object embed style link meta base video audio math marquee template plaintext".split()  # noqa: SIM905  # reads better


def _plain(text: str) -> str:
    """Return text as a page shows it: control characters replaced, white space as single spaces."""
    return re.sub(r"\s+", " ", replace_control_characters(text)).strip()


def test_hostile_words_show_as_text_run_nothing_and_fetch_nothing(
    chat_over: OpenPage, hostile: list[str], fits: Fits
) -> None:
    files = {
        f"{number}.md": "---\n" + json.dumps(dict.fromkeys(("title", "author", "publisher", "url"), text)) + "\n---\n"
        f"The envoy {number} wrote {text} into the minutes.\n"
        for number, text in enumerate(hostile)
    }
    readable = {name: content for name, content in files.items() if "\x00" not in content}
    page = chat_over(readable, viewport={"width": 390, "height": 800})
    turns = [{"question": f"envoy {number} {text} minutes", "filters": {}} for number, text in enumerate(hostile)]
    conversations = [
        {"id": str(number), "name": text, "turns": turns[number : number + 1]} for number, text in enumerate(hostile)
    ][:90]
    kept = [{"id": "all", "name": "all", "turns": turns}, *conversations]
    page.evaluate("kept => localStorage.setItem('loccit.conversations', JSON.stringify(kept))", kept)
    page.emulate_media(reduced_motion="reduce")
    page.get_by_role("button", name="Narrow the search").click()
    page.get_by_role("button", name="Conversations").click()
    names = page.locator("#kept li .open")
    expect(names).to_have_count(len(kept))
    assert names.all_text_contents() == [conversation["name"] for conversation in kept]
    page.locator("#kept .open", has_text="all").first.click()
    # Hundreds of questions are asked, one after the other.
    page.locator("#said", has_text="asked again").wait_for(timeout=600_000)
    questions = page.locator(".turn .question").all_text_contents()
    assert len(questions) == len(hostile)
    assert [_plain(question) for question in questions] == [_plain(turn["question"]) for turn in turns]
    for number in range(0, len(hostile), 4):
        page.evaluate("number => document.querySelectorAll('.turn')[number].querySelector('.citation').click()", number)
        page.locator("mark.current").first.wait_for()
        page.wait_for_function(
            "document.querySelector('#source h2').textContent"
            " === document.querySelector('.citation[aria-current] .title').textContent"
        )
        assert fits(page), hostile[number]
    assert page.evaluate("window.hacked === undefined")
    expect(page.locator(f".room :is({', '.join(FOREIGN)})")).to_have_count(0)
    links = page.evaluate("[...document.querySelectorAll('.room a[href]')].map(link => link.getAttribute('href'))")
    assert {link for link in links if not link.startswith(("?doc=", "?ref="))} <= {"./", "archive", "clippings"}
    attributes = "[...document.querySelectorAll('.room *')].flatMap(node => node.getAttributeNames())"
    assert not {name for name in page.evaluate(attributes) if name.startswith("on") or name in {"src", "style", "ping"}}
    page.goto(page.url.partition("?")[0] + "archive")
    page.get_by_role("button", name="Next").click()
    page.locator(".pages", has_text="26 to 50").wait_for()
    assert page.evaluate("window.hacked === undefined")
    expect(page.locator(f".room :is({', '.join(tag for tag in FOREIGN if tag != 'svg')})")).to_have_count(0)
    assert fits(page)


def test_hostile_titles_and_names_of_files_show_as_text_where_words_stand_elsewhere_too(
    ask: Ask, chat_over: OpenPage, hostile: list[str], fits: Fits
) -> None:
    readable = [text for text in hostile if "\x00" not in text]
    sets = [readable[first : first + 40] for first in range(0, len(readable), 40)]
    files = {}
    for number, titles in enumerate(sets):
        words = f"The envoy wrote nothing at all into the minutes of meeting {'abcdefgh'[number] * 5} in Muscat."
        files[f"{number}/origin.md"] = f"---\ndate: 2001-01-01\n---\n{words}\n"
        for title in titles:
            name = title.replace("/", "_").encode()[:200].decode(errors="ignore")
            facts = json.dumps({"title": title, "publisher": title})
            files[f"{number}/{name}.md"] = f"---\n{facts}\n---\n{words}\n"
    page = chat_over(files, viewport={"width": 390, "height": 800}, reduced_motion="reduce")
    for number, titles in enumerate(sets):
        ask(page, f"What did the envoy write at meeting {'abcdefgh'[number] * 5}?")
        turn = page.locator(".turn").nth(number)
        turn.wait_for()
        turn.locator(".also-in summary").first.click()
        links = turn.locator(".also-in").first.locator(".reprint")
        expect(links).to_have_count(len(titles))
        assert {_plain(text) for text in links.all_text_contents()} == {_plain(title) for title in titles}
        assert fits(page)
        links.nth(number).click()
        page.locator("mark.current", has_text="meeting " + "abcdefgh"[number] * 5).wait_for()
        page.wait_for_function(
            "document.querySelector('#source h2').textContent"
            " === document.querySelector('a[aria-current] .title').textContent"
        )
        page.get_by_text("About this document").click()
        assert fits(page)
    assert page.evaluate("window.hacked === undefined")
    expect(page.locator(f".room :is({', '.join(FOREIGN)})")).to_have_count(0)
