from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from embeddings.arrays import Vectors
from embeddings.models.graph import Graph
from embeddings.models.maps import (
    LARGEST_PAIR,
    LEAST_ACTIVE,
    AddMaps,
    float_maps,
    in_int8,
    int8_maps,
    shared_factors,
    takes_active,
    takes_normalised,
)

WIDTH = 64
CHANCE = np.random.default_rng(1)
NAMES = ["query", "key"]
ATTENDED, ACTIVE = "layer.attention.output.dense", "layer.output.dense"
WEIGHTS: dict[str, Vectors] = {
    f"{name}.{part}": CHANCE.standard_normal(shape).astype(np.float32)
    for name in (*NAMES, ATTENDED, ACTIVE)
    for part, shape in (("weight", (32, WIDTH)), ("bias", (32,)))
}
# As those of a model are: a few components are far larger than the others.
STATES = CHANCE.standard_normal((1, 40, WIDTH)).astype(np.float32)
STATES[..., 5] *= 30


def of(states: Vectors, maps: AddMaps, names: Sequence[str]) -> list[Vectors]:
    """What maps make of states."""
    results = []
    for number in range(len(names)):
        graph = Graph()
        output = maps(graph, "states", names)[number]
        results.append(graph.file("states", output).open(threads=1)(states))
    return results


def in_eight_bits(states: Vectors, names: Sequence[str], reach: Vectors) -> list[Vectors]:
    return of(states, int8_maps(WEIGHTS, {names[0]: reach}), names)


def seen(states: Vectors) -> Vectors:
    return np.asarray(np.abs(states).max((0, 1)))


def error(vectors: Vectors, expected: Vectors) -> float:
    """How far vectors are from others, as a share of how much these differ among themselves."""
    return float(np.abs(vectors - expected).mean() / expected.std(axis=1).mean())


def test_in_float32_maps_are_what_they_are() -> None:
    for name, mapped in zip(NAMES, of(STATES, float_maps(WEIGHTS), NAMES), strict=True):
        expected = STATES @ WEIGHTS[f"{name}.weight"].T + WEIGHTS[f"{name}.bias"]
        np.testing.assert_allclose(mapped, expected, rtol=1e-4, atol=1e-4)


def test_in_int8_they_come_within_a_hundredth_of_that_whatever_the_sizes_of_components() -> None:
    mapped = in_eight_bits(STATES, NAMES, seen(STATES))
    expected = of(STATES, float_maps(WEIGHTS), NAMES)
    assert [error(*pair) < 0.01 for pair in zip(mapped, expected, strict=True)] == [True, True]


def test_without_their_ranges_they_would_not() -> None:
    [mapped] = in_eight_bits(STATES, NAMES[:1], np.ones(WIDTH, np.float32))
    assert error(mapped, of(STATES, float_maps(WEIGHTS), NAMES[:1])[0]) > 0.03


def test_states_larger_than_any_that_were_seen_do_no_harm() -> None:
    [mapped] = in_eight_bits(STATES * 7, NAMES[:1], seen(STATES))
    assert error(mapped, of(STATES * 7, float_maps(WEIGHTS), NAMES[:1])[0]) < 0.01


def test_what_attention_gave_needs_no_range() -> None:
    attended = CHANCE.standard_normal((1, 40, WIDTH)).astype(np.float32)
    [mapped] = of(attended, int8_maps(WEIGHTS, {}), [ATTENDED])
    assert error(mapped, of(attended, float_maps(WEIGHTS), [ATTENDED])[0]) < 0.015


def test_what_gelu_gave_is_exact_for_each_token_whatever_the_sizes_of_others() -> None:
    active = np.maximum(CHANCE.standard_normal((1, 40, WIDTH)) * 3, LEAST_ACTIVE).astype(np.float32)
    active[0, 7] *= 100
    active[0, 8] = np.linspace(LEAST_ACTIVE, 0.01, WIDTH)
    active[0, 9] = LEAST_ACTIVE
    [mapped], [expected] = (of(active, maps, [ACTIVE]) for maps in (int8_maps(WEIGHTS, {}), float_maps(WEIGHTS)))
    others = [token for token in range(40) if token not in (8, 9)]
    assert error(mapped[:, others], expected[:, others]) < 0.01
    np.testing.assert_allclose(mapped[0, 7], expected[0, 7], atol=np.abs(expected[0, 7]).max() * 0.02)
    np.testing.assert_allclose(mapped[0, 8:10], expected[0, 8:10], atol=0.15)


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("layer.0.attention.self.query", (True, False)),
        ("layer.0.attention.output.dense", (False, False)),
        ("layer.0.intermediate.dense", (True, False)),
        ("layer.0.output.dense", (False, True)),
    ],
)
def test_a_map_takes_what_a_norm_attention_or_gelu_gave(name: str, kinds: tuple[bool, bool]) -> None:
    assert (takes_normalised(name), takes_active(name)) == kinds


@given(arrays(np.float32, (3, 8), elements=st.floats(-1e6, 1e6, width=32)))
def test_weights_are_as_near_as_whole_numbers_allow_and_no_pair_runs_over(matrix: Vectors) -> None:
    codes, factors = in_int8(matrix)
    assert np.abs(codes.astype(np.float64) * factors[:, None] - matrix).max(1).tolist() <= (factors * 0.501).tolist()
    pairs = codes.astype(int)[:, 0::2] + codes.astype(int)[:, 1::2]
    assert np.abs(pairs).max() <= LARGEST_PAIR
    assert np.abs(codes.astype(int)).max() <= 127


def test_what_components_are_divided_by_moves_most_of_their_difference_to_the_weights() -> None:
    matrices = [np.array([[1, -16], [0.5, 1]], np.float32), np.array([[0.25, 0]], np.float32)]
    factors = shared_factors(np.array([16, 1], np.float32), matrices)
    assert factors.tolist() == [8, 0.5]
    assert (factors * [1, 16]).tolist() == [8, 8], "weights"
    assert ([16, 1] / factors).tolist() == [2, 2], "states"
