import errno
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from embeddings.errors import IndexDamaged, IndexMissing
from embeddings.generations.manifest import read_manifest
from embeddings.generations.pointer import (
    Pointer,
    current_generation,
    current_pointer,
    kept_generations,
    make_current,
    read_current,
)
from embeddings.generations.store import open_generation
from tests.embeddings.generations.conftest import advice, folder_of


def test_the_generation_before_is_kept_with_the_current_one(index: Path, rebuild_again: Callable[[], str]) -> None:
    first = current_generation(index)
    assert kept_generations(index) == {first}
    second = rebuild_again()
    assert (current_generation(index), kept_generations(index)) == (second, {first, second})
    pointer = current_pointer(index)
    assert (pointer.generation, pointer.before) == (second, first)
    assert pointer.kept == {first: pointer.before_sha256, second: pointer.manifest_sha256}


def test_a_generation_before_may_have_no_checksum() -> None:
    assert Pointer("2-new", "00ff", "1-old", None).kept == {"1-old": None, "2-new": "00ff"}
    assert Pointer("1-first", "00ff", None, None).kept == {"1-first": "00ff"}


def test_the_order_of_generations_is_that_of_their_numbers() -> None:
    pointer = Pointer("2010-new", "00ff", "2011-old", "00ee", 8, 7)
    assert pointer.newest_first == ["2010-new", "2011-old"]
    assert pointer.numbers == {"2010-new": 8, "2011-old": 7}


def test_without_numbers_from_an_older_loccit_the_order_is_that_of_the_ids() -> None:
    assert Pointer("2-new", "00ff", "1-old", None).newest_first == ["2-new", "1-old"]
    assert Pointer("1-old", "00ff", "2-new", None).newest_first == ["2-new", "1-old"]
    assert Pointer("1-old", "00ff", None, None).newest_first == ["1-old"]


def test_a_new_generation_gets_the_next_number_and_one_that_is_kept_its_number_again(tmp_path: Path) -> None:
    make_current(tmp_path, "9-first", "01", None, None)
    assert current_pointer(tmp_path) == Pointer("9-first", "01", None, None, 1, None)
    make_current(tmp_path, "5-second", "02", current_pointer(tmp_path), "9-first")
    assert current_pointer(tmp_path) == Pointer("5-second", "02", "9-first", "01", 2, 1)
    make_current(tmp_path, "9-first", "01", current_pointer(tmp_path), "5-second")
    assert current_pointer(tmp_path) == Pointer("9-first", "01", "5-second", "02", 1, 2)
    make_current(tmp_path, "3-third", "03", current_pointer(tmp_path), None)
    assert current_pointer(tmp_path) == Pointer("3-third", "03", None, None, 3, None)


def test_a_pointer_of_an_older_loccit_goes_on_with_numbers(tmp_path: Path) -> None:
    older = {"generation": "2-new", "manifest_sha256": "02", "before": "1-old", "before_sha256": "01"}
    (tmp_path / "CURRENT").write_text(json.dumps(older))
    make_current(tmp_path, "0-newest", "03", current_pointer(tmp_path), "2-new")
    assert current_pointer(tmp_path) == Pointer("0-newest", "03", "2-new", "02", 3, 2)


@pytest.mark.parametrize("call", [current_generation, open_generation, read_manifest])
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
            b'{"generation": "../x", "manifest_sha256": "x"}',
            b'{"generation": "x", "manifest_sha256": "x", "before": "../x"}',
        ],
    )
    def test_garbage_in_current(self, call: Callable[[Path], object], index: Path, garbage: bytes) -> None:
        (index / "CURRENT").write_bytes(garbage)
        with pytest.raises(IndexDamaged) as raised:
            call(index)
        assert str(raised.value) == f"{index / 'CURRENT'} is not what loccit wrote; {advice(index)}"


def test_what_is_read_is_of_the_current_generation(index: Path) -> None:
    folder = folder_of(index)
    pointer = current_pointer(index)
    assert read_current(index, lambda *arguments: arguments) == (index, folder, pointer)


def test_what_was_swept_away_meanwhile_is_read_of_the_new_generation(
    index: Path, rebuild_again: Callable[[], str]
) -> None:
    first = current_generation(index)
    generations: list[str] = []

    def read(_index: Path, folder: Path, _pointer: Pointer) -> str:
        generations.append(folder.name)
        if len(generations) == 1:
            rebuild_again()
            raise FileNotFoundError(folder)
        return folder.name

    second = read_current(index, read)
    assert generations == [first, second]
    assert second == current_generation(index) != first


@pytest.mark.parametrize("error", [OSError("broken"), ValueError("broken")], ids=["file", "content"])
def test_what_cannot_be_read_is_damage(index: Path, error: Exception) -> None:
    def read(*_: object) -> None:
        raise error

    with pytest.raises(IndexDamaged) as raised:
        read_current(index, read)
    assert str(raised.value) == f"{folder_of(index)} cannot be read (broken); {advice(index)}"


@pytest.mark.parametrize("number", [errno.EACCES, errno.EMFILE, errno.ENFILE, errno.ENOMEM])
def test_what_may_not_be_read_or_not_by_this_process_is_no_damage(index: Path, number: int) -> None:
    def read(*_: object) -> None:
        raise OSError(number, "no")

    with pytest.raises(OSError, match="no") as raised:
        read_current(index, read)
    assert raised.value.errno == number
