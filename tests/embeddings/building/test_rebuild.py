import hashlib
import os
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from unittest.mock import Mock

import pytest

from embeddings.attribution.parsing import parser
from embeddings.building import writing
from embeddings.building.changes import Changes
from embeddings.building.rebuild import find_changes, new_generation_id, rebuild
from embeddings.building.report import Report
from embeddings.documents import Passage, Sentence, Span
from embeddings.errors import (
    IndexNotWritten,
    ModelNotFound,
    NoDocuments,
    RebuildRunning,
    RebuildStopped,
    SourceNotFound,
    TookTooLong,
    UnreadableFile,
)
from embeddings.generations import publishing
from embeddings.generations.layout import JOURNAL
from embeddings.generations.manifest import read_manifest
from embeddings.generations.pointer import current_generation
from embeddings.generations.publishing import is_building
from embeddings.generations.store import open_generation
from embeddings.models.encoder import EncodedPassages, Encoder
from embeddings.readers import worker
from embeddings.readers.content import Columns, FileContents
from embeddings.readers.registry import contents_of
from embeddings.readers.worker import Worker
from tests.embeddings.building.conftest import Recording, written

Write = Callable[[str, str | bytes], Path]


def test_a_rebuild_reports_what_it_did(sources: Path, index: Path, write: Write, encoder: Encoder) -> None:
    write("a.txt", "River talks resume\n\nThey began. They ended.")
    write("deep/b.md", "# The sea\n\nIt was calm.")
    report = rebuild([sources], index, lambda: encoder)
    assert report == Report(
        current_generation(index),
        documents=2,
        passages=2,
        sentences=5,
        changes=Changes(added=("a.txt", "deep/b.md")),
        embedded=2,
        parser=parser(),
    )


def test_every_document_is_stored_with_what_its_source_states(
    sources: Path, index: Path, write: Write, encoder: Encoder
) -> None:
    path = write("a.md", "---\ntitle: The sea\nauthor: Ana de Souza\ndate: 2011-04\n---\nIt was calm. Then it rose.")
    rebuild([sources], index, lambda: encoder)
    catalogue = open_generation(index).catalogue
    document = catalogue.document("a.md")
    assert document is not None
    stated = (document.path, document.text, document.title, document.author, document.publisher, document.published)
    assert stated == (str(path.resolve()), "It was calm. Then it rose.", "The sea", "Ana de Souza", None, "2011-04")
    assert catalogue.passage(0) == Passage("a.md", (Sentence(0, 12), Sentence(13, 26)))


def test_progress_is_reported_as_work_goes_on(
    sources: Path, index: Path, write: Write, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "CHUNK_PASSAGES", 2)
    for name in ("a.txt", "b.txt", "c.txt"):
        write(name, f"Text of {name} here.")
    write("d.bin", b"\0")
    steps: list[tuple[str, int, int]] = []
    rebuild([sources], index, lambda: encoder, lambda *step: steps.append(step))
    assert steps == [
        *[("comparing", done, 4) for done in (1, 2, 3, 4)],
        *[("reading", done, 4) for done in (1, 2, 3, 4)],
        *[("encoding", done, 3) for done in (0, 2, 3)],
        *[("writing", done, 3) for done in (1, 2, 3)],
    ]


def test_a_file_that_cannot_be_read_is_named_and_the_rest_is_built(
    sources: Path, index: Path, write: Write, encoder: Encoder
) -> None:
    write("a.txt", "The sea was calm.")
    binary = write("b.txt", b"\0\1\2").resolve()
    program = write("c.exe", b"MZ\0").resolve()
    write("d.txt", "The river rose.")
    report = rebuild([sources], index, lambda: encoder)
    assert [(error.path, error.reason) for error in report.unreadable] == [
        (binary, "is not text (it holds zero bytes)"),
        (program, "no reader for .exe files; qa formats names what is read"),
    ]
    assert str(report.unreadable[0]) == f"{binary}: is not text (it holds zero bytes)"
    generation = open_generation(index)
    assert [generation.catalogue.document_of(number).id for number in range(2)] == ["a.txt", "d.txt"]
    sha256 = hashlib.sha256(b"\0\1\2").hexdigest()
    assert generation.manifest.unreadable == [
        {"path": str(binary), "reason": "is not text (it holds zero bytes)", "sha256": sha256},
        {"path": str(program), "reason": report.unreadable[1].reason, "sha256": hashlib.sha256(b"MZ\0").hexdigest()},
    ]


def test_a_file_that_goes_away_while_others_are_read_is_named(
    sources: Path, index: Path, write: Write, encoder: Encoder
) -> None:
    write("a.txt", "The sea was calm.")
    gone = write("b.txt", "The river rose.").resolve()
    report = rebuild([sources], index, lambda: encoder, lambda *_: gone.unlink(missing_ok=True))
    assert [(error.path, error.reason) for error in report.unreadable] == [(gone, "no such file or directory")]
    assert report.documents == 1


@pytest.mark.parametrize("target", ["nowhere.txt", "link.txt"], ids=["dead", "circle"])
def test_a_link_that_leads_nowhere_is_named_and_the_rest_is_built(
    sources: Path, index: Path, write: Write, encoder: Encoder, target: str
) -> None:
    write("a.txt", "The sea was calm.")
    (sources / "link.txt").symlink_to(target)
    report = rebuild([sources], index, lambda: encoder)
    assert report.documents == 1
    (unreadable,) = report.unreadable
    assert unreadable.path.name in {"link.txt", target}


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has file names that are no text")
def test_a_file_name_that_is_no_utf_8_does_not_stop_the_rebuild(
    sources: Path, index: Path, write: Write, encoder: Encoder
) -> None:
    write("a.txt", "The sea was calm.")
    (sources / os.fsdecode(b"caf\xe9.txt")).write_text("The river rose.")
    report = rebuild([sources], index, lambda: encoder)
    assert (report.documents, report.unreadable) == (2, ())
    document = open_generation(index).catalogue.document("caf\\xe9.txt")
    assert document is not None
    assert document.text == "The river rose."


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has file names that are no text")
def test_a_file_name_that_is_no_utf_8_is_named_as_text(
    sources: Path, index: Path, write: Write, encoder: Encoder
) -> None:
    write("a.txt", "The sea was calm.")
    (sources / os.fsdecode(b"caf\xe9.txt")).write_text(" ")
    rebuild([sources], index, lambda: encoder)
    (unreadable,) = read_manifest(index).unreadable
    sha256 = hashlib.sha256(b" ").hexdigest()
    assert unreadable == {"path": f"{sources.resolve()}/caf\\xe9.txt", "reason": "holds no text", "sha256": sha256}


@pytest.mark.parametrize(
    "front",
    ['title: "\\ud800"', "title: " + "[" * 5000, 'title: !!int ""'],
    ids=["half a character", "deep", "number"],
)
def test_odd_front_matter_of_one_file_does_not_stop_the_others(
    sources: Path, index: Path, write: Write, encoder: Encoder, front: str
) -> None:
    write("a.txt", "The sea was calm.")
    write("b.md", f"---\n{front}\n---\nThe river rose.")
    rebuild([sources], index, lambda: encoder)
    assert open_generation(index).catalogue.document("a.txt") is not None


def test_an_index_inside_its_source_is_not_read(sources: Path, write: Write, encoder: Encoder) -> None:
    write("a.txt", "The sea was calm.")
    for published in (True, False):
        report = rebuild([sources], sources / "index", lambda: encoder)
        assert (report.documents, report.unreadable, report.published) == (1, (), published)


def test_several_sources_make_one_archive(tmp_path: Path, index: Path, encoder: Encoder) -> None:
    for name in ("north/a.txt", "south/a.txt"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(f"The sea of the {name[:5]}.")
    rebuild([tmp_path / "south", tmp_path / "north", tmp_path / "north" / "a.txt"], index, lambda: encoder)
    generation = open_generation(index)
    assert generation.manifest.documents == 2
    assert [generation.catalogue.document_of(number).id for number in range(2)] == ["north/a.txt", "south/a.txt"]
    assert generation.manifest.sources == [str(tmp_path.resolve() / name) for name in ("south", "north", "north/a.txt")]


def test_a_source_added_later_changes_no_id(tmp_path: Path, index: Path, encoder: Encoder) -> None:
    corpus, added, elsewhere = (tmp_path / name for name in ("corpus", "added", "elsewhere/added"))
    for folder in (corpus, added, elsewhere):
        folder.mkdir(parents=True)
        (folder / "a.txt").write_text(f"The sea of {folder.parent.name} and {folder.name}.")
    rebuild([corpus], index, lambda: encoder)
    for unchanged, sources in enumerate(([corpus, added], [elsewhere, added, corpus], [corpus, tmp_path]), 1):
        report = rebuild(sources, index, lambda: encoder)
        assert (report.changes.renamed, report.changes.unchanged) == ((), unchanged)
    assert [listed.id for listed in open_generation(index).catalogue.listed()] == [
        "a.txt",
        "added-2//a.txt",
        "added//a.txt",
    ]


def test_links_out_of_the_sources_are_named_until_they_are_to_be_followed(
    sources: Path, index: Path, write: Write, encoder: Encoder
) -> None:
    write("a.txt", "The sea was calm.")
    (sources.parent / "secret.txt").write_text("The river rose.")
    (sources / "link.txt").symlink_to(sources.parent / "secret.txt")
    report = rebuild([sources], index, lambda: encoder)
    assert (report.documents, report.complete) == (1, True)
    assert [error.path for error in report.unreadable] == [sources / "link.txt"]
    assert not rebuild([sources], index, lambda: encoder).published
    assert find_changes([sources], index, follow_links=True).added == (f"{sources.parent}/secret.txt",)
    assert rebuild([sources], index, lambda: encoder, follow_links=True).unreadable == ()
    assert rebuild([sources], index, lambda: encoder).changes.removed == (f"{sources.parent}/secret.txt",)


def test_a_file_that_takes_too_long_is_named_until_the_limit_is_higher(
    sources: Path, index: Path, write: Write, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("a.txt", "The sea was calm.")
    slow = write("b.txt", "The river rose.").resolve()
    read = Worker.contents_of

    def contents_of(worker: Worker, path: Path, data: bytes, columns: Columns = ()) -> FileContents:
        if path == slow and worker.seconds < 30:
            raise TookTooLong(path, worker.seconds)
        return read(worker, path, data, columns)

    monkeypatch.setattr(Worker, "contents_of", contents_of)
    report = rebuild([sources], index, lambda: encoder, file_seconds=20)
    assert (report.documents, report.complete) == (1, True)
    assert [str(error) for error in report.unreadable] == [str(TookTooLong(slow, 20))]
    assert read_manifest(index).unreadable[0]["seconds"] == "20"
    for seconds in (20, 10):
        assert not rebuild([sources], index, lambda: encoder, file_seconds=seconds).published
    report = rebuild([sources], index, lambda: encoder, file_seconds=30)
    assert (report.changes.added, report.unreadable) == (("b.txt",), ())


def test_without_a_limit_a_file_that_took_too_long_is_tried_again(
    sources: Path, index: Path, write: Write, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("a.txt", "The sea was calm.")
    slow = write("b.txt", "The river rose.").resolve()
    read = contents_of
    monkeypatch.setattr(
        Worker,
        "contents_of",
        lambda _, path, data, columns=(): (
            read(path, data, columns) if path != slow else Mock(side_effect=TookTooLong(path, 5))()
        ),
    )
    assert rebuild([sources], index, lambda: encoder, file_seconds=5).documents == 1
    assert find_changes([sources], index, file_seconds=5) == Changes(unchanged=1)
    assert find_changes([sources], index).added == ("b.txt",)
    assert rebuild([sources], index, lambda: encoder).documents == 2


def test_a_rebuild_is_stopped_while_a_file_is_read(
    sources: Path, index: Path, write: Write, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("a.txt", "The sea was calm.")
    path = Path(sources.parent / "reading")
    # The reader says that it has begun, and never ends.
    hangs = f"""
import json, sys, time, pathlib
sys.path[:] = json.loads(sys.argv[1])
from embeddings.readers import registry, worker
def read(text):
    pathlib.Path({str(path)!r}).touch()
    time.sleep(600)
registry._TEXT_READERS[registry.formats.PLAIN_TEXT] = read
worker.serve()
"""
    monkeypatch.setattr(worker, "_START", hangs)
    with pytest.raises(RebuildStopped):
        rebuild([sources], index, lambda: encoder, file_seconds=300, stopped=path.exists)
    assert time.time() - path.stat().st_mtime < 60
    assert not is_building(index)


def test_a_rebuild_that_fails_leaves_the_sources_as_they_were(
    sources: Path, index: Path, write: Write, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write("north/a.txt", "The sea was calm.")
    rebuild([path.parent], index, lambda: encoder)
    before = (index / "sources.json").read_bytes()
    write("south/b.txt", "The river rose.")
    monkeypatch.setattr(encoder, "encode_passages", Mock(side_effect=ModelNotFound("gone")))
    with pytest.raises(ModelNotFound):
        rebuild([sources], index, lambda: encoder)
    monkeypatch.undo()
    monkeypatch.setattr(publishing, "publish", Mock(side_effect=IndexNotWritten("full")))
    with pytest.raises(IndexNotWritten):
        rebuild([sources], index, lambda: encoder)
    assert (index / "sources.json").read_bytes() == before


def test_the_same_sources_give_the_same_files(sources: Path, index: Path, write: Write, encoder: Encoder) -> None:
    write("a.txt", "The sea was calm. It rose.")
    contents = []
    for _ in range(2):
        rebuild([sources], index, lambda: encoder, full=True)
        contents.append(written(index))
    assert len(contents[0]) > 10
    assert contents[0] == contents[1]


def test_a_new_generation_has_what_was_added_and_not_what_was_removed(
    sources: Path, index: Path, write: Write, encoder: Encoder
) -> None:
    old = write("old.txt", "The sea was calm.")
    rebuild([sources], index, lambda: encoder)
    old.unlink()
    write("new.txt", "The river rose.")
    rebuild([sources], index, lambda: encoder)
    generation = open_generation(index)
    assert [generation.catalogue.document(name) is not None for name in ("old.txt", "new.txt")] == [False, True]
    assert generation.lexical.search(["calm"], 5)[0].tolist() == []
    assert generation.lexical.search(["river"], 5)[0].tolist() == [0]


def test_a_source_that_is_not_there_is_named(tmp_path: Path, index: Path, encoder: Encoder) -> None:
    with pytest.raises(SourceNotFound) as raised:
        rebuild([tmp_path / "nowhere"], index, lambda: encoder)
    assert str(raised.value).startswith(f"{tmp_path / 'nowhere'} is neither a file nor a folder; ")


def test_sources_without_files_are_named(tmp_path: Path, index: Path, encoder: Encoder) -> None:
    folders = [tmp_path / "north", tmp_path / "south"]
    for folder in folders:
        folder.mkdir()
    with pytest.raises(NoDocuments) as raised:
        rebuild(folders, index, lambda: encoder)
    assert str(raised.value) == f"Nothing to index: {folders[0]}, {folders[1]} holds no files."


def test_no_source_at_all_is_named_as_such(index: Path, encoder: Encoder) -> None:
    with pytest.raises(NoDocuments) as raised:
        rebuild([], index, lambda: encoder)
    assert str(raised.value) == "Nothing to index: no source at all holds no files."


def test_sources_without_a_readable_file_are_named_with_the_first_reason(
    sources: Path, index: Path, write: Write, encoder: Encoder
) -> None:
    first = write("a.txt", "  ").resolve()
    write("b.txt", b"\0")
    with pytest.raises(NoDocuments) as raised:
        rebuild([sources], index, lambda: encoder)
    assert str(raised.value) == (
        f"Nothing to index: none of the 2 files in {sources} can be read; the first, {first}: holds no text"
    )


def test_one_file_that_cannot_be_read_is_not_spoken_of_as_files(index: Path, write: Write, encoder: Encoder) -> None:
    path = write("a.txt", "  ").resolve()
    with pytest.raises(NoDocuments) as raised:
        rebuild([path], index, lambda: encoder)
    assert "1 files" not in str(raised.value)
    assert f"{path}: holds no text" in str(raised.value)


def test_the_model_is_not_loaded_for_nothing(sources: Path, index: Path, write: Write) -> None:
    write("a.txt", "  ")
    with pytest.raises(NoDocuments):
        rebuild([sources], index, lambda: pytest.fail("was loaded"))


def test_a_second_rebuild_at_the_same_time_is_refused_before_it_reads(
    sources: Path, index: Path, write: Write, encoder: Encoder
) -> None:
    write("a.txt", "The sea was calm.")
    errors: list[str] = []

    def meanwhile(stage: str, _done: int, _total: int) -> None:
        if stage in ("comparing", "encoding"):
            with pytest.raises(RebuildRunning) as raised:
                rebuild([sources], index, lambda: encoder, lambda *_: pytest.fail("has begun to read"))
            errors.append(str(raised.value))

    rebuild([sources], index, lambda: encoder, meanwhile)
    (error,) = set(errors)
    assert error.startswith(f"Another rebuild of {index} is running (process {os.getpid()} on ")


class Failing(Recording):
    """An encoder that fails at the second lot of passages."""

    def encode_passages(
        self, texts: Sequence[str], sentences: Sequence[Sequence[Span]], words: Sequence[Sequence[Span]]
    ) -> EncodedPassages:
        if self.passages:
            raise MemoryError
        return super().encode_passages(texts, sentences, words)


def failing_load() -> Encoder:
    raise ModelNotFound("There is no model.")


@pytest.mark.parametrize(
    ("load", "error"),
    [(Failing, MemoryError), (failing_load, ModelNotFound)],
    ids=["while encoding", "while loading the model"],
)
def test_a_failure_half_way_leaves_the_old_generation(
    *,
    sources: Path,
    index: Path,
    write: Write,
    encoder: Encoder,
    monkeypatch: pytest.MonkeyPatch,
    load: Callable[[], Encoder],
    error: type[Exception],
) -> None:
    monkeypatch.setattr(writing, "CHUNK_PASSAGES", 1)
    write("a.txt", "The sea was calm.")
    before = rebuild([sources], index, lambda: encoder).generation
    write("b.txt", "The river rose.")
    with pytest.raises(error):
        rebuild([sources], index, load)
    generation = open_generation(index)
    assert (generation.id, generation.catalogue.document("b.txt")) == (before, None)
    names = {"CURRENT", "generations", "rebuild.lock", "sources.json"} | ({JOURNAL} if load is Failing else set())
    assert {path.name for path in index.iterdir()} == names
    assert [path.name for path in (index / "generations").iterdir()] == [before]
    assert not is_building(index)


def test_the_old_generation_serves_until_the_new_one_is_complete(
    sources: Path, index: Path, write: Write, encoder: Encoder
) -> None:
    write("a.txt", "The sea was calm.")
    before = rebuild([sources], index, lambda: encoder).generation
    serving: list[str] = []
    look = lambda *_: serving.append(open_generation(index).id)  # noqa: E731
    after = rebuild([sources], index, lambda: encoder, look, full=True)
    assert serving == [before] * 5
    assert open_generation(index).id == after.generation


def test_ids_of_generations_sort_by_time() -> None:
    before = f"{datetime.now(UTC):%Y%m%dT%H%M%S%fZ}"
    ids = [new_generation_id() for _ in range(50)]
    assert before <= ids[0]
    stamps = [generation.split("-")[0] for generation in ids]
    assert stamps == sorted(stamps)
    assert len(set(ids)) == 50


def test_an_unreadable_file_carries_its_path_and_reason() -> None:
    error = UnreadableFile(Path("/archive/a.txt"), "holds no text")
    assert (str(error), error.path, error.reason) == (
        "/archive/a.txt: holds no text",
        Path("/archive/a.txt"),
        "holds no text",
    )
