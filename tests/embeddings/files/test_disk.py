import errno
from pathlib import Path

import pytest

from embeddings.files import disk


def test_a_new_file_must_be_new(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"old")
    with pytest.raises(FileExistsError):
        disk.NewFile(tmp_path / "file")
    assert (tmp_path / "file").read_bytes() == b"old"


def test_the_start_of_a_file_can_be_written_over(tmp_path: Path) -> None:
    with disk.NewFile(tmp_path / "file") as file:
        file.write(b"0000 rows")
        file.rewrite_start(b"0012")
        file.write(b" more")
    assert (tmp_path / "file").read_bytes() == b"0012 rows more"


def test_the_bytes_of_a_range_come_in_chunks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk, "CHUNK_BYTES", 3)
    (tmp_path / "file").write_bytes(b"0123456789")
    assert list(disk.read_range(tmp_path / "file", 2, 9)) == [b"234", b"567", b"8"]
    assert list(disk.read_range(tmp_path / "file", 4, 4)) == []
    with pytest.raises(EOFError):
        list(disk.read_range(tmp_path / "file", 8, 11))


def test_a_replaced_file_is_there_whole_and_nothing_beside_it(tmp_path: Path) -> None:
    for data in (b"old", b"new"):
        disk.replace(tmp_path / "file", data)
        assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"file": data}


@pytest.mark.parametrize("step", ["append", "sync", "rename"])
def test_a_file_that_cannot_be_replaced_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    disk.replace(tmp_path / "file", b"old")

    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(disk, step, fail)
    with pytest.raises(OSError, match="No space left"):
        disk.replace(tmp_path / "file", b"new")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"file": b"old"}


def test_an_error_without_a_file_is_given_its_name(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="broken") as raised, disk.naming(tmp_path / "file"):
        raise OSError(errno.EIO, "broken")
    assert raised.value.filename == str(tmp_path / "file")


def test_what_is_not_there_is_removed_already(tmp_path: Path) -> None:
    (tmp_path / "folder" / "inner").mkdir(parents=True)
    (tmp_path / "file").write_bytes(b"")
    for name in ("folder", "file", "nothing"):
        disk.remove(tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_a_file_gets_a_second_name_or_is_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_bytes(b"data")
    disk.link(tmp_path / "file", tmp_path / "second")
    assert (tmp_path / "second").samefile(tmp_path / "file")

    def fail(code: int) -> None:
        def raising(*_: object) -> None:
            raise OSError(code, "failed")

        monkeypatch.setattr(Path, "hardlink_to", raising)

    fail(errno.EPERM)
    disk.link(tmp_path / "file", tmp_path / "copy")
    assert (tmp_path / "copy").read_bytes() == b"data"
    assert not (tmp_path / "copy").samefile(tmp_path / "file")
    fail(errno.ENOSPC)
    with pytest.raises(OSError, match="failed"):
        disk.link(tmp_path / "file", tmp_path / "third")
