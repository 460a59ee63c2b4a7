"""Conversations that the browser keeps, saves to a file, and opens from a link."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from embeddings.building.rebuild import rebuild
from embeddings.models.encoder import Encoder
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
    mistyped = chat(query=str(href)[:-1])
    mistyped.get_by_role("alert").filter(has_text="is mistyped or cut short").wait_for()


def test_a_link_of_an_earlier_loccit_opens_its_place_or_says_that_it_changed(chat: OpenPage) -> None:
    page = chat(query=f"?doc=paris.md&at=0-{len('It rained')}")
    page.locator("mark.current", has_text="It rained").wait_for()
    changed = chat(query="?doc=paris.md&at=0-9&text=0123456789ab")
    changed.get_by_role("alert").filter(has_text="has changed since it was cited").wait_for()


def test_a_reference_is_followed_after_a_rebuild_to_what_changed(
    ask: Ask,
    chat: OpenPage,
    write: Callable[..., Path],
    *,
    encoder: Encoder,
    index: Path,
    faults: Callable[[Any], list[str]],
) -> None:
    page = chat()
    ask(page, QUESTION)
    href = str(page.locator(".citation").first.get_attribute("href"))
    assert href.startswith("?ref=qa1")
    write("paris.md", f"It snowed. {ANSWER} He stayed.")
    rebuild([index.parent / "sources"], index, lambda: encoder)
    moved = chat(query=href)
    moved.locator("mark.current", has_text=ANSWER).wait_for()
    moved.get_by_role("status").filter(has_text="the words still stand in it").wait_for()
    assert moved.locator(".changed ins").first.text_content() == "snowed."
    write("paris.md", f"It snowed. {ANSWER.replace('an alternative', 'the only choice')} He stayed.")
    rebuild([index.parent / "sources"], index, lambda: encoder)
    # What was cited is not kept any more.
    lost = chat(query=href)
    lost.get_by_role("status").filter(has_text="no longer has the words").wait_for()
    assert lost.locator("mark").count() == 0
    new = chat()
    ask(new, QUESTION)
    href = str(new.locator(".citation").first.get_attribute("href"))
    write("paris.md", f"It snowed. {ANSWER.replace('an alternative', 'no choice')} He stayed.")
    rebuild([index.parent / "sources"], index, lambda: encoder)
    for scheme in ("light", "dark"):
        changed = chat(query=href, color_scheme=scheme)
        changed.get_by_role("status").filter(has_text="and so have the words").wait_for()
        assert changed.locator(".changed del").text_content() == "the only"
        assert changed.locator(".changed ins").text_content() == "no"
        assert changed.locator("mark").count() == 0
        assert faults(changed) == []
    # The page that was open notes the change once it hears of the rebuild.
    ask(new, "Who invited both sides to Muscat?")
    new.locator(".turn").first.locator(".excerpt .resolved del").wait_for()
    assert new.locator(".resolved").count() == 1
