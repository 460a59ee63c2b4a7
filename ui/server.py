"""Launching the chat: the page, the three named endpoints, limits, and the MCP server."""

import os
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from threading import Thread
from typing import Any

from embeddings.errors import LoccitError
from qa import archive
from qa.errors import SettingError
from qa.settings import Settings

# Nothing about a reader's questions leaves the machine; set before Gradio is imported, which reads them then.
os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")

FONT = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "sans-serif")
MONO = ("ui-monospace", "Consolas", "monospace")
MOST_EXCERPTS = 100


def launch(settings: Settings, announce: Callable[[str], None]) -> None:
    """Serve the chat at settings.host and settings.port until it is stopped; announce its address once it is up.

    Raises SettingError if the port is taken or the MCP server lacks its package.
    """
    if settings.mcp and find_spec("mcp") is None:
        raise SettingError(
            "The setting LOCCIT_MCP is on, but the package mcp is missing; run: pip install 'loccit[mcp]'"
        )
    import gradio as gr

    from ui.chat import AT_ONCE, CSS

    page = build(settings)
    page.queue(default_concurrency_limit=AT_ONCE)
    try:
        _, address, _ = page.launch(
            server_name=settings.host,
            server_port=settings.port,
            mcp_server=settings.mcp,
            theme=gr.themes.Base(primary_hue="stone", neutral_hue="stone", font=FONT, font_mono=MONO),
            css=CSS,
            footer_links=["api"],
            # A journalist's questions are not kept in the browser.
            run_history=False,
            ssr_mode=False,
            show_error=True,
            quiet=True,
            share=False,
            prevent_thread_lock=True,
        )
    except OSError as error:
        raise SettingError(
            f"The chat cannot be served at {settings.host}:{settings.port} ({error}); set LOCCIT_PORT or use --port."
        ) from error
    # The model takes seconds to load; begin before the first reader comes.
    Thread(target=_open_early, args=(settings,), daemon=True).start()
    announce(address)
    page.block_thread()


def _open_early(settings: Settings) -> None:
    """Open the archive; what is wrong with it is for the page to say."""
    with suppress(LoccitError):
        archive.open_archive(settings.index)


def build(settings: Settings) -> Any:
    """Return the page with its named endpoints, not yet served."""
    from gradio.events import api

    from ui.chat import build_page

    open_archive = partial(archive.open_archive, settings.index)
    page = build_page(settings.index, open_archive, example_questions(settings.examples))
    with page:
        api(_ask(open_archive), api_name="ask")
        api(_retrieve(open_archive), api_name="retrieve")
        api(_rebuild(settings), api_name="rebuild", concurrency_limit=1)
    return page


def example_questions(path: Path) -> list[str]:
    """Read example questions, one a line; none where the file is absent."""
    if not path.is_file():
        return []
    return [line.strip() for line in path.read_text("utf-8").splitlines() if line.strip()]


def _ask(open_archive: Callable[[], archive.Archive]) -> Callable[[str], dict[str, Any]]:
    def ask(question: str) -> dict[str, Any]:
        """Answer a question with cited verbatim excerpts, or say that the archive does not say.

        Args:
            question: A question in plain words, at most 20,000 characters.

        Returns:
            question, status ("answered" or "not_found"), confidence (0 to 1), excerpts, nearest, generation.
        """
        return _plainly(lambda: open_archive().ask(question).to_dict())

    return ask


def _retrieve(open_archive: Callable[[], archive.Archive]) -> Callable[[str, int], dict[str, Any]]:
    def retrieve(question: str, k: int = 5) -> dict[str, Any]:
        """Return the best excerpt of each of the k passages that speak to a question most, best first.

        Args:
            question: A question in plain words, at most 20,000 characters.
            k: How many excerpts, from 1 to 100.

        Returns:
            question, excerpts, generation.
        """

        def retrieved() -> dict[str, Any]:
            opened = open_archive()
            excerpts = opened.retrieve(question, min(k, MOST_EXCERPTS))
            return {
                "question": question,
                "excerpts": [excerpt.to_dict() for excerpt in excerpts],
                "generation": opened.generation,
            }

        return _plainly(retrieved)

    return retrieve


def _rebuild(settings: Settings) -> Callable[[], dict[str, Any]]:
    def rebuild() -> dict[str, Any]:
        """Build the index again from the sources that the server was started with.

        Who asks meanwhile is answered from the index as it was.

        Returns:
            generation, documents, passages, sentences, unreadable (each with path and reason).
        """
        return _plainly(lambda: archive.rebuild(settings.sources, settings.index).to_dict())

    return rebuild


def _plainly(work: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Turn what a caller can mend into Gradio's error, which reaches the client as its message."""
    import gradio as gr

    try:
        return dict(_renamed(work()))
    except LoccitError as error:
        raise gr.Error(str(error), print_exception=False) from error


def _renamed(value: Any) -> Any:
    """Call every `path` in JSON values `file`: Gradio's client tries to download whatever has a `path`."""
    if isinstance(value, dict):
        return {"file" if name == "path" else name: _renamed(inner) for name, inner in value.items()}
    return [_renamed(inner) for inner in value] if isinstance(value, list) else value
