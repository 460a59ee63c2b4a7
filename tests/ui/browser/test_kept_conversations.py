"""Conversations that the browser keeps, saves to a file, and opens from a link."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.ui.example import ANSWER, QUESTION

pytestmark = pytest.mark.browser

Ask = Callable[[Any, str], None]
OpenPage = Callable[..., Any]


def test_conversations_are_kept_in_this_browser_opened_renamed_and_deleted(ask: Ask, chat: OpenPage) -> None:
    page = chat()
    ask(page, QUESTION)
    page.locator(".turn").nth(0).wait_for()
    page.get_by_role("button", name="New conversation").click()
    assert page.locator(".turn").count() == 0
    ask(page, "Who invited both sides to Muscat?")
    page.locator(".turn").nth(0).wait_for()
    page.reload()
    page.get_by_role("button", name="Conversations").click()
    opened = page.locator("#kept li .open")
    opened.first.wait_for()
    assert opened.all_text_contents() == ["Who invited both sides to Muscat?", QUESTION]
    opened.nth(1).click()
    page.locator(".turn .words", has_text=ANSWER).wait_for()
    page.locator("#said", has_text="asked again of the archive as it is now").wait_for()
    page.get_by_role("button", name=f"Rename “{QUESTION}”").click()
    page.get_by_label("New name").fill("<b>Kerry</b>")
    page.keyboard.press("Enter")
    page.locator("#kept .open", has_text="<b>Kerry</b>").wait_for()
    page.get_by_role("button", name="Delete “<b>Kerry</b>”").click()
    assert opened.all_text_contents() == ["Who invited both sides to Muscat?"]
    page.get_by_role("button", name="Undo deleting").click()
    assert opened.all_text_contents() == ["<b>Kerry</b>", "Who invited both sides to Muscat?"]
    # Another reader of the same server sees none of it.
    other = chat()
    other.get_by_role("button", name="Conversations").click()
    other.get_by_text("No conversation is kept yet").wait_for()


def test_an_answer_and_a_conversation_are_saved_with_their_citations(ask: Ask, chat: OpenPage) -> None:
    page = chat(permissions=["clipboard-read", "clipboard-write"])
    ask(page, QUESTION)
    page.locator(".turn").nth(0).wait_for()
    ask(page, "Who invited both sides to Muscat?")
    page.locator(".turn").nth(1).wait_for()
    with page.expect_download() as answer_download:
        page.locator(".turn").nth(0).get_by_role("button", name="Save").click()
    with page.expect_download() as conversation_download:
        page.get_by_role("button", name="Save conversation").click()
    downloads = (answer_download, conversation_download)
    saved, all_saved = (Path(download.value.path()).read_text("utf-8") for download in downloads)
    assert answer_download.value.suggested_filename == "What-had-Kerry-told-Barnier-that-remained-an-alternative.md"
    assert saved.startswith(
        f"## {QUESTION}\n\n> “{ANSWER}”\n\n1. Kerry in Paris. The Example · A. Reporter · 4 February"
    )
    assert all_saved.startswith(saved)
    assert "## Who invited both sides to Muscat?" in all_saved
    page.locator(".turn").nth(0).get_by_role("button", name="Copy", exact=True).click()
    page.get_by_role("button", name="Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == saved


def test_a_link_asks_its_questions_and_opens_its_place(ask: Ask, chat: OpenPage) -> None:
    page = chat()
    ask(page, QUESTION)
    href = page.locator(".citation").first.get_attribute("href")
    shared = chat(query=f"{href}&q=Who+left%3F&q=And+at+night%3F&documents=oman.txt")
    shared.locator("mark.current", has_text=ANSWER).wait_for()
    assert shared.locator(".turn .question").all_text_contents() == ["Who left?", "And at night?"]
    assert set(shared.locator(".turn cite").all_text_contents()) == {"oman.txt"}
    shared.locator(".chip", has_text="document oman.txt").wait_for()
    changed = chat(query=re.sub("text=.{12}", "text=0123456789ab", str(href)))
    changed.get_by_role("alert").filter(has_text="has changed since it was cited").wait_for()
