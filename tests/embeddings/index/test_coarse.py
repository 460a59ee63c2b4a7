from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from embeddings.arrays import Vectors
from embeddings.index.coarse import RECHECKED, CoarseIndex, code_bytes, codes_of, open_codes, write_codes
from embeddings.index.order import Order
from embeddings.index.vectors import FaissIndex, HalfRows, half_precision
from tests.embeddings.index.segments import passages_alone

ROWS, DIMENSION = 5_000, 64


def unit(vectors: Vectors) -> Vectors:
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)


@pytest.fixture(scope="module")
def vectors() -> Vectors:
    return unit(np.random.default_rng(1).standard_normal((ROWS, DIMENSION), np.float32))


@pytest.fixture(scope="module")
def folder(vectors: Vectors, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("coarse")
    FaissIndex.from_vectors(vectors).write(folder / "passages.faiss")
    write_codes(folder / "codes.npy", folder / "passages.faiss", DIMENSION, ROWS)
    return folder


def opened(folder: Path, rechecked: int = RECHECKED) -> CoarseIndex:
    return of_files(folder, DIMENSION, ROWS, rechecked)


def of_files(folder: Path, dimension: int, rows: int, rechecked: int = RECHECKED) -> CoarseIndex:
    order = Order.of_one(passages_alone(rows))
    vectors = HalfRows([(folder / "passages.faiss", rows)], dimension)
    codes = open_codes(folder / "codes.npy", dimension, rows)
    return CoarseIndex(vectors, [codes], dimension, order, rechecked)


@pytest.fixture
def exact(folder: Path) -> FaissIndex:
    return FaissIndex.open(folder / "passages.faiss")


def test_a_code_has_a_bit_a_component_set_above_0_the_first_the_lowest_of_a_byte() -> None:
    (code,) = codes_of(np.asarray([[-2, -0.5, 0.5, 2, -0.5, 2, 0.5, -2, 0, 1]], np.float32)).tolist()
    assert code == [0b01101100, 0b10]
    assert code_bytes(10) == 2


def test_the_code_of_a_vector_does_not_depend_on_what_stands_beside_it(vectors: Vectors, folder: Path) -> None:
    alone = np.concatenate([codes_of(half_precision(vectors[row : row + 1])) for row in (0, 17, ROWS - 1)])
    np.testing.assert_array_equal(np.load(folder / "codes.npy")[[0, 17, ROWS - 1]], alone)


def test_nearly_all_of_the_nearest_are_found_with_their_exact_cosines(
    folder: Path, vectors: Vectors, exact: FaissIndex
) -> None:
    index, found, first = opened(folder), [], []
    for query in unit(vectors[:40] + 0.1 * np.random.default_rng(2).standard_normal((40, DIMENSION), np.float32)):
        numbers, cosines = index.search(query, 20)
        expected, _ = exact.search(query, 20)
        found.append(np.isin(expected, numbers).mean())
        first.append(numbers[0] == expected[0])
        np.testing.assert_allclose(cosines, exact.cosines(query, numbers.tolist()), atol=1e-6)
        assert cosines.tolist() == sorted(cosines.tolist(), reverse=True)
    # 64 components that have nothing in common are the hardest case there is.
    assert np.mean(found) > 0.85
    assert all(first)


def test_more_that_are_compared_exactly_find_more(folder: Path, vectors: Vectors, exact: FaissIndex) -> None:
    def recall(rechecked: int) -> float:
        index = opened(folder, rechecked)
        return float(np.mean([np.isin(exact.search(q, 20)[0], index.search(q, 20)[0]).mean() for q in vectors[:40]]))

    assert recall(1) < recall(2) < recall(40)


def test_only_what_is_allowed_is_found_however_much_that_is(folder: Path, vectors: Vectors, exact: FaissIndex) -> None:
    index = opened(folder)
    for share in (2, 50, 2_000):
        allowed = np.arange(ROWS) % share == 1
        numbers, _ = index.search(vectors[0], 10, allowed)
        assert allowed[numbers].all()
        expected, _ = exact.search(vectors[0], 10, allowed)
        assert np.isin(expected, numbers).mean() >= 0.9
    assert index.search(vectors[0], 10, np.zeros(ROWS, np.bool_))[0].tolist() == []


def test_what_is_asked_for_by_its_number_is_what_was_stored(folder: Path, vectors: Vectors, exact: FaissIndex) -> None:
    index = opened(folder)
    np.testing.assert_array_equal(index.vector(3), half_precision(vectors[3]).astype(np.float32))
    cosines = exact.cosines(vectors[0], [3, 0, 3])
    np.testing.assert_allclose(index.cosines(vectors[0], [3, 0, 3]), cosines, atol=1e-6)
    assert index.cosines(vectors[0], []).tolist() == []


def test_the_same_question_has_the_same_answer_each_time(folder: Path, vectors: Vectors) -> None:
    indexes = opened(folder), opened(folder)
    results = [[part.tolist() for part in index.search(vectors[5], 50)] for index in indexes for _ in range(2)]
    assert results == results[:1] * 4


def test_more_than_there_are_gives_all_and_any_dimension_will_do(tmp_path: Path) -> None:
    vectors = unit(np.random.default_rng(3).standard_normal((3, 10), np.float32))
    FaissIndex.from_vectors(vectors).write(tmp_path / "passages.faiss")
    write_codes(tmp_path / "codes.npy", tmp_path / "passages.faiss", 10, 3)
    index = of_files(tmp_path, 10, 3)
    numbers, cosines = index.search(vectors[1], 100)
    assert (sorted(numbers.tolist()), numbers[0], cosines[0]) == ([0, 1, 2], 1, pytest.approx(1, abs=0.001))


def test_codes_whose_rows_do_not_follow_one_another_are_taken_one_by_one(folder: Path) -> None:
    codes, rows = open_codes(folder / "codes.npy", DIMENSION, ROWS), np.arange(ROWS)
    # The first and the last stand where they would in order.
    rows[1:-1] = rows[1:-1][::-1]
    order: Any = SimpleNamespace(passages=ROWS, passage_segments=np.zeros(ROWS, np.int64), passage_rows=rows)
    index = CoarseIndex(HalfRows([(folder / "passages.faiss", ROWS)], DIMENSION), [codes], DIMENSION, order)
    np.testing.assert_array_equal(np.concatenate(list(index._in_order([codes]))), codes[rows])
