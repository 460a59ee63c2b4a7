"""What a signature encloses: mails that are signed so that only mail programs open them (S/MIME, "smime.p7m").

They are not encrypted. The signature is not checked: whoever reads an archive knows whom they trust.
"""

from typing import NamedTuple

_SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")
_DATA = bytes.fromhex("06092a864886f70d010701")
_OCTETS, _CONSTRUCTED, _INDEFINITE = 0x04, 0x20, 0x80
# Elements in elements: a mail is in pieces at the seventh or so.
_DEEPEST = 20
# The names of what is signed stand near the beginning.
_HEAD = 4096


class _Element(NamedTuple):
    """An element of ASN.1: its kind, its content as [start, end), and where the next begins."""

    kind: int
    start: int
    end: int
    following: int


def is_signature(data: bytes) -> bool:
    """Whether data are a signature, or certificates in the form of one, and not encrypted."""
    return _SIGNED_DATA in data[:_HEAD]


def signed_content(data: bytes) -> bytes:
    """Return what a signature encloses, as a mail; b"" where it encloses nothing, or is none."""
    signed = data.find(_SIGNED_DATA, 0, _HEAD)
    at = data.find(_DATA, signed + 1, signed + _HEAD) if signed >= 0 else -1
    if at < 0:
        return b""
    try:
        # The name of the content, and the content within a mark of its own.
        mark = _element(data, at + len(_DATA), 0)
        return _octets(data, _element(data, mark.start, 0), 0)
    except (IndexError, ValueError):
        return b""


def _octets(data: bytes, element: _Element, depth: int) -> bytes:
    """Return the bytes of a string that may be in pieces."""
    if element.kind & ~_CONSTRUCTED != _OCTETS or depth > _DEEPEST:
        return b""
    if not element.kind & _CONSTRUCTED:
        return data[element.start : element.end]
    pieces = []
    at = element.start
    while at < element.end:
        piece = _element(data, at, depth + 1)
        pieces.append(_octets(data, piece, depth + 1))
        at = piece.following
    return b"".join(pieces)


def _element(data: bytes, at: int, depth: int) -> _Element:
    """Return the element that begins at a place. Raises IndexError or ValueError where it is broken."""
    kind, length = data[at], data[at + 1]
    start = at + 2
    if length == _INDEFINITE:
        return _open_element(data, kind, start, depth)
    if length > _INDEFINITE:
        size = length - _INDEFINITE
        length, start = int.from_bytes(data[start : start + size], "big"), start + size
    if start + length > len(data):
        raise IndexError("it is cut off")
    return _Element(kind, start, start + length, start + length)


def _open_element(data: bytes, kind: int, start: int, depth: int) -> _Element:
    """Return an element that does not state its length: it goes to two zeros after the last in it."""
    if depth > _DEEPEST:
        raise ValueError("it is nested too deep")
    at = start
    while data[at : at + 2] != b"\0\0":
        at = _element(data, at, depth + 1).following
    return _Element(kind, start, at, at + 2)
