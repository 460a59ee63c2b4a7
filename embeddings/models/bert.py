"""BERT as onnxruntime runs it, without torch: the graph is written down here, the weights stay where they lie.

    J. Devlin et al., "BERT: pre-training of deep bidirectional transformers", NAACL 2019.

Texts go through it one by one. So none is padded, and the vectors of a text do not depend on what is read beside it.
"""

import os
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from embeddings.arrays import Vectors

if TYPE_CHECKING:
    from onnx import ModelProto, TensorProto

LAYERS, HEADS, EPSILON = 6, 12, 1e-12
# onnxruntime's own operators, each of which does the work of several standard ones:
# https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md
FUSED = "com.microsoft"
# What those operators need: opset 17 of 2022, and a file format that every onnxruntime since reads.
OPSET, IR_VERSION = 17, 8
_TABLES = ("word", "position", "token_type")

# Takes the numbers of a text's tokens and of their segments; returns a vector for each token, shape (tokens, width).
Bert = Callable[[Sequence[int], Sequence[int]], Vectors]


def open_bert(weights: Mapping[str, Vectors], threads: int) -> Bert:
    """Return the model with these weights, by the names that transformers gives them; safe to use from threads.

    One run of it takes `threads` threads. The weights are used where they are and must not be changed. Raises
    ImportError, or what onnxruntime raises.
    """
    import onnxruntime

    named = {**weights, **_joint_biases(weights)}
    graph = _graph(named)
    names = [tensor.name for tensor in graph.graph.initializer]
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
    # Threads that wait for work by turning in circles take the processor from all else.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    # A plan of the memory is kept for each length of a text; there are hundreds.
    options.enable_mem_pattern = False
    options.log_severity_level = 3
    values = [onnxruntime.OrtValue.ortvalue_from_numpy(named[name]) for name in names]
    options.add_external_initializers(names, values)
    session = onnxruntime.InferenceSession(graph.SerializeToString(), options, providers=["CPUExecutionProvider"])

    # These stay out of the graph, since onnxruntime would copy them: half of all weights are the table of words.
    words, positions, types = (weights[f"embeddings.{name}_embeddings.weight"] for name in _TABLES)

    def run(tokens: Sequence[int], segments: Sequence[int], _kept: object = values) -> Vectors:
        # onnxruntime does not keep the weights alive; `_kept` does.
        embedded = words[np.asarray(tokens)] + positions[: len(tokens)] + types[np.asarray(segments)]
        [vectors] = session.run(None, {"embedded": embedded[np.newaxis]})
        return np.asarray(vectors[0], np.float32)

    return run


def default_threads() -> int:
    """Return how many threads calculate: OMP_NUM_THREADS as in torch and FAISS, else one for each processor."""
    first = os.environ.get("OMP_NUM_THREADS", "").partition(",")[0].strip()
    if first.isdecimal() and int(first):
        return int(first)
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _layer(number: int) -> str:
    return f"encoder.layer.{number}."


def _joint_bias(number: int) -> str:
    return f"{_layer(number)}attention.self.bias"


def _joint_biases(weights: Mapping[str, Vectors]) -> dict[str, Vectors]:
    """Return the biases of queries, keys and values of each layer one after another, as the fused attention has it."""
    parts = ("query", "key", "value")
    return {
        _joint_bias(number): np.concatenate([weights[f"{_layer(number)}attention.self.{part}.bias"] for part in parts])
        for number in range(LAYERS)
    }


def _graph(weights: Mapping[str, Vectors]) -> "ModelProto":
    from onnx import TensorProto, helper

    nodes: list[Any] = []
    used: dict[str, None] = {}

    def add(operator: str, inputs: Sequence[str], name: str, domain: str = FUSED, **attributes: Any) -> str:
        nodes.append(helper.make_node(operator, inputs, [name], domain=domain, **attributes))
        used.update(dict.fromkeys(name for name in inputs if name in weights))
        return name

    def product(states: str, part: str) -> str:
        return add("FusedMatMul", [states, f"{part}.weight"], f"{part}.product", transB=1)

    def joined(part: str, before: str, states: str) -> str:
        """Add what a part of a layer makes of its input to what went before, and normalise it."""
        norm = f"{part}.LayerNorm"
        inputs = [product(states, f"{part}.dense"), before, f"{norm}.weight", f"{norm}.bias", f"{part}.dense.bias"]
        return add("SkipLayerNormalization", inputs, f"{part}.states", epsilon=EPSILON)

    norm = ["embeddings.LayerNorm.weight", "embeddings.LayerNorm.bias"]
    states = add("LayerNormalization", ["embedded", *norm], "states", domain="", epsilon=EPSILON)
    for layer in map(_layer, range(LAYERS)):
        parts = [product(states, f"{layer}attention.self.{part}") for part in ("query", "key", "value")]
        bias = f"{layer}attention.self.bias"
        attention = add("MultiHeadAttention", [*parts, bias], f"{layer}attention", num_heads=HEADS)
        attended = joined(f"{layer}attention.output", states, attention)
        wide = product(attended, f"{layer}intermediate.dense")
        active = add("BiasGelu", [wide, f"{layer}intermediate.dense.bias"], f"{layer}active")
        states = joined(f"{layer}output", attended, active)
    graph = helper.make_graph(
        nodes,
        "bert",
        [helper.make_tensor_value_info("embedded", TensorProto.FLOAT, ["texts", "length", "width"])],
        [helper.make_tensor_value_info(states, TensorProto.FLOAT, ["texts", "length", "width"])],
        [_outside(name, weights[name]) for name in used],
    )
    opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(FUSED, 1)]
    return helper.make_model(graph, opset_imports=opsets, ir_version=IR_VERSION)


def _outside(name: str, weight: Vectors) -> "TensorProto":
    """Return a tensor of the graph whose values are handed over when it is opened."""
    from onnx import TensorProto

    tensor = TensorProto(name=name, data_type=TensorProto.FLOAT, dims=weight.shape, data_location=TensorProto.EXTERNAL)
    for key, value in (("location", "memory"), ("offset", "0"), ("length", str(weight.nbytes))):
        tensor.external_data.add(key=key, value=value)
    return tensor
