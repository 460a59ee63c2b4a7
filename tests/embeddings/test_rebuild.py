import os
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from embeddings import rebuild as module
from embeddings import store
from embeddings.documents import Document, Passage, Sentence
from embeddings.encoder import Encoder, Span, Vectors
from embeddings.errors import ModelNotFound, NoDocuments, RebuildRunning, SourceNotFound, UnreadableFile
from embeddings.rebuild import Report, embedded_text, new_generation_id, rebuild

Write = Callable[[str, str | bytes], Path]


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    return tmp_path / "sources"


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return tmp_path / "index"


class Recording:
    """An encoder that notes what it is given and gives constant vectors."""

    name = "recording"
    fingerprint = "recording-1"
    dimension = 2

    def __init__(self) -> None:
        self.given: list[tuple[str, list[str]]] = []

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return np.tile(np.asarray([1, 0], np.float32), (len(texts), 1))

    def encode_passages(self, texts: Sequence[str], spans: Sequence[Sequence[Span]]) -> tuple[Vectors, Vectors]:
        for text, own in zip(texts, spans, strict=True):
            self.given.append((text, [text[start:end] for start, end in own]))
        return self.encode_queries(texts), self.encode_queries([""] * sum(len(own) for own in spans))


def test_a_rebuild_reports_what_it_did(sources: Path, index: Path, write: Write, encoder: Encoder) -> None:
    write("a.txt", "River talks resume\n\nThey began. They ended.")
    write("deep/b.md", "# The sea\n\nIt was calm.")
    report = rebuild([sources], index, lambda: encoder)
    assert report == Report(store.current_generation(index), documents=2, passages=2, sentences=5)


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
    monkeypatch.setattr(module, "CHUNK_PASSAGES", 2)
    for number in range(5):
        write(f"{number}.txt", f"Boat{number} sank. Crew{number} swam ashore.")
    rebuild([sources], index, lambda: encoder)
    generation = store.open_generation(index)
    for number in range(5):
        whole, *parts = encoder.encode_queries(
            [f"Boat{number} sank. Crew{number} swam ashore.", f"Boat{number} sank.", f"Crew{number} swam ashore."]
        )
        assert generation.catalogue.document_of(number).id == f"{number}.txt"
        assert generation.passages.cosines(whole, [number]).tolist() == pytest.approx([1.0])
        first, last = generation.catalogue.sentence_offsets[number : number + 2]
        np.testing.assert_allclose(generation.sentences[first:last], parts, atol=0.001)


def test_progress_is_told_as_work_goes_on(
    sources: Path, index: Path, write: Write, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "CHUNK_PASSAGES", 2)
    for name in ("a.txt", "b.txt", "c.txt"):
        write(name, "Text here.")
    write("d.bin", b"\0")
    told: list[tuple[str, int, int]] = []
    rebuild([sources], index, lambda: encoder, lambda *said: told.append(said))
    assert told == [
        *[("reading", done, 4) for done in (1, 2, 3, 4)],
        *[("encoding", done, 3) for done in (0, 2, 3)],
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
    assert generation.manifest.unreadable == [
        {"path": str(one.path), "reason": one.reason} for one in report.unreadable
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
    assert unreadable == {"path": f"{sources.resolve()}/caf\\xe9.txt", "reason": "holds no text"}


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
    for _ in range(2):
        report = rebuild([sources], sources / "index", lambda: encoder)
        assert (report.documents, report.unreadable) == (1, ())


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
        folder = index / "generations" / rebuild([sources], index, lambda: encoder).generation
        contents.append([(folder / name).read_bytes() for name in (store.CATALOGUE, store.PASSAGES, store.SENTENCES)])
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
    assert str(raised.value) == f"{tmp_path / 'nowhere'} is neither a file nor a folder."


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
        if stage == "reading":
            with pytest.raises(RebuildRunning) as raised:
                rebuild([sources], index, lambda: encoder, lambda *_: pytest.fail("has begun to read"))
            errors.append(str(raised.value))

    rebuild([sources], index, lambda: encoder, meanwhile)
    assert errors == [f"Another rebuild of {index} is running; try again when it has finished."]


class Failing(Recording):
    """An encoder that fails at the second lot of passages."""

    def encode_passages(self, texts: Sequence[str], spans: Sequence[Sequence[Span]]) -> tuple[Vectors, Vectors]:
        if self.given:
            raise MemoryError
        return super().encode_passages(texts, spans)


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
    monkeypatch.setattr(module, "CHUNK_PASSAGES", 1)
    write("a.txt", "The sea was calm.")
    before = rebuild([sources], index, lambda: encoder).generation
    write("b.txt", "The river rose.")
    with pytest.raises(error):
        rebuild([sources], index, load)
    generation = store.open_generation(index)
    assert (generation.id, generation.catalogue.document("b.txt")) == (before, None)
    assert sorted(path.name for path in index.iterdir()) == ["CURRENT", "generations", "rebuild.lock"]
    assert [path.name for path in (index / "generations").iterdir()] == [before]
    assert not store.is_building(index)


def test_the_old_generation_serves_until_the_new_one_is_complete(
    sources: Path, index: Path, write: Write, encoder: Encoder
) -> None:
    write("a.txt", "The sea was calm.")
    before = rebuild([sources], index, lambda: encoder).generation
    serving: list[str] = []
    after = rebuild([sources], index, lambda: encoder, lambda *_: serving.append(store.open_generation(index).id))
    assert serving == [before] * 3
    assert store.open_generation(index).id == after.generation


def test_the_title_goes_before_a_passage_the_model_reads() -> None:
    text = "The sea\n\nIt was calm. Then it rose."
    document = Document("a.txt", "/archive/a.txt", text, "00ff", title="The sea")
    later = Passage("a.txt", (Sentence(9, 21), Sentence(22, 35)))
    embedded, spans = embedded_text(document, later)
    assert embedded == "The sea\nIt was calm. Then it rose."
    assert [embedded[start:end] for start, end in spans] == ["It was calm.", "Then it rose."]


def test_the_title_does_not_go_before_itself() -> None:
    text = "The sea\n\nIt was calm."
    document = Document("a.txt", "/archive/a.txt", text, "00ff", title="The sea")
    assert embedded_text(document, Passage("a.txt", (Sentence(0, 7), Sentence(9, 21)))) == (text, [(0, 7), (9, 21)])


def test_without_a_title_a_passage_stands_alone() -> None:
    document = Document("a.txt", "/archive/a.txt", "One. Two.", "00ff")
    assert embedded_text(document, Passage("a.txt", (Sentence(5, 9),))) == ("Two.", [(0, 4)])


def test_the_encoder_is_given_every_passage_with_its_title_and_sentences(
    sources: Path, index: Path, write: Write
) -> None:
    write("a.md", "---\ntitle: The sea\n---\nIt was calm. Then it rose.")
    write("b.txt", "The river rose.")
    recording = Recording()
    rebuild([sources], index, lambda: recording)
    assert recording.given == [
        ("The sea\nIt was calm. Then it rose.", ["It was calm.", "Then it rose."]),
        ("The river rose.", ["The river rose."]),
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
