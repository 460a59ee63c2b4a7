"""Logging in and out in a browser, with and without scripts."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from ui.web.logins import add_login

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("index")]

OpenPage = Callable[..., Any]


@pytest.fixture
def address(serve: Callable[..., str], tmp_path: Path) -> str:
    add_login(tmp_path / "logins", "ben", "battery staple", "reader")
    return serve(auth=tmp_path / "logins")


def log_in(page: Any, password: str) -> None:
    page.get_by_label("Name").fill("ben")
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Log in").click()


def test_a_reader_logs_in_goes_on_to_what_was_asked_for_and_logs_out(address: str, new_page: OpenPage) -> None:
    page = new_page(f"{address}?doc=paris.md", expected="401")
    expect(page).to_have_title("Log in – loccit")
    log_in(page, "battery staple")
    page.locator("#status", has_text="3 documents").wait_for()
    expect(page).to_have_url(f"{address}?doc=paris.md")
    (cookie,) = page.context.cookies()
    assert re.fullmatch(r"loccit-\d+", cookie["name"])
    assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Lax")
    page.get_by_role("link", name="Archive").click()
    page.locator("tbody tr").first.wait_for()
    page.get_by_role("button", name="Log out").click()
    page.get_by_role("status").filter(has_text="You have logged out.").wait_for()
    assert page.context.cookies() == []
    # The session has ended on the server, not only in the browser.
    page.context.add_cookies([cookie])
    page.goto(address)
    expect(page.get_by_label("Password")).to_be_visible()


def test_an_error_is_announced_and_the_name_stays(
    address: str, new_page: OpenPage, faults: Callable[[Any], list[str]], fits: Callable[[Any], bool]
) -> None:
    for options in (
        {"java_script_enabled": False},
        {"viewport": {"width": 390, "height": 800}, "color_scheme": "dark"},
    ):
        page = new_page(address, expected="401", **options)
        log_in(page, "battery stapler")
        page.get_by_role("alert").filter(has_text="The name or the password is wrong.").wait_for()
        expect(page.get_by_label("Name")).to_have_value("ben")
        expect(page.get_by_label("Password")).to_have_value("")
        if options.get("java_script_enabled", True):
            expect(page.get_by_label("Password")).to_be_focused()
            assert faults(page) == []
            assert fits(page)


def test_the_keyboard_suffices(address: str, new_page: OpenPage) -> None:
    page = new_page(address)
    # The field for the name gets the focus.
    page.locator("#username:focus").wait_for()
    page.keyboard.type("ben")
    page.keyboard.press("Tab")
    page.keyboard.type("battery staple")
    page.keyboard.press("Enter")
    page.locator("#status", has_text="3 documents").wait_for()


@pytest.mark.parametrize("path", ["", "archive"])
def test_who_is_logged_out_meanwhile_is_told_and_what_to_do(address: str, new_page: OpenPage, path: str) -> None:
    page = new_page(address + path, expected="401|component server")
    log_in(page, "battery staple")
    page.locator("#status", has_text="3 documents").wait_for()
    page.context.clear_cookies()
    if path:
        page.get_by_label("Look for documents").fill("paris")
    else:
        page.get_by_label("Question", exact=True).fill("Who?")
        page.get_by_role("button", name="Ask", exact=True).click()
    answer = page.locator("#documents" if path else ".answer")
    answer.get_by_text("You are no longer logged in. Load the page again to log in.").wait_for()
    page.reload()
    page.get_by_label("Password").wait_for()


def test_where_no_login_is_asked_for_nobody_logs_out(serve: Callable[..., str], new_page: OpenPage) -> None:
    page = new_page(serve())
    page.locator("#status", has_text="3 documents").wait_for()
    expect(page.get_by_role("button", name="Log out")).to_be_hidden()
