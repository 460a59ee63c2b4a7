import re
from pathlib import Path

import numpy as np
import pytest

from embeddings.errors import IndexDamaged
from embeddings.files.mapped import MOST_READS, MappedFile, MappedRows
from embeddings.files.runs import npy_header

ROWS, WIDTH = 100_000, 256


@pytest.fixture
def path(tmp_path: Path) -> Path:
    numbers = np.arange(ROWS, dtype=np.uint8)[:, np.newaxis].repeat(WIDTH, axis=1)
    (tmp_path / "rows.npy").write_bytes(npy_header(ROWS, np.uint8, WIDTH) + numbers.tobytes())
    return tmp_path / "rows.npy"


def opened(path: Path, rows: int = ROWS) -> MappedRows:
    return MappedRows(path, npy_header(rows, np.uint8, WIDTH), np.uint8, (rows, WIDTH))


def resident(path: Path) -> int:
    """The kilobytes of a file that count as this process's memory."""
    parts = Path("/proc/self/smaps").read_text().split(str(path))
    return sum(int(re.findall(r"^Rss:\s+(\d+) kB", part, re.MULTILINE)[0]) for part in parts[1:])


def test_the_rows_are_those_of_the_file_and_cannot_be_written(path: Path) -> None:
    mapped = opened(path)
    assert mapped.rows.shape == (ROWS, WIDTH)
    assert mapped.rows[[0, 7, 300], 5].tolist() == [0, 7, 44]
    assert not mapped.rows.flags.writeable


@pytest.mark.skipif(not Path("/proc/self/smaps").exists(), reason="Linux says what is resident")
def test_what_was_read_is_given_back_after_many_reads_and_can_be_read_again(path: Path) -> None:
    mapped = opened(path)
    before = mapped.rows.copy()
    assert resident(path) > 20_000
    mapped.count_reads(MOST_READS - 1)
    assert resident(path) > 20_000
    mapped.count_reads(1)
    assert resident(path) < 1_000
    np.testing.assert_array_equal(mapped.rows, before)


def test_another_header_and_a_file_too_short_are_damage(path: Path) -> None:
    with pytest.raises(IndexDamaged, match="was changed after it was written"):
        opened(path, ROWS - 1)
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(IndexDamaged, match="is shorter than it was written"):
        opened(path)


def test_no_rows_are_an_empty_array(tmp_path: Path) -> None:
    (tmp_path / "none.npy").write_bytes(npy_header(0, np.uint8, WIDTH))
    assert opened(tmp_path / "none.npy", 0).rows.shape == (0, WIDTH)


@pytest.mark.skipif(not Path("/proc/self/smaps").exists(), reason="Linux says what is resident")
def test_a_file_can_be_given_back_sooner(path: Path) -> None:
    mapped = MappedFile(path, most_reads=2)
    before = mapped.data.copy()
    mapped.count_reads(1)
    assert resident(path) > 20_000
    mapped.count_reads(1)
    assert resident(path) < 1_000
    np.testing.assert_array_equal(mapped.data, before)


def test_an_empty_file_cannot_be_mapped(tmp_path: Path) -> None:
    (tmp_path / "none").touch()
    with pytest.raises(ValueError, match="empty"):
        MappedFile(tmp_path / "none")
