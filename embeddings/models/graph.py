"""A graph of onnxruntime that is written down operator by operator."""

import os
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from embeddings.arrays import Vectors
from embeddings.models import onnx_file

# onnxruntime's own operators, each of which does the work of several standard ones:
# https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md
FUSED = "com.microsoft"
# What the operators need: opset 23 of 2025, the first with Attention, and a file format that every onnxruntime since
# reads.
OPSET, IR_VERSION = 23, 11

Values = NDArray[np.float32] | NDArray[np.int8] | NDArray[np.uint8]
# The name of the graph among its arrays.
_GRAPH = "graph"
# Takes an array of the shape (texts, length, width); returns another of that shape.
Run = Callable[[Vectors], Vectors]


class Graph:
    """Operators, each of which names its inputs and has one output, and the arrays that do not change."""

    def __init__(self) -> None:
        self._operators: list[bytes] = []
        self._values: dict[str, Values] = {}

    def add(self, operator: str, inputs: Sequence[str], domain: str = "", **attributes: onnx_file.Attribute) -> str:
        """Append an operator; return the name of its output."""
        output = f"{operator} {len(self._operators)}"
        self._operators.append(onnx_file.operator(operator, inputs, output, domain, attributes))
        return output

    def value(self, name: str, value: Values) -> str:
        """Give an array that does not change a name, which is returned."""
        self._values[name] = value
        return name

    def file(self, start: str, end: str) -> "GraphFile":
        """Return what calculates `end` of `start`."""
        outside = [
            onnx_file.value_outside(name, onnx_file.KINDS[value.dtype.name], value.shape, value.nbytes)
            for name, value in self._values.items()
        ]
        written = onnx_file.model(self._operators, outside, (start, end), {"": OPSET, FUSED: 1}, IR_VERSION)
        return GraphFile(written, self._values)


class GraphFile(NamedTuple):
    """A graph as onnxruntime reads it, and the arrays that do not change."""

    written: bytes
    values: Mapping[str, Values]

    def to_bytes(self) -> bytes:
        """Return all of it; `from_bytes` reads that."""
        from safetensors.numpy import save

        return save({_GRAPH: np.frombuffer(self.written, np.uint8), **self.values})

    @classmethod
    def from_bytes(cls, data: bytes) -> "GraphFile":
        """Read what `to_bytes` gave."""
        from safetensors.numpy import load

        arrays = load(data)
        return cls(arrays.pop(_GRAPH).tobytes(), arrays)

    def open(self, threads: int) -> Run:
        """Return what calculates it, with so many threads; safe to use from several at once.

        That has copies of the arrays. These are needed no more.

        Raises ImportError, or what onnxruntime raises.
        """
        onnxruntime = _onnxruntime()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
        # Threads that wait for work by turning in circles take the processor from all else.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        # A plan of the memory is kept for each length of a text; there are hundreds.
        options.enable_mem_pattern = False
        # More would put sums and their normalisation into one operator (SkipLayerNormalization), which took six times
        # as long as they do apart: 3.7 ms of the 26.7 of a window of 115 tokens, on one core with AVX-512.
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
        options.log_severity_level = 3
        # Handed over beside the graph they are copied once; as a part of it, which is written and read, three times.
        values = [onnxruntime.OrtValue.ortvalue_from_numpy(value) for value in self.values.values()]
        options.add_external_initializers(list(self.values), values)
        session = onnxruntime.InferenceSession(self.written, options, providers=["CPUExecutionProvider"])
        [start] = [given.name for given in session.get_inputs()]

        def run(array: Vectors) -> Vectors:
            [result] = session.run(None, {start: array})
            return np.asarray(result, np.float32)

        return run


def _onnxruntime() -> Any:
    """Return onnxruntime, told to report nothing. Raises ImportError.

    By itself version 1.32 gives the machine a number when it is imported, keeps notes of what it runs beside it in the
    user's cache, and sends them to its makers.
    """
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
    import onnxruntime

    # Somebody else may have imported it before.
    onnxruntime.disable_telemetry_events()
    return onnxruntime
