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
    Range,
    float_maps,
    in_int8,
    int8_maps,
    is_after_gelu,
    shared_factors,
)

WIDTH = 64
CHANCE = np.random.default_rng(1)
NAMES = ["query", "key"]
WEIGHTS: dict[str, Vectors] = {
    f"{name}.{part}": CHANCE.standard_normal(shape).astype(np.float32)
    for name in (*NAMES, "layer.output.dense")
    for part, shape in (("weight", (32, WIDTH)), ("bias", (32,)))
}
# As those of a model are: a few components are far larger than the others, and stay on one side of nothing.
STATES = CHANCE.standard_normal((1, 40, WIDTH)).astype(np.float32)
STATES[..., 5] = STATES[..., 5] * 4 - 30


def of(states: Vectors, maps: AddMaps, names: Sequence[str]) -> list[Vectors]:
    """What maps make of states, with their biases."""
    results = []
    for number in range(len(names)):
        graph = Graph()
        outputs, biases = maps(graph, "states", names)
        results.append(graph.file("states", outputs[number]).open(threads=1)(states) + biases[number])
    return results


def seen(states: Vectors) -> Range:
    rows = states.reshape(-1, WIDTH)
    return Range(rows.mean(0), np.abs(rows - rows.mean(0)).max(0))


def error(vectors: Vectors, expected: Vectors) -> float:
    """How far vectors are from others, as a share of how much these differ among themselves."""
    return float(np.abs(vectors - expected).mean() / expected.std(axis=1).mean())


def test_in_float32_maps_are_what_they_are() -> None:
    for name, mapped in zip(NAMES, of(STATES, float_maps(WEIGHTS), NAMES), strict=True):
        expected = STATES @ WEIGHTS[f"{name}.weight"].T + WEIGHTS[f"{name}.bias"]
        np.testing.assert_allclose(mapped, expected, rtol=1e-4, atol=1e-4)


def test_in_int8_they_come_within_a_hundredth_of_that_whatever_the_sizes_of_components() -> None:
    mapped = of(STATES, int8_maps(WEIGHTS, {"query": seen(STATES)}), NAMES)
    expected = of(STATES, float_maps(WEIGHTS), NAMES)
    assert [error(*pair) < 0.01 for pair in zip(mapped, expected, strict=True)] == [True, True]


def test_without_their_ranges_they_would_not() -> None:
    alike = Range(np.zeros(WIDTH, np.float32), np.ones(WIDTH, np.float32))
    [mapped] = of(STATES, int8_maps(WEIGHTS, {"query": alike}), NAMES[:1])
    assert error(mapped, of(STATES, float_maps(WEIGHTS), NAMES[:1])[0]) > 0.03


def test_states_larger_than_any_that_were_seen_do_no_harm() -> None:
    [mapped] = of(STATES * 7, int8_maps(WEIGHTS, {"query": seen(STATES)}), NAMES[:1])
    assert error(mapped, of(STATES * 7, float_maps(WEIGHTS), NAMES[:1])[0]) < 0.04


def test_what_gelu_gave_takes_all_numbers_above_its_least() -> None:
    active = np.maximum(CHANCE.standard_normal((1, 40, WIDTH)) * 3, LEAST_ACTIVE).astype(np.float32)
    least = np.full(WIDTH, LEAST_ACTIVE, np.float32)
    ranges = {"layer.output.dense": Range(least, np.abs(active - least).max((0, 1)))}
    [mapped] = of(active, int8_maps(WEIGHTS, ranges), ["layer.output.dense"])
    assert error(mapped, of(active, float_maps(WEIGHTS), ["layer.output.dense"])[0]) < 0.01


@pytest.mark.parametrize(
    ("name", "expected"),
    [("layer.0.output.dense", True), ("layer.0.attention.output.dense", False), ("layer.0.intermediate.dense", False)],
)
def test_one_map_of_a_layer_takes_what_gelu_gave(name: str, expected: bool) -> None:
    assert is_after_gelu(name) is expected


@given(arrays(np.float32, (3, 8), elements=st.floats(-1e6, 1e6, width=32)))
def test_weights_are_as_near_as_whole_numbers_allow_and_no_pair_runs_over(matrix: Vectors) -> None:
    codes, factors = in_int8(matrix)
    assert np.abs(codes.astype(np.float64) * factors[:, None] - matrix).max(1).tolist() <= (factors * 0.501).tolist()
    pairs = codes.astype(int)[:, 0::2] + codes.astype(int)[:, 1::2]
    assert np.abs(pairs).max() <= LARGEST_PAIR
    assert np.abs(codes.astype(int)).max() <= 127


def test_what_components_are_divided_by_is_shared_between_states_and_weights() -> None:
    matrices = [np.array([[1, -4], [0.5, 1]], np.float32), np.array([[0.25, 0]], np.float32)]
    factors = shared_factors(np.array([16, 1], np.float32), matrices)
    assert factors.tolist() == [4, 0.5]
    assert (factors * [1, 4]).tolist() == [4, 2], "weights"
    assert ([16, 1] / factors).tolist() == [4, 2], "states, no larger than they"
