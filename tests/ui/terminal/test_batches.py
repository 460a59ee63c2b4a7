import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.ui.conftest import CommandResult
from tests.ui.example import ANSWER, QUESTION

QA = Callable[..., CommandResult]

pytestmark = pytest.mark.usefixtures("fake_model")


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    path = tmp_path / "questions.csv"
    path.write_text(f"question,id\n{QUESTION},1\n,2\n")
    return path


def test_every_question_of_a_file_is_answered_and_what_is_wrong_named(
    qa: QA, index: Path, questions: Path, tmp_path: Path
) -> None:
    out = tmp_path / "answers.csv"
    done = qa("ask", "--batch", questions, "--out", out, "--index", index)
    assert (done.status, done.out) == (3, f"2 questions: the answers are in {out}\n")
    assert done.err == "qa: row 2: The question is empty; type a question about the archive.\n"
    with out.open(newline="") as file:
        first, second = csv.DictReader(file)
    assert first["excerpts"] == f"“{ANSWER}”"
    assert second["status"] == "not_asked"
    again = qa("ask", "--batch", questions, "--out", out, "--index", index)
    assert again.err.startswith("qa: 2 answers there already; 0 to go.\n")


def test_a_batch_can_be_narrowed(qa: QA, index: Path, tmp_path: Path) -> None:
    questions, out = tmp_path / "one.txt", tmp_path / "answers.csv"
    questions.write_text(f"{QUESTION}\n")
    assert qa("ask", "--batch", questions, "--out", out, "--document", "oman.txt", "--index", index).status == 0
    assert ANSWER not in out.read_text()
    wrong = qa("ask", "--batch", questions, "--out", tmp_path / "b.csv", "--publisher", "X", "--index", index)
    assert (wrong.status, wrong.has_one_line_error) == (2, True)


def test_options_that_do_not_go_together_are_refused(qa: QA, index: Path, questions: Path, tmp_path: Path) -> None:
    for words in (
        ("ask", "--batch", questions),
        ("ask", "--out", tmp_path / "a.csv"),
        ("ask", QUESTION, "--batch", questions, "--out", tmp_path / "a.csv"),
        ("ask", "--batch", questions, "--out", tmp_path / "a.txt"),
        ("ask", "--batch", tmp_path / "none.csv", "--out", tmp_path / "a.csv"),
        ("ask",),
    ):
        result = qa(*words, "--index", index)
        assert (result.status, result.has_one_line_error) == (2, True), words
