import json
import signal
import subprocess
import sys
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest

from embeddings.generations.pointer import current_generation
from embeddings.models.encoder import Encoder
from qa.archive import Archive
from ui.cli import run
from ui.terminal.output import Interrupted

QA = Callable[..., Any]

pytestmark = pytest.mark.usefixtures("fake_model")


COMMANDS = [
    *("ask", "retrieve", "search", "cite", "rebuild", "sources", "generations", "rollback", "verify", "changes"),
    *("evaluate", "calibrate", "chat", "add-login", "info"),
]


@pytest.mark.parametrize(
    "command", [[], *([name] for name in COMMANDS), ["sources", "list"], ["sources", "add"], ["sources", "remove"]]
)
def test_every_help_answers_without_the_heavy_libraries(command: list[str]) -> None:
    code = (
        "import sys; from ui.cli import app, run; status = run(lambda: app(standalone_mode=False)); "
        "print(status, [name for name in ('torch', 'gradio', 'faiss', 'sentence_transformers', 'numpy') "
        "if name in sys.modules])"
    )
    words = [sys.executable, "-c", code, *command, "--help"]
    result = subprocess.run(words, capture_output=True, text=True, check=True)
    assert result.stdout.startswith(("Usage: ", "\n Usage: "))
    assert result.stdout.splitlines()[-1] == "0 []"
    assert result.stderr == ""


def test_the_version_is_that_of_the_package(qa: QA) -> None:
    assert qa("--version") == (0, f"loccit {metadata.version('loccit')}\n", "")


def test_without_a_command_the_help_is_shown(qa: QA) -> None:
    result = qa()
    assert "retrieve" in result.out + result.err
    # On lines of its own, not run together into one.
    assert (result.out + result.err).count("\n") > 5


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["ask", ""], "The question is empty"),
        (["ask", "why? " * 20_000], "100,000 characters; the limit is 20,000"),
        (["ask"], "Missing argument"),
        (["ask", "Who?", "--colour"], "). See: "),
        (["ask", "Who?", "Where?"], "Put several words in quotation marks. See: "),
        (["retrieve", "Who?", "-k", "0"], "equal to 1. See: "),
        (["retrieve", "Who?", "-k", "many"], "-k"),
        (["answer", "Who?"], "No such command 'answer'"),
        (["chat", "--port", "99999"], "LOCCIT_PORT"),
    ],
)
def test_a_users_mistake_is_one_line_on_stderr_and_status_2(
    qa: QA, index: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], message: str
) -> None:
    monkeypatch.setenv("LOCCIT_INDEX", str(index))
    result = qa(*words)
    assert (result.status, result.out) == (2, "")
    assert result.err.startswith("qa: ")
    assert message in result.err
    assert result.has_one_line_error


@pytest.mark.parametrize("words", [["ask", "Who?"], ["retrieve", "Who?"], ["info"]])
def test_a_missing_index_is_one_line_that_says_what_to_do(qa: QA, tmp_path: Path, words: list[str]) -> None:
    result = qa(*words, "--index", tmp_path / "nowhere")
    assert (result.status, result.out) == (2, "")
    assert f"There is no index in {tmp_path / 'nowhere'}; build one with: qa rebuild" in result.err
    assert result.has_one_line_error


def test_an_index_cut_short_is_one_line_that_says_what_to_do(qa: QA, index: Path) -> None:
    path = index / "generations" / current_generation(index) / "segments/0/passages.faiss"
    path.write_bytes(path.read_bytes()[:100])
    result = qa("ask", "Who?", "--index", index)
    assert (result.status, result.out) == (2, "")
    assert str(path) in result.err
    assert "qa rebuild" in result.err
    assert result.has_one_line_error


def test_another_model_is_one_line_that_says_what_to_do(
    qa: QA, index: Path, make_encoder: Callable[..., Encoder], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qa.archive.load_encoder", lambda *_: make_encoder("bge", "bge-1"))
    result = qa("ask", "Who?", "--index", index)
    assert result.status == 2
    assert "set LOCCIT_MODEL=words" in result.err
    assert result.has_one_line_error


def test_a_bad_setting_is_one_line_that_names_it(qa: QA, index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOCCIT_PRECISION", "float64")
    result = qa("ask", "Who?", "--index", index)
    assert result.status == 2
    assert "LOCCIT_PRECISION is 'float64'" in result.err
    assert result.has_one_line_error


def test_our_mistake_is_one_line_and_status_1(qa: QA, index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> Any:
        raise RuntimeError("two\nlines \x1b[31m")

    monkeypatch.setattr("qa.archive.load_encoder", fail)
    result = qa("ask", "Who?", "--index", index)
    assert (result.status, result.out) == (1, "")
    assert result.err.startswith("qa: internal error: RuntimeError: two lines \ufffd[31m (LOCCIT_DEBUG=1")
    assert result.has_one_line_error


def test_our_mistake_can_be_seen_whole(qa: QA, index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> Any:
        raise RuntimeError("broken")

    monkeypatch.setattr("qa.archive.load_encoder", fail)
    monkeypatch.setenv("LOCCIT_DEBUG", "1")
    with pytest.raises(RuntimeError, match="broken"):
        qa("ask", "Who?", "--index", index)


@pytest.mark.parametrize(
    ("interruption", "line"),
    [(KeyboardInterrupt(), "qa: stopped.\n"), (Interrupted("All is as it was."), "qa: stopped. All is as it was.\n")],
)
def test_an_interrupted_command_is_one_line_and_status_130(
    capsys: pytest.CaptureFixture[str], interruption: BaseException, line: str
) -> None:
    def interrupted() -> None:
        raise interruption

    assert run(interrupted) == 130
    assert capsys.readouterr() == ("", line)


def test_ctrl_c_in_a_command_is_one_line(qa: QA, index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("qa.archive.load_encoder", interrupt)
    assert qa("ask", "Who?", "--index", index) == (130, "", "qa: stopped.\n")


@pytest.mark.model
def test_ctrl_c_ends_a_command_that_would_go_on_for_ever(seeds_index: Path) -> None:
    command = [sys.executable, "-c", "from ui.cli import main; main()", "rebuild", "--watch", "--index", seeds_index]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr
        assert process.stderr.readline() == "Following the sources (Ctrl-C stops)\n"
        process.send_signal(signal.SIGINT)
        assert (process.stderr.read(), process.wait(timeout=120)) == ("qa: stopped.\n", 130)


@pytest.mark.parametrize("command", ["ask", "retrieve"])
@pytest.mark.parametrize(
    ("words", "message"),
    [
        ([""], "The question is empty"),
        ([" \t "], "The question is empty"),
        (["why? " * 4_001], "20,005 characters; the limit is 20,000"),
        (["Who?", "--published", "soon.."], "The filter published_from is 'soon'"),
        (["Who?", "--published", "2013..2010"], "run backwards"),
        (["Who?", "--author", " "], "The filter authors holds ' '"),
        (["Who?", "--index", "nowhere"], "There is no index in nowhere"),
        (["Who?", "--index", "pyproject.toml"], "pyproject.toml is no folder"),
    ],
)
def test_a_question_that_cannot_be_asked_is_said_before_anything_heavy_is_imported(
    imported_by: Callable[..., Any], command: str, words: list[str], message: str
) -> None:
    result, imported = imported_by(command, *words)
    assert (result.returncode, result.stdout, imported) == (2, "", set())
    assert message in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_name_that_the_archive_lacks_is_said_before_the_model_is_loaded(
    imported_by: Callable[..., Any], index: Path
) -> None:
    result, imported = imported_by("ask", "Who?", "--publisher", "The Exampel", "--index", index)
    assert (result.returncode, imported) == (2, {"faiss"})
    assert "did you mean 'The Example'?" in result.stderr


def test_a_variable_that_is_no_setting_is_named_and_changes_nothing(
    qa: QA, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOCCIT_VERSION", "1")
    result = qa("generations", "--index", index)
    assert (result.status, result.err) == (0, "qa: LOCCIT_VERSION is no setting of this loccit and changes nothing.\n")


def test_a_misspelt_setting_is_one_line_that_names_the_right_one(
    qa: QA, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOCCIT_THRESHHOLD", "1")
    result = qa("ask", "Who?", "--index", index)
    assert (result.status, result.out) == (2, "")
    assert result.err.startswith("qa: LOCCIT_THRESHHOLD is no setting of loccit; did you mean LOCCIT_THRESHOLD?")
    assert result.has_one_line_error


@pytest.fixture(scope="module")
def seeds_index(seeds: Path, qa_process: Callable[..., Any], tmp_path_factory: pytest.TempPathFactory) -> Path:
    index = tmp_path_factory.mktemp("seeds") / "index"
    result = qa_process("rebuild", seeds, "--index", index)
    assert (result.returncode, "Traceback" in result.stderr) == (0, False)
    assert result.stdout.startswith("2 documents, ")
    return index


@pytest.mark.model
def test_the_two_articles_are_answered_from_the_command_line(seeds_index: Path, qa_process: Callable[..., Any]) -> None:
    question = "What did Kerry tell the French foreign minister about Iran's nuclear program?"
    result = qa_process("ask", "--index", seeds_index, "--json", question)
    assert (result.returncode, result.stderr) == (0, "")
    answer = json.loads(result.stdout)
    assert answer["status"] == "answered"
    words = "Kerry told Barnier that “his conversations in the region had convinced him that Iran remains committed"
    assert words in answer["excerpts"][0]["text"]
    for excerpt in answer["excerpts"]:
        assert excerpt["text"] in Path(excerpt["document"]["path"]).read_text("utf-8")


@pytest.mark.model
@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("What did Kerry intend to do about Iran if he had been elected president?", "front channel and back channel"),
        ("What did al-Thani offer to be?", "offered to be an intermediary"),
        ("How many Middle East and nonproliferation experts were briefed in Brussels?", "more than 70"),
        ("What did Obama say in his first television interview as president?", "extended hand from us"),
        ("What did Glaser say diplomacy needs to succeed?", "combining pressure and incentives"),
        ("Who did Kerry fear Iran still thinks it is dealing with?", "1953 America"),
    ],
)
def test_questions_on_the_two_articles_are_answered_verbatim(seeds_archive: Archive, question: str, words: str) -> None:
    answer = seeds_archive.ask(question)
    assert answer.status == "answered"
    assert any(words in excerpt.text for excerpt in answer.excerpts)
    for excerpt in answer.excerpts:
        assert excerpt.text in Path(excerpt.document.path).read_text("utf-8")


@pytest.fixture(scope="module")
def seeds_archive(seeds_index: Path) -> Archive:
    from embeddings.models.encoder import load_encoder

    return Archive.open(seeds_index, encoder=load_encoder())


@pytest.mark.model
def test_what_the_two_articles_state_of_themselves_is_taken_and_nothing_else(seeds_archive: Archive) -> None:
    stated = {
        excerpt.document.title: (excerpt.document.author, excerpt.document.published)
        for question in ("What does the WikiLeaked Kerry plan say?", "What do Iranians say of the leaked cables?")
        for excerpt in seeds_archive.retrieve(question, 20)
    }
    assert stated == {
        "WikiLeaked: The Kerry plan for Iran": ("Foreign Policy", None),
        "For Iran, WikiLeaks cables validate its skepticism of Obama's sincerity": ("Staff writer", "2010-11-30"),
    }
