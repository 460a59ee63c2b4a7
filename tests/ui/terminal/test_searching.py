import json
from collections.abc import Callable
from pathlib import Path

from tests.ui.conftest import CommandResult

QA = Callable[..., CommandResult]


def test_every_occurrence_is_printed_by_document_and_counted(qa: QA, index: Path) -> None:
    result = qa("search", "sanction OR centrifuge", "--index", index)
    assert (result.status, result.err) == (0, "")
    assert "[1] Kerry in Paris\n    The Example · A. Reporter · 4 February 2005\n" in result.out
    assert "    Kerry told Barnier that [sanctions] remained an alternative. He flew home on Monday.\n" in result.out
    assert "[2] stuxnet.txt\n" in result.out
    assert result.out.endswith("2 occurrences in 2 documents.\n")
    exact = qa("search", "sanction", "--exact", "--index", index)
    assert exact.out == "Nothing in the archive meets this search.\n"
    narrow = qa("search", "sanction OR centrifuge", "--document", "stuxnet.txt", "--index", index)
    assert narrow.out.endswith("1 occurrence in 1 document. Searched: in stuxnet.txt.\n")


def test_what_is_found_as_json(qa: QA, index: Path) -> None:
    found = json.loads(qa("search", '"both sides"', "--index", index, "--json").out)
    assert (found["document_count"], found["occurrence_count"]) == (1, 1)
    (document,) = found["documents"]
    assert document["document"]["id"] == "oman.txt"
    assert document["occurrences"][0]["text"] == "both sides"


def test_a_search_that_cannot_be_read_is_one_line_before_the_index_is_opened(qa: QA, tmp_path: Path) -> None:
    result = qa("search", "sea AND (calm", "--index", tmp_path / "none")
    assert (result.status, result.has_one_line_error) == (2, True)
    assert result.err == "qa: The search cannot be read at its end: a “)” is missing. Here: sea AND (calm▸\n"
