"""What the page does while the archive or the server changes: no index, a rebuild, refusals, a login."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.ui.example import ANSWER, QUESTION
from ui.web.logins import add_login

pytestmark = pytest.mark.browser

Ask = Callable[[Any, str], None]
OpenPage = Callable[..., Any]
Faults = Callable[[Any], list[str]]


def test_a_missing_index_is_told_and_the_page_becomes_ready_by_itself_when_it_is_built(
    ask: Ask,
    serve: Callable[..., str],
    new_page: OpenPage,
    index_of: Callable[..., Path],
    articles: dict[str, str],
) -> None:
    page = new_page(serve())
    page.locator("#status", has_text="There is no index in").wait_for()
    page.get_by_role("heading", name="The archive is empty").wait_for()
    expect(page.get_by_role("link", name="Add documents")).to_have_attribute("href", "archive")
    expect(page.locator("#status .notice").first).to_contain_text("qa rebuild")
    ask(page, QUESTION)
    page.get_by_role("alert").filter(has_text="qa rebuild").wait_for()
    index_of(articles)
    page.locator("#status", has_text=re.compile(r"3 documents, \d+ passages · indexed")).wait_for()
    ask(page, QUESTION)
    page.locator(".excerpt").first.wait_for()
    expect(page.locator(".excerpt .words").first).to_have_text(ANSWER)


def test_a_rebuild_is_taken_up_without_a_restart(ask: Ask, chat: OpenPage, index_of: Callable[..., Path]) -> None:
    page = chat()
    question = "What did the emir of Qatar offer to carry?"
    ask(page, question)
    page.locator(".verdict").wait_for()
    index_of({"emir.txt": "The emir of Qatar offered to carry a message."})
    ask(page, question)
    page.locator(".turn").nth(1).locator(".excerpt").first.wait_for()
    words = page.locator(".turn").nth(1).locator(".words").first
    expect(words).to_have_text("The emir of Qatar offered to carry a message.")
    page.locator("#status", has_text="4 documents").wait_for()


def test_a_server_that_refuses_or_is_gone_is_told_and_the_question_is_kept(ask: Ask, chat: OpenPage) -> None:
    page = chat(expected="component server|Failed to (load resource|fetch)")
    refused = json.dumps({"error": "More than 2 requests a minute; try again in 30 seconds."})
    page.route("**/component_server/", lambda route: route.fulfill(status=429, body=refused))
    ask(page, QUESTION)
    page.get_by_role("alert").filter(has_text="More than 2 requests a minute; try again in 30 seconds.").wait_for()
    page.unroute("**/component_server/")
    page.route("**/component_server/", lambda route: route.abort())
    page.get_by_role("button", name="Ask again").click()
    page.get_by_role("alert").filter(has_text="The server does not answer").wait_for()
    page.unroute("**/component_server/")
    page.get_by_role("button", name="Ask again").click()
    page.locator(".words", has_text=ANSWER).wait_for()
    expect(page.locator(".turn .question")).to_have_text([QUESTION])


@pytest.mark.usefixtures("index")
def test_a_reader_logs_in_and_asks_and_may_change_nothing(
    ask: Ask, serve: Callable[..., str], new_page: OpenPage, tmp_path: Path, faults: Faults
) -> None:
    add_login(tmp_path / "logins", "ben", "battery staple", "reader")
    page = new_page(serve(auth=tmp_path / "logins"))
    page.get_by_label("Name").fill("ben")
    assert faults(page) == []
    page.get_by_label("Password").fill("battery staple")
    page.get_by_role("button", name="Log in").click()
    page.locator("#status", has_text="3 documents").wait_for()
    ask(page, QUESTION)
    page.locator(".words", has_text=ANSWER).wait_for()
    page.get_by_role("link", name="Archive").click()
    page.locator("#no-changes", has_text="The archive cannot be changed here").wait_for()
    expect(page.locator("#adding")).to_be_hidden()
    page.locator("tbody tr").first.wait_for()
    expect(page.get_by_role("button", name="Bring the archive up to date")).to_have_count(0)
