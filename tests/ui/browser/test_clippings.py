"""Clippings: an excerpt is kept, and the page puts them in order, changes, saves and imports them."""

import json
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
SULTAN = "Who invited both sides to Muscat?"
INVITED = "The sultan of Oman invited both sides to Muscat."


def keep(page: Any, turn: int, **fields: str) -> None:
    figure = page.locator(".turn").nth(turn).locator(".excerpt").first
    figure.locator(".keep").click()
    for label, value in fields.items():
        figure.get_by_label(label.capitalize(), exact=True).fill(value)
    figure.locator(".keep-form").get_by_role("button", name="Keep", exact=True).click()
    figure.locator(".keep", has_text="Kept in").wait_for()


def expect_shown(page: Any, *words: str) -> None:
    expect(page.locator(".clipping blockquote")).to_have_text([f"“{one}”" for one in words])


@pytest.fixture
def kept(ask: Ask, chat: OpenPage) -> Any:
    """The page of clippings, with two in the notebook Talks: the answer of paris.md, and of oman.txt."""
    page = chat()
    for number, question in enumerate((QUESTION, SULTAN)):
        ask(page, question)
        page.locator(".turn").nth(number).wait_for()
    keep(page, 0, notebook="Talks", note="<b>why</b>\nand when", tags="Paris, talks")
    # The next goes into the same notebook.
    keep(page, 1)
    page.get_by_role("link", name="Clippings").click()
    page.locator(".clipping").nth(1).wait_for()
    return page


def test_excerpts_are_kept_and_put_in_order_by_keyboard_and_by_drag(kept: Any) -> None:
    page = kept
    expect_shown(page, ANSWER, INVITED)
    expect(page.locator(".note")).to_have_js_property("textContent", "<b>why</b>\nand when")
    page.get_by_role("button", name="Move number 2 up").focus()
    page.keyboard.press("Enter")
    page.locator("#told", has_text="Now number 1.").wait_for()
    expect_shown(page, INVITED, ANSWER)
    # It is the first now, so that only down is left.
    expect(page.get_by_role("button", name="Move number 1 down")).to_be_focused()
    handles = page.locator(".handle")
    handles.nth(1).drag_to(page.locator(".clipping").nth(0))
    page.locator("#told", has_text="Now number 1.").wait_for()
    expect_shown(page, ANSWER, INVITED)
    page.reload()
    expect_shown(page, ANSWER, INVITED)


def test_clippings_are_changed_chosen_by_tag_removed_and_brought_back(kept: Any) -> None:
    page = kept
    page.get_by_role("button", name="Edit number 2").click()
    page.get_by_label("Note", exact=True).fill("the host")
    page.get_by_role("textbox", name="Tags").fill("Oman")
    page.get_by_role("button", name="Change").click()
    page.locator("#told", has_text="Changed.").wait_for()
    page.get_by_role("button", name="Oman", exact=True).click()
    page.locator("#status", has_text="1 clipping.").wait_for()
    expect(page.locator(".note")).to_have_text("the host")
    page.get_by_label("Tag", exact=True).select_option(label="All tags")
    page.locator("#status", has_text="2 clippings.").wait_for()
    page.get_by_role("button", name="Remove number 1").click()
    page.get_by_role("button", name="Undo").wait_for()
    expect(page.locator(".clipping")).to_have_count(1)
    page.keyboard.press("Enter")
    page.locator("#told", has_text="It is back in its place.").wait_for()
    expect_shown(page, ANSWER, INVITED)
    page.get_by_role("button", name="Edit number 1").click()
    page.get_by_label("Notebook", exact=True).first.wait_for()
    page.keyboard.press("Escape")
    expect(page.locator(".keep-form")).to_have_count(0)


def test_clippings_are_saved_and_imported(kept: Any, tmp_path: Path) -> None:
    page = kept
    for form, words in (("RIS (EndNote, Zotero)", "TI  - Kerry in Paris"), ("JSON", '"note": "<b>why</b>\\nand when"')):
        page.locator(".export summary").click()
        with page.expect_download() as download:
            page.get_by_role("button", name=form, exact=True).click()
        saved = tmp_path / download.value.suggested_filename
        download.value.save_as(saved)
        assert words in saved.read_text("utf-8")
    assert saved.name == "Talks.json"
    assert [one["notebook"] for one in json.loads(saved.read_text("utf-8"))["clippings"]] == ["Talks", "Talks"]
    page.get_by_role("button", name="Remove number 1").click()
    page.get_by_role("button", name="Undo").wait_for()
    page.locator("#import").set_input_files(saved)
    page.locator("#told", has_text="1 imported; 1 there already.").wait_for()
    expect(page.locator(".clipping")).to_have_count(2)
    wrong = tmp_path / "wrong.json"
    wrong.write_text("[]")
    page.locator("#import").set_input_files(wrong)
    page.locator("#told", has_text="wrong.json holds no clippings").wait_for()


def test_a_clipping_says_after_a_rebuild_what_became_of_its_words(
    kept: Any, write: Callable[..., Path], encoder: Encoder, tmp_path: Path
) -> None:
    write("paris.md", f"---\ntitle: Kerry in Paris\n---\n{ANSWER.replace('an alternative', 'no alternative')}\n")
    (tmp_path / "sources" / "oman.txt").unlink()
    rebuild([tmp_path / "sources"], tmp_path / "index", lambda: encoder)
    page = kept
    page.reload()
    notes = page.locator(".clipping .resolved")
    expect(notes).to_have_count(2)
    expect(notes.nth(0)).to_contain_text("The document has changed since it was cited, and so have the words.")
    expect(page.locator(".clipping del")).to_have_text(["an"])
    expect(notes.nth(1)).to_contain_text("The document cited is no longer in the archive")
    # What was kept is quoted all the same.
    expect_shown(page, ANSWER, INVITED)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_serious_fault_and_nothing_is_wider_than_a_telephone(
    kept: Any, scheme: str, faults: Callable[[Any], list[str]], fits: Callable[[Any], bool]
) -> None:
    page = kept
    page.emulate_media(color_scheme=scheme)
    page.reload()
    page.get_by_role("button", name="Edit number 1").click()
    assert faults(page) == []
    page.set_viewport_size({"width": 390, "height": 800})
    page.locator(".export summary").click()
    assert fits(page)
    assert faults(page) == []
    page.go_back()
    page.locator("#status", has_text="3 documents").wait_for()


def test_what_cannot_be_kept_is_said_beside_the_excerpt(
    ask: Ask, chat: OpenPage, faults: Callable[[Any], list[str]]
) -> None:
    page = chat()
    ask(page, QUESTION)
    page.locator(".keep").first.click()
    page.get_by_label("Notebook").fill("   ")
    page.locator(".keep-form").get_by_role("button", name="Keep", exact=True).click()
    page.get_by_role("alert").filter(has_text="The name of the notebook is empty").wait_for()
    assert faults(page) == []
    page.keyboard.press("Escape")
    expect(page.locator(".keep-form")).to_have_count(0)
    expect(page.locator(".keep").first).to_be_focused()


def test_what_a_reader_says_of_an_excerpt_is_shown_and_taken_back(ask: Ask, chat: OpenPage) -> None:
    page = chat()
    ask(page, QUESTION)
    useful, wrong = (page.get_by_role("button", name=name, exact=True).first for name in ("Useful", "Not the answer"))
    useful.click()
    page.locator("#said", has_text="Noted as useful.").wait_for()
    expect(useful).to_have_attribute("aria-pressed", "true")
    expect(wrong).to_have_attribute("aria-pressed", "false")
    wrong.click()
    page.locator("#said", has_text="Noted as not the answer.").wait_for()
    expect(useful).to_have_attribute("aria-pressed", "false")
    expect(wrong).to_have_attribute("aria-pressed", "true")
    wrong.click()
    page.locator("#said", has_text="Taken back.").wait_for()
    expect(wrong).to_have_attribute("aria-pressed", "false")
