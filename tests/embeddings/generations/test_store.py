import re
import shutil
import sqlite3
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from embeddings.errors import IndexDamaged, NoGeneration
from embeddings.generations import store
from embeddings.generations.layout import CODES, KEYS, LEXICAL, LEXICAL_DOCUMENTS, MANIFEST
from embeddings.generations.manifest import Manifest, read_manifest
from embeddings.generations.pointer import Pointer, current_generation
from embeddings.generations.store import open_generation, open_kept
from embeddings.generations.verify import verify
from embeddings.index import coarse, reprints
from embeddings.models.encoder import Encoder
from embeddings.text.words import terms
from tests.embeddings.generations.conftest import FILES, advice, folder_of

# Checked at first use, and whenever a piece is read.
SEGMENT = "segments/0"
_PLACES = ("catalogue.sqlite", "places/offsets.npy", "sentences/checks.npy", "passage_documents.npy")
PLACES = ["documents.npy", *(f"{SEGMENT}/{name}" for name in (*_PLACES, "sentence_terms/offsets.npy"))]
_SCANNED = ("passages.faiss", "sentence_terms/hashes.npy", "sentence_keys.npy")
# The others are empty in an archive where nothing is repeated, as in this one.
_ALWAYS_FULL = (reprints.ORIGINS, reprints.RANKS)
SCANNED = [*(f"{SEGMENT}/{name}" for name in _SCANNED), *(f"reprints/{name}" for name in _ALWAYS_FULL)]
LEXICALS = [f"{SEGMENT}/{folder}/0/{name}" for folder in (LEXICAL, LEXICAL_DOCUMENTS) for name in ("title", "text")]
AT_FIRST_USE = [*PLACES, *SCANNED, *LEXICALS]
_ROWS = ("places/rows.npy", "sentences/rows.npy", "words/rows.npy", "word_counts/rows.npy")
IN_PIECES = [f"{SEGMENT}/{name}" for name in ("texts.utf8", *_ROWS)]
KEYS_FILE = f"{SEGMENT}/{KEYS}"


def test_a_generation_that_is_kept_is_opened_beside_the_current_one(
    index_of: Callable[[dict[str, str]], Path],
) -> None:
    index = index_of({"a.txt": "The sea was calm."})
    before = open_generation(index)
    index_of({"a.txt": "The sea was rough."})
    now = open_generation(index)
    assert now.id != before.id
    opened = [open_kept(index, name) for name in (before.id, now.id)]
    assert [one.catalogue.numbered(0).text for one in opened] == ["The sea was calm.", "The sea was rough."]
    with pytest.raises(NoGeneration, match="keeps no generation 'x'; it keeps "):
        open_kept(index, "x")
    (before.folder / "manifest.json").write_bytes(b"")
    with pytest.raises(IndexDamaged):
        open_kept(index, before.id)


def test_what_was_published_opens_again(index: Path, encoder: Encoder) -> None:
    generation = store.open_generation(index)
    assert generation.id == generation.manifest.generation == current_generation(index)
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
    assert (numbers.tolist(), scores.tolist()) == ([1], pytest.approx([1.0], abs=0.001))
    assert generation.lexical.search(terms("calm seas"), 10)[0].tolist() == [1]
    sentences = ["River talks resume", "The talks began on Monday.", "They ended.", "The sea was calm."]
    cosines, firsts = generation.sentences.cosines(np.asarray([0, 1]), query)
    np.testing.assert_allclose(cosines, encoder.vectors(sentences) @ query, atol=0.03)
    assert firsts.tolist() == [0, 3, 4]


def test_the_files_that_these_tests_damage_are_there(index: Path) -> None:
    assert {*AT_FIRST_USE, *IN_PIECES, KEYS_FILE} <= read_manifest(index).files.keys()


def test_opening_changes_nothing(index: Path) -> None:
    before = {path: path.read_bytes() for path in index.rglob("*") if path.is_file()}
    store.open_generation(index)
    assert {path: path.read_bytes() for path in index.rglob("*") if path.is_file()} == before


def test_whoever_may_read_one_file_of_a_generation_may_read_all(index: Path) -> None:
    folder = folder_of(index)
    expected = oct((folder / MANIFEST).stat().st_mode)
    modes = {path.name: oct(path.stat().st_mode) for path in folder.rglob("*") if path.is_file()}
    assert {name: mode for name, mode in modes.items() if mode != expected} == {}


def test_no_file_of_an_index_is_a_pickle(index: Path) -> None:
    paths = [path for path in folder_of(index).rglob("*") if path.is_file()]
    assert len(paths) > 4
    # Pickles of protocol 2 to 5 begin with 0x80 and the protocol; numpy's and torch's archives with PK.
    assert [path for path in paths if re.match(rb"\x80[\x02-\x05]|PK", path.read_bytes()[:2])] == []
    rows = np.load(folder_of(index) / SEGMENT / "sentences" / "rows.npy", allow_pickle=False)
    assert (rows.shape, rows.dtype) == ((4, 256), np.uint8)


@pytest.mark.parametrize("name", ["with space", "a?b#c", "50%41", "índice“"])
def test_an_index_folder_may_have_any_name(tmp_path: Path, index: Path, name: str) -> None:
    shutil.copytree(index, tmp_path / name)
    assert store.open_generation(tmp_path / name).catalogue.document_of(1).id == "b.txt"


def test_a_moved_index_opens(tmp_path: Path, index: Path) -> None:
    before = current_generation(index)
    index.rename(tmp_path / "moved")
    assert store.open_generation(tmp_path / "moved").id == before


@pytest.fixture
def many(rebuild_again: Callable[[], str], index: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The index, built again as if its passages were many."""
    monkeypatch.setattr(coarse, "EXACT_UP_TO", 0)
    rebuild_again()
    return index


def test_many_passages_are_searched_by_codes_and_the_manifest_says_so(many: Path, encoder: Encoder) -> None:
    generation = store.open_generation(many)
    assert generation.manifest.search == "approximate"
    numbers, scores = generation.passages.search(encoder.vectors([FILES["b.txt"]])[0], 2)
    assert (numbers.tolist(), scores[0]) == ([1, 0], pytest.approx(1.0, abs=0.001))


@pytest.mark.parametrize("share", [0, 0.5, 1])
def test_a_changed_byte_of_the_codes_is_found_when_they_are_read(many: Path, share: float) -> None:
    path = folder_of(many) / SEGMENT / CODES
    flip(path, share)
    with pytest.raises(IndexDamaged) as raised:
        use(many)
    assert str(raised.value) == f"{path} was changed after it was written; {advice(many)}"
    assert verify(many).damaged == (f"{path} was changed after it was written; {advice(many)}",)


def test_all_of_bm25_is_checked_before_terms_are_searched(index: Path) -> None:
    path = folder_of(index) / SEGMENT / LEXICAL / "0" / "text"
    flip(path, 1)
    generation = store.open_generation(index)
    for _ in range(2):
        with pytest.raises(IndexDamaged) as raised:
            _ = generation.lexical
        assert str(raised.value) == f"{path} was changed after it was written; {advice(index)}"
    with pytest.raises(IndexDamaged):
        _ = generation.lexical_documents


def use(index: Path) -> None:
    """Open the index and read of it all that a question reads."""
    generation = store.open_generation(index)
    rows = np.arange(generation.manifest.passages)
    generation.passages.search(np.ones(512, np.float32), 10)
    generation.sentence_terms.held(np.arange(generation.manifest.sentences), ["sea"])
    generation.sentences.cosines(rows, np.ones(512, np.float32))
    generation.words.of_sentences(rows, np.ones((1, 512), np.float32))
    generation.lexical.search(["sea"], 10)
    for number in rows.tolist():
        generation.catalogue.passage(number)


@pytest.mark.parametrize("name", [*AT_FIRST_USE, *IN_PIECES, KEYS_FILE])
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
        path.write_bytes(data[: len(data) // 2])
        self.check(index, f"{path} has {len(data) // 2} bytes where {len(data)} were written")

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
@pytest.mark.parametrize("name", [*AT_FIRST_USE, *IN_PIECES])
def test_a_changed_byte_of_the_rest_is_found_when_it_is_read(index: Path, name: str, share: float) -> None:
    path = folder_of(index) / name
    flip(path, share)
    with pytest.raises(IndexDamaged) as raised:
        use(index)
    assert str(raised.value).startswith(f"{path} was changed after it was written")
    assert str(raised.value).endswith(advice(index))


@pytest.mark.parametrize("name", SCANNED)
def test_what_is_damaged_is_damaged_at_every_question(index: Path, name: str) -> None:
    flip(folder_of(index) / name, 1)
    generation = store.open_generation(index)
    for _ in range(2):
        with pytest.raises(IndexDamaged):
            _ = generation.passages
        with pytest.raises(IndexDamaged):
            _ = generation.sentence_terms


# The two others say at their end how many rows there are, which is compared at opening.
@pytest.mark.parametrize("name", [name for name in PLACES if "offsets" not in name])
def test_nothing_is_read_by_a_damaged_catalogue_or_damaged_places(index: Path, name: str) -> None:
    flip(folder_of(index) / name, 1)
    generation = store.open_generation(index)
    for _ in range(2):
        with pytest.raises(IndexDamaged):
            _ = generation.catalogue
        with pytest.raises(IndexDamaged):
            _ = generation.runs
        with pytest.raises(IndexDamaged):
            _ = generation.sentences


def test_every_file_of_the_full_text_index_is_checked(index: Path) -> None:
    lexical = folder_of(index) / SEGMENT / LEXICAL
    for path in sorted(path for path in lexical.rglob("*") if path.is_file()):
        data = path.read_bytes()
        path.write_bytes(data + b"x")
        with pytest.raises(IndexDamaged, match=re.escape(f"{path} has {len(data) + 1} bytes where {len(data)}")):
            store.open_generation(index)
        path.write_bytes(data)
    store.open_generation(index)


def test_a_row_changed_in_the_catalogue_is_damage(index: Path) -> None:
    path = folder_of(index) / SEGMENT / "catalogue.sqlite"
    connection = sqlite3.connect(path)
    connection.execute("UPDATE documents SET author = 'Nobody'")
    connection.commit()
    connection.close()
    with pytest.raises(IndexDamaged, match=r"catalogue\.sqlite (was changed|has \d+ bytes)"):
        store.open_generation(index).catalogue.numbered(0)


def test_a_generation_swept_away_while_it_was_checked_leads_to_the_new_one(
    index: Path, rebuild_again: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    check = store.check_size
    published: list[str] = []
    called: list[Path] = []

    def slow_check(path: Path, checks: Mapping[str, Any]) -> None:
        called.append(path)
        if len(called) == 1:
            published.extend([rebuild_again(), rebuild_again()])
            assert not path.exists()
        check(path, checks)

    monkeypatch.setattr(store, "check_size", slow_check)
    assert store.open_generation(index).id == published[-1]


def test_a_generation_swept_away_before_its_manifest_was_read_leads_to_the_new_one(
    index: Path, rebuild_again: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    read = store.manifest_of
    published: list[str] = []
    called: list[Path] = []

    def slow_read(index: Path, folder: Path, pointer: Pointer) -> Manifest:
        called.append(folder)
        if len(called) == 1:
            published.extend([rebuild_again(), rebuild_again()])
            assert not folder.exists()
        return read(index, folder, pointer)

    monkeypatch.setattr(store, "manifest_of", slow_read)
    assert store.open_generation(index).id == published[-1]


def test_an_opened_generation_still_answers_after_a_rebuild(index: Path, rebuild_again: Callable[[], str]) -> None:
    opened = store.open_generation(index)
    rebuild_again()
    assert opened.catalogue.document_of(1).text == FILES["b.txt"]
    assert opened.lexical.search(["calm"], 1)[0].tolist() == [1]
    assert store.open_generation(index).id != opened.id
