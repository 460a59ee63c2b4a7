"""With the default model nothing that is asked or built imports torch: that alone takes seconds."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from qa.upkeep.rebuilding import rebuild

pytestmark = pytest.mark.model

QUESTION = "When did the river rise?"
SLOW = {"torch", "transformers", "sentence_transformers", "gradio"}

ImportedBy = Callable[..., tuple[subprocess.CompletedProcess[str], set[str]]]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("archive")
    (folder / "sources").mkdir()
    (folder / "sources" / "a.txt").write_text("The sea was calm.\n\nThe river rose on 4 May.", "utf-8")
    rebuild([folder / "sources"], folder / "index")
    return folder / "index"


@pytest.mark.parametrize("command", ["ask", "retrieve"])
def test_a_question_in_the_terminal(imported_by: ImportedBy, index: Path, command: str) -> None:
    result, imported = imported_by(command, "--index", index, QUESTION)
    assert (result.returncode, result.stderr) == (0, "")
    assert "The river rose on 4 May." in result.stdout
    assert not imported & SLOW


def test_a_rebuild_in_the_terminal(imported_by: ImportedBy, index: Path, tmp_path: Path) -> None:
    result, imported = imported_by("rebuild", index.parent / "sources", "--index", tmp_path / "index")
    assert result.returncode == 0
    assert "passages embedded: 1" in result.stdout + result.stderr
    assert not imported & SLOW


def test_an_archive_that_is_opened_and_asked_from_python(index: Path) -> None:
    code = f"""
import json, sys
from qa import Archive
archive = Archive.open({str(index)!r})
answer, excerpts = archive.ask({QUESTION!r}), archive.retrieve({QUESTION!r})
print(json.dumps([answer.excerpts[0].text, excerpts[0].text, sorted(sys.modules)]))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    answered, retrieved, imported = json.loads(done.stdout)
    assert answered == "The river rose on 4 May."
    assert "The river rose on 4 May." in retrieved
    assert not set(imported) & SLOW
    assert "onnxruntime" in imported
    # What reads files is not needed to ask.
    assert not set(imported) & {"embeddings.readers.registry", "embeddings.readers.plain_text", "markdown_it", "lxml"}
    # Nor what takes as long to import as opening a model.
    assert not set(imported) & {"onnx", "pydantic_settings"}
