"""What Outlook packs into "winmail.dat": the attachments of a mail, and its body (MS-OXTNEF)."""

import struct
from collections.abc import Iterator
from typing import NamedTuple

from embeddings.readers.decoding import decode_stated

_SIGNATURE = 0x223E9F78
_ATTRIBUTE = struct.Struct("<BII")
# Attributes, by the lower half of their numbers.
_BEGIN, _TITLE, _DATA, _ATTACHMENT, _MESSAGE = 0x9002, 0x8010, 0x800F, 0x9005, 0x9003
_BODY = 0x800C
_LONG_NAME, _PLAIN, _RTF, _HTML = 0x3707, 0x1000, 0x1009, 0x1013
# So many bytes a value of a fixed size takes, by its type.
_SIZES = {0x0002: 4, 0x0003: 4, 0x0004: 4, 0x000A: 4, 0x000B: 4, 0x0005: 8, 0x0006: 8, 0x0007: 8, 0x0014: 8}
_SIZES |= {0x0040: 8, 0x0048: 16}
_VARIABLE, _SEVERAL, _NAMED = frozenset({0x000D, 0x001E, 0x001F, 0x0102}), 0x1000, 0x8000


class Tnef(NamedTuple):
    """The attachments by their names, and the body in each form that it has: compressed RTF, HTML, plain text."""

    attachments: list[tuple[str, bytes]]
    rtf: bytes = b""
    html: str = ""
    plain: str = ""


def is_tnef(data: bytes) -> bool:
    """Whether bytes are such a file."""
    return data[:4] == _SIGNATURE.to_bytes(4, "little")


def tnef_of(data: bytes) -> Tnef:
    """Return what is packed in the file; where it is broken, what stands before."""
    attachments: list[tuple[str, bytes]] = []
    name, content = "", b""
    packed = Tnef(attachments)
    for number, value in [*_attributes(data), (_BEGIN, b"")]:
        if number == _BEGIN:
            attachments += [(name, content)] if content else []
            name, content = "", b""
        elif number == _TITLE:
            name = name or decode_stated(value.rstrip(b"\0"), None)
        elif number == _DATA:
            content = value
        elif number == _ATTACHMENT:
            name = _text(dict(_properties(value)).get(_LONG_NAME)) or name
        elif number == _BODY:
            packed = packed._replace(plain=decode_stated(value.rstrip(b"\0"), None))
        elif number == _MESSAGE:
            packed = _with_body(packed, dict(_properties(value)))
    return packed


def _with_body(packed: Tnef, properties: dict[int, tuple[int, bytes]]) -> Tnef:
    """Return what is packed with the body that is among the properties of the message."""
    return packed._replace(
        rtf=properties.get(_RTF, (0, b""))[1] or packed.rtf,
        html=_text(properties.get(_HTML)) or packed.html,
        plain=_text(properties.get(_PLAIN)) or packed.plain,
    )


def _attributes(data: bytes) -> Iterator[tuple[int, bytes]]:
    at = 6
    while at + _ATTRIBUTE.size <= len(data):
        _, number, length = _ATTRIBUTE.unpack_from(data, at)
        at += _ATTRIBUTE.size
        yield number & 0xFFFF, data[at : at + length]
        # A sum of the bytes follows.
        at += length + 2


def _properties(data: bytes) -> Iterator[tuple[int, tuple[int, bytes]]]:
    """Yield the properties of a message or an attachment: their numbers, types and values."""
    at = 4
    while at + 4 <= len(data):
        kind, number = struct.unpack_from("<HH", data, at)
        at += 4
        if number >= _NAMED:
            at = _after_name(data, at)
        count = 1
        if kind & _SEVERAL or kind in _VARIABLE:
            count, at = _integer(data, at), at + 4
        for _ in range(count):
            size = _SIZES.get(kind & ~_SEVERAL)
            if size is None:
                size, at = _integer(data, at), at + 4
            if at + size > len(data) or size < 0:
                return
            yield number, (kind, data[at : at + size])
            at += -(-size // 4) * 4


def _after_name(data: bytes, at: int) -> int:
    """Return where the name of a property ends, that of one which has no number of its own."""
    if not _integer(data, at + 16):
        return at + 24
    length = _integer(data, at + 20)
    return at + 24 + -(-length // 4) * 4


def _integer(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 4], "little")


def _text(value: tuple[int, bytes] | None) -> str:
    if value is None:
        return ""
    kind, data = value
    is_wide = kind == 0x001F  # noqa: PLR2004  # text in UTF-16
    return data.decode("utf-16-le", "replace").rstrip("\0") if is_wide else decode_stated(data.rstrip(b"\0"), None)
