"""Fixtures of screens and commands: the fake model in place of the real one, a served chat, a browser."""

import json
import os
import re
import shutil
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from embeddings.models.encoder import Encoder
from qa.settings import Settings


@pytest.fixture
def fake_model(monkeypatch: pytest.MonkeyPatch, encoder: Encoder) -> Encoder:
    """Let every command, function and endpoint use the fake encoder."""
    for module in ("qa.archive", "qa.upkeep.rebuilding"):
        monkeypatch.setattr(f"{module}.load_encoder", lambda *_: encoder)
    return encoder


@pytest.fixture(scope="session")
def hostile() -> list[str]:
    """Strings that would do harm if they were taken for anything but text; those that run set window.hacked."""
    lines = Path(__file__).with_name("hostile.jsonl").read_text("utf-8").splitlines()
    strings = [str(json.loads(line)) for line in lines]
    assert len(set(strings)) == len(strings) >= 200
    return strings


@pytest.fixture
def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield int(listener.getsockname()[1])


@pytest.fixture
def serve(
    tmp_path: Path, fake_model: Encoder, free_port: int, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., str]]:
    """Serve the chat over tmp_path's sources and index, in threads of this process; return its address."""
    import gradio as gr

    from ui.web.server import launch

    assert fake_model.name == "words"
    pages: list[gr.Blocks] = []

    def go_on(page: gr.Blocks) -> None:
        pages.append(page)

    # The test goes on where the command would wait for Ctrl-C.
    monkeypatch.setattr(gr.Blocks, "block_thread", go_on)

    def start(**more: Any) -> str:
        given = {
            "index": tmp_path / "index",
            "sources": (tmp_path / "sources",),
            "added": tmp_path / "added",
            "port": free_port,
            "rate": 0,
        }
        addresses: list[str] = []
        launch(
            Settings(**{name: value for name, value in (given | more).items() if value is not None}), addresses.append
        )
        return addresses[0]

    yield start
    for page in pages:
        page.close(verbose=False)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Debian's Chromium, once for all tests."""
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium")
    if chromium is None:
        said = "chromium is not installed"
        if os.environ.get("CI") == "1":
            pytest.fail(said)
        pytest.skip(said)
    options = (
        "--no-sandbox --disable-gpu --disable-background-networking --disable-component-update --disable-sync "
        "--no-first-run"
    )
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=options.split())
        yield launched
        launched.close()


@pytest.fixture
def new_page(browser: Any) -> Iterator[Callable[..., Any]]:
    """Open a page of the browser; at the end its console must be empty and nothing asked of another address.

    `expected` is a pattern of complaints of the console that the test brings about.
    """
    contexts: list[Any] = []
    complaints: list[str] = []
    asked: list[str] = []
    addresses: list[str] = []

    def open_page(address: str, *, expected: str = "", **more: Any) -> Any:
        context = browser.new_context(**more)
        context.set_default_timeout(15_000)
        contexts.append(context)
        parts = urlsplit(address)
        addresses.append(f"{parts.scheme}://{parts.netloc}/")

        def complain(said: str) -> None:
            if not expected or not re.search(expected, said):
                complaints.append(said)

        page = context.new_page()
        page.on("console", lambda said: complain(said.text) if said.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: complain(str(error)))
        page.on("dialog", lambda dialog: (complain(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on("request", lambda request: asked.append(request.url))
        page.on("websocket", lambda socket: asked.append(socket.url.replace("ws:", "http:")))
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []
    assert asked != []
    elsewhere = [url for url in asked if not url.startswith((*addresses, "data:", "blob:"))]
    assert elsewhere == []


@pytest.fixture
def fits() -> Callable[[Any], bool]:
    """Whether nothing on a page is wider than the window."""
    return lambda page: bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


@pytest.fixture
def faults() -> Callable[[Any], list[str]]:
    """Return the serious and critical faults that axe-core finds on a page."""
    from axe_playwright_python.sync_playwright import Axe

    def found(page: Any) -> list[str]:
        return [
            f"{one['id']}: {node['html'][:120]}"
            for one in Axe().run(page).response["violations"]
            if one["impact"] in {"serious", "critical"}
            for node in one["nodes"]
        ]

    return found
