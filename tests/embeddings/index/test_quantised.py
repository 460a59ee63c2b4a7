import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from embeddings.index.quantised import code_bytes, cosines, quantised, unit_vectors


def unit(rows: np.ndarray) -> np.ndarray:
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def made(rows: int, dimension: int, seed: int = 5) -> np.ndarray:
    return unit(np.random.default_rng(seed).standard_normal((rows, dimension)))


def test_whole_numbers_stand_two_to_a_byte_eight_above_themselves() -> None:
    row = unit(np.array([[7, -7, 0, 3, 1]]))
    assert quantised(row).tolist() == [[8 + 7 | (8 - 7) << 4, 8 + 0 | (8 + 3) << 4, 8 + 1 | 8 << 4]]


def test_a_row_of_whole_numbers_is_kept_exactly() -> None:
    rows = unit(np.array([[7, -7, 0, 3, 1], [-5, 7, 2, 0, 0]]))
    np.testing.assert_allclose(unit_vectors(quantised(rows), 5), rows, atol=1e-6)


def test_a_zero_row_stays_zero_and_is_near_nothing() -> None:
    codes = quantised(np.zeros((1, 6), np.float32))
    assert unit_vectors(codes, 6).tolist() == [[0] * 6]
    assert cosines(codes, made(1, 6)[0]).tolist() == [0]


def test_no_rows_have_no_codes() -> None:
    codes = quantised(np.empty((0, 6), np.float32))
    assert codes.shape == (0, code_bytes(6))
    assert cosines(codes, made(1, 6)[0]).shape == (0,)


@pytest.mark.parametrize("dimension", [384, 383])
def test_a_cosine_moves_by_little(dimension: int) -> None:
    rows, queries = made(500, dimension), made(20, dimension, seed=6)
    codes = quantised(rows)
    moved = np.stack([cosines(codes, query) - rows @ query for query in queries])
    assert moved.std() < 0.007
    assert ((unit_vectors(codes, dimension) * rows).sum(axis=1) > 0.985).all()


def test_one_component_far_beyond_the_others_does_not_make_them_all_zero() -> None:
    rows = made(50, 384)
    rows[:, 7] = 0.6
    rows = unit(rows)
    assert ((unit_vectors(quantised(rows), 384) * rows).sum(axis=1) > 0.9).all()


def test_cosines_are_those_of_the_vectors_that_the_codes_stand_for() -> None:
    codes, query = quantised(made(30, 24)), made(1, 24, seed=8)[0]
    np.testing.assert_allclose(cosines(codes, query), unit_vectors(codes, 24) @ query, atol=1e-6)


@settings(max_examples=30)
@given(st.integers(1, 40), st.integers(0, 2**32 - 1))
def test_a_row_has_the_same_codes_whatever_stands_beside_it(rows: int, seed: int) -> None:
    vectors = made(rows, 384, seed)
    alone = np.concatenate([quantised(vectors[row : row + 1]) for row in range(rows)])
    assert quantised(vectors).tobytes() == alone.tobytes()
