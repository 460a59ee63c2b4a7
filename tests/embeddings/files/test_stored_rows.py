import gc
import os
from pathlib import Path

import numpy as np
import pytest

from embeddings.errors import IndexDamaged
from embeddings.files.runs import npy_header
from embeddings.files.stored_rows import StoredRows

ROWS, WIDTH = 300, 5


@pytest.fixture
def path(tmp_path: Path) -> Path:
    numbers = np.arange(ROWS * WIDTH, dtype="<u2").reshape(ROWS, WIDTH)
    (tmp_path / "rows.npy").write_bytes(npy_header(ROWS, np.dtype("<u2"), WIDTH) + numbers.tobytes())
    return tmp_path / "rows.npy"


def opened(path: Path, rows: int = ROWS) -> StoredRows:
    dtype = np.dtype("<u2")
    return StoredRows(path, npy_header(rows, dtype, WIDTH), dtype, (rows, WIDTH))


@pytest.mark.parametrize("has_pread", [True, False], ids=["read", "mapped"])
def test_rows_come_in_the_order_asked_for(path: Path, monkeypatch: pytest.MonkeyPatch, has_pread: bool) -> None:
    if not has_pread:
        monkeypatch.delattr(os, "pread", raising=False)
    taken = opened(path).take(np.array([299, 0, 7, 7]))
    assert taken[:, 0].tolist() == [1495, 0, 35, 35]
    assert taken.shape == (4, WIDTH)
    assert opened(path).take(np.empty(0, np.int64)).shape == (0, WIDTH)


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="Linux says which files are open")
def test_the_file_is_closed_with_the_rows(path: Path) -> None:
    def is_open() -> bool:
        return any(os.path.realpath(one) == str(path.resolve()) for one in Path("/proc/self/fd").iterdir())

    rows = opened(path)
    assert is_open()
    del rows
    gc.collect()
    assert not is_open()


def test_another_header_and_a_file_too_short_are_damage(path: Path) -> None:
    with pytest.raises(IndexDamaged, match="was changed after it was written"):
        opened(path, ROWS - 1)
    rows = opened(path)
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size - 1)
    assert rows.take(np.array([298])).tolist() == [[1490, 1491, 1492, 1493, 1494]]
    with pytest.raises(IndexDamaged, match="is shorter than it was written"):
        rows.take(np.array([298, 299]))
