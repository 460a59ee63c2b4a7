"""Questions and answers in the reading room."""

import re
import threading
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from qa.archive import Archive
from tests.ui.example import ANSWER, QUESTION
from tests.waiting import SECONDS

pytestmark = pytest.mark.browser

Ask = Callable[[Any, str], None]
OpenPage = Callable[..., Any]


def test_a_question_is_answered_with_a_quoted_cited_excerpt_whose_source_opens_with_the_words_marked(
    ask: Ask,
    chat: OpenPage,
) -> None:
    page = chat()
    ask(page, QUESTION)
    page.locator(".excerpt").first.wait_for()
    expect(page.locator(".turn .question").first).to_have_text(QUESTION)
    expect(page.locator(".excerpt blockquote").first).to_have_js_property("textContent", f"“{ANSWER}”")
    citation = page.locator(".citation").first
    expect(citation).to_have_text("1 Kerry in Paris")
    expect(page.locator(".excerpt .from").first).to_have_text("The Example · A. Reporter · 4 February 2005")
    expect(page.locator("mark")).to_have_count(0)
    citation.click()
    mark = page.locator("mark.current")
    mark.wait_for()
    # To the character, spaces too.
    expect(mark).to_have_js_property("textContent", ANSWER)
    expect(page.locator(".excerpt .words")).to_have_js_property("textContent", ANSWER)
    expect(page.locator("#source h2").first).to_have_text("Kerry in Paris")
    # In its context, in view, and where the keyboard goes on from.
    expect(page.locator("#source .text").first).to_contain_text("It rained in Paris")
    page.wait_for_function("document.activeElement.tagName == 'MARK'")
    expect(mark).to_be_in_viewport()
    expect(page.locator("#said")).to_have_text(
        re.compile("^1 excerpt from 1 source. The first is from Kerry in Paris:")
    )
    # The question field is free for the next one.
    expect(page.get_by_label("Question", exact=True)).to_have_value("")


def test_the_keyboard_alone_will_do(chat: OpenPage) -> None:
    page = chat()
    page.locator("body").click(position={"x": 5, "y": 5})
    page.keyboard.press("/")
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    page.locator(".excerpt").first.wait_for()
    for _ in range(15):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.classList.contains('citation')"):
            break
    else:
        pytest.fail("the citation cannot be reached with the keyboard")
    page.keyboard.press("Enter")
    page.locator("mark.current").wait_for()
    expect(page.locator("mark.current").first).to_have_text(ANSWER)
    # What has the keyboard is seen to have it; and it goes back to where it came from.
    page.keyboard.press("Escape")
    page.locator(".source-empty").wait_for()
    expect(page.locator(".citation").first).to_be_focused()
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_an_example_question_of_the_archive_is_asked_on_a_click(
    chat_over: OpenPage,
) -> None:
    oman = "The sultan invited both sides to Muscat. They left at night."
    page = chat_over({"rome.txt": "Treaty of Rome was signed in March.", "oman.txt": oman})
    example = page.locator("button.example")
    example.first.wait_for()
    expect(example).to_have_text(["When was the Treaty of Rome signed?"])
    example.first.click()
    page.locator(".excerpt").first.wait_for()
    expect(page.locator(".turn .question").first).to_have_text("When was the Treaty of Rome signed?")
    expect(page.locator(".excerpt .words").first).to_have_text("Treaty of Rome was signed in March.")
    # What offered the examples makes room for the answer.
    page.locator("#welcome").wait_for(state="hidden")


def test_what_the_archive_holds_is_said_while_questions_to_offer_are_still_looked_for(
    chat_over: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = threading.Event()
    monkeypatch.setattr("ui.web.chat.suggestions", lambda _: ["Who signed?"] if found.wait(SECONDS) else [])
    page = chat_over({"rome.txt": "Treaty of Rome was signed in March."})
    expect(page.locator("#welcome .holds")).to_have_text("This archive holds 1 document.")
    expect(page.locator("button.example")).to_have_count(0)
    found.set()
    expect(page.locator("button.example")).to_have_text(["Who signed?"])
    expect(page.locator("#welcome .holds")).to_have_text("This archive holds 1 document.")


def test_what_the_archive_does_not_say_is_said_and_the_nearest_shown(ask: Ask, chat: OpenPage) -> None:
    page = chat()
    ask(page, "Which architect designed the opera house?")
    page.locator(".verdict").wait_for()
    expect(page.locator(".verdict").first).to_have_text("The archive does not say.")
    expect(page.get_by_role("heading", name="The nearest passages")).to_have_count(1)
    expect(page.locator(".reason")).to_have_text(re.compile("^No passage mentions “"))
    expect(page.locator(".excerpt")).to_have_count(3)
    near = page.locator(".not-found .citation").first
    near.click()
    page.locator("mark.current").wait_for()
    expect(page.locator("mark.current").first).to_have_text(page.locator(".not-found .words").first.text_content())
    page.get_by_role("button", name="Why this answer?").click()
    page.locator(".why", has_text="the archive is taken not to say").wait_for()
    page.get_by_role("button", name="Why this answer?").click()
    page.locator(".why").wait_for(state="hidden")


def test_an_answer_that_is_not_sure_is_marked_in_the_page_and_to_who_hears_it(
    ask: Ask, chat: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = chat()
    ask(page, QUESTION)
    page.locator(".excerpt").first.wait_for()
    expect(page.locator(".verdict")).to_have_count(0)
    monkeypatch.setattr("qa.answering.verdicts.CONFIDENT", 1.01)
    page.get_by_role("button", name="Ask again").click()
    page.locator(".unsure").wait_for()
    expect(page.locator(".verdict").first).to_have_text("Not sure that this answers.")
    expect(page.locator(".reason")).to_have_text(re.compile(r"^[A-Z].+\. Confidence [01]\.\d\d of 1\.$"))
    page.locator("#said", has_text="Not sure that this answers.").wait_for()
    expect(page.locator(".unsure .words").first).to_have_text(ANSWER)
    page.get_by_role("button", name="Why this answer?").click()
    page.locator(".why", has_text="on as a sure one").wait_for()


def test_an_answer_is_printed_dark_on_light_without_what_can_only_be_pressed(ask: Ask, chat: OpenPage) -> None:
    page = chat(color_scheme="dark")
    ask(page, QUESTION)
    words = page.locator(".excerpt .words").first
    expect(words).to_have_css("color", "rgb(232, 227, 216)")
    page.emulate_media(media="print", color_scheme="dark")
    expect(words).to_have_text(ANSWER)
    expect(words).to_have_css("color", "rgb(35, 32, 27)")
    for pressed in (".asking", ".talk-tools", ".turn .tools", ".excerpt .keep", ".masthead nav"):
        expect(page.locator(pressed).first).to_be_hidden()
    expect(page.locator(".citation").first).to_be_visible()


def test_nothing_is_asked_where_nothing_was_typed(ask: Ask, chat: OpenPage) -> None:
    page = chat()
    ask(page, " ")
    expect(page.locator("#said")).to_have_text("The question is empty; type a question about the archive.")
    expect(page.get_by_label("Question", exact=True)).to_be_focused()
    expect(page.locator(".turn")).to_have_count(0)
    expect(page.get_by_role("heading", name="Ask the archive")).to_be_visible()


def test_a_question_that_cannot_be_asked_is_answered_with_the_reason(ask: Ask, chat: OpenPage) -> None:
    page = chat()
    ask(page, "why? " * 20_000)
    page.get_by_role("alert").filter(has_text="100,000 characters; the limit is 20,000").wait_for()
    ask(page, QUESTION)
    page.locator(".excerpt").first.wait_for()
    expect(page.locator(".excerpt .words").first).to_have_text(ANSWER)


def test_a_follow_up_shows_how_it_was_read_and_questions_are_edited_and_asked_again(ask: Ask, chat: OpenPage) -> None:
    page = chat()
    ask(page, QUESTION)
    page.locator(".turn").nth(0).wait_for()
    ask(page, "And when did he fly home?")
    read = page.locator(".turn").nth(1).locator(".read-as")
    read.wait_for()
    expect(read).to_have_text(re.compile(r"^read as: And when did he fly home\? \("))
    page.locator(".turn").nth(1).get_by_role("button", name="Ask again").click()
    # What was there before is replaced; Escape would stop the asking, not the editing.
    page.locator("#turns[aria-busy=false]").wait_for()
    page.locator(".turn").nth(1).locator(".read-as").wait_for()
    expect(page.locator(".turn")).to_have_count(2)
    page.locator(".turn").nth(0).get_by_role("button", name="Edit").click()
    expect(page.get_by_label("Question", exact=True)).to_have_value(QUESTION)
    page.keyboard.press("Escape")
    expect(page.get_by_label("Question", exact=True)).to_have_value("")
    page.locator(".turn").nth(0).get_by_role("button", name="Edit").click()
    page.get_by_label("Question", exact=True).fill("Who invited both sides to Muscat?")
    page.keyboard.press("Enter")
    page.locator(".turn", has_text="The sultan of Oman").wait_for()
    # What was asked after the edited question was read with it, and goes.
    expect(page.locator(".turn .question")).to_have_text(["Who invited both sides to Muscat?"])


def test_work_that_takes_long_is_shown_and_can_be_stopped(
    ask: Ask, chat: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    go = threading.Event()
    ask_archive = Archive.ask

    def ask_slowly(archive: Archive, question: str, *more: Any) -> Any:
        assert question != "Slowly?" or go.wait(SECONDS)
        return ask_archive(archive, question, *more)

    monkeypatch.setattr(Archive, "ask", ask_slowly)
    page = chat()
    ask(page, "Slowly?")
    page.get_by_text("Looking through the archive").wait_for()
    page.get_by_role("button", name="Stop").click()
    page.locator("#working").wait_for(state="hidden")
    # The button that asked has the focus.
    ask(page, "Slowly?")
    page.locator("#working").wait_for()
    page.keyboard.press("Escape")
    page.locator("#working").wait_for(state="hidden")
    expect(page.get_by_label("Question", exact=True)).to_be_focused()
    go.set()
    ask(page, QUESTION)
    page.locator(".excerpt").first.wait_for()
    expect(page.locator(".turn .question")).to_have_text([QUESTION])


def test_two_readers_have_two_conversations(ask: Ask, chat: OpenPage) -> None:
    page, other = chat(), chat()
    ask(page, QUESTION)
    ask(other, "Who invited both sides to Muscat?")
    page.locator(".citation").first.wait_for()
    other.locator(".citation").first.wait_for()
    expect(page.locator(".turn .question")).to_have_text([QUESTION])
    expect(other.locator(".turn .question")).to_have_text(["Who invited both sides to Muscat?"])
    other.locator(".citation").first.click()
    other.locator("mark").wait_for()
    expect(other.locator("mark")).to_have_text(re.compile("^The sultan of Oman"))
    expect(page.locator("mark")).to_have_count(0)
