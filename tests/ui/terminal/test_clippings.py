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
def references(index: Path) -> list[str]:
    """References to the answer of paris.md and to a sentence of oman.txt."""
    catalogue = open_generation(index).catalogue
    found = []
    for name, words in (("paris.md", ANSWER), ("oman.txt", "They came in secret and left at night.")):
        document = catalogue.document(name)
        assert document is not None
        start = document.text.index(words)
        found.append(Excerpt(document, start, start + len(words), words, 1.0).reference)
    return found


def test_excerpts_are_kept_listed_moved_changed_and_removed(qa: QA, index: Path, references: list[str]) -> None:
    here = ("--index", index)
    assert qa("clippings", "list", *here).out == "0 clippings\n"
    kept = qa("clip", references[0], "--note", "a *note*", "--tag", "Paris", "--tag", "talks", *here)
    assert (kept.status, kept.out) == (0, "Clipping 1 is in “Clippings”, place 1.\n")
    assert json.loads(qa("clip", references[1], "--json", *here).out)["position"] == 2
    listed = qa("clippings", "list", *here).out
    assert listed.startswith(f"Clippings\n\n“{ANSWER}”\n  [1] Kerry in Paris\n      The Example")
    assert f"      a *note*\n      Tags: Paris, talks\n      {references[0]}\n" in listed
    assert listed.endswith("2 clippings\n")
    assert qa("clippings", "move", 2, 1, *here).out == "Clipping 2 is in “Clippings”, place 1.\n"
    part = qa("clippings", "list", "--most", 1, *here).out
    assert part.endswith("2 clippings\nTo go on: --from 2\n")
    assert "left at night" in part
    assert "“Oman”" in qa("clippings", "change", 2, "--notebook", "Oman", "--tag", "", *here).out
    tagged = json.loads(qa("clippings", "list", "--tag", "Paris", "--json", *here).out)
    assert (tagged["total"], tagged["clippings"][0]["status"]) == (1, "same")
    assert qa("clippings", "remove", 1, 2, *here).out == "2 clippings removed.\n"
    assert (index.parent / "index.kept").is_dir()
    gone = qa("clippings", "remove", 1, *here)
    assert (gone.status, gone.has_one_line_error) == (2, True)


def test_an_export_is_printed_and_imported_again(
    qa: QA, index: Path, references: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = ("--index", index)
    for reference in references:
        qa("clip", reference, "--notebook", "Talks", *here)
    assert "TI  - Kerry in Paris\n" in qa("clippings", "export", "Talks", "--format", "ris", *here).out
    saved = tmp_path / "kept.json"
    saved.write_text(qa("clippings", "export", *here).out)
    monkeypatch.setenv("LOCCIT_KEPT", str(tmp_path / "elsewhere"))
    assert qa("clippings", "import", saved, *here).out == "2 clippings kept; 0 there already.\n"
    assert qa("clippings", "import", saved, *here).out == "0 clippings kept; 2 there already.\n"
    saved.write_bytes(b"\xff")
    wrong = qa("clippings", "import", saved, *here)
    assert (wrong.status, wrong.err) == (2, f"qa: {saved} is not UTF-8 (invalid start byte); save it as UTF-8.\n")


def test_a_clipping_says_that_its_source_has_gone(qa: QA, index: Path, references: list[str], encoder: Encoder) -> None:
    assert encoder.name == "words"
    here = ("--index", index)
    qa("clip", references[0], *here)
    (index.parent / "sources" / "paris.md").unlink()
    assert qa("rebuild", index.parent / "sources", *here).status == 0
    assert "      The words are no longer in the archive.\n" in qa("clippings", "list", *here).out
    exported = qa("clippings", "export", "--format", "bibtex", *here)
    assert (exported.status, exported.out) == (0, "")
    assert exported.err == "qa: 1 clipping left out: the archive no longer has the words.\n"
    lost = qa("clip", references[0], *here)
    assert (lost.status, lost.err) == (2, f"qa: The words are no longer in the archive; see: qa cite {references[0]}\n")


def test_what_cannot_be_done_is_an_error_of_one_line(qa: QA, index: Path, references: list[str]) -> None:
    for words in (
        ("clip", "qa1nonsense"),
        ("clip", references[0], "--notebook", " "),
        ("clippings", "list", "None"),
        ("clippings", "export", "--format", "pdf"),
        ("clippings", "move", 5, 1),
    ):
        result = qa(*words, "--index", index)
        assert (result.status, result.has_one_line_error) == (2, True), words
