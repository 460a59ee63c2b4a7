"""The linear maps of a model's layers, in float32 or in int8.

In int8 a map takes about half of the time, and gives nearly the same. Weights are whole numbers from -127 to 127, each
row of them with a factor of its own; so are the states that a map takes, with a factor that is found as they are read.
Three things make this exact enough:

- What a norm gave has components of unlike sizes. They are brought nearer to each other before, and the weights changed
  the other way round, so that the map stays what it is.
- What GELU gave has tokens of unlike sizes: in a few of them one component is far larger than all others. So each token
  has a factor of its own there. Elsewhere one for all tokens does as well, and the fewest operators.
- Texts go through one by one, so the factor hangs on one text alone.

    T. Dettmers and others, "LLM.int8()", NeurIPS 2022: a factor for each token and for each row.
    G. Xiao and others, "SmoothQuant", ICML 2023: what is hard in states is shared with weights.
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
# How much of the difference between components of states is moved to the weights. With a half, vectors are farther from
# those in float32 by a fifth.
SHARE = 0.75
# GELU gives nothing below this (its minimum is -0.16997).
LEAST_ACTIVE = -0.17
# The number that stands for nothing among those from 0 to 255 that stand for what GELU gave, and the least that the
# largest component of a token is taken for, so that these reach down to LEAST_ACTIVE.
NOTHING = 20
_LEAST_LARGEST = -LEAST_ACTIVE * (255 - NOTHING) / NOTHING

# Adds maps of the same states to a graph, given the name of the states in it and those of the maps among the weights;
# returns the names of what they make.
AddMaps = Callable[[Graph, str, Sequence[str]], list[str]]


def takes_normalised(name: str) -> bool:
    """Whether a map of a layer, by its name, takes states that a norm gave."""
    return not name.endswith(".output.dense")


def takes_active(name: str) -> bool:
    """Whether a map of a layer, by its name, takes states that GELU gave."""
    return name.endswith(".output.dense") and not name.endswith(".attention.output.dense")


def float_maps(weights: Mapping[str, Vectors]) -> AddMaps:
    """Return what adds maps in float32."""

    def add(graph: Graph, states: str, names: Sequence[str]) -> list[str]:
        outputs = []
        for name in names:
            weight, bias = (graph.value(f"{name}.{part}", weights[f"{name}.{part}"]) for part in ("weight", "bias"))
            outputs.append(graph.add("Add", [graph.add("FusedMatMul", [states, weight], FUSED, transB=1), bias]))
        return outputs

    return add


def int8_maps(weights: Mapping[str, Vectors], reaches: Mapping[str, Vectors]) -> AddMaps:
    """Return what adds maps in int8.

    `reaches` has how far the components go of the states that each map takes which a norm gave, by the map's name.
    """

    def add(graph: Graph, states: str, names: Sequence[str]) -> list[str]:
        matrices = [weights[f"{name}.weight"] for name in names]
        if takes_normalised(names[0]):
            factors = shared_factors(reaches[names[0]], matrices)
            states = graph.add("Mul", [states, graph.value(f"{names[0]}.scale", np.reciprocal(factors))])
            matrices = [matrix * factors for matrix in matrices]
        multiplied = _by_tokens if takes_active(names[0]) else _at_once
        return [
            multiplied(graph, states, _Map(graph, name, matrix, weights[f"{name}.bias"]))
            for name, matrix in zip(names, matrices, strict=True)
        ]

    return add


def shared_factors(reach: Vectors, matrices: Sequence[Vectors]) -> Vectors:
    """Return what the components of states are divided by, and the weights that they meet multiplied with."""
    heaviest = np.maximum.reduce([np.abs(matrix).max(0) for matrix in matrices])
    factors = np.maximum(reach, 1e-6) ** SHARE / np.maximum(heaviest, 1e-6) ** (1 - SHARE)
    return np.asarray(factors, np.float32)


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


class _Map:
    """The names of a map's arrays in a graph."""

    def __init__(self, graph: Graph, name: str, matrix: Vectors, bias: Vectors) -> None:
        rows = in_int8(matrix)
        self.codes = graph.value(f"{name}.codes", np.ascontiguousarray(rows.codes.T))
        self.factors = graph.value(f"{name}.factors", rows.factors)
        self.bias = graph.value(f"{name}.bias", bias)
        self.zero = graph.value("no zero", np.zeros((), np.int8))


def _at_once(graph: Graph, states: str, one: _Map) -> str:
    """Add a map of states that have one factor for all tokens."""
    return graph.add("DynamicQuantizeMatMul", [states, one.codes, one.factors, one.zero, one.bias], FUSED)


def _by_tokens(graph: Graph, active: str, one: _Map) -> str:
    """Add a map of states that GELU gave, each token with a factor of its own."""

    def constant(number: float) -> str:
        return graph.value(str(number), np.array(number, np.float32))

    largest = graph.add("ReduceMax", [active, graph.add("Constant", [], value_ints=[-1])], keepdims=1)
    least = graph.add("Max", [largest, constant(_LEAST_LARGEST)])
    factors = graph.add("Mul", [least, constant(1 / (255 - NOTHING))])
    # An operator that takes a factor for each token takes one number for each that stands for nothing.
    flat = graph.add("ReduceMax", [factors, graph.add("Constant", [], value_ints=[0, 2])], keepdims=0)
    nothing = graph.add("Cast", [graph.add("Clip", [flat, *[constant(NOTHING)] * 2])], to=KINDS["uint8"])
    codes = graph.add("QuantizeLinear", [active, flat, nothing], axis=1)
    zero = graph.value("nothing", np.array(NOTHING, np.uint8))
    product = graph.add("MatMulIntegerToFloat", [codes, one.codes, constant(1.0), one.factors, zero, one.zero], FUSED)
    return graph.add("Add", [graph.add("Mul", [product, factors]), one.bias])
