import hashlib
import json
import os
import re
import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from embeddings import store
from embeddings.encoder import Encoder
from embeddings.errors import IndexDamaged, IndexFormatError, IndexMissing, RebuildRunning
from embeddings.rebuild import rebuild
from embeddings.store import Manifest

Build = Callable[[dict[str, str]], Path]
FILES = {"a.txt": "River talks resume\n\nThe talks began on Monday. They ended.", "b.txt": "The sea was calm."}
DATA_FILES = [store.CATALOGUE, store.PASSAGES, store.SENTENCES]


@pytest.fixture
def index(index_of: Build) -> Path:
    return index_of(FILES)


@pytest.fixture
def again(tmp_path: Path, encoder: Encoder) -> Callable[[], str]:
    """Rebuild the index of the same sources; return the new generation's id."""

    def build() -> str:
        return rebuild([tmp_path / "sources"], tmp_path / "index", lambda: encoder).generation

    return build


def folder_of(index: Path) -> Path:
    return index / "generations" / store.current_generation(index)


def advice(index: Path) -> str:
    return f"build the index again with: qa rebuild SOURCE... --index {index}"


def reseal(index: Path, change: Callable[[dict[str, object]], object]) -> None:
    """Change the manifest and write its new sha256 to CURRENT, as another version of loccit might have."""
    path = folder_of(index) / store.MANIFEST
    said = json.loads(path.read_text("utf-8"))
    change(said)
    path.write_text(json.dumps(said), "utf-8")
    pointer = json.loads((index / "CURRENT").read_text("utf-8"))
    pointer["manifest_sha256"] = hashlib.sha256(path.read_bytes()).hexdigest()
    (index / "CURRENT").write_text(json.dumps(pointer), "utf-8")


def manifest(generation: str) -> Manifest:
    return Manifest(
        generation=generation,
        created="2011-04-05T10:00:00+00:00",
        model="words",
        model_fingerprint="words-1",
        dimension=512,
        passage_words=180,
        documents=0,
        passages=0,
        sentences=0,
        sources=["/archive"],
        unreadable=[],
    )


def publish_empty(index: Path, generation: str) -> None:
    with store.building(index, generation) as folder:
        (folder / "some.txt").write_text(generation)
        store.publish(index, folder, manifest(generation))


def test_what_was_published_opens_again(index: Path, encoder: Encoder) -> None:
    generation = store.open_generation(index)
    assert generation.id == generation.manifest.generation == store.current_generation(index)
    texts = []
    for number in range(2):
        document, passage = generation.catalogue.document_of(number), generation.catalogue.passage(number)
        texts.append((document.id, document.title, document.text[passage.start : passage.end]))
    assert texts == [
        ("a.txt", "River talks resume", FILES["a.txt"]),
        ("b.txt", None, FILES["b.txt"]),
    ]
    query = encoder.encode_queries([FILES["b.txt"]])[0]
    numbers, scores = generation.passages.search(query, 1)
    assert (numbers.tolist(), scores.tolist()) == ([1], pytest.approx([1.0]))
    assert generation.lexical.search(generation.lexical.terms("calm seas"), 10)[0].tolist() == [1]
    sentences = ["River talks resume", "The talks began on Monday.", "They ended.", "The sea was calm."]
    np.testing.assert_allclose(generation.sentences, encoder.encode_queries(sentences), atol=0.001)


def test_the_manifest_says_what_was_built(index: Path, tmp_path: Path) -> None:
    said = store.read_manifest(index)
    folder = folder_of(index)
    assert replace(said, created="", files={}) == Manifest(
        generation=folder.name,
        created="",
        model="words",
        model_fingerprint="words-1",
        dimension=512,
        passage_words=180,
        documents=2,
        passages=2,
        sentences=4,
        sources=[str((tmp_path / "sources").resolve())],
        unreadable=[],
        format=store.FORMAT,
    )
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", said.created)


def test_the_manifest_has_the_checksum_of_every_other_file(index: Path) -> None:
    folder = folder_of(index)
    there = {
        path.relative_to(folder).as_posix(): {
            "bytes": path.stat().st_size,
            "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        }
        for path in folder.rglob("*")
        if path.is_file() and path.name != store.MANIFEST
    }
    assert store.read_manifest(index).files == there
    assert {store.CATALOGUE, store.PASSAGES, store.SENTENCES, f"{store.LEXICAL}/meta.json"} <= there.keys()


def test_an_index_folder_holds_only_what_is_declared(index: Path) -> None:
    assert sorted(path.name for path in index.iterdir()) == ["CURRENT", "generations", "rebuild.lock"]
    assert sorted(path.name for path in folder_of(index).iterdir()) == [
        "catalogue.sqlite",
        "lexical",
        "lexical_documents",
        "manifest.json",
        "passages.faiss",
        "sentence_terms",
        "sentences.npy",
    ]


def test_opening_changes_nothing(index: Path) -> None:
    before = {path: path.read_bytes() for path in index.rglob("*") if path.is_file()}
    store.open_generation(index)
    assert {path: path.read_bytes() for path in index.rglob("*") if path.is_file()} == before


def test_an_index_that_may_not_be_written_to_opens(
    index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    # Running as root, the tests may write to everything.
    monkeypatch.setattr(os, "access", lambda *_: False)
    before = {path.name: path.stat().st_mtime_ns for path in folder_of(index).rglob("*")}
    opened = store.open_generation(index)
    assert {path.name: path.stat().st_mtime_ns for path in folder_of(index).rglob("*")} == before
    assert list((tmp_path / "temporary").iterdir()) == []
    assert opened.lexical.search(["calm"], 5)[0].tolist() == [1]


def test_whoever_may_read_one_file_of_a_generation_may_read_all(index: Path) -> None:
    folder = folder_of(index)
    expected = oct((folder / store.MANIFEST).stat().st_mode)
    other = {path.name: oct(path.stat().st_mode) for path in folder.rglob("*") if path.is_file()}
    assert {name: mode for name, mode in other.items() if mode != expected} == {}


def test_no_file_of_an_index_is_a_pickle(index: Path) -> None:
    found = [path for path in folder_of(index).rglob("*") if path.is_file()]
    assert len(found) > 4
    # Pickles of protocol 2 to 5 begin with 0x80 and the protocol; numpy's and torch's archives with PK.
    assert [path for path in found if re.match(rb"\x80[\x02-\x05]|PK", path.read_bytes()[:2])] == []
    rows = np.load(folder_of(index) / store.SENTENCES, allow_pickle=False)
    assert (rows.shape, rows.dtype) == ((4, 512), np.float16)


@pytest.mark.parametrize("name", ["with space", "a?b#c", "50%41", "índice“"])
def test_an_index_folder_may_have_any_name(tmp_path: Path, index: Path, name: str) -> None:
    shutil.copytree(index, tmp_path / name)
    assert store.open_generation(tmp_path / name).catalogue.document_of(1).id == "b.txt"


def test_a_moved_index_opens(tmp_path: Path, index: Path) -> None:
    before = store.current_generation(index)
    index.rename(tmp_path / "moved")
    assert store.open_generation(tmp_path / "moved").id == before


@pytest.mark.parametrize("call", [store.current_generation, store.open_generation, store.read_manifest])
class TestMissing:
    def test_a_folder_that_is_not_there(self, call: Callable[[Path], object], tmp_path: Path) -> None:
        where = tmp_path / "nowhere"
        with pytest.raises(IndexMissing) as raised:
            call(where)
        assert str(raised.value) == (
            f"There is no index in {where}; build one with: qa rebuild SOURCE... --index {where}"
        )

    def test_an_empty_folder(self, call: Callable[[Path], object], tmp_path: Path) -> None:
        with pytest.raises(IndexMissing, match=r"^There is no index in "):
            call(tmp_path)

    def test_a_file_in_its_place(self, call: Callable[[Path], object], tmp_path: Path) -> None:
        (tmp_path / "file").write_text("Text.")
        with pytest.raises(IndexMissing, match=r"^There is no index in "):
            call(tmp_path / "file")

    @pytest.mark.parametrize(
        "garbage",
        [
            b"",
            b"\0\0\0\0",
            b"\xff\xfe",
            b"20110405T100000",
            b"[]",
            b"null",
            b'{"generation": "x"}',
            b'{"manifest_sha256": "x"}',
            b'{"generation": "x", "manif',
        ],
    )
    def test_garbage_in_current(self, call: Callable[[Path], object], index: Path, garbage: bytes) -> None:
        (index / "CURRENT").write_bytes(garbage)
        with pytest.raises(IndexDamaged) as raised:
            call(index)
        assert str(raised.value) == f"{index / 'CURRENT'} is not what loccit wrote; {advice(index)}"


@pytest.mark.parametrize("call", [store.open_generation, store.read_manifest])
class TestManifest:
    def test_missing(self, call: Callable[[Path], object], index: Path) -> None:
        path = folder_of(index) / store.MANIFEST
        path.unlink()
        with pytest.raises(IndexDamaged) as raised:
            call(index)
        assert str(raised.value) == f"{path} is missing; {advice(index)}"

    def test_whole_generation_missing(self, call: Callable[[Path], object], index: Path) -> None:
        folder = folder_of(index)
        shutil.rmtree(folder)
        with pytest.raises(IndexDamaged) as raised:
            call(index)
        assert str(raised.value) == f"{folder / store.MANIFEST} is missing; {advice(index)}"

    @pytest.mark.parametrize("damage", ["changed", "cut short", "emptied"])
    def test_changed(self, call: Callable[[Path], object], index: Path, damage: str) -> None:
        path = folder_of(index) / store.MANIFEST
        data = path.read_bytes()
        damaged = {
            "changed": data.replace(b'"documents": 2', b'"documents": 3'),
            "cut short": data[:-9],
            "emptied": b"",
        }
        path.write_bytes(damaged[damage])
        with pytest.raises(IndexDamaged) as raised:
            call(index)
        assert str(raised.value) == f"{path} was changed after it was written; {advice(index)}"

    def test_of_another_format(self, call: Callable[[Path], object], index: Path) -> None:
        reseal(index, lambda said: said.update(format=2, more="unknown to this version"))
        with pytest.raises(IndexFormatError) as raised:
            call(index)
        assert str(raised.value) == f"The index in {index} has format 2; this loccit reads format 1; {advice(index)}"


@pytest.mark.parametrize("name", [*DATA_FILES, "lexical/meta.json"])
class TestDamagedFiles:
    def check(self, index: Path, expected: str) -> None:
        with pytest.raises(IndexDamaged) as raised:
            store.open_generation(index)
        assert str(raised.value) == f"{expected}; {advice(index)}"

    def test_missing(self, index: Path, name: str) -> None:
        path = folder_of(index) / name
        path.unlink()
        self.check(index, f"{path} is missing")

    def test_cut_short(self, index: Path, name: str) -> None:
        path = folder_of(index) / name
        data = path.read_bytes()
        path.write_bytes(data[:-10])
        self.check(index, f"{path} has {len(data) - 10} bytes where {len(data)} were written")

    def test_emptied(self, index: Path, name: str) -> None:
        path = folder_of(index) / name
        size = path.stat().st_size
        path.write_bytes(b"")
        self.check(index, f"{path} has 0 bytes where {size} were written")

    def test_grown(self, index: Path, name: str) -> None:
        path = folder_of(index) / name
        size = path.stat().st_size
        with path.open("ab") as file:
            file.write(b"\0")
        self.check(index, f"{path} has {size + 1} bytes where {size} were written")

    @pytest.mark.parametrize("share", [0, 0.5, 1])
    def test_a_byte_flipped(self, index: Path, name: str, share: float) -> None:
        path = folder_of(index) / name
        data = bytearray(path.read_bytes())
        data[int((len(data) - 1) * share)] ^= 1
        path.write_bytes(data)
        self.check(index, f"{path} was changed after it was written")


def test_every_file_of_the_full_text_index_is_checked(index: Path) -> None:
    lexical = folder_of(index) / store.LEXICAL
    for path in sorted(path for path in lexical.iterdir() if path.is_file()):
        data = path.read_bytes()
        path.write_bytes(data + b"x")
        with pytest.raises(IndexDamaged, match=re.escape(f"{path} has {len(data) + 1} bytes where {len(data)}")):
            store.open_generation(index)
        path.write_bytes(data)
    store.open_generation(index)


def test_a_row_changed_in_the_catalogue_is_damage(index: Path) -> None:
    path = folder_of(index) / store.CATALOGUE
    connection = sqlite3.connect(path)
    connection.execute("UPDATE documents SET author = 'Nobody'")
    connection.commit()
    connection.close()
    with pytest.raises(IndexDamaged, match=r"catalogue\.sqlite (was changed|has \d+ bytes)"):
        store.open_generation(index)


def test_a_generation_swept_away_while_it_was_checked_leads_to_the_new_one(
    index: Path, again: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    check = store._check_files
    published: list[str] = []

    def slow_check(index: Path, folder: Path, said: Manifest) -> None:
        if not published:
            published.extend([again(), again()])
            assert not folder.exists()
        check(index, folder, said)

    monkeypatch.setattr(store, "_check_files", slow_check)
    assert store.open_generation(index).id == published[-1]


def test_a_generation_swept_away_before_its_manifest_was_read_leads_to_the_new_one(
    index: Path, again: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    read = store._read_manifest
    published: list[str] = []

    def slow_read(index: Path, folder: Path, current: dict[str, str]) -> Manifest:
        if not published:
            published.extend([again(), again()])
            assert not folder.exists()
        return read(index, folder, current)

    monkeypatch.setattr(store, "_read_manifest", slow_read)
    assert store.open_generation(index).id == published[-1]


def test_the_generation_before_stays_and_older_ones_go(tmp_path: Path) -> None:
    ids = [f"2011040{day}T100000Z-abcdef" for day in range(1, 5)]
    for number, one in enumerate(ids):
        publish_empty(tmp_path, one)
        assert store.current_generation(tmp_path) == one
        assert (
            sorted(path.name for path in (tmp_path / "generations").iterdir()) == ids[max(0, number - 1) : number + 1]
        )


def test_an_opened_generation_still_answers_after_a_rebuild(index: Path, again: Callable[[], str]) -> None:
    opened = store.open_generation(index)
    again()
    assert opened.catalogue.document_of(1).text == FILES["b.txt"]
    assert opened.lexical.search(["calm"], 1)[0].tolist() == [1]
    assert store.open_generation(index).id != opened.id


def test_current_is_replaced_in_one_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish_empty(tmp_path, "1-old")
    before = (tmp_path / "CURRENT").read_bytes()
    seen: list[tuple[bytes, str, str]] = []
    rename = Path.replace

    def replace_and_look(path: Path, target: Path) -> Path:
        if target.name == "CURRENT":
            said = json.loads(path.read_bytes())
            folder = tmp_path / "generations" / said["generation"]
            written = hashlib.sha256((folder / store.MANIFEST).read_bytes()).hexdigest()
            seen.append((target.read_bytes(), said["generation"], written))
            assert said["manifest_sha256"] == written
        return rename(path, target)

    monkeypatch.setattr(Path, "replace", replace_and_look)
    publish_empty(tmp_path, "2-new")
    # Up to that step the old one was whole, and the new one was whole as well.
    assert [(current, generation) for current, generation, _ in seen] == [(before, "2-new")]
    assert store.current_generation(tmp_path) == "2-new"


def test_a_failure_at_the_last_step_leaves_the_old_generation(
    index: Path, again: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = store.current_generation(index)

    def fail(_path: Path, _text: str) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(store, "_replace", fail)
        with pytest.raises(OSError, match="No space left"):
            again()
    assert store.open_generation(index).id == before
    assert not list(index.glob("building-*"))


def test_a_generation_that_was_never_current_does_not_push_out_the_one_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_empty(tmp_path, "1-old")
    with monkeypatch.context() as patch:
        patch.setattr(store, "_replace", lambda *_: (_ for _ in ()).throw(OSError("power cut")))
        with pytest.raises(OSError, match="power cut"):
            publish_empty(tmp_path, "2-never")
    publish_empty(tmp_path, "3-new")
    # Readers may still be reading 1-old, nobody reads 2-never.
    assert {"1-old", "3-new"} <= {path.name for path in (tmp_path / "generations").iterdir()}


def test_one_rebuild_at_a_time(tmp_path: Path) -> None:
    with store.building(tmp_path, "one"):
        with pytest.raises(RebuildRunning) as raised, store.building(tmp_path, "two"):
            pytest.fail("two rebuilds at once")
        assert str(raised.value) == f"Another rebuild of {tmp_path} is running; try again when it has finished."
        assert [path.name for path in tmp_path.glob("building-*")] == ["building-one"]
    with store.building(tmp_path, "three") as folder:
        assert folder == tmp_path / "building-three"


def test_whether_a_rebuild_runs_can_be_asked(tmp_path: Path) -> None:
    assert not store.is_building(tmp_path)
    assert not list(tmp_path.iterdir()), "asking leaves nothing behind"
    with store.building(tmp_path, "one"):
        assert store.is_building(tmp_path)
    assert not store.is_building(tmp_path)


def test_whether_a_rebuild_runs_can_be_asked_of_another_users_index(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    with store.building(tmp_path, "one"), monkeypatch.context() as patch:
        patch.setattr(store.FileLock, "acquire", refuse)
        assert store.is_building(tmp_path)
    monkeypatch.setattr(store.FileLock, "acquire", refuse)
    assert not store.is_building(tmp_path)


def test_a_folder_left_by_a_crash_is_removed_by_the_next_rebuild(tmp_path: Path) -> None:
    left = tmp_path / "building-20110405T100000Z-abcdef"
    (left / "lexical").mkdir(parents=True)
    (left / "lexical" / "part").write_text("Text.")
    with store.building(tmp_path, "new") as folder:
        assert [path.name for path in tmp_path.glob("building-*")] == [folder.name]
    assert not list(tmp_path.glob("building-*"))


@pytest.mark.parametrize("error", [ValueError("bad"), KeyboardInterrupt()], ids=["error", "interrupt"])
def test_what_was_written_is_removed_if_it_was_not_published(tmp_path: Path, error: BaseException) -> None:
    def build() -> None:
        with store.building(tmp_path, "one") as folder:
            (folder / "part").write_text("Text.")
            raise error

    with pytest.raises(type(error)):
        build()
    assert not list(tmp_path.glob("building-*"))
    assert not store.is_building(tmp_path)


def test_an_index_folder_is_made_with_its_parents(tmp_path: Path) -> None:
    publish_empty(tmp_path / "deep" / "down", "1-first")
    assert store.current_generation(tmp_path / "deep" / "down") == "1-first"
