import hashlib
import os
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from embeddings.arrays import Vectors
from embeddings.building import writing
from embeddings.building.changes import Changes
from embeddings.building.embedded import JOURNAL
from embeddings.building.rebuild import find_changes, new_generation_id, rebuild
from embeddings.building.report import Report
from embeddings.documents import Passage, Sentence, Span
from embeddings.errors import (
    ModelNotFound,
    NoDocuments,
    RebuildRunning,
    RebuildStopped,
    SourceNotFound,
    UnreadableFile,
)
from embeddings.generations import store
from embeddings.generations.verify import verify
from embeddings.models.encoder import EncodedPassages, EncodedQuery, Encoder

Write = Callable[[str, str | bytes], Path]


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    return tmp_path / "sources"


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return tmp_path / "index"


def written(index: Path) -> dict[str, bytes]:
    """Return the contents of the current generation's files, but for BM25's, which have random names."""
    folder = index / "generations" / store.current_generation(index)
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
        and path.name != store.MANIFEST
        and not path.relative_to(folder).parts[0].startswith("lexical")
    }


class Recording:
    """An encoder that notes what it is given and gives constant vectors."""

    name = "recording"
    fingerprint = "recording-1"
    dimension = 2

    def __init__(self) -> None:
        self.given: list[tuple[str, list[str]]] = []

    def vectors(self, number: int) -> Vectors:
        return np.tile(np.asarray([1, 0], np.float32), (number, 1))

    def encode_query(self, text: str, words: Sequence[Span]) -> EncodedQuery:  # noqa: ARG002
        return EncodedQuery(self.vectors(1)[0], self.vectors(len(words)))

    def encode_passages(
        self, texts: Sequence[str], sentences: Sequence[Sequence[Span]], words: Sequence[Sequence[Span]]
    ) -> EncodedPassages:
        for text, own in zip(texts, sentences, strict=True):
            self.given.append((text, [text[start:end] for start, end in own]))
        counts = len(texts), sum(map(len, sentences)), sum(map(len, words))
        return EncodedPassages(*map(self.vectors, counts))


def test_a_rebuild_reports_what_it_did(sources: Path, index: Path, write: Write, encoder: Encoder) -> None:
    write("a.txt", "River talks resume\n\nThey began. They ended.")
    write("deep/b.md", "# The sea\n\nIt was calm.")
    report = rebuild([sources], index, lambda: encoder)
    assert report == Report(
        store.current_generation(index),
        documents=2,
        passages=2,
        sentences=5,
        changes=Changes(added=("a.txt", "deep/b.md")),
        embedded=2,
    )


def test_every_document_is_stored_with_what_its_source_states(
    sources: Path, index: Path, write: Write, encoder: Encoder
) -> None:
    path = write("a.md", "---\ntitle: The sea\nauthor: Ana de Souza\ndate: 2011-04\n---\nIt was calm. Then it rose.")
    rebuild([sources], index, lambda: encoder)
    catalogue = store.open_generation(index).catalogue
    document = catalogue.document("a.md")
    assert document is not None
    stated = (document.path, document.text, document.title, document.author, document.publisher, document.published)
    assert stated == (str(path.resolve()), "It was calm. Then it rose.", "The sea", "Ana de Souza", None, "2011-04")
    assert catalogue.passage(0) == Passage("a.md", (Sentence(0, 12), Sentence(13, 26)))


def test_rows_of_vectors_are_those_of_their_passages_and_sentences(
    sources: Path, index: Path, write: Write, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Small enough that the passages go to the encoder in several lots.
    monkeypatch.setattr(writing, "CHUNK_PASSAGES", 2)
    for number in range(5):
        write(f"{number}.txt", f"Boat{number} sank. Crew{number} swam ashore.")
    rebuild([sources], index, lambda: encoder)
    generation = store.open_generation(index)
    for number in range(5):
        whole, *parts = encoder.vectors(
            [f"Boat{number} sank. Crew{number} swam ashore.", f"Boat{number} sank.", f"Crew{number} swam ashore."]
        )
        assert generation.catalogue.document_of(number).id == f"{number}.txt"
        assert generation.passages.cosines(whole, [number]).tolist() == pytest.approx([1.0])
        np.testing.assert_allclose(generation.sentences.run(number), parts, atol=0.001)


def test_progress_is_told_as_work_goes_on(
    sources: Path, index: Path, write: Write, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "CHUNK_PASSAGES", 2)
    for name in ("a.txt", "b.txt", "c.txt"):
        write(name, f"Text of {name} here.")
    write("d.bin", b"\0")
    told: list[tuple[str, int, int]] = []
    rebuild([sources], index, lambda: encoder, lambda *said: told.append(said))
    assert told == [
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
    picture = write("c.png", b"\x89PNG").resolve()
    write("d.txt", "The river rose.")
    report = rebuild([sources], index, lambda: encoder)
    assert [(one.path, one.reason) for one in report.unreadable] == [
        (binary, "is not text (it holds zero bytes)"),
        (picture, "no reader for .png files; loccit reads .htm .html .markdown .md .text .txt .xhtml"),
    ]
    assert str(report.unreadable[0]) == f"{binary}: is not text (it holds zero bytes)"
    generation = store.open_generation(index)
    assert [generation.catalogue.document_of(number).id for number in range(2)] == ["a.txt", "d.txt"]
    sha256 = hashlib.sha256(b"\0\1\2").hexdigest()
    assert generation.manifest.unreadable == [
        {"path": str(binary), "reason": "is not text (it holds zero bytes)", "sha256": sha256},
        {"path": str(picture), "reason": report.unreadable[1].reason},
    ]


def test_a_file_that_goes_away_while_others_are_read_is_named(
    sources: Path, index: Path, write: Write, encoder: Encoder
) -> None:
    write("a.txt", "The sea was calm.")
    gone = write("b.txt", "The river rose.").resolve()
    report = rebuild([sources], index, lambda: encoder, lambda *_: gone.unlink(missing_ok=True))
    assert [(one.path, one.reason) for one in report.unreadable] == [(gone, "no such file or directory")]
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
    document = store.open_generation(index).catalogue.document("caf\\xe9.txt")
    assert document is not None
    assert document.text == "The river rose."


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has file names that are no text")
def test_a_file_name_that_is_no_utf_8_is_named_as_text(
    sources: Path, index: Path, write: Write, encoder: Encoder
) -> None:
    write("a.txt", "The sea was calm.")
    (sources / os.fsdecode(b"caf\xe9.txt")).write_text(" ")
    rebuild([sources], index, lambda: encoder)
    (unreadable,) = store.read_manifest(index).unreadable
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
    assert store.open_generation(index).catalogue.document("a.txt") is not None


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
    generation = store.open_generation(index)
    assert generation.manifest.documents == 2
    assert [generation.catalogue.document_of(number).id for number in range(2)] == ["north/a.txt", "south/a.txt"]
    assert generation.manifest.sources == [str(tmp_path.resolve() / name) for name in ("south", "north", "north/a.txt")]


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
    generation = store.open_generation(index)
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


def test_no_source_at_all_is_said_to_be_none(index: Path, encoder: Encoder) -> None:
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
        if self.given:
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
    generation = store.open_generation(index)
    assert (generation.id, generation.catalogue.document("b.txt")) == (before, None)
    left = {"CURRENT", "generations", "rebuild.lock", "sources.json"} | ({JOURNAL} if load is Failing else set())
    assert {path.name for path in index.iterdir()} == left
    assert [path.name for path in (index / "generations").iterdir()] == [before]
    assert not store.is_building(index)


def test_the_old_generation_serves_until_the_new_one_is_complete(
    sources: Path, index: Path, write: Write, encoder: Encoder
) -> None:
    write("a.txt", "The sea was calm.")
    before = rebuild([sources], index, lambda: encoder).generation
    serving: list[str] = []
    look = lambda *_: serving.append(store.open_generation(index).id)  # noqa: E731
    after = rebuild([sources], index, lambda: encoder, look, full=True)
    assert serving == [before] * 5
    assert store.open_generation(index).id == after.generation


def test_the_encoder_is_given_every_passage_with_its_title_and_sentences(
    sources: Path, index: Path, write: Write
) -> None:
    write("a.md", "---\ntitle: The sea\n---\nIt was calm. Then it rose.")
    write("b.txt", "The river rose.")
    recording = Recording()
    rebuild([sources], index, lambda: recording)
    assert recording.given == [
        ("The river rose.", ["The river rose."]),
        ("The sea\nIt was calm. Then it rose.", ["It was calm.", "Then it rose."]),
    ]


def test_ids_of_generations_sort_by_time() -> None:
    before = f"{datetime.now(UTC):%Y%m%dT%H%M%S%fZ}"
    ids = [new_generation_id() for _ in range(50)]
    assert before <= ids[0]
    stamps = [one.split("-")[0] for one in ids]
    assert stamps == sorted(stamps)
    assert len(set(ids)) == 50


def test_an_unreadable_file_carries_its_path_and_reason() -> None:
    error = UnreadableFile(Path("/archive/a.txt"), "holds no text")
    assert (str(error), error.path, error.reason) == (
        "/archive/a.txt: holds no text",
        Path("/archive/a.txt"),
        "holds no text",
    )


# What has not changed


def test_nothing_changed_publishes_nothing_and_loads_no_model(
    sources: Path, index: Path, write: Write, encoder: Encoder
) -> None:
    path = write("a.txt", "The sea was calm.")
    write("b.png", b"\x89PNG")
    write("c.txt", b"\0")
    first = rebuild([sources], index, lambda: encoder)
    os.utime(path, (0, 0))
    again = rebuild([sources], index, lambda: pytest.fail("was loaded"), model_fingerprint=lambda: encoder.fingerprint)
    assert (again.generation, again.published, again.embedded) == (first.generation, False, 0)
    assert (again.documents, again.passages, again.sentences, again.changes) == (1, 1, 1, Changes(unchanged=1))
    assert [str(error) for error in again.unreadable] == [str(error) for error in first.unreadable]
    assert len(again.unreadable) == 2
    assert [path.name for path in (index / "generations").iterdir()] == [first.generation]


def test_a_change_that_leaves_size_and_time_as_they_were_is_found(
    sources: Path, index: Path, write: Write, encoder: Encoder
) -> None:
    path = write("a.txt", "The sea was calm.")
    time = path.stat().st_mtime_ns
    rebuild([sources], index, lambda: encoder)
    path.write_text("The sea was grey.")
    os.utime(path, ns=(time, time))
    assert rebuild([sources], index, lambda: encoder).changes == Changes(changed=("a.txt",))
    assert store.open_generation(index).catalogue.document_of(0).text == "The sea was grey."


def test_changes_are_told_apart_and_only_what_is_new_is_embedded(sources: Path, index: Path, write: Write) -> None:
    for name in ("changed", "removed", "renamed", "same"):
        write(f"{name}.txt", f"Once there was a {name} file.")
    recording = Recording()
    rebuild([sources], index, lambda: recording)
    recording.given.clear()
    write("changed.txt", "Now it is another file.")
    write("added.txt", "Nobody knew of this file.")
    write("copy.txt", "Once there was a same file.")
    (sources / "removed.txt").unlink()
    (sources / "renamed.txt").rename(sources / "called otherwise.txt")
    expected = Changes(
        added=("added.txt", "copy.txt"),
        changed=("changed.txt",),
        renamed=(("renamed.txt", "called otherwise.txt"),),
        removed=("removed.txt",),
        unchanged=1,
    )
    assert find_changes([sources], index) == expected
    report = rebuild([sources], index, lambda: recording)
    assert (report.changes, report.embedded) == (expected, 2)
    assert sorted(text for text, _ in recording.given) == ["Nobody knew of this file.", "Now it is another file."]


def test_a_full_rebuild_takes_nothing_from_the_one_before(sources: Path, index: Path, write: Write) -> None:
    write("a.txt", "The sea was calm.")
    recording = Recording()
    rebuild([sources], index, lambda: recording)
    report = rebuild([sources], index, lambda: recording, full=True)
    assert (report.embedded, report.published, report.changes) == (1, True, Changes(unchanged=1))
    assert len(recording.given) == 2


def test_another_model_embeds_everything_anew(
    sources: Path, index: Path, write: Write, make_encoder: Callable[..., Encoder]
) -> None:
    write("a.txt", "The sea was calm.")
    rebuild([sources], index, make_encoder)
    report = rebuild([sources], index, lambda: make_encoder(fingerprint="words-2"))
    assert (report.embedded, report.published, report.changes) == (1, True, Changes(unchanged=1))
    assert store.read_manifest(index).model_fingerprint == "words-2"


def test_another_recipe_reads_every_file_again_but_embeds_no_passage_twice(
    sources: Path, index: Path, write: Write, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("a.txt", "The sea was calm.")
    write("b.txt", b"The river rose. \0")
    write("c.txt", "The lake froze.")
    rebuild([sources], index, lambda: encoder)
    monkeypatch.setattr("embeddings.building.rebuild.recipe", lambda: "of a newer loccit")
    monkeypatch.setattr("embeddings.readers.registry.decode", lambda _path, data: data.decode().replace("calm", "grey"))
    report = rebuild([sources], index, lambda: encoder)
    assert (report.documents, report.embedded, report.unreadable) == (3, 2, ())
    assert store.read_manifest(index).recipe == "of a newer loccit"
    assert store.open_generation(index).catalogue.document_of(0).text == "The sea was grey."


@pytest.mark.parametrize("full", [False, True])
def test_nothing_is_taken_from_a_damaged_generation_and_the_next_rebuild_mends_it(
    sources: Path, index: Path, write: Write, encoder: Encoder, full: bool
) -> None:
    write("a.txt", "The sea was calm.")
    before = rebuild([sources], index, lambda: encoder).generation
    whole = written(index)
    path = index / "generations" / before / "sentences" / "rows.npy"
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    report = rebuild([sources], index, lambda: encoder, full=full)
    assert (report.embedded, report.published, report.changes) == (1, True, Changes(unchanged=1))
    assert report.damaged == f"{path} was changed after it was written"
    assert written(index) == whole
    # Nobody is to go back to it.
    assert not path.exists()
    assert verify(index).damaged == ()


@pytest.mark.parametrize("damaged", ["CURRENT", "manifest", "format"])
def test_an_index_that_cannot_be_opened_is_built_anew(
    sources: Path, index: Path, write: Write, encoder: Encoder, damaged: str
) -> None:
    write("a.txt", "The sea was calm.")
    before = rebuild([sources], index, lambda: encoder).generation
    manifest = index / "generations" / before / store.MANIFEST
    if damaged == "CURRENT":
        (index / "CURRENT").write_text("{")
    elif damaged == "manifest":
        manifest.unlink()
    else:
        pointer = (
            (index / "CURRENT")
            .read_text()
            .replace(
                hashlib.sha256(manifest.read_bytes()).hexdigest(),
                hashlib.sha256(b'{"format": 1}').hexdigest(),
            )
        )
        (index / "CURRENT").write_text(pointer)
        manifest.write_text('{"format": 1}')
    assert rebuild([sources], index, lambda: encoder).embedded == 1
    assert store.open_generation(index).catalogue.document_of(0).text == "The sea was calm."


def test_a_file_that_could_not_be_read_is_not_tried_again_until_it_changes(
    sources: Path, index: Path, write: Write, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("a.txt", "The sea was calm.")
    bad = write("b.txt", b"\0")
    rebuild([sources], index, lambda: encoder)
    write("c.txt", "The river rose.")
    with monkeypatch.context() as patch:
        read = []
        patch.setattr("embeddings.readers.registry.decode", lambda path, data: read.append(path.name) or data.decode())
        report = rebuild([sources], index, lambda: encoder)
        assert (read, [one.path.name for one in report.unreadable]) == (["c.txt"], ["b.txt"])
    bad.write_text("The lake froze.")
    report = rebuild([sources], index, lambda: encoder)
    assert (report.unreadable, report.changes.added) == ((), ("b.txt",))


# Stopping


def test_a_rebuild_that_is_stopped_leaves_the_index_and_embeds_nothing_twice(
    sources: Path, index: Path, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "CHUNK_PASSAGES", 1)
    write("a.txt", "The sea was calm.")
    recording = Recording()
    before = rebuild([sources], index, lambda: recording).generation
    for number in range(4):
        write(f"{number}.txt", f"The river rose by {number} feet.")
    recording.given.clear()
    with pytest.raises(RebuildStopped) as raised:
        rebuild([sources], index, lambda: recording, stopped=lambda: len(recording.given) == 3)
    assert str(raised.value) == (
        f"The rebuild of {index} was stopped; the index is as it was, and what was embedded is kept."
    )
    assert store.current_generation(index) == before
    assert not list(index.glob("building-*"))
    report = rebuild([sources], index, lambda: recording)
    assert (report.documents, report.embedded) == (5, 1)
    assert len({text for text, _ in recording.given}) == len(recording.given) == 4
    assert not (index / JOURNAL).exists()


@pytest.mark.parametrize("stage", ["comparing", "reading", "encoding", "writing"])
def test_a_rebuild_can_be_stopped_at_every_stage(
    sources: Path, index: Path, write: Write, encoder: Encoder, stage: str
) -> None:
    write("a.txt", "The sea was calm.")
    told: list[str] = []
    with pytest.raises(RebuildStopped):
        rebuild([sources], index, lambda: encoder, lambda at, *_: told.append(at), stopped=lambda: told[-1] == stage)
    assert told[-1] == stage
    assert not (index / "CURRENT").exists()
