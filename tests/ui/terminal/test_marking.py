import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.ui.conftest import CommandResult
from tests.ui.example import QUESTION

QA = Callable[..., CommandResult]

pytestmark = pytest.mark.usefixtures("fake_model")


def test_documents_are_marked_listed_and_searched_by_their_marks(qa: QA, index: Path) -> None:
    here = ("--index", index)
    assert qa("marks", *here).out == "0 documents\n"
    marked = qa("mark", "paris.md", "--star", "--tag", "Kerry", "--tag", "talks", *here)
    assert marked.out == "★ Kerry in Paris\n    paris.md · tags: Kerry, talks\n"
    assert json.loads(qa("mark", "oman.txt", "--tag", "talks", "--json", *here).out)["tags"] == ["talks"]
    assert qa("mark", "stuxnet.txt", *here).out == "stuxnet.txt\n    stuxnet.txt · no tags\n"
    assert qa("marks", "--starred", *here).out.endswith("tags: Kerry, talks\n1 document\n")
    assert len(json.loads(qa("marks", "--tag", "TALKS", "--json", *here).out)["marks"]) == 2

    def ids_under(command: str, *filters: str) -> list[str]:
        found = json.loads(qa(command, "Muscat", *filters, "--json", *here).out)
        excerpts = found.get("excerpts") or found.get("nearest") or found.get("documents") or []
        return sorted(one["document"]["id"] for one in excerpts)

    assert ids_under("retrieve", "--tag", "talks") == ["oman.txt", "paris.md"]
    for command in ("ask", "retrieve"):
        assert ids_under(command, "--starred") == ["paris.md"]
        assert ids_under(command, "--starred", "--document", "oman.txt") == []
    assert ids_under("search", "--tag", "talks") == ["oman.txt"]
    assert ids_under("search", "--starred") == []
    said = qa("ask", QUESTION, "--starred", "--tag", "Kerry", *here)
    assert said.out.endswith("\nsearched only: tagged Kerry, starred\n")
    assert "tags: Kerry, talks" in qa("mark", "paris.md", "--no-star", *here).out
    assert qa("mark", "paris.md", "--tag", "", *here).out == "Kerry in Paris\n    paris.md · no tags\n"


def test_what_cannot_be_marked_or_searched_is_one_line(qa: QA, index: Path) -> None:
    for words, message in (
        (("mark", "nothing.txt", "--star"), "The archive has no document 'nothing.txt'"),
        (("ask", QUESTION, "--tag", "UN"), "You have given no document the tag 'UN'; none has a tag yet."),
        (("search", "Kerry", "--starred"), "You have given no document a star yet."),
    ):
        result = qa(*words, "--index", index)
        assert (result.status, result.has_one_line_error) == (2, True)
        assert message in result.err
