"""Questions and answers in the reading room."""

import re
import threading
from collections.abc import Callable
from typing import Any

import pytest

from qa.archive import Archive
from tests.ui.example import ANSWER, QUESTION

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
    assert page.locator(".turn .question").first.text_content() == QUESTION
    assert page.locator(".excerpt blockquote").first.text_content() == f"“{ANSWER}”"
    citation = page.locator(".citation").first
    assert " ".join(str(citation.text_content()).split()) == "1 Kerry in Paris"
    assert page.locator(".excerpt .from").first.text_content() == "The Example · A. Reporter · 4 February 2005"
    assert page.locator("mark").count() == 0
    citation.click()
    mark = page.locator("mark.current")
    mark.wait_for()
    assert mark.first.text_content() == ANSWER == page.locator(".excerpt .words").first.text_content()
    assert page.locator("#source h2").first.text_content() == "Kerry in Paris"
    # In its context, in view, and where the keyboard goes on from.
    assert "It rained in Paris" in page.locator("#source .text").first.text_content()
    page.wait_for_function("document.activeElement.tagName == 'MARK'")
    place = mark.bounding_box()
    assert 0 <= place["y"] < page.viewport_size["height"]
    heard = page.locator("#said").first.text_content()
    assert heard.startswith("1 excerpt from 1 source. The first is from Kerry in Paris:")
    # The question field is free for the next one.
    assert page.get_by_label("Question", exact=True).input_value() == ""


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
    assert page.locator("mark.current").first.text_content() == ANSWER
    # What has the keyboard is seen to have it; and it goes back to where it came from.
    page.keyboard.press("Escape")
    page.locator(".source-empty").wait_for()
    assert page.evaluate("document.activeElement.classList.contains('citation')")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_an_example_question_of_the_archive_is_asked_on_a_click(
    chat_over: OpenPage,
) -> None:
    page = chat_over({"paris.txt": "Kerry told Barnier what he did know."})
    example = page.locator("button.example")
    example.first.wait_for()
    assert example.all_text_contents() == ["What did Kerry tell Barnier?"]
    example.first.click()
    page.locator(".excerpt").first.wait_for()
    assert page.locator(".turn .question").first.text_content() == "What did Kerry tell Barnier?"
    assert page.locator(".excerpt .words").first.text_content() == "Kerry told Barnier what he did know."
    # What offered the examples makes room for the answer.
    page.locator("#welcome").wait_for(state="hidden")


def test_what_the_archive_does_not_say_is_said_and_the_nearest_shown(ask: Ask, chat: OpenPage) -> None:
    page = chat()
    ask(page, "Which architect designed the opera house?")
    page.locator(".verdict").wait_for()
    assert page.locator(".verdict").first.text_content() == "The archive does not say."
    assert page.get_by_role("heading", name="The nearest passages").count() == 1
    assert page.locator(".reason").first.text_content().startswith("No passage mentions “")
    assert page.locator(".excerpt").count() == 3
    near = page.locator(".not-found .citation").first
    near.click()
    page.locator("mark.current").wait_for()
    assert page.locator("mark.current").first.text_content() == page.locator(".not-found .words").first.text_content()
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
    assert page.locator(".verdict").count() == 0
    monkeypatch.setattr("qa.answering.verdicts.CONFIDENT", 1.01)
    page.get_by_role("button", name="Ask again").click()
    page.locator(".unsure").wait_for()
    assert page.locator(".verdict").first.text_content() == "Not sure that this answers."
    assert re.fullmatch(r"[A-Z].+\. Confidence [01]\.\d\d of 1\.", page.locator(".reason").first.text_content())
    page.locator("#said", has_text="Not sure that this answers.").wait_for()
    assert page.locator(".unsure .words").first.text_content() == ANSWER
    page.get_by_role("button", name="Why this answer?").click()
    page.locator(".why", has_text="on as a sure one").wait_for()


def test_a_question_that_cannot_be_asked_is_answered_with_the_reason(ask: Ask, chat: OpenPage) -> None:
    page = chat()
    page.get_by_role("button", name="Ask", exact=True).click()
    page.get_by_role("alert").filter(has_text="The question is empty").wait_for()
    ask(page, "why? " * 20_000)
    page.get_by_role("alert").filter(has_text="100,000 characters; the limit is 20,000").wait_for()
    ask(page, QUESTION)
    page.locator(".excerpt").first.wait_for()
    assert page.locator(".excerpt .words").first.text_content() == ANSWER


def test_a_follow_up_shows_how_it_was_read_and_questions_are_edited_and_asked_again(ask: Ask, chat: OpenPage) -> None:
    page = chat()
    ask(page, QUESTION)
    page.locator(".turn").nth(0).wait_for()
    ask(page, "And when did he fly home?")
    read = page.locator(".turn").nth(1).locator(".read-as")
    read.wait_for()
    assert read.first.text_content().startswith("read as: And when did he fly home? (")
    page.locator(".turn").nth(1).get_by_role("button", name="Ask again").click()
    page.locator(".turn").nth(1).locator(".read-as").wait_for()
    assert page.locator(".turn").count() == 2
    page.locator(".turn").nth(0).get_by_role("button", name="Edit").click()
    assert page.get_by_label("Question", exact=True).input_value() == QUESTION
    page.keyboard.press("Escape")
    assert page.get_by_label("Question", exact=True).input_value() == ""
    page.locator(".turn").nth(0).get_by_role("button", name="Edit").click()
    page.get_by_label("Question", exact=True).fill("Who invited both sides to Muscat?")
    page.keyboard.press("Enter")
    page.locator(".turn", has_text="The sultan of Oman").wait_for()
    # What was asked after the edited question was read with it, and goes.
    assert page.locator(".turn .question").all_text_contents() == ["Who invited both sides to Muscat?"]


def test_work_that_takes_long_is_shown_and_can_be_stopped(
    ask: Ask, chat: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    go = threading.Event()
    ask_archive = Archive.ask

    def ask_slowly(archive: Archive, question: str, *more: Any) -> Any:
        assert question != "Slowly?" or go.wait(20)
        return ask_archive(archive, question, *more)

    monkeypatch.setattr(Archive, "ask", ask_slowly)
    page = chat()
    ask(page, "Slowly?")
    page.get_by_text("Looking through the archive").wait_for()
    page.get_by_role("button", name="Stop").click()
    page.locator("#working").wait_for(state="hidden")
    go.set()
    ask(page, QUESTION)
    page.locator(".excerpt").first.wait_for()
    assert page.locator(".turn .question").all_text_contents() == [QUESTION]


def test_two_readers_have_two_conversations(ask: Ask, chat: OpenPage) -> None:
    page, other = chat(), chat()
    ask(page, QUESTION)
    ask(other, "Who invited both sides to Muscat?")
    page.locator(".citation").first.wait_for()
    other.locator(".citation").first.wait_for()
    assert page.locator(".turn .question").all_text_contents() == [QUESTION]
    assert other.locator(".turn .question").all_text_contents() == ["Who invited both sides to Muscat?"]
    other.locator(".citation").first.click()
    other.locator("mark").wait_for()
    assert other.locator("mark").first.text_content().startswith("The sultan of Oman")
    assert page.locator("mark").count() == 0
