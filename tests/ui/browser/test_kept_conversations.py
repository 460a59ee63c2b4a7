"""Conversations that the browser keeps, saves to a file, and opens from a link."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

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
    expect(page.locator(".turn")).to_have_count(0)
    ask(page, "Who invited both sides to Muscat?")
    page.locator(".turn").nth(0).wait_for()
    page.reload()
    page.get_by_role("button", name="Conversations").click()
    opened = page.locator("#kept li .open")
    expect(opened).to_have_text(["Who invited both sides to Muscat?", QUESTION])
    opened.nth(1).click()
    page.locator(".turn .words", has_text=ANSWER).wait_for()
    page.locator("#said", has_text="asked again of the archive as it is now").wait_for()
    page.evaluate("document.querySelector('.turn').classList.add('asked-once')")
    page.get_by_role("button", name=f"Rename “{QUESTION}”").click()
    page.get_by_label("New name").fill("<b>Kerry</b>")
    page.keyboard.press("Enter")
    page.locator("#kept .open", has_text="<b>Kerry</b>").wait_for()
    # The Enter that ends the renaming presses nothing else.
    expect(page.locator(".turn.asked-once")).to_have_count(1)
    page.get_by_role("button", name="Delete “<b>Kerry</b>”").click()
    expect(opened).to_have_text(["Who invited both sides to Muscat?"])
    page.get_by_role("button", name="Undo deleting").click()
    expect(opened).to_have_text(["<b>Kerry</b>", "Who invited both sides to Muscat?"])
    # Another reader of the same server sees none of it.
    other = chat()
    other.get_by_role("button", name="Conversations").click()
    other.get_by_text("No conversation is kept yet").wait_for()


def test_on_a_telephone_a_long_name_of_a_conversation_is_read_whole(ask: Ask, chat: OpenPage) -> None:
    page = chat(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    ask(page, QUESTION)
    page.locator(".turn").wait_for()
    page.get_by_role("button", name="Conversations").click()
    name = page.locator("#kept li .open")
    assert name.evaluate("one => [one.scrollWidth - one.clientWidth, one.scrollHeight - one.clientHeight]") == [0, 0]
    # What stands in a line of tools has one base line, whether it opens a menu or not.
    middles = [
        tool.evaluate("one => { const box = one.getBoundingClientRect(); return box.top + box.height / 2 }")
        for tool in page.locator(".turn .tools").locator("summary, [data-do=copy]").all()
    ]
    assert abs(middles[0] - middles[1]) < 1


def test_an_answer_and_a_conversation_are_saved_with_their_citations(ask: Ask, chat: OpenPage) -> None:
    page = chat(permissions=["clipboard-read", "clipboard-write"])
    ask(page, QUESTION)
    page.locator(".turn").nth(0).wait_for()
    ask(page, "Who invited both sides to Muscat?")
    page.locator(".turn").nth(1).wait_for()
    page.locator(".turn").nth(0).locator(".export summary").click()
    with page.expect_download() as answer_download:
        page.locator(".turn").nth(0).get_by_role("button", name="Markdown").click()
    page.locator("#save-all summary").click()
    with page.expect_download() as conversation_download:
        page.locator("#save-all").get_by_role("button", name="Markdown").click()
    downloads = (answer_download, conversation_download)
    saved, all_saved = (Path(download.value.path()).read_text("utf-8") for download in downloads)
    assert answer_download.value.suggested_filename == "What-had-Kerry-told-Barnier-that-remained-an-alternative.md"
    assert saved.startswith(f"## {QUESTION}\n\n> “{ANSWER}”[^1-1]\n\n1 excerpt from 1 source.\n\n")
    assert "\n[^1-1]: Kerry in Paris. The Example · A. Reporter · 4 February" in saved
    assert re.search(r"\n    http://[^/]+/\?ref=qa1\w{56}\n", saved)
    assert all_saved.startswith(saved)
    assert "[^2-1]: oman.txt" in all_saved
    assert "## Who invited both sides to Muscat?" in all_saved
    page.locator(".turn").nth(0).get_by_role("button", name="Copy", exact=True).click()
    page.locator("#said", has_text="The answer is copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == re.sub(r"http://[^/]+/\?ref=", "loccit ", saved)


def test_a_menu_saves_an_answer_in_each_format_and_closes_with_the_keyboard(
    ask: Ask, chat: OpenPage, fits: Callable[[Any], bool], faults: Callable[[Any], list[str]]
) -> None:
    page = chat(viewport={"width": 390, "height": 800})
    ask(page, QUESTION)
    menu = page.locator(".turn .export")
    menu.locator("summary").click()
    assert fits(page)
    assert faults(page) == []
    saved = {}
    for number, suffix in enumerate((".md", ".txt", ".json", ".csl.json", ".ris", ".bib", ".html")):
        if number:
            menu.locator("summary").click()
        with page.expect_download() as download:
            menu.get_by_role("button").nth(number).click()
        assert download.value.suggested_filename.endswith(f"alternative{suffix}")
        saved[suffix] = Path(download.value.path()).read_text("utf-8")
    assert ANSWER in saved[".txt"]
    assert json.loads(saved[".json"])["answers"][0]["excerpts"][0]["text"] == ANSWER
    assert json.loads(saved[".csl.json"])[0]["title"] == "Kerry in Paris"
    assert saved[".ris"].startswith("TY  - GEN\n")
    assert saved[".bib"].startswith("@misc{kerry-in-paris-2005-")
    assert "<script" not in saved[".html"]
    assert saved[".html"].startswith("<figure")
    menu.locator("summary").press("Enter")
    menu.get_by_role("button").first.focus()
    page.keyboard.press("Escape")
    expect(menu.locator("summary")).to_be_focused()
    expect(menu.get_by_role("button").first).to_be_hidden()


def test_a_link_asks_its_questions_and_opens_its_place(ask: Ask, chat: OpenPage) -> None:
    page = chat()
    ask(page, QUESTION)
    href = page.locator(".citation").first.get_attribute("href")
    shared = chat(query=f"{href}&q=Who+left%3F&q=And+at+night%3F&documents=oman.txt")
    shared.locator("mark.current", has_text=ANSWER).wait_for()
    expect(shared.locator(".turn .question")).to_have_text(["Who left?", "And at night?"])
    cited = shared.locator(".turn cite")
    expect(cited.first).to_have_text("oman.txt")
    expect(cited.filter(has_not_text="oman.txt")).to_have_count(0)
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
    write("paris.md", f"It snowed. {ANSWER.replace('an alternative', 'no choice')} He stayed.")
    rebuild([index.parent / "sources"], index, lambda: encoder)
    # The page that is open notes the change once it hears of the rebuild.
    ask(page, "Who invited both sides to Muscat?")
    page.locator(".turn").first.locator(".excerpt .resolved del").wait_for()
    expect(page.locator(".resolved")).to_have_count(1)
    assert faults(page) == []
    page.goto(page.url + href)
    page.get_by_role("status").filter(has_text="and so have the words").wait_for()
    expect(page.locator(".changed del")).to_have_text("an alternative.")
    expect(page.locator(".changed ins")).to_have_text("no choice.")
    expect(page.locator("mark")).to_have_count(0)
    assert faults(page) == []
    page.emulate_media(color_scheme="dark")
    page.reload()
    page.locator(".changed del").wait_for()
    assert faults(page) == []
    write("paris.md", f"It snowed. {ANSWER} He stayed.")
    rebuild([index.parent / "sources"], index, lambda: encoder)
    page.reload()
    page.locator("mark.current", has_text=ANSWER).wait_for()
    page.get_by_role("status").filter(has_text="the words still stand in it").wait_for()
