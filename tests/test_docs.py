"""The examples of README.md and of the pages named here are run, with the real model, on the sample archive."""

import contextlib
import io
import json
import re
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from qa.settings import Settings, load_settings
from tests.ports import free_port
from ui import cli
from ui.web import server

CHAT = "http://127.0.0.1:7860"


def _blocks(path: Path, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", path.read_text("utf-8"), re.DOTALL | re.MULTILINE)


def _printed(work: Callable[[], object]) -> str:
    with contextlib.redirect_stdout(io.StringIO()) as output:
        work()
    return output.getvalue()


def _run_python(example: str) -> str:
    return _printed(lambda: exec(compile(example, "<example>", "exec"), {}))  # noqa: S102  # our own docs


def _run_qa(arguments: list[str]) -> str:
    def work() -> None:
        assert cli.run(lambda: cli.app(arguments, standalone_mode=False)) == 0

    return _printed(work)


def _articles(root: Path) -> list[Path]:
    """The pieces of the sample archive that are articles."""
    return [path for path in (root / "data" / "corpus").iterdir() if path.suffix in {".html", ".md", ".txt"}]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """A folder with the sample archive where the docs expect it, and its index."""
    folder = tmp_path_factory.mktemp("docs")
    (folder / "data").mkdir()
    (folder / "data" / "corpus").symlink_to(root / "data" / "corpus")
    with contextlib.chdir(folder):
        _run_qa(["rebuild"])
    return folder


@pytest.fixture
def chat(place: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a running chat on a free port."""
    monkeypatch.chdir(place)
    port = free_port()
    page = server.build(load_settings(port=port))
    _, address, _ = page.launch(server_port=port, prevent_thread_lock=True, quiet=True)
    yield address.rstrip("/")
    page.close()


@pytest.mark.model
def test_the_readmes_python_door_answers_from_the_archive(
    place: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(place)
    (example,) = _blocks(root / "README.md", "python")
    printed = _run_python(example)
    assert printed.startswith("answered\n")
    quoted = re.search(r"“(.*?)” [^\n]+ \d+ \d+$", printed, re.DOTALL | re.MULTILINE)
    assert quoted is not None
    assert any(quoted[1] in path.read_text("utf-8") for path in _articles(root))


@pytest.mark.model
def test_the_readmes_terminal_door_prints_answers(place: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(place)
    (door,) = [block for block in _blocks(root / "README.md", "console") if "qa info" in block]
    commands = [shlex.split(line.removeprefix("$ qa ")) for line in door.splitlines()]
    rebuilt, found, not_found, retrieved, info = (_run_qa(command) for command in commands)
    assert rebuilt.startswith("59 documents")
    assert "June 9, 2010" in found
    assert json.loads(not_found)["status"] == "not_found"
    assert retrieved.count(", characters ") == 2
    assert re.search(r"^documents +59$", info, re.MULTILINE)


@pytest.mark.model
@pytest.mark.parametrize(
    "page",
    [
        *("python.md", "rebuild.md", "filters.md", "citations.md", "search.md", "clippings.md", "batches.md"),
        *("standing.md", "answers.md", "clocks.md", "conversation.md"),
    ],
)
def test_python_examples_of_the_docs_run(place: Path, root: Path, page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(place)
    examples = _blocks(root / "docs" / page, "python")
    assert examples
    for example in examples:
        _run_python(example)


@pytest.mark.model
def test_the_filters_of_the_docs_print_what_the_page_says(
    place: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(place)
    page = root / "docs" / "filters.md"
    (commands,) = _blocks(page, "console")
    one_publisher, two_documents, none, spoken = (
        _run_qa(shlex.split(line.removeprefix("$ qa "))) for line in commands.splitlines()
    )
    assert "searched only: published from 2026, by loccit sample archive; undated kept\n" in one_publisher
    assert two_documents.count(", characters ") == 3
    assert set(re.findall(r"[\w-]+\.\w+(?=, characters)", two_documents)) <= {"cisada-2010.md", "resolution-1929.txt"}
    assert none == (
        "No document in the archive matches the filter: published until 2000; undated left out.\n"
        "To search the whole archive: qa ask 'Who met in Muscat?'\n"
    )
    assert "searched only: said by Kerry, said to the Emir\n" in spoken
    assert re.search(r"^ +.*Kerry → the Emir", spoken, re.MULTILINE)
    (example,) = _blocks(page, "python")
    answered, *counted = _run_python(example).splitlines()
    assert answered == "answered under: published from 2026, by loccit sample archive; undated left out"
    counts = {name: int(count) for count, _, name in (line.partition(" ") for line in counted)}
    assert {"loccit sample archive", "publisher unknown", "Energy desk"} == counts.keys()
    # Not those that state an earlier date, such as cables, or none.
    assert counts["loccit sample archive"] > counts["publisher unknown"] > counts["Energy desk"] > 0


@pytest.mark.model
def test_the_endpoints_example_runs_against_a_chat(root: Path, chat: str) -> None:
    (example,) = _blocks(root / "docs" / "server.md", "python")
    lines = example.replace(CHAT, chat).splitlines()
    printed = _run_python("\n".join(f"print({line})" if ".predict(" in line else line for line in lines))
    answered, retrieved, rebuilt = printed.strip().splitlines()[-3:]
    assert "'status': 'answered'" in answered
    assert retrieved.count("'sha256'") == 3
    assert "'published_to': '2020'" in retrieved
    assert "'documents': 59" in rebuilt


def test_every_setting_is_documented(root: Path) -> None:
    documented = re.findall(r"^\| `(LOCCIT_\w+)`", (root / "docs" / "settings.md").read_text("utf-8"), re.MULTILINE)
    assert sorted(documented) == sorted(f"LOCCIT_{name.upper()}" for name in Settings.model_fields)


def test_links_between_the_docs_lead_somewhere(root: Path) -> None:
    for page in [root / "README.md", *(root / "docs").glob("*.md")]:
        for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"
