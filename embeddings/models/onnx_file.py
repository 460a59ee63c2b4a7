"""The bytes of an ONNX file, as far as embeddings.models.graph needs it.

Written here, since importing the package onnx takes longer than writing. A file is one message of protocol buffers. The
numbers of its fields are those of https://github.com/onnx/onnx/blob/main/onnx/onnx.proto; how a field is written is at
https://protobuf.dev/programming-guides/encoding/.
"""

import struct
from collections.abc import Iterable, Mapping, Sequence

# The number of a field, and what stands in it: a number, text, or bytes, which another message is.
Field = tuple[int, int | float | bytes | str]
Attribute = int | float | Sequence[int]

# onnx.TensorProto.DataType, by numpy's names.
KINDS = {"float32": 1, "uint8": 2, "int8": 3}
# onnx.AttributeProto.AttributeType, and onnx.TensorProto.DataLocation.
_FLOAT, _INT, _INTS, _EXTERNAL = 1, 2, 7, 1
_MOST_OF_7_BITS = 0x7F


def message(*fields: Field) -> bytes:
    """Return a message of these fields, in this order."""
    return b"".join(_field(number, value) for number, value in fields)


def _field(number: int, value: float | bytes | str) -> bytes:
    if isinstance(value, float):
        return _varint(number << 3 | 5) + struct.pack("<f", value)
    if isinstance(value, int):
        return _varint(number << 3) + _varint(value)
    content = value.encode() if isinstance(value, str) else value
    return _varint(number << 3 | 2) + _varint(len(content)) + content


def _varint(number: int) -> bytes:
    """Return a whole number by 7 bits a byte, the lowest first; one below zero as its complement in 64 bits."""
    left, written = number & 0xFFFF_FFFF_FFFF_FFFF, bytearray()
    while left > _MOST_OF_7_BITS:
        written.append(left & _MOST_OF_7_BITS | 0x80)
        left >>= 7
    written.append(left)
    return bytes(written)


def operator(name: str, inputs: Sequence[str], output: str, domain: str, attributes: Mapping[str, Attribute]) -> bytes:
    """Return an operator with one output (NodeProto)."""
    return message(
        *((1, given) for given in inputs),
        (2, output),
        (4, name),
        *((5, _attribute(key, value)) for key, value in attributes.items()),
        (7, domain),
    )


def _attribute(name: str, value: Attribute) -> bytes:
    if isinstance(value, float):
        return message((1, name), (2, value), (20, _FLOAT))
    if isinstance(value, int):
        return message((1, name), (3, value), (20, _INT))
    return message((1, name), *((8, number) for number in value), (20, _INTS))


def rows(name: str) -> bytes:
    """Return an input or an output: float32 of three dimensions of any size (ValueInfoProto)."""
    shape = message(*((1, message((2, size))) for size in ("texts", "length", "width")))
    return message((1, name), (2, message((1, message((1, KINDS["float32"]), (2, shape))))))


def value_outside(name: str, kind: int, shape: Sequence[int], size: int) -> bytes:
    """Return an array of `size` bytes that is handed over when the file is opened (TensorProto)."""
    where = {"location": "memory", "offset": "0", "length": str(size)}
    entries = (message((1, key), (2, value)) for key, value in where.items())
    return message(
        *((1, length) for length in shape), (2, kind), (8, name), *((13, entry) for entry in entries), (14, _EXTERNAL)
    )


def model(
    operators: Iterable[bytes],
    values: Iterable[bytes],
    ends: tuple[str, str],
    versions: Mapping[str, int],
    file_format: int,
) -> bytes:
    """Return a file: what calculates the last of `ends` of the first (ModelProto).

    `versions` are those of the sets of operators, by their domains.
    """
    graph = message(
        *((1, one) for one in operators),
        (2, "graph"),
        *((5, one) for one in values),
        (11, rows(ends[0])),
        (12, rows(ends[1])),
    )
    sets = (message((1, domain), (2, version)) for domain, version in versions.items())
    return message((1, file_format), (7, graph), *((8, one) for one in sets))
