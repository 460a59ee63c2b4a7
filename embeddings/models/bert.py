"""BERT as onnxruntime runs it, without torch: the graph is written down here.

    J. Devlin et al., "BERT: pre-training of deep bidirectional transformers", NAACL 2019.

Texts go through it one by one. So none is padded, and the vectors of a text do not depend on what is read beside it.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Literal

import numpy as np

from embeddings.arrays import Vectors
from embeddings.models.graph import FUSED, Graph, GraphFile
from embeddings.models.maps import AddMaps

# Of all-MiniLM-L6-v2, as its config.json has them.
LAYERS, HEADS, EPSILON = 6, 12, 1e-12
_TABLES = ("word", "position", "token_type")

# Exact, or by the hyperbolic tangent: within 0.0005, in six tenths of the time.
Gelu = Literal["Gelu", "FastGelu"]
# Takes the numbers of a text's tokens and of their segments; returns a vector for each token, shape (tokens, width).
Bert = Callable[[Sequence[int], Sequence[int]], Vectors]


def layers_of(weights: Mapping[str, Vectors], maps: AddMaps, gelu: Gelu = "Gelu") -> GraphFile:
    """Return the layers of the model with these weights, by the names that transformers gives them.

    `maps` adds its linear maps.
    """
    graph = Graph()
    return graph.file("embedded", _add_layers(graph, weights, maps, gelu))


def open_bert(weights: Mapping[str, Vectors], layers: GraphFile, threads: int) -> Bert:
    """Return the model of these layers, with the tables among the weights; safe to use from threads.

    One run of it takes `threads` threads. Raises ImportError, or what onnxruntime raises.
    """
    calculate = layers.open(threads)
    # These stay out of the graph, since onnxruntime would copy them: half of all weights are the table of words.
    words, positions, types = (weights[f"embeddings.{name}_embeddings.weight"] for name in _TABLES)

    def run(tokens: Sequence[int], segments: Sequence[int]) -> Vectors:
        embedded = words[np.asarray(tokens)] + positions[: len(tokens)] + types[np.asarray(segments)]
        return np.asarray(calculate(embedded[np.newaxis])[0])

    return run


def maps_of_layer(number: int) -> list[list[str]]:
    """Return the names of a layer's linear maps among the weights, those together that take the same states."""
    layer = f"encoder.layer.{number}."
    attention = [f"{layer}attention.self.{part}" for part in ("query", "key", "value")]
    return [attention, [f"{layer}attention.output.dense"], [f"{layer}intermediate.dense"], [f"{layer}output.dense"]]


def _add_layers(graph: Graph, weights: Mapping[str, Vectors], maps: AddMaps, gelu: Gelu) -> str:
    """Add all layers to a graph; return the name of the last one's states."""

    def normalised(states: str, part: str) -> str:
        norm = f"{part}.LayerNorm"
        values = [graph.value(f"{norm}.{name}", weights[f"{norm}.{name}"]) for name in ("weight", "bias")]
        return graph.add("LayerNormalization", [states, *values], epsilon=EPSILON)

    def joined(states: str, part: str, before: str) -> str:
        """Add what a part of a layer makes of states to what went before, and normalise it."""
        [output] = maps(graph, states, [f"{part}.dense"])
        return normalised(graph.add("Add", [output, before]), part)

    states = normalised("embedded", "embeddings")
    for layer in range(LAYERS):
        attention, _, intermediate, _ = maps_of_layer(layer)
        attended = graph.add("Attention", maps(graph, states, attention), q_num_heads=HEADS, kv_num_heads=HEADS)
        attended = joined(attended, f"encoder.layer.{layer}.attention.output", states)
        active = graph.add(gelu, maps(graph, attended, intermediate), FUSED)
        states = joined(active, f"encoder.layer.{layer}.output", attended)
    return states
