"""Fixtures of the browser: Chromium, pages of the served chat, and what a reader does on them."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

# How long a page may take to become what a test expects, in milliseconds: machines that test are slow and busy.
PATIENCE = 60_000


@pytest.fixture
def articles(articles: dict[str, str]) -> dict[str, str]:
    """The articles, where paris.md is so long that its words have to be brought into view."""
    before = "It rained in Paris all day and nobody went out.\n\n" * 60
    after = "\n" + "Later it rained again and the streets were empty.\n\n" * 60
    return articles | {"paris.md": articles["paris.md"].replace("Kerry told", f"{before}Kerry told") + after}


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Debian's Chromium, once for all tests."""
    from playwright.sync_api import expect, sync_playwright

    chromium = shutil.which("chromium")
    if chromium is None:
        message = "chromium is not installed"
        if os.environ.get("CI") == "1":
            pytest.fail(message)
        pytest.skip(message)
    options = (
        "--no-sandbox --disable-gpu --disable-background-networking --disable-component-update --disable-sync "
        "--no-first-run"
    )
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        chromium_browser = playwright.chromium.launch(executable_path=chromium, args=options.split())
        yield chromium_browser
        chromium_browser.close()


@pytest.fixture
def new_page(browser: Any) -> Iterator[Callable[..., Any]]:
    """Open a page of the browser; at the end its console must be empty, and no other address requested.

    `expected` is a pattern of the messages of the console that the test brings about.
    """
    contexts: list[Any] = []
    complaints: list[str] = []
    requested: list[str] = []
    addresses: list[str] = []

    def open_page(address: str, *, expected: str = "", **options: Any) -> Any:
        # What moves or fades would be measured half-way.
        context = browser.new_context(**{"reduced_motion": "reduce"} | options)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        parts = urlsplit(address)
        addresses.append(f"{parts.scheme}://{parts.netloc}/")

        def complain(message: str) -> None:
            if not expected or not re.search(expected, message):
                complaints.append(message)

        page = context.new_page()
        page.on("console", lambda line: complain(line.text) if line.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: complain(str(error)))
        page.on("dialog", lambda dialog: (complain(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on("request", lambda request: requested.append(request.url))
        page.on("websocket", lambda socket: requested.append(socket.url.replace("ws:", "http:")))
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []
    assert requested != []
    elsewhere = [url for url in requested if not url.startswith((*addresses, "data:", "blob:"))]
    assert elsewhere == []


@pytest.fixture
def fits() -> Callable[[Any], bool]:
    """Whether nothing on a page is wider than the window, once it has come to rest."""
    from playwright.sync_api import TimeoutError as NotInTime

    def fits_in_window(page: Any) -> bool:
        try:
            page.wait_for_function("document.documentElement.scrollWidth <= innerWidth", timeout=10_000)
        except NotInTime:
            return False
        return True

    return fits_in_window


@pytest.fixture
def faults() -> Callable[[Any], list[str]]:
    """Return the serious and critical faults that axe-core finds on a page."""
    from axe_playwright_python.sync_playwright import Axe

    def faults_of(page: Any) -> list[str]:
        return [
            f"{violation['id']}: {node['html'][:120]}"
            for violation in Axe().run(page).response["violations"]
            if violation["impact"] in {"serious", "critical"}
            for node in violation["nodes"]
        ]

    return faults_of


@pytest.fixture
def chat(serve: Callable[..., str], new_page: Callable[..., Any], index: Path) -> Callable[..., Any]:
    """Serve the chat over the articles; return a function that opens a ready page of it."""
    assert index.is_dir()
    address = serve()

    def open_page(*, query: str = "", **options: Any) -> Any:
        page = new_page(address + query, **options)
        page.locator("#status", has_text="3 documents").wait_for()
        return page

    return open_page


@pytest.fixture
def chat_over(
    serve: Callable[..., str], new_page: Callable[..., Any], index_of: Callable[..., Path]
) -> Callable[..., Any]:
    """Serve the chat over documents given as {name: content} and open a ready page of it."""

    def open_page(files: dict[str, str], **options: Any) -> Any:
        index_of(files)
        page = new_page(serve(), **options)
        page.locator("#status", has_text=re.compile(rf"^\s*{len(files):,} documents?,")).wait_for()
        return page

    return open_page


@pytest.fixture
def ask() -> Callable[[Any, str], None]:
    """Type a question into a page and ask it."""

    def type_and_ask(page: Any, question: str) -> None:
        page.get_by_label("Question", exact=True).fill(question)
        page.get_by_role("button", name="Ask", exact=True).click()

    return type_and_ask
