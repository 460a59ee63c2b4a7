from pathlib import Path

import pytest

from embeddings.models import cache as module
from embeddings.models.cache import cache_in, cached


class Maker:
    """Makes b"1", then b"2", and so on."""

    def __init__(self) -> None:
        self.made = 0

    def __call__(self) -> bytes:
        self.made += 1
        return str(self.made).encode()


@pytest.fixture(autouse=True)
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setattr(module, "_folders", [])
    cache_in(tmp_path / "cache" / "models")
    return tmp_path / "cache" / "models"


def test_what_was_made_is_taken_from_the_disk_by_its_kind_and_key(folder: Path) -> None:
    make = Maker()
    assert [cached("layers", "a", make), cached("layers", "a", make), cached("hash", "a", make)] == [b"1", b"1", b"2"]
    assert sorted(path.name for path in folder.iterdir()) == ["hash-a", "layers-a"]


def test_one_is_kept_of_each_kind(folder: Path) -> None:
    make = Maker()
    assert [cached("layers", key, make) for key in ("a", "b", "b", "a")] == [b"1", b"2", b"2", b"3"]
    assert [path.name for path in folder.iterdir()] == ["layers-a"]


@pytest.mark.parametrize("damaged", [b"", b"short", b"0" * 16 + b"1"])
def test_what_is_damaged_is_made_anew(folder: Path, damaged: bytes) -> None:
    make = Maker()
    cached("layers", "a", make)
    whole = (folder / "layers-a").read_bytes()
    (folder / "layers-a").write_bytes(damaged or whole[:-1])
    assert [cached("layers", "a", make), cached("layers", "a", make)] == [b"2", b"2"]
    assert (folder / "layers-a").read_bytes() != whole


def test_what_another_user_keeps_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    make = Maker()
    cached("layers", "a", make)
    monkeypatch.setattr("os.getuid", lambda: -2)
    assert cached("layers", "a", make) == b"2"


def test_where_nothing_can_be_written_it_is_made_each_time(folder: Path) -> None:
    folder.parent.parent.joinpath("cache").write_text("no folder")
    make = Maker()
    assert [cached("layers", "a", make), cached("layers", "a", make)] == [b"1", b"2"]


def test_a_write_that_fails_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    assert cached("layers", "a", Maker()) == b"1"
    assert list(folder.iterdir()) == []


def test_nothing_is_kept_before_a_folder_is_named(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setattr(module, "_folders", [])
    make = Maker()
    assert [cached("layers", "a", make), cached("layers", "a", make)] == [b"1", b"2"]
    assert not folder.exists()


def test_what_making_raises_is_raised(folder: Path) -> None:
    def fail() -> bytes:
        raise FileNotFoundError("weights")

    with pytest.raises(FileNotFoundError, match="weights"):
        cached("layers", "a", fail)
    assert not folder.exists()
