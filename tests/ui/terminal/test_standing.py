import json
from collections.abc import Callable
from pathlib import Path

import pytest

from embeddings.models.encoder import Encoder
from tests.ui.conftest import CommandResult
from tests.ui.example import ANSWER, QUESTION

QA = Callable[..., CommandResult]


def test_standing_questions_are_asked_again_after_a_rebuild(
    qa: QA, index: Path, write: Callable[..., Path], fake_model: Encoder
) -> None:
    assert fake_model.name == "words"
    here = ("--index", index)
    added = qa("standing", "add", QUESTION, *here)
    assert added.out.startswith(f"[1] {QUESTION}\nIt is answered.\n  “{ANSWER}”\n    Kerry in Paris · ")
    opera = "Who painted the ceiling of the opera?"
    assert qa("standing", "add", opera, *here).out == f"[2] {opera}\nThe archive does not say.\n\n"
    assert qa("standing", *here).out == "2 standing questions, 0 with news.\n"
    write("opera.txt", "Marc Chagall painted the ceiling of the opera in one year.")
    assert qa("rebuild", index.parent / "sources", *here).status == 0
    news = qa("standing", *here).out
    assert news.startswith(f"[2] {opera}\nIt is answered now.\n  “Marc Chagall painted the ceiling")
    assert news.endswith("2 standing questions, 1 with news. Take all as seen: qa standing seen --all\n")
    assert [one["number"] for one in json.loads(qa("standing", "--json", *here).out)["news"]] == [2]
    assert qa("standing", "list", *here).out == f"[1] {QUESTION}  Nothing new.\n[2] {opera}  It is answered now.\n"
    assert qa("standing", "seen", "--all", *here).out == "2 standing questions taken as seen.\n"
    assert qa("standing", *here).out == "2 standing questions, 0 with news.\n"
    assert qa("standing", "remove", 1, 2, *here).out == "2 standing questions removed.\n"
    assert qa("standing", *here).out == "0 standing questions, 0 with news.\n"


@pytest.mark.parametrize("words", [("add", " "), ("seen",), ("seen", "7"), ("remove", "7"), ("seen", "1", "--all")])
def test_what_cannot_be_done_is_an_error_of_one_line(qa: QA, index: Path, words: tuple[str, ...]) -> None:
    result = qa("standing", *words, "--index", index)
    assert (result.status, result.has_one_line_error) == (2, True)
