from mmap import mmap
from pathlib import Path

import numpy as np
import pytest

from embeddings.arrays import Numbers
from embeddings.errors import IndexDamaged
from embeddings.files.runs import (
    ROWS,
    Runs,
    RunsWriter,
    expand_spans,
    npy_header,
    open_numbers,
    open_rows,
    write_numbers,
)

LENGTHS = (2, 0, 3, 1)


def run(passage: int) -> Numbers:
    return np.arange(LENGTHS[passage] * 2).reshape(-1, 2) + 10 * passage


@pytest.fixture
def runs(tmp_path: Path) -> Runs:
    with RunsWriter(tmp_path / "runs", np.float16, 2) as writer:
        for passage in range(4):
            writer.append(run(passage))
        writer.finish()
    return Runs(tmp_path / "runs", np.float16, 2, 4, 6)


def test_runs_come_back_by_passage(runs: Runs) -> None:
    assert [runs.run(passage).tolist() for passage in range(4)] == [run(passage).tolist() for passage in range(4)]
    assert len(runs) == 4


def test_runs_are_taken_in_any_order_with_where_each_begins(runs: Runs) -> None:
    rows, firsts = runs.take(np.asarray([3, 1, 0]))
    assert rows.tolist() == [*run(3).tolist(), *run(0).tolist()]
    assert firsts.tolist() == [0, 1, 1, 3]


def test_the_rows_are_mapped_and_numpy_reads_them_too(runs: Runs) -> None:
    mapped = runs.run(0).base
    assert mapped is not None
    assert isinstance(mapped.base, memoryview)
    assert isinstance(mapped.base.obj, mmap)
    assert not runs.run(0).flags.writeable
    assert np.load(runs.path).tolist() == np.concatenate([run(passage) for passage in range(4)]).tolist()


def test_copied_runs_are_the_same(runs: Runs, tmp_path: Path) -> None:
    with RunsWriter(tmp_path / "copy", np.float16, 2) as writer:
        writer.append(run(2))
        writer.copy(runs, 0, 3)
        writer.copy(runs, 3, 4)
        writer.copy(runs, 1, 1)
        writer.finish()
    copied = Runs(tmp_path / "copy", np.float16, 2, 5, 9)
    assert [copied.run(number).tolist() for number in range(5)] == [
        run(passage).tolist() for passage in (2, 0, 1, 2, 3)
    ]


@pytest.mark.parametrize("passage", [0, 2, 3])
def test_a_changed_run_is_found_when_it_is_read_and_the_others_can_be_read(runs: Runs, passage: int) -> None:
    data = bytearray(runs.path.read_bytes())
    data[runs.byte_of(int(runs.offsets[passage]))] ^= 1
    runs.path.write_bytes(data)
    for _ in range(2):
        with pytest.raises(IndexDamaged, match=rf"rows\.npy was changed .* \(at passage {passage}\)"):
            runs.take(np.asarray([1, passage]))
    undamaged = [number for number in range(4) if number != passage]
    assert len(runs.take(np.asarray(undamaged))[0]) == 6 - LENGTHS[passage]


def test_a_header_that_is_another_is_never_parsed(runs: Runs) -> None:
    data = runs.path.read_bytes()
    for place in range(len(npy_header(6, np.float16, 2))):
        changed = bytearray(data)
        changed[place] ^= 1
        runs.path.write_bytes(changed)
        with pytest.raises(IndexDamaged, match="was changed"):
            Runs(runs.path.parent, np.float16, 2, 4, 6)


def test_a_pickle_is_not_opened(tmp_path: Path) -> None:
    np.save(tmp_path / ROWS, np.asarray([{"code": "run"}], dtype=object), allow_pickle=True)
    with pytest.raises(IndexDamaged, match="was changed"):
        open_rows(tmp_path / ROWS, npy_header(1, np.int64, None), np.int64, (1,))


@pytest.mark.parametrize(("passages", "rows"), [(3, 6), (5, 6), (4, 5)])
def test_counts_that_do_not_fit_are_damage(runs: Runs, passages: int, rows: int) -> None:
    with pytest.raises(IndexDamaged):
        Runs(runs.path.parent, np.float16, 2, passages, rows)


def test_no_runs_at_all(tmp_path: Path) -> None:
    with RunsWriter(tmp_path / "runs", np.int32, None) as writer:
        writer.finish()
    runs = Runs(tmp_path / "runs", np.int32, None, 0, 0)
    rows, firsts = runs.take(np.empty(0, np.int64))
    assert (rows.tolist(), firsts.tolist()) == ([], [0])


@pytest.mark.parametrize("count", [0, 1, 10**12])
def test_a_header_is_as_long_for_every_number_of_rows(count: int) -> None:
    assert len(npy_header(count, np.uint8, 48)) == len(npy_header(0, np.uint8, 48))


def test_numbers_come_back(tmp_path: Path) -> None:
    write_numbers(tmp_path / "numbers.npy", np.asarray([3, 1, 2]))
    assert open_numbers(tmp_path / "numbers.npy", np.int64, 3).tolist() == [3, 1, 2]


def test_spans_one_after_another() -> None:
    numbers, firsts = expand_spans(np.asarray([5, 2, 9]), np.asarray([7, 2, 10]))
    assert (numbers.tolist(), firsts.tolist()) == ([5, 6, 9], [0, 2, 2, 3])


def test_half_precision_moves_a_cosine_by_less_than_a_thousandth() -> None:
    random = np.random.default_rng(11)
    rows = random.normal(size=(300, 384)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    moved = np.abs(rows.astype(np.float16).astype(np.float32) @ rows[0] - rows @ rows[0])
    assert 0 < moved.max() < 0.001
