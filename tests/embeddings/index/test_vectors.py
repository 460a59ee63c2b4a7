from pathlib import Path
from typing import Any

import numpy as np
import pytest

from embeddings.arrays import Vectors
from embeddings.index.vectors import FaissIndex, HalfRows, flat_header, half_precision

# Cosines with EAST: 1, 0, 0.6 and -1.
EAST, NORTH, BETWEEN, WEST = (1.0, 0.0), (0.0, 1.0), (0.6, 0.8), (-1.0, 0.0)

# What half precision moves a component by, at most: half a step of 11 binary digits.
HALF = 2**-12


@pytest.fixture
def vectors() -> Vectors:
    return np.asarray([EAST, NORTH, BETWEEN, WEST], dtype=np.float32)


@pytest.fixture(params=["in memory", "opened from its file"])
def index(request: pytest.FixtureRequest, vectors: Vectors, tmp_path: Path) -> FaissIndex:
    index = FaissIndex.from_vectors(vectors)
    if request.param == "in memory":
        return index
    index.write(tmp_path / "passages.faiss")
    return FaissIndex.open(tmp_path / "passages.faiss")


def test_search_gives_the_nearest_first_with_their_cosines(index: FaissIndex) -> None:
    numbers, scores = index.search(np.asarray(EAST, np.float32), 3)
    assert numbers.tolist() == [0, 2, 1]
    assert scores.tolist() == pytest.approx([1.0, 0.6, 0.0], abs=HALF)


def test_a_vector_is_given_as_it_was_stored(index: FaissIndex) -> None:
    assert [index.vector(number).tolist() for number in (0, 2)] == [list(EAST), pytest.approx(BETWEEN, abs=HALF)]


def test_search_for_more_than_there_are_gives_all(index: FaissIndex) -> None:
    numbers, scores = index.search(np.asarray(NORTH, np.float32), 100)
    # EAST and WEST are equally far, so their order is open.
    assert (numbers[:2].tolist(), set(numbers[2:].tolist())) == ([1, 2], {0, 3})
    assert scores.tolist() == pytest.approx([1.0, 0.8, 0.0, 0.0], abs=HALF)


def test_cosines_are_those_of_the_passages_asked_for_in_their_order(index: FaissIndex) -> None:
    assert index.cosines(np.asarray(EAST, np.float32), [3, 0, 2, 0]).tolist() == pytest.approx(
        [-1, 1, 0.6, 1], abs=HALF
    )


def test_cosines_of_no_passages_are_none(index: FaissIndex) -> None:
    cosines = index.cosines(np.asarray(EAST, np.float32), [])
    assert cosines.tolist() == []


def test_search_and_cosines_agree_on_random_vectors() -> None:
    random = np.random.default_rng(7)
    rows = random.normal(size=(200, 16)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    index = FaissIndex.from_vectors(rows)
    rows = half_precision(rows).astype(np.float32)
    for query in rows[:5]:
        numbers, scores = index.search(query, 200)
        exact = rows @ query
        assert numbers.tolist() == np.argsort(-exact, kind="stable").tolist()
        np.testing.assert_allclose(scores, exact[numbers], atol=1e-6)
        np.testing.assert_allclose(index.cosines(query, numbers.tolist()), scores, atol=1e-6)


@pytest.mark.parametrize(("rows", "dimension"), [(1, 384), (1000, 2), (0, 16)])
def test_the_header_written_row_by_row_is_the_one_faiss_writes(rows: int, dimension: int, tmp_path: Path) -> None:
    vectors = np.random.default_rng(3).normal(size=(rows, dimension)).astype(np.float32)
    FaissIndex.from_vectors(vectors).write(tmp_path / "passages.faiss")
    assert (tmp_path / "passages.faiss").read_bytes() == flat_header(dimension, rows) + half_precision(
        vectors
    ).tobytes()


def test_a_file_that_claims_more_than_it_holds_is_refused_before_memory_is_taken(tmp_path: Path) -> None:
    (tmp_path / "passages.faiss").write_bytes(flat_header(384, 1 << 34))
    with pytest.raises(RuntimeError):
        FaissIndex.open(tmp_path / "passages.faiss")


def test_a_search_for_one_vector_keeps_no_other_thread_waiting(
    index: FaissIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    import faiss

    before = faiss.omp_get_max_threads()
    during: list[int] = []
    search = index._index.search

    def noted(*asked: Any, **how: Any) -> Any:
        during.append(faiss.omp_get_max_threads())
        return search(*asked, **how)

    monkeypatch.setattr(index._index, "search", noted)
    faiss.omp_set_num_threads(3)
    try:
        index.search(np.asarray(EAST, np.float32), 1)
        assert faiss.omp_get_max_threads() == 3
    finally:
        faiss.omp_set_num_threads(before)
    assert set(during) == {1}


def test_many_cosines_of_several_files_are_those_of_all_at_once(tmp_path: Path) -> None:
    vectors = np.random.default_rng(3).standard_normal((500, 6)).astype(np.float32)
    for name, rows in (("one", vectors[:200]), ("two", vectors[200:])):
        (tmp_path / name).write_bytes(flat_header(6, len(rows)) + half_precision(rows).tobytes())
    stored = HalfRows([(tmp_path / "one", 200), (tmp_path / "two", 300)], 6)
    numbers = np.random.default_rng(4).permutation(500)
    segments, rows = (numbers >= 200).astype(np.int64), np.where(numbers >= 200, numbers - 200, numbers)
    halves = half_precision(vectors)[numbers].astype(np.float32)
    assert stored.take(segments, rows).astype(np.float32).tolist() == halves.tolist()
    query = vectors[0]
    np.testing.assert_array_equal(stored.cosines(query, segments, rows), np.einsum("ij,j->i", halves, query))
    assert stored.cosines(query, segments[:0], rows[:0]).tolist() == []
