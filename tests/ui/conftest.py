"""Fixtures of screens and commands: a small archive, the fake model, the command line, and a served chat."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from httpx._config import DEFAULT_TIMEOUT_CONFIG

from embeddings.models.encoder import Encoder
from qa.settings import Settings
from tests.ports import free_port
from ui.cli import app, run


class CommandResult(NamedTuple):
    """What a command line came to: its exit status, and what it printed to stdout and stderr."""

    status: int
    out: str
    err: str

    @property
    def has_one_line_error(self) -> bool:
        return self.err.count("\n") == 1 and self.err.endswith("\n")


@pytest.fixture(autouse=True)
def _patient_clients(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a slow machine that does much else a server may answer later than the five seconds that httpx waits."""
    for phase in ("connect", "read", "write", "pool"):
        monkeypatch.setattr(DEFAULT_TIMEOUT_CONFIG, phase, 120.0)


@pytest.fixture
def articles() -> dict[str, str]:
    """Three documents as {name: content}. Only paris.md states title, author, publisher and date."""
    return {
        "oman.txt": "The sultan of Oman invited both sides to Muscat. They came in secret and left at night.",
        "paris.md": (
            "---\ntitle: Kerry in Paris\nauthor: A. Reporter\npublisher: The Example\ndate: 2005-02-04\n---\n"
            "Kerry told Barnier that sanctions remained an alternative. He flew home on Monday.\n"
        ),
        "stuxnet.txt": "A computer worm wrecked a thousand centrifuges at Natanz. Nobody claimed it.",
    }


@pytest.fixture
def index(index_of: Callable[[dict[str, str]], Path], articles: dict[str, str]) -> Path:
    """The folder of an index of the articles."""
    return index_of(articles)


@pytest.fixture
def qa(capsys: pytest.CaptureFixture[str]) -> Callable[..., CommandResult]:
    """Run a command line in this process."""

    def run_command(*words: object) -> CommandResult:
        capsys.readouterr()
        status = run(lambda: app([str(word) for word in words], standalone_mode=False))
        return CommandResult(status, *capsys.readouterr())

    return run_command


@pytest.fixture(scope="session")
def qa_process() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run a command line as a process of its own, with the real model."""

    def run_process(*words: object) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", "from ui.cli import main; main()", *map(str, words)]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    return run_process


@pytest.fixture(scope="session")
def imported_by() -> Callable[..., tuple[subprocess.CompletedProcess[str], set[str]]]:
    """Run a command line as a process of its own; return how it ended, and which of the heavy libraries it imported."""
    code = (
        "import atexit, sys; heavy = ('torch', 'gradio', 'faiss', 'sentence_transformers', 'transformers')\n"
        "atexit.register(lambda: print(*(name for name in heavy if name in sys.modules), file=sys.__stderr__))\n"
        "from ui.cli import main; main()"
    )

    def run_process(
        *words: object, environment: dict[str, str] | None = None
    ) -> tuple[subprocess.CompletedProcess[str], set[str]]:
        command = [sys.executable, "-c", code, *map(str, words)]
        variables = os.environ | (environment or {})
        result = subprocess.run(command, capture_output=True, text=True, check=False, env=variables)
        *lines, imported = result.stderr.splitlines(keepends=True)
        result.stderr = "".join(lines)
        return result, set(imported.split())

    return run_process


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


@pytest.fixture(name="free_port")
def a_free_port() -> int:
    return free_port()


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
    """Serve the chat over tmp_path's sources and index, in threads of this process; return its address.

    An override of a setting that is None leaves the setting at its default.
    """
    import gradio as gr

    from ui.web.server import launch

    assert fake_model.name == "words"
    pages: list[gr.Blocks] = []

    def go_on(page: gr.Blocks) -> None:
        pages.append(page)

    # The test goes on where the command would wait for Ctrl-C.
    monkeypatch.setattr("ui.web.server.wait_for_ctrl_c", go_on)

    def start(**overrides: Any) -> str:
        values = {
            "index": tmp_path / "index",
            "sources": (tmp_path / "sources",),
            "added": tmp_path / "added",
            "uploads": tmp_path / "uploads",
            "port": free_port,
            "rate": 0,
        }
        addresses: list[str] = []
        settings = Settings(**{name: value for name, value in (values | overrides).items() if value is not None})
        launch(settings, addresses.append)
        return addresses[0]

    yield start
    for page in pages:
        page.close(verbose=False)
