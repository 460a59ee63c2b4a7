import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from embeddings.errors import NoDocuments
from embeddings.generations import store
from qa.upkeep.rebuilding import rebuild
from ui.cli import app, run

pytestmark = pytest.mark.usefixtures("fake_model")

QA = Callable[..., tuple[int, str, str]]
CHANGED = "was changed after it was written"


@pytest.fixture
def qa(capsys: pytest.CaptureFixture[str]) -> QA:
    """Run a command line in this process; return its status and what it printed."""

    def command(*words: object) -> tuple[int, str, str]:
        capsys.readouterr()
        status = run(lambda: app([str(word) for word in words], standalone_mode=False))
        said = capsys.readouterr()
        return status, said.out, said.err

    return command


@pytest.fixture
def sources(tmp_path: Path, write: Callable[..., Path]) -> Path:
    write("a.txt", "The sea was calm.")
    write("b.txt", "The river rose.")
    return tmp_path / "sources"


@pytest.fixture
def index(qa: QA, sources: Path, tmp_path: Path) -> Path:
    assert qa("rebuild", sources, "--index", tmp_path / "index")[0] == 0
    return tmp_path / "index"


def test_a_rebuild_says_what_was_added_changed_and_removed(
    qa: QA, index: Path, sources: Path, write: Callable[..., Path]
) -> None:
    write("a.txt", "The sea was grey.")
    write("c.txt", "The lake froze.")
    (sources / "b.txt").unlink()
    status, out, _ = qa("rebuild", "--index", index)
    assert status == 0
    assert out.splitlines() == [
        f"2 documents, 2 passages, 2 sentences in {index} (generation {store.current_generation(index)})",
        "documents: 1 added, 1 changed, 0 renamed, 1 removed, 0 unchanged; files not read: 0",
        "passages embedded: 2",
    ]


def test_a_rebuild_without_changes_says_so(qa: QA, index: Path) -> None:
    before = store.current_generation(index)
    status, out, _ = qa("rebuild", "--index", index)
    assert (status, store.current_generation(index)) == (0, before)
    assert f"(nothing has changed; still generation {before})" in out
    assert "passages embedded: 0" in out


def test_a_full_rebuild_embeds_all_again(qa: QA, index: Path) -> None:
    before = store.current_generation(index)
    given = json.loads(qa("rebuild", "--full", "--index", index, "--json")[1])
    assert (given["embedded"], given["unchanged"], given["generation"] != before) == (2, 2, True)


def test_a_dry_run_names_what_it_would_change_and_writes_nothing(
    qa: QA, index: Path, sources: Path, write: Callable[..., Path]
) -> None:
    write("c.txt", "The lake froze.")
    (sources / "b.txt").rename(sources / "d.txt")
    before = {path: path.read_bytes() for path in index.rglob("*") if path.is_file()}
    status, out, _ = qa("rebuild", "--dry-run", "--index", index)
    assert status == 0
    assert out.splitlines() == [
        "added    c.txt",
        "renamed  b.txt -> d.txt",
        "1 added, 0 changed, 1 renamed, 0 removed, 1 unchanged",
    ]
    given = json.loads(qa("rebuild", "--dry-run", "--index", index, "--json")[1])
    assert given == {"added": ["c.txt"], "changed": [], "renamed": [["b.txt", "d.txt"]], "removed": [], "unchanged": 1}
    assert {path: path.read_bytes() for path in index.rglob("*") if path.is_file()} == before


def test_sources_are_listed_added_and_removed(qa: QA, index: Path, sources: Path, tmp_path: Path) -> None:
    assert qa("sources", "list", "--index", index) == (0, f"{sources}\n", "")
    (tmp_path / "more").mkdir()
    status, out, err = qa("sources", "add", tmp_path / "more", "--index", index)
    assert (status, out) == (0, f"{sources}\n{tmp_path / 'more'}\n")
    assert err == f"The index follows these from its next rebuild on: qa rebuild --index {index}\n"
    given = json.loads(qa("sources", "remove", sources, "--index", index, "--json")[1])
    assert given == {"sources": [str(tmp_path / "more")]}
    status, out, err = qa("sources", "remove", sources, "--index", index)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert "is not among the sources" in err


def test_generations_are_listed_and_gone_back_to(qa: QA, index: Path, write: Callable[..., Path]) -> None:
    first = store.current_generation(index)
    write("c.txt", "The lake froze.")
    qa("rebuild", "--index", index)
    second = store.current_generation(index)
    lines = qa("generations", "--index", index)[1].splitlines()
    assert [re.split(r"\s+", line, maxsplit=2)[:2] for line in lines] == [["*", second], ["", first]]
    assert lines[0].endswith("3 documents, 3 passages")
    assert qa("rollback", "--index", index) == (0, f"generation {first} is current\n", "")
    assert store.current_generation(index) == first
    given = json.loads(qa("generations", "--index", index, "--json")[1])["generations"]
    assert [(one["generation"], one["current"]) for one in given] == [(second, False), (first, True)]
    assert json.loads(qa("rollback", second, "--index", index, "--json")[1]) == {"generation": second}
    status, _, err = qa("rollback", "nonesuch", "--index", index)
    assert (status, "keeps no generation 'nonesuch'" in err) == (2, True)


def test_verify_says_that_all_is_as_it_was_written(qa: QA, index: Path) -> None:
    status, out, err = qa("verify", "--index", index)
    assert (status, err) == (0, "")
    assert re.fullmatch(r"\d+ files, [\d,]+ bytes: all as they were written\n", out)


@pytest.mark.parametrize("options", [[], ["--json"]])
def test_verify_names_what_is_damaged_and_fails(qa: QA, index: Path, options: list[str]) -> None:
    path = index / "generations" / store.current_generation(index) / "texts.utf8"
    path.write_bytes(b"The sea was grey.The river rose.")
    status, out, err = qa("verify", "--index", index, *options)
    assert status == 2
    assert str(path) in out
    assert re.fullmatch(rf"qa: damaged: 1 of \d+ files; .*qa rebuild --index {index}\n", err)
    _, out, _ = qa("rebuild", "--index", index)
    assert out.endswith(f"the generation before was damaged, and nothing taken from it: {path} {CHANGED}\n")
    assert qa("verify", "--index", index)[0] == 0


def test_verify_tells_damage_of_the_generation_before_from_that_of_the_current_one(qa: QA, index: Path) -> None:
    path = index / "generations" / store.current_generation(index) / "texts.utf8"
    qa("rebuild", "--full", "--index", index)
    path.write_bytes(b"The sea was grey.The river rose.")
    status, out, err = qa("verify", "--index", index)
    assert (status, out.startswith(str(path))) == (2, True)
    assert "none of them of the current generation, which answers" in err
    status, _, err = qa("rollback", "--index", index)
    assert (status, f"{path} {CHANGED}" in err) == (2, True)


def test_an_interrupted_rebuild_says_that_the_index_is_as_it_was(
    qa: QA, index: Path, write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = store.current_generation(index)
    write("c.txt", "The lake froze.")

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("embeddings.building.rebuild.write_lexicals", interrupt)
        status, out, err = qa("rebuild", "--index", index)
    assert (status, out) == (130, "")
    assert err == "Stopped. The index is as it was; what was embedded is kept for the next rebuild.\n"
    assert store.current_generation(index) == before
    # What was embedded is not embedded again.
    assert json.loads(qa("rebuild", "--index", index, "--json")[1])["embedded"] == 0


def test_watching_prints_what_each_rebuild_did_and_goes_on_after_a_failure(
    qa: QA, index: Path, sources: Path, write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def follow(given: object, folder: Path, *, report: Callable[..., None], failed: Callable[..., None]) -> None:
        assert (given, folder) == (None, index)
        report(rebuild(index=folder))
        failed(NoDocuments("Nothing\nto index."))
        write("d.txt", "The lake froze.")
        report(rebuild(index=folder))

    monkeypatch.setattr("qa.upkeep.watching.watch", follow)
    status, out, err = qa("rebuild", "--watch", "--index", index)
    assert status == 0
    assert [line for line in out.splitlines() if line.startswith("documents:")] == [
        "documents: 0 added, 0 changed, 0 renamed, 0 removed, 2 unchanged; files not read: 0",
        "documents: 1 added, 0 changed, 0 renamed, 0 removed, 2 unchanged; files not read: 0",
    ]
    assert err == "Following the sources (Ctrl-C stops)\nqa: Nothing to index.\n"
    assert sources.is_dir()
