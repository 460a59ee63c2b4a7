import json
from collections.abc import Callable
from pathlib import Path

import pytest

from embeddings.generations.store import open_generation
from embeddings.models.encoder import Encoder
from qa.answers import Excerpt
from tests.ui.conftest import CommandResult
from tests.ui.example import ANSWER

QA = Callable[..., CommandResult]

pytestmark = pytest.mark.usefixtures("fake_model")


@pytest.fixture
def reference(index: Path) -> str:
    document = open_generation(index).catalogue.document("paris.md")
    assert document is not None
    return Excerpt(document, 0, len(ANSWER), ANSWER, 1.0).reference


def test_an_excerpt_is_printed_with_a_reference_that_is_followed(qa: QA, index: Path, reference: str) -> None:
    assert reference in qa("ask", "What had Kerry told Barnier that remained?", "--index", index).out
    followed = qa("cite", reference, "--index", index)
    assert (followed.status, followed.err) == (0, "")
    assert followed.out.startswith(f"The words stand where they were cited.\n\n“{ANSWER}”\n  [1] Kerry in Paris\n")
    assert json.loads(qa("cite", reference.upper(), "--index", index, "--json").out)["status"] == "same"


def test_what_changed_is_printed_word_by_word(
    qa: QA, index: Path, reference: str, write: Callable[..., Path], encoder: Encoder
) -> None:
    assert encoder.name == "words"
    write("paris.md", ANSWER.replace("an alternative", "the only alternative"))
    assert qa("rebuild", index.parent / "sources", "--index", index).status == 0
    changed = qa("cite", reference, "--index", index)
    assert changed.status == 0
    assert changed.out.startswith("The document has changed since it was cited, and so have the words.\n\n")
    assert f"As cited: “{ANSWER}”" in changed.out
    assert "sanctions remained [-an-] {+the only+} alternative." in changed.out
    assert json.loads(qa("cite", reference, "--index", index, "--json").out)["excerpt"] is None


def test_a_mistyped_reference_is_an_error_of_one_line_before_the_index_is_opened(qa: QA, tmp_path: Path) -> None:
    result = qa("cite", "qa1nonsense", "--index", tmp_path / "none")
    assert (result.status, result.has_one_line_error) == (2, True)
    assert result.err.startswith("qa: 'qa1nonsense' is mistyped or cut short")


def test_passages_like_that_of_a_reference_are_printed(qa: QA, index: Path, reference: str) -> None:
    printed = qa("similar", reference, "-k", 2, "--index", index)
    assert (printed.status, printed.err) == (0, "")
    assert printed.out.count(", characters ") == 2
    assert "Kerry in Paris" not in printed.out
    only = qa("similar", reference, "--document", "oman.txt", "--index", index, "--json")
    assert [one["document"]["id"] for one in json.loads(only.out)["excerpts"]] == ["oman.txt"]
    none = qa("similar", reference, "--document", "paris.md", "--index", index)
    assert none.out == "There is no other passage there.\n"
    assert qa("similar", "qa1zzz", "--index", index).status == 2
