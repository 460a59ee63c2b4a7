import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from embeddings.generations.pointer import current_generation
from tests.milvus_server import MilvusServer

pytestmark = pytest.mark.usefixtures("fake_model")

QA = Callable[..., Any]
CHANGED = "was changed after it was written"


@pytest.fixture
def sources(tmp_path: Path, write: Callable[..., Path]) -> Path:
    write("a.txt", "The sea was calm.")
    write("b.txt", "The river rose.")
    return tmp_path / "sources"


@pytest.fixture
def index(qa: QA, sources: Path, tmp_path: Path) -> Path:
    assert qa("rebuild", sources, "--index", tmp_path / "index")[0] == 0
    return tmp_path / "index"


def test_verify_says_that_all_is_as_it_was_written(qa: QA, index: Path) -> None:
    status, out, err = qa("verify", "--index", index)
    assert (status, err) == (0, "")
    assert re.fullmatch(r"\d+ files, [\d,]+ bytes: all as they were written\n", out)


@pytest.mark.parametrize("options", [[], ["--json"]])
def test_verify_names_what_is_damaged_and_fails(qa: QA, index: Path, options: list[str]) -> None:
    path = index / "generations" / current_generation(index) / "segments/0/texts.utf8"
    path.write_bytes(b"The sea was grey.The river rose.")
    status, out, err = qa("verify", "--index", index, *options)
    assert status == 2
    assert str(path) in out
    assert re.fullmatch(rf"qa: damaged: 1 of \d+ files; .*qa rebuild --index {index}\n", err)
    _, out, _ = qa("rebuild", "--index", index)
    assert out.endswith(f"the generation before was damaged, and nothing taken from it: {path} {CHANGED}\n")
    assert qa("verify", "--index", index)[0] == 0


def test_verify_tells_damage_of_the_generation_before_from_that_of_the_current_one(qa: QA, index: Path) -> None:
    path = index / "generations" / current_generation(index) / "segments/0/texts.utf8"
    qa("rebuild", "--full", "--index", index)
    path.write_bytes(b"The sea was grey.The river rose.")
    status, out, err = qa("verify", "--index", index)
    assert (status, out.startswith(str(path))) == (2, True)
    assert "none of them of the current generation, which answers" in err
    status, _, err = qa("rollback", "--index", index)
    assert (status, f"{path} {CHANGED}" in err) == (2, True)


def test_verify_sources_names_documents_that_are_not_as_they_were_indexed(
    qa: QA, index: Path, write: Callable[..., Path]
) -> None:
    assert qa("verify", "--sources", "--index", index) == (0, "all sources yield the texts that were indexed\n", "")
    write("a.txt", "The sea was high.")
    (index.parent / "sources" / "b.txt").unlink()
    status, out, err = qa("verify", "--sources", "--index", index)
    assert (status, err) == (3, "")
    assert out == (
        "changed    a.txt: its text is not the one that was indexed\n"
        "vanished   b.txt: its file is not there any more\n"
        "not as indexed: 2\n"
    )
    status, out, _ = qa("verify", "--sources", "--index", index, "--json")
    assert status == 3
    assert [(document["id"], document["kind"]) for document in json.loads(out)["documents"]] == [
        ("a.txt", "changed"),
        ("b.txt", "vanished"),
    ]


def test_changes_are_printed_word_by_word_for_all_documents_or_for_the_words_cited(
    qa: QA, index: Path, write: Callable[..., Path]
) -> None:
    assert qa("changes", "--index", index).out == "documents that changed since the build before: 0\n"
    excerpts = json.loads(qa("retrieve", "What was calm?", "--index", index, "--json").out)["excerpts"]
    references = {excerpt["document"]["id"]: excerpt["reference"] for excerpt in excerpts}
    write("a.txt", "The sea was rough.")
    write("rome.txt", "A letter came.")
    assert qa("rebuild", "--index", index).status == 0
    changed = qa("changes", "--index", index)
    assert (changed.status, changed.err) == (0, "")
    assert changed.out == (
        "changed  a.txt\n"
        "  The sea was [-calm.-] {+rough.+}\n\n"
        "added    rome.txt\n"
        "documents that changed since the build before: 2\n"
    )
    assert json.loads(qa("changes", "--index", index, "--json").out)["documents"][1] == {
        "id": "rome.txt",
        "kind": "added",
        "changes": [],
    }
    cited = qa("changes", references["a.txt"], references["b.txt"], "--index", index)
    assert cited.out.startswith(
        f"{references['a.txt']}\nThe document has changed since it was cited, and so have the words."
    )
    assert "[-calm.-] {+rough.+}" in cited.out
    assert cited.out.endswith("references followed: 2; to words that do not stand where they were cited: 1\n")
    (found,) = json.loads(qa("changes", *references.values(), "--index", index, "--json").out)["references"]
    assert (found["reference"], found["status"]) == (references["a.txt"], "changed")


def test_a_document_that_was_renamed_is_printed_with_both_names(
    qa: QA, index: Path, write: Callable[..., Path]
) -> None:
    before = write("a.txt", "The sea was calm.")
    before.rename(before.with_name("sea.txt"))
    assert qa("rebuild", "--index", index).status == 0
    assert qa("changes", "--index", index).out.startswith("renamed  a.txt -> sea.txt\n")


def test_what_a_search_engine_holds_is_counted_and_one_that_is_away_is_named(
    qa: QA, index: Path, milvus_server: MilvusServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOCCIT_ENGINE", milvus_server.address("verified", "root:s3cret@"))
    address = milvus_server.address("verified")
    lacking = qa("verify", "--index", index)
    assert lacking.status == 2
    assert f"{address}: holds 0 of the " in lacking.out
    assert "fill it with: qa rebuild --index" in lacking.err

    assert qa("rebuild", "--index", index).status == 0
    assert qa("verify", "--index", index).status == 0
    info = qa("info", "--index", index).out
    assert re.search(rf"^engine +{re.escape(address)}: holds (\d+) of \1 passages$", info, re.MULTILINE)

    with milvus_server.away():
        for command in (("verify",), ("rebuild",), ("ask", "Who left?")):
            away = qa(*command, "--index", index)
            assert (away.status, f"{address} cannot be reached" in away.err) == (2, True), command
            assert "s3cret" not in away.out + away.err
            assert away.has_one_line_error
        info = qa("info", "--index", index)
        assert (info.status, "cannot be reached" in info.out, "s3cret" in info.out) == (0, True, False)
