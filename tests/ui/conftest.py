"""Fixtures of screens and commands: the fake model in place of the real one, a served chat, a browser."""

import os
import shutil
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from embeddings.encoder import Encoder
from qa.settings import Settings


@pytest.fixture
def fake_model(monkeypatch: pytest.MonkeyPatch, encoder: Encoder) -> Encoder:
    """Let every command, function and endpoint use the fake encoder."""
    monkeypatch.setattr("qa.archive.load_encoder", lambda *_: encoder)
    return encoder


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

    from ui.server import launch

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
            "examples": tmp_path / "examples.txt",
            "port": free_port,
        }
        addresses: list[str] = []
        launch(Settings(**given | more), addresses.append)
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
