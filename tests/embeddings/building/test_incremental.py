"""What a rebuild takes over from the previous generation, and what it takes over from one that was stopped."""

import hashlib
import io
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from embeddings.building import writing
from embeddings.building.changes import Changes
from embeddings.building.rebuild import find_changes, rebuild
from embeddings.errors import RebuildStopped
from embeddings.generations.layout import JOURNAL, MANIFEST
from embeddings.generations.manifest import read_manifest
from embeddings.generations.pointer import current_generation
from embeddings.generations.store import open_generation
from embeddings.generations.verify import verify
from embeddings.models.encoder import Encoder, identity_of
from embeddings.readers.content import Limits
from tests.embeddings.building.conftest import Recording, written

Write = Callable[[str, str | bytes], Path]


def test_nothing_changed_publishes_nothing_and_loads_no_model(
    sources: Path, index: Path, write: Write, encoder: Encoder
) -> None:
    path = write("a.txt", "The sea was calm.")
    write("b.png", b"\x89PNG")
    write("c.txt", b"\0")
    first = rebuild([sources], index, lambda: encoder)
    os.utime(path, (0, 0))
    again = rebuild([sources], index, lambda: pytest.fail("was loaded"), model_identity=lambda: identity_of(encoder))
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
    assert open_generation(index).catalogue.document_of(0).text == "The sea was grey."


def test_changes_are_distinguished_and_only_what_is_new_is_embedded(sources: Path, index: Path, write: Write) -> None:
    for name in ("changed", "removed", "renamed", "same"):
        write(f"{name}.txt", f"Once there was a {name} file.")
    recording = Recording()
    rebuild([sources], index, lambda: recording)
    recording.passages.clear()
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
    assert sorted(text for text, _ in recording.passages) == ["Nobody knew of this file.", "Now it is another file."]


def test_a_full_rebuild_takes_nothing_from_the_one_before(sources: Path, index: Path, write: Write) -> None:
    write("a.txt", "The sea was calm.")
    recording = Recording()
    rebuild([sources], index, lambda: recording)
    report = rebuild([sources], index, lambda: recording, full=True)
    assert (report.embedded, report.published, report.changes) == (1, True, Changes(unchanged=1))
    assert len(recording.passages) == 2


def test_another_model_embeds_everything_anew(
    sources: Path, index: Path, write: Write, make_encoder: Callable[..., Encoder]
) -> None:
    write("a.txt", "The sea was calm.")
    rebuild([sources], index, make_encoder)
    report = rebuild([sources], index, lambda: make_encoder(fingerprint="words-2"))
    assert (report.embedded, report.published, report.changes) == (1, True, Changes(unchanged=1))
    assert read_manifest(index).model_fingerprint == "words-2"


def test_other_numbers_embed_everything_anew_so_that_none_are_mixed(
    sources: Path, index: Path, write: Write, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("a.txt", "The sea was calm.")
    rebuild([sources], index, lambda: encoder)
    assert read_manifest(index).precision == "float32"
    monkeypatch.setattr(type(encoder), "precision", "bfloat16")
    report = rebuild([sources], index, lambda: encoder)
    assert (report.embedded, report.published, report.changes) == (1, True, Changes(unchanged=1))
    assert read_manifest(index).precision == "bfloat16"


def test_another_recipe_reads_every_file_again_but_embeds_no_passage_twice(
    sources: Path, index: Path, write: Write, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("a.txt", "The sea was calm.")
    write("b.txt", b"The river rose. \0")
    write("c.txt", "The lake froze.")
    rebuild([sources], index, lambda: encoder)
    monkeypatch.setattr("embeddings.building.rebuild.recipe", lambda _: "of a newer loccit")
    monkeypatch.setattr("embeddings.readers.registry.decode", lambda _path, data: data.decode().replace("calm", "grey"))
    report = rebuild([sources], index, lambda: encoder)
    assert (report.documents, report.embedded, report.unreadable) == (3, 2, ())
    assert read_manifest(index).recipe == "of a newer loccit"
    assert open_generation(index).catalogue.document_of(0).text == "The sea was grey."


@pytest.mark.parametrize("full", [False, True])
def test_nothing_is_taken_from_a_damaged_generation_and_the_next_rebuild_mends_it(
    sources: Path, index: Path, write: Write, encoder: Encoder, full: bool
) -> None:
    write("a.txt", "The sea was calm.")
    before = rebuild([sources], index, lambda: encoder).generation
    whole = written(index)
    path = index / "generations" / before / "segments/0/sentences/rows.npy"
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
    manifest = index / "generations" / before / MANIFEST
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
    assert open_generation(index).catalogue.document_of(0).text == "The sea was calm."


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
        assert (read, [error.path.name for error in report.unreadable]) == (["c.txt"], ["b.txt"])
    bad.write_text("The lake froze.")
    report = rebuild([sources], index, lambda: encoder)
    assert (report.unreadable, report.changes.added) == ((), ("b.txt",))


def test_a_rebuild_that_is_stopped_leaves_the_index_and_embeds_nothing_twice(
    sources: Path, index: Path, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "CHUNK_PASSAGES", 1)
    write("a.txt", "The sea was calm.")
    recording = Recording()
    before = rebuild([sources], index, lambda: recording).generation
    for number in range(4):
        write(f"{number}.txt", f"The river rose by {number} feet.")
    recording.passages.clear()
    with pytest.raises(RebuildStopped) as raised:
        rebuild([sources], index, lambda: recording, stopped=lambda: len(recording.passages) == 3)
    assert str(raised.value) == (
        f"The rebuild of {index} was stopped; the index is as it was, and what was embedded is kept."
    )
    assert current_generation(index) == before
    assert not list(index.glob("building-*"))
    report = rebuild([sources], index, lambda: recording)
    assert (report.documents, report.embedded) == (5, 1)
    assert len({text for text, _ in recording.passages}) == len(recording.passages) == 4
    assert not (index / JOURNAL).exists()


@pytest.mark.parametrize("stage", ["comparing", "reading", "encoding", "writing"])
def test_a_rebuild_can_be_stopped_at_every_stage(
    sources: Path, index: Path, write: Write, encoder: Encoder, stage: str
) -> None:
    write("a.txt", "The sea was calm.")
    stages: list[str] = []
    with pytest.raises(RebuildStopped):
        rebuild(
            [sources], index, lambda: encoder, lambda name, *_: stages.append(name), stopped=lambda: stages[-1] == stage
        )
    assert stages[-1] == stage
    assert not (index / "CURRENT").exists()


def zip_of_two() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.txt", "The sea was calm.")
        archive.writestr("b.txt", "The lake froze.")
    return packed.getvalue()


def test_other_limits_read_every_file_again(write: Callable[..., Path], tmp_path: Path, encoder: Encoder) -> None:
    write("b.txt", "The river rose.")
    source, index = write("a.zip", zip_of_two()).parent, tmp_path / "index"
    report = rebuild([source], index, lambda: encoder, limits=Limits(members=1))
    assert "set LOCCIT_FILE_MEMBERS" in report.unreadable[0].reason
    assert not rebuild([source], index, lambda: encoder, limits=Limits(members=1)).published
    assert find_changes([source], index, limits=Limits()).added == ("a.zip",)
    assert rebuild([source], index, lambda: encoder).unreadable == ()
