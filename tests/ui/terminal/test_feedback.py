import json
from collections.abc import Callable
from pathlib import Path

import pytest

from qa.archive import Archive
from tests.ui.conftest import CommandResult
from tests.ui.example import ANSWER, QUESTION

QA = Callable[..., CommandResult]

pytestmark = pytest.mark.usefixtures("fake_model")


def test_what_is_said_of_answers_is_listed_exported_and_calibrated_on(qa: QA, index: Path, tmp_path: Path) -> None:
    here = ("--index", index)
    archive = Archive.open(index)
    reference = archive.ask(QUESTION).excerpts[0].reference
    other = "Who painted the ceiling of the opera house?"
    wrong = archive.ask(other).nearest[0].reference
    assert qa("feedback", "add", QUESTION, reference, "--useful", *here).out == "Noted as useful.\n"
    assert qa("feedback", "add", other, wrong, "--not-the-answer", *here).out == "Noted as not the answer.\n"
    listed = qa("feedback", "list", *here).out
    assert f"{QUESTION}\n  useful: “{ANSWER}”\n" in listed
    assert listed.endswith("2 judgements\n")
    assert [one["useful"] for one in json.loads(qa("feedback", "list", "--json", *here).out)["judgements"]] == [
        *(True, False)
    ]
    folder = tmp_path / "judged"
    exported = qa("feedback", "export", folder, *here)
    assert exported.out == f"2 questions, 1 of them without a useful excerpt: {folder}\n"
    calibrated = qa("calibrate", "--judged", folder, *here)
    assert calibrated.out.startswith("1 question with an answer and 1 without were asked.\n")
    assert "100% refused of the others" in calibrated.out
    assert calibrated.out.endswith("They are too few to choose a threshold by: judge 20 of each kind or more.\n")
    assert "LOCCIT_THRESHOLD" not in calibrated.out
    assert json.loads(qa("calibrate", "--judged", folder, "--json", *here).out)["questions"] == 1


def test_what_cannot_be_done_is_an_error_of_one_line(qa: QA, index: Path, tmp_path: Path) -> None:
    for words in (
        ("feedback", "add", QUESTION, "qa1nonsense", "--useful"),
        ("feedback", "add", QUESTION, "qa1nonsense"),
        ("feedback", "export", tmp_path / "judged"),
        ("calibrate", "--judged", tmp_path / "none"),
    ):
        result = qa(*words, "--index", index)
        assert (result.status, result.has_one_line_error) == (2, True), words
    assert "Say --useful or --not-the-answer." in qa("feedback", "add", QUESTION, "qa1nonsense").err
