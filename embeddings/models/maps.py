"""The linear maps of a model's layers, in float32 or in int8.

In int8 a map takes a third to a half of the time, and gives nearly the same. Weights are whole numbers from -127 to
127, each row of them with a factor of its own; so are the states that a map takes, each token's with a factor that is
found as it is read. What makes this exact enough is that the components of a state are moved by their means and brought
to like sizes before, and the weights changed the other way round, so that the map stays what it is.

    T. Dettmers and others, "LLM.int8()", NeurIPS 2022: a factor for each token and for each row.
    G. Xiao and others, "SmoothQuant", ICML 2023: what is hard in states is shared with weights, half and half.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from embeddings.arrays import Vectors
from embeddings.models.graph import FUSED, Graph
from embeddings.models.onnx_file import KINDS

LARGEST = 127
# A processor that lacks VNNI multiplies pairs, a state of 0 to 255 with a weight each, and keeps their sum in 16 bits:
# https://onnxruntime.ai/docs/performance/model-optimizations/quantization.html. Two weights of one sign that add up to
# no more than this keep it from running over, so that every processor calculates the same.
LARGEST_PAIR = 128
# GELU gives nothing below this (its minimum is -0.16997).
LEAST_ACTIVE = -0.17


class Range(NamedTuple):
    """What components of states were like in texts: their means, and how far they went from them at most.

    Both have the shape (width,). The centre of states that GELU gave is its minimum, below which they never are.
    """

    centre: Vectors
    reach: Vectors


def is_after_gelu(name: str) -> bool:
    """Whether a map of a layer, by its name, takes states that GELU gave."""
    return name.endswith(".output.dense") and not name.endswith(".attention.output.dense")


class Mapped(NamedTuple):
    """The names of what maps make of states in a graph, without their biases, and these, which are to be added."""

    outputs: list[str]
    biases: list[Vectors]


# Adds maps of the same states to a graph, given the name of the states in it and those of the maps among the weights.
AddMaps = Callable[[Graph, str, Sequence[str]], Mapped]


def float_maps(weights: Mapping[str, Vectors]) -> AddMaps:
    """Return what adds maps in float32."""

    def add(graph: Graph, states: str, names: Sequence[str]) -> Mapped:
        values = [graph.value(f"{name}.weight", weights[f"{name}.weight"]) for name in names]
        outputs = [graph.add("FusedMatMul", [states, value], FUSED, transB=1) for value in values]
        return Mapped(outputs, [weights[f"{name}.bias"] for name in names])

    return add


def int8_maps(weights: Mapping[str, Vectors], ranges: Mapping[str, Range]) -> AddMaps:
    """Return what adds maps in int8; `ranges` has those of the states that each takes, by the map's name."""

    def add(graph: Graph, states: str, names: Sequence[str]) -> Mapped:
        matrices = [weights[f"{name}.weight"] for name in names]
        of_states = ranges[names[0]]
        factors = shared_factors(of_states.reach, matrices)
        codes, token_factors, zero = _coded(graph, states, names[0], of_states, factors)
        one, no_zero = graph.value("one", np.ones((), np.float32)), graph.value("no zero", np.zeros((), np.int8))
        outputs = []
        for name, matrix in zip(names, matrices, strict=True):
            rows = in_int8(matrix * factors)
            row_factors = graph.value(f"{name}.factors", rows.factors)
            weight = graph.value(f"{name}.codes", np.ascontiguousarray(rows.codes.T))
            inputs = [codes, weight, one, row_factors, zero, no_zero]
            outputs.append(graph.add("Mul", [graph.add("MatMulIntegerToFloat", inputs, FUSED), token_factors]))
        biases = [
            weights[f"{name}.bias"] + matrix @ of_states.centre for name, matrix in zip(names, matrices, strict=True)
        ]
        return Mapped(outputs, biases)

    return add


def shared_factors(reach: Vectors, matrices: Sequence[Vectors]) -> Vectors:
    """Return what the components of states are divided by, and the weights that they meet multiplied with."""
    heaviest = np.maximum.reduce([np.abs(matrix).max(0) for matrix in matrices])
    return np.asarray(np.sqrt(np.maximum(reach, 1e-6) / np.maximum(heaviest, 1e-6)), np.float32)


class Coded(NamedTuple):
    """Rows of weights as whole numbers, shape (rows, width), int8, and what each row is to be multiplied with."""

    codes: NDArray[np.int8]
    factors: Vectors


def in_int8(matrix: Vectors) -> Coded:
    """Return weights in int8, as near as rows with a factor each allow."""
    # Two weights of unlike sign add up to less than the larger of them.
    sums = np.abs(matrix[:, 0::2] + matrix[:, 1::2]).max(1)
    factors = np.maximum(np.abs(matrix).max(1) / LARGEST, sums / (LARGEST_PAIR - 1))
    factors = np.maximum(factors, 1e-12).astype(np.float32)
    codes = matrix / factors[:, np.newaxis]
    return Coded(np.rint(codes, out=codes).astype(np.int8), factors)


def _coded(graph: Graph, states: str, name: str, of_states: Range, factors: Vectors) -> tuple[str, str, str]:
    """Add what puts states into numbers from 0 to 255.

    Returns the names of these, of the factor of each token, and of the number that stands for nothing.
    """

    def constant(number: float) -> str:
        return graph.value(str(number), np.array(number, np.float32))

    scaled = graph.add("Mul", [states, graph.value(f"{name}.scale", np.reciprocal(factors))])
    moved = graph.add("Sub", [scaled, graph.value(f"{name}.centre", of_states.centre / factors)])
    # States that are nowhere below their centre take all numbers, others half of them for each side.
    sizes, numbers, zero = (moved, 255.0, 0) if is_after_gelu(name) else (graph.add("Abs", [moved]), 127.0, 128)
    largest = graph.add("ReduceMax", [sizes], axes=[-1], keepdims=1)
    stretched = graph.add("Mul", [moved, graph.add("Div", [constant(numbers), largest])])
    # A half more, since what follows the point is cut off.
    codes = graph.add("Cast", [graph.add("Add", [stretched, constant(zero + 0.5)])], to=KINDS["uint8"])
    token_factors = graph.add("Mul", [largest, constant(1 / numbers)])
    return codes, token_factors, graph.value(f"zero {zero}", np.array(zero, np.uint8))
