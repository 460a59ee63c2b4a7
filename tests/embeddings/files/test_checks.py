import hashlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import xxhash

from embeddings.errors import IndexDamaged
from embeddings.files.checks import check_file, check_size, check_strongly, damaged, file_digest, first_use_check

DATA = b"The sea was calm." * 100_000


@pytest.fixture
def path(tmp_path: Path) -> Path:
    folder = tmp_path / "index" / "generations" / "1-one"
    folder.mkdir(parents=True)
    (folder / "file").write_bytes(DATA)
    return folder / "file"


def test_the_digest_of_a_file(path: Path) -> None:
    assert file_digest(path) == {
        "bytes": len(DATA),
        "sha256": hashlib.sha256(DATA).hexdigest(),
        "xxh3": xxhash.xxh3_128(DATA).hexdigest(),
    }


def test_an_error_of_damage_names_the_index_to_build_again(path: Path) -> None:
    index = path.parents[2]
    assert str(damaged(path, "is missing")) == (
        f"{path} is missing; build the index again with: qa rebuild --index {index}"
    )


def test_an_unchanged_file_passes_every_check(path: Path) -> None:
    expected = file_digest(path)
    for check in (check_size, check_file, check_strongly):
        check(path, expected)
    first_use_check(path.parent, ["file"], {"file": expected})()


@pytest.mark.parametrize("place", [0, len(DATA) // 2, -1])
def test_a_changed_byte_is_found(path: Path, place: int) -> None:
    expected = file_digest(path)
    data = bytearray(DATA)
    data[place] ^= 1
    path.write_bytes(data)
    check_size(path, expected)
    for check in (check_file, check_strongly):
        with pytest.raises(IndexDamaged, match="was changed after it was written"):
            check(path, expected)


def test_a_missing_file_is_found(path: Path) -> None:
    expected = file_digest(path)
    path.unlink()
    for check in (check_size, check_file, check_strongly):
        with pytest.raises(IndexDamaged, match="is missing"):
            check(path, expected)


def test_a_strong_check_looks_at_both_checksums(path: Path) -> None:
    with pytest.raises(IndexDamaged):
        check_strongly(path, {**file_digest(path), "sha256": "00"})
    with pytest.raises(IndexDamaged):
        check_strongly(path, {**file_digest(path), "xxh3": "00"})


def test_what_is_checked_at_first_use_may_be_removed_before(path: Path) -> None:
    check = first_use_check(path.parent, ["file"], {"file": file_digest(path)})
    path.unlink()
    check()


def test_an_empty_file_can_be_checked(path: Path) -> None:
    path.write_bytes(b"")
    expected = file_digest(path)
    first_use_check(path.parent, ["file"], {"file": expected})()
    with pytest.raises(IndexDamaged):
        first_use_check(path.parent, ["file"], {"file": {**expected, "xxh3": "00"}})()


def test_every_thread_that_checks_sees_the_damage(path: Path) -> None:
    check = first_use_check(path.parent, ["file"], {"file": {**file_digest(path), "xxh3": "00"}})

    def is_damaged(_: int) -> bool:
        try:
            check()
        except IndexDamaged:
            return True
        return False

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(is_damaged, range(32)))
