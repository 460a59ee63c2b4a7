import os
import time
from pathlib import Path
from typing import Any

import pytest

from embeddings.errors import IndexDamaged
from embeddings.files import verified_files
from embeddings.files.checks import check_file, check_once, check_strongly, damaged, file_digest, first_use_check
from embeddings.files.verified_files import VERIFIED_FILES, VerifiedFiles

DATA = b"The sea was calm."
HOUR_AGO = time.time_ns() - 3_600_000_000_000


@pytest.fixture
def path(tmp_path: Path) -> Path:
    folder = tmp_path / "index" / "generations" / "1-one"
    folder.mkdir(parents=True)
    return written(folder / "file", DATA)


def written(path: Path, data: bytes, when: int = HOUR_AGO) -> Path:
    """Write a file over the one that is there, and have it look as if it was written at a time, in nanoseconds."""
    path.write_bytes(data)
    os.utime(path, ns=(when, when))
    return path


def rotten(path: Path) -> None:
    """Change a bit as a disk does that goes bad: nothing about the file looks different."""
    written(path, bytes([DATA[0] ^ 1]) + DATA[1:])


def checked_at_first_use(path: Path, expected: Any) -> None:
    first_use_check(path.parent, [path.name], {path.name: expected})()


@pytest.mark.parametrize("check", [check_once, checked_at_first_use])
@pytest.mark.parametrize("before", [check_once, checked_at_first_use])
def test_a_file_that_was_found_whole_is_not_read_again(path: Path, before: Any, check: Any) -> None:
    expected = file_digest(path)
    before(path, expected)
    rotten(path)
    check(path, expected)
    # Nor is it under another name, as the next generation has.
    path.with_name("other").hardlink_to(path)
    check(path.with_name("other"), expected)
    # Whoever asks for that reads it all the same.
    for always in (check_file, check_strongly):
        with pytest.raises(IndexDamaged, match="was changed after it was written"):
            always(path, expected)


@pytest.mark.parametrize("check", [check_once, checked_at_first_use])
def test_a_file_that_looks_otherwise_is_read_again(path: Path, check: Any) -> None:
    expected = file_digest(path)
    check(path, expected)
    written(path, b"The sea was rough"[: len(DATA)], HOUR_AGO + 1)
    with pytest.raises(IndexDamaged, match="was changed after it was written"):
        check(path, expected)


def test_a_file_of_another_number_is_read_again(path: Path) -> None:
    expected = file_digest(path)
    check_once(path, expected)
    written(path.with_name("new"), DATA.upper()).replace(path)
    with pytest.raises(IndexDamaged, match="was changed after it was written"):
        check_once(path, expected)


def test_a_missing_file_is_named(path: Path) -> None:
    expected = file_digest(path)
    check_once(path, expected)
    path.unlink()
    with pytest.raises(IndexDamaged, match="file is missing"):
        check_once(path, expected)


def test_once_damage_is_found_all_is_read_again(path: Path) -> None:
    expected = file_digest(path)
    check_once(path, expected)
    rotten(path)
    check_once(path, expected)
    damaged(path.with_name("another"), "is missing")
    with pytest.raises(IndexDamaged, match="file was changed after it was written"):
        check_once(path, expected)


def test_a_file_is_of_the_checksum_it_was_found_to_have(path: Path) -> None:
    check_once(path, file_digest(path))
    with pytest.raises(IndexDamaged):
        check_once(path, {**file_digest(path), "xxh3": "00"})


def test_a_file_is_read_again_once_that_was_long_ago(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = file_digest(path)
    check_once(path, expected)
    rotten(path)
    check_once(path, expected)
    monkeypatch.setattr(verified_files, "REMEMBERED", 0)
    with pytest.raises(IndexDamaged, match="was changed after it was written"):
        check_once(path, expected)


def test_a_file_just_written_may_change_and_look_the_same(path: Path) -> None:
    expected = file_digest(path)
    written(path, DATA, time.time_ns())
    check_once(path, expected)
    assert not VERIFIED_FILES.has(path.stat(), expected["xxh3"])
    # Nor is it known when one was written that comes from the future.
    written(path, DATA, time.time_ns() + 3_600_000_000_000)
    check_once(path, expected)
    assert not VERIFIED_FILES.has(path.stat(), expected["xxh3"])


def test_no_more_files_are_remembered_than_agreed(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verified_files, "MOST", 2)
    found = VerifiedFiles()
    files = [written(path.with_name(str(number)), DATA) for number in range(3)]
    for file in files:
        found.add(file.stat(), "ab")
    assert [found.has(file.stat(), "ab") for file in files] == [False, False, True]
