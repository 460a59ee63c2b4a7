import hashlib
import json
import os
import re
import shutil
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import xxhash

from embeddings.building.rebuild import rebuild
from embeddings.building.recipe import VECTORS, recipe
from embeddings.errors import IndexDamaged, IndexFormatError, IndexMissing
from embeddings.generations import store
from embeddings.generations.store import Manifest
from embeddings.index import reprints
from embeddings.models.encoder import Encoder
from tests.conftest import WordEncoder

Build = Callable[[dict[str, str]], Path]
FILES = {"a.txt": "River talks resume\n\nThe talks began on Monday. They ended.", "b.txt": "The sea was calm."}
# Checked at opening, at the first question, and whenever a piece is read.
AT_OPENING = ["catalogue.sqlite", "lexical/meta.json", "lexical_documents/meta.json", "places/offsets.npy"]
AT_OPENING += ["sentences/checks.npy", "passage_documents.npy", "sentence_terms/offsets.npy"]
# The others are empty in an archive where nothing is repeated, as in this one.
_ALWAYS_FULL = (reprints.KEYS, reprints.ORIGINS, reprints.RANKS)
AT_FIRST_USE = ["passages.faiss", "sentence_terms/hashes.npy", *(f"reprints/{name}" for name in _ALWAYS_FULL)]
IN_PIECES = ["texts.utf8", "places/rows.npy", "sentences/rows.npy", "words/rows.npy", "word_counts/rows.npy"]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with sources and their index, built once."""
    folder = tmp_path_factory.mktemp("built")
    (folder / "sources").mkdir()
    for name, content in FILES.items():
        (folder / "sources" / name).write_text(content)
    rebuild([folder / "sources"], folder / "index", WordEncoder)
    return folder


@pytest.fixture
def index(built: Path, tmp_path: Path) -> Path:
    shutil.copytree(built, tmp_path, dirs_exist_ok=True)
    return tmp_path / "index"


@pytest.fixture
def again(tmp_path: Path, encoder: Encoder) -> Callable[[], str]:
    """Rebuild the index of the same sources; return the new generation's id."""

    def build() -> str:
        return rebuild([tmp_path / "sources"], tmp_path / "index", lambda: encoder, full=True).generation

    return build


def folder_of(index: Path) -> Path:
    return index / "generations" / store.current_generation(index)


def advice(index: Path) -> str:
    return f"build the index again with: qa rebuild --index {index}"


def reseal(index: Path, change: Callable[[dict[str, object]], object]) -> None:
    """Change the manifest and write its new sha256 to CURRENT, as another version of loccit might have."""
    path = folder_of(index) / store.MANIFEST
    said = json.loads(path.read_text("utf-8"))
    change(said)
    path.write_text(json.dumps(said), "utf-8")
    pointer = json.loads((index / "CURRENT").read_text("utf-8"))
    pointer["manifest_sha256"] = hashlib.sha256(path.read_bytes()).hexdigest()
    (index / "CURRENT").write_text(json.dumps(pointer), "utf-8")


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
    query = encoder.vectors([FILES["b.txt"]])[0]
    numbers, scores = generation.passages.search(query, 1)
    assert (numbers.tolist(), scores.tolist()) == ([1], pytest.approx([1.0]))
    assert generation.lexical.search(generation.lexical.terms("calm seas"), 10)[0].tolist() == [1]
    sentences = ["River talks resume", "The talks began on Monday.", "They ended.", "The sea was calm."]
    vectors, firsts = generation.sentences.take(np.asarray([0, 1]))
    np.testing.assert_allclose(vectors, encoder.vectors(sentences), atol=0.001)
    assert firsts.tolist() == [0, 3, 4]


def test_the_manifest_says_what_was_built(index_of: Build, tmp_path: Path) -> None:
    index = index_of(FILES)
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
        runs={
            "sentences": {"rows": 4, "width": 512},
            "words": {"rows": 9, "width": 64},
            "word_counts": {"rows": 6, "width": 1},
        },
        recipe=recipe(),
        vectors=VECTORS,
        format=store.FORMAT,
    )
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", said.created)


def test_the_manifest_has_the_checksum_of_every_other_file(index: Path) -> None:
    folder = folder_of(index)
    there = {
        path.relative_to(folder).as_posix(): {
            "bytes": path.stat().st_size,
            "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
            "xxh3": xxhash.xxh3_128(path.read_bytes()).hexdigest(),
        }
        for path in folder.rglob("*")
        if path.is_file() and path.name != store.MANIFEST
    }
    assert store.read_manifest(index).files == there
    assert {*AT_OPENING, *AT_FIRST_USE, *IN_PIECES, store.KEYS} <= there.keys()


def test_an_index_folder_holds_only_what_is_declared(index: Path) -> None:
    assert sorted(path.name for path in index.iterdir()) == ["CURRENT", "generations", "rebuild.lock", "sources.json"]
    assert sorted(path.name for path in folder_of(index).iterdir()) == [
        "catalogue.sqlite",
        "keys.npy",
        "lexical",
        "lexical_documents",
        "manifest.json",
        "passage_documents.npy",
        "passages.faiss",
        "places",
        "reprints",
        "sentence_terms",
        "sentences",
        "texts.utf8",
        "word_counts",
        "words",
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
    rows = np.load(folder_of(index) / "sentences" / "rows.npy", allow_pickle=False)
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

    def test_of_an_older_format(self, call: Callable[[Path], object], index: Path) -> None:
        reseal(index, lambda said: said.update(format=1, fewer="fields"))
        with pytest.raises(IndexFormatError) as raised:
            call(index)
        assert str(raised.value) == (
            f"The index in {index} has format 1; this loccit reads format {store.FORMAT}; {advice(index)}"
        )

    def test_of_a_newer_format(self, call: Callable[[Path], object], index: Path) -> None:
        reseal(index, lambda said: said.update(format=store.FORMAT + 1, more="unknown to this version"))
        with pytest.raises(IndexFormatError) as raised:
            call(index)
        assert str(raised.value) == (
            f"The index in {index} has format {store.FORMAT + 1}; this loccit reads format {store.FORMAT}, "
            f"so it was written by a newer one; update loccit, or {advice(index)}"
        )


def use(index: Path) -> None:
    """Open the index and read of it all that a question reads."""
    generation = store.open_generation(index)
    rows = np.arange(generation.manifest.passages)
    generation.passages.search(np.ones(512, np.float32), 10)
    generation.sentence_terms.held(np.arange(generation.manifest.sentences), ["sea"])
    generation.sentences.take(rows)
    generation.words.of_sentences(rows, np.ones((1, 512), np.float32))
    for number in rows.tolist():
        generation.catalogue.passage(number)


@pytest.mark.parametrize("name", [*AT_OPENING, *AT_FIRST_USE, *IN_PIECES, store.KEYS])
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


def flip(path: Path, share: float) -> None:
    data = bytearray(path.read_bytes())
    data[int((len(data) - 1) * share)] ^= 1
    path.write_bytes(data)


@pytest.mark.parametrize("share", [0, 0.5, 1])
@pytest.mark.parametrize("name", AT_OPENING)
def test_a_changed_byte_of_what_is_small_or_parsed_is_found_at_opening(index: Path, name: str, share: float) -> None:
    path = folder_of(index) / name
    flip(path, share)
    with pytest.raises(IndexDamaged) as raised:
        store.open_generation(index)
    assert str(raised.value) == f"{path} was changed after it was written; {advice(index)}"


@pytest.mark.parametrize("share", [0, 0.5, 1])
@pytest.mark.parametrize("name", [*AT_FIRST_USE, *IN_PIECES])
def test_a_changed_byte_of_the_rest_is_found_when_it_is_read(index: Path, name: str, share: float) -> None:
    path = folder_of(index) / name
    flip(path, share)
    with pytest.raises(IndexDamaged) as raised:
        use(index)
    assert str(raised.value).startswith(f"{path} was changed after it was written")
    assert str(raised.value).endswith(advice(index))


@pytest.mark.parametrize("name", AT_FIRST_USE)
def test_what_is_damaged_is_damaged_at_every_question(index: Path, name: str) -> None:
    flip(folder_of(index) / name, 1)
    generation = store.open_generation(index)
    for _ in range(2):
        with pytest.raises(IndexDamaged):
            _ = generation.passages
        with pytest.raises(IndexDamaged):
            _ = generation.sentence_terms


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
    path = folder_of(index) / "catalogue.sqlite"
    connection = sqlite3.connect(path)
    connection.execute("UPDATE documents SET author = 'Nobody'")
    connection.commit()
    connection.close()
    with pytest.raises(IndexDamaged, match=r"catalogue\.sqlite (was changed|has \d+ bytes)"):
        store.open_generation(index)


def test_a_generation_swept_away_while_it_was_checked_leads_to_the_new_one(
    index: Path, again: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    check = store.check_file
    published: list[str] = []
    called: list[Path] = []

    def slow_check(path: Path, facts: Mapping[str, Any]) -> None:
        called.append(path)
        if len(called) == 1:
            published.extend([again(), again()])
            assert not path.exists()
        check(path, facts)

    monkeypatch.setattr(store, "check_file", slow_check)
    assert store.open_generation(index).id == published[-1]


def test_a_generation_swept_away_before_its_manifest_was_read_leads_to_the_new_one(
    index: Path, again: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    read = store._read_manifest
    published: list[str] = []
    called: list[Path] = []

    def slow_read(index: Path, folder: Path, current: store.Pointer) -> Manifest:
        called.append(folder)
        if len(called) == 1:
            published.extend([again(), again()])
            assert not folder.exists()
        return read(index, folder, current)

    monkeypatch.setattr(store, "_read_manifest", slow_read)
    assert store.open_generation(index).id == published[-1]


def test_an_opened_generation_still_answers_after_a_rebuild(index: Path, again: Callable[[], str]) -> None:
    opened = store.open_generation(index)
    again()
    assert opened.catalogue.document_of(1).text == FILES["b.txt"]
    assert opened.lexical.search(["calm"], 1)[0].tolist() == [1]
    assert store.open_generation(index).id != opened.id
