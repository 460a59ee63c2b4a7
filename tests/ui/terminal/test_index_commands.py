import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from embeddings.attribution.parsing import parser
from embeddings.errors import NoDocuments
from embeddings.generations.pointer import current_generation
from qa.archive import Archive
from qa.upkeep.rebuilding import rebuild
from ui.terminal.output import attributions_line

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


def test_a_rebuild_says_what_was_added_changed_and_removed(
    qa: QA, index: Path, sources: Path, write: Callable[..., Path]
) -> None:
    write("a.txt", "The sea was grey.")
    write("c.txt", "The lake froze.")
    (sources / "b.txt").unlink()
    status, out, _ = qa("rebuild", "--index", index)
    assert status == 0
    assert out.splitlines() == [
        f"2 documents, 2 passages, 2 sentences in {index} (generation {current_generation(index)})",
        "files: 1 added, 1 changed, 0 renamed, 1 removed, 0 unchanged; not read: 0",
        "passages embedded: 2",
        f"attributions: {attributions_line(0, parser())}",
    ]


def test_a_rebuild_without_changes_says_so(qa: QA, index: Path) -> None:
    before = current_generation(index)
    status, out, _ = qa("rebuild", "--index", index)
    assert (status, current_generation(index)) == (0, before)
    assert f"(nothing has changed; still generation {before})" in out
    assert "passages embedded: 0" in out


def test_a_full_rebuild_embeds_all_again(qa: QA, index: Path) -> None:
    before = current_generation(index)
    payload = json.loads(qa("rebuild", "--full", "--index", index, "--json")[1])
    assert (payload["embedded"], payload["unchanged"], payload["generation"] != before) == (2, 2, True)


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
    payload = json.loads(qa("rebuild", "--dry-run", "--index", index, "--json")[1])
    renamed = [["b.txt", "d.txt"]]
    assert payload == {"added": ["c.txt"], "changed": [], "renamed": renamed, "removed": [], "unchanged": 1}
    assert {path: path.read_bytes() for path in index.rglob("*") if path.is_file()} == before


def test_sources_are_listed_added_and_removed(qa: QA, index: Path, sources: Path, tmp_path: Path) -> None:
    assert qa("sources", "list", "--index", index) == (0, f"{sources}\n", "")
    (tmp_path / "more").mkdir()
    status, out, err = qa("sources", "add", tmp_path / "more", "--index", index)
    assert (status, out) == (0, f"{sources}\n{tmp_path / 'more'}\n")
    assert err == f"The index follows these from its next rebuild on: qa rebuild --index {index}\n"
    payload = json.loads(qa("sources", "remove", sources, "--index", index, "--json")[1])
    assert payload == {"sources": [str(tmp_path / "more")]}
    status, out, err = qa("sources", "remove", sources, "--index", index)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert "is not among the sources" in err


def test_generations_are_listed_and_gone_back_to(qa: QA, index: Path, write: Callable[..., Path]) -> None:
    first = current_generation(index)
    write("c.txt", "The lake froze.")
    qa("rebuild", "--index", index)
    second = current_generation(index)
    lines = qa("generations", "--index", index)[1].splitlines()
    assert [re.split(r"\s+", line, maxsplit=2)[:2] for line in lines] == [["*", second], ["", first]]
    assert lines[0].endswith("3 documents, 3 passages")
    assert qa("rollback", "--index", index) == (0, f"generation {first} is current\n", "")
    assert current_generation(index) == first
    kept = json.loads(qa("generations", "--index", index, "--json")[1])["generations"]
    assert [(generation["generation"], generation["current"]) for generation in kept] == [
        (second, False),
        (first, True),
    ]
    assert json.loads(qa("rollback", second, "--index", index, "--json")[1]) == {"generation": second}
    status, _, err = qa("rollback", "nonesuch", "--index", index)
    assert (status, "keeps no generation 'nonesuch'" in err) == (2, True)


def test_an_interrupted_rebuild_says_that_the_index_is_as_it_was(
    qa: QA, index: Path, write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = current_generation(index)
    write("c.txt", "The lake froze.")

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("embeddings.building.completing.write_lexicals", interrupt)
        status, out, err = qa("rebuild", "--index", index)
    assert (status, out) == (130, "")
    assert err == "qa: stopped. The index is as it was; what was embedded is kept for the next rebuild.\n"
    assert current_generation(index) == before
    # What was embedded is not embedded again.
    assert json.loads(qa("rebuild", "--index", index, "--json")[1])["embedded"] == 0


def test_watching_prints_what_each_rebuild_did_and_goes_on_after_a_failure(
    qa: QA, index: Path, sources: Path, write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def follow(
        sources: object,
        folder: Path,
        *,
        report: Callable[..., None],
        failed: Callable[..., None],
        **how: object,
    ) -> None:
        assert (sources, folder, how) == (None, index, {"allow_empty": False, "workers": None})
        report(rebuild(index=folder))
        failed(NoDocuments("Nothing\nto index."))
        write("d.txt", "The lake froze.")
        report(rebuild(index=folder))

    monkeypatch.setattr("qa.upkeep.watching.watch", follow)
    status, out, err = qa("rebuild", "--watch", "--index", index)
    assert status == 0
    assert [line for line in out.splitlines() if line.startswith("files:")] == [
        "files: 0 added, 0 changed, 0 renamed, 0 removed, 2 unchanged; not read: 0",
        "files: 1 added, 0 changed, 0 renamed, 0 removed, 2 unchanged; not read: 0",
    ]
    assert err == "Following the sources (Ctrl-C stops)\nqa: Nothing to index.\n"
    assert sources.is_dir()


def test_rebuild_as_json(qa: QA, tmp_path: Path, write: Callable[..., Path]) -> None:
    write("a.txt", "One sentence stands here. Another follows.")
    bad = write("b.txt", b"\x00")
    result = qa("rebuild", tmp_path / "sources", "--index", tmp_path / "new", "--json")
    assert result.status == 0
    payload = json.loads(result.out)
    assert payload == {
        "generation": current_generation(tmp_path / "new"),
        "documents": 1,
        "passages": 1,
        "sentences": 2,
        "published": True,
        "added": 1,
        "changed": 0,
        "renamed": 0,
        "removed": 0,
        "unchanged": 0,
        "embedded": 1,
        "left_out": 0,
        "damaged": "",
        "complete": True,
        "unreadable_count": 1,
        "unreadable_file": None,
        "unreadable": [{"path": str(bad), "reason": "is not text (it holds zero bytes)"}],
        "poor_count": 0,
        "poor": [],
        "attributions": 0,
        "parser": parser(),
        "not_attributed_count": 0,
        "not_attributed": [],
    }


def test_rebuild_for_people_says_what_was_built_and_names_what_was_not_read(
    qa: QA, tmp_path: Path, write: Callable[..., Path]
) -> None:
    write("a.txt", "One sentence stands here. Another follows.")
    bad = write("b.txt", b"\x00")
    strange = write("c.xyz", b"x\x00")
    result = qa("rebuild", tmp_path / "sources", "--index", tmp_path / "new")
    assert result.status == 0
    assert result.out.startswith(f"1 document, 1 passage, 2 sentences in {tmp_path / 'new'} (generation ")
    assert f"not read: {bad}: is not text (it holds zero bytes)\n" in result.err
    assert f"not read: {strange}: no reader for .xyz files" in result.err


def test_of_thousands_of_unreadable_files_the_first_are_named_and_a_file_names_all(
    qa: QA, tmp_path: Path, write: Callable[..., Path]
) -> None:
    write("a.txt", "One sentence stands here.")
    for number in range(3000):
        (tmp_path / "sources" / f"{number:04}.xyz").write_bytes(b"\x00")
    status, out, err = qa("rebuild", tmp_path / "sources", "--index", tmp_path / "new")
    named = tmp_path / "new" / "generations" / current_generation(tmp_path / "new") / "unreadable.jsonl"
    assert status == 0
    assert "; not read: 3,000" in out
    lines = [line for line in err.splitlines() if line.startswith("not read: ")]
    assert len(lines) == 51
    assert lines[0].startswith(f"not read: {tmp_path / 'sources' / '0000.xyz'}: no reader for .xyz files")
    assert lines[-1] == f"not read: 2,950 more; all are named in {named}"
    entries = [json.loads(line) for line in named.read_text().splitlines()]
    assert [Path(entry["path"]).name for entry in entries] == [f"{number:04}.xyz" for number in range(3000)]
    again = json.loads(qa("rebuild", "--index", tmp_path / "new", "--json").out)
    assert (again["published"], again["unreadable_count"], again["unreadable_file"]) == (False, 3000, str(named))
    assert len(again["unreadable"]) == 50
    info = json.loads(qa("info", "--index", tmp_path / "new", "--json").out)
    assert (info["unreadable_count"], len(info["unreadable"])) == (3000, 51)
    assert "not read     generations/" in qa("info", "--index", tmp_path / "new").out


@pytest.mark.parametrize("kind", ["missing", "empty", "unreadable"])
def test_sources_without_documents_are_one_line_on_stderr(
    qa: QA, tmp_path: Path, write: Callable[..., Path], kind: str
) -> None:
    if kind == "empty":
        (tmp_path / "sources").mkdir()
    if kind == "unreadable":
        write("a.txt", b"\x00")
    result = qa("rebuild", tmp_path / "sources", "--index", tmp_path / "new")
    assert (result.status, result.out) == (2, "")
    assert str(tmp_path / "sources") in result.err
    assert result.err.splitlines()[-1].startswith("qa: ")
    assert result.has_one_line_error


def test_an_index_folder_that_cannot_be_made_is_the_users_to_mend(qa: QA, write: Callable[..., Path]) -> None:
    blocked = write("a.txt", "One sentence stands here.")
    result = qa("rebuild", blocked, "--index", blocked / "index")
    assert result.status == 2
    assert str(blocked) in result.err
    assert "Traceback" not in result.err


def test_what_was_read_poorly_is_named_with_what_to_do(qa: QA, index: Path, write: Callable[..., Path]) -> None:
    for number in range(12):
        write(f"poor {number:02}.txt", f"The caf\ufffd number {number} was shut.")
    how = "a character is broken (\ufffd); save it anew, as UTF-8"
    status, out, err = qa("rebuild", "--index", index)
    assert (status, "documents read poorly: 12" in out.splitlines()) == (0, True)
    assert err.splitlines()[0] == f"read poorly: poor 00.txt: {how}"
    assert err.splitlines()[-1] == "read poorly: 2 more; qa sources report names all"
    _, out, _ = qa("sources", "report", "--index", index)
    assert out.splitlines()[-2:] == [f"read poorly: poor 11.txt: {how}", "not read: 0; read poorly: 12"]
    assert len(Archive.open(index).read_poorly()) == 12


@pytest.mark.parametrize(
    ("installed", "error"),
    [
        (False, "qa: Ray is not installed here; run: pip install 'loccit[ray]', on each machine of the cluster.\n"),
        (True, "qa: RAY_ADDRESS names no Ray cluster: run ray start --head on one machine, "),
    ],
)
def test_without_ray_or_a_cluster_the_command_says_what_to_do_and_reads_nothing(
    qa: QA, sources: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, installed: bool, error: str
) -> None:
    monkeypatch.setattr("embeddings.building.ray_cluster.find_spec", lambda _: installed or None)
    monkeypatch.delenv("RAY_ADDRESS", raising=False)
    status, out, err = qa("rebuild", sources, "--index", tmp_path / "index", "--workers", "ray")
    assert (status, out) == (2, "")
    assert err.startswith(error)
    assert not (tmp_path / "index").exists()
