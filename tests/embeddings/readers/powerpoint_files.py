"""PowerPoint files before 2007 for tests: their records, written by hand."""

import struct
from collections.abc import Mapping, Sequence

# The property of a group that says that it is a table.
TABLE_MARK = struct.pack("<HI", 0x039F, 1)


def record(kind: int, data: bytes, instance: int = 0, version: int = 0) -> bytes:
    """Return a record."""
    return struct.pack("<HHI", version | instance << 4, kind, len(data)) + data


def container(kind: int, inside: bytes, instance: int = 0) -> bytes:
    """Return a record that holds others."""
    return record(kind, inside, instance, 0xF)


def header(kind: int) -> bytes:
    """Return what says of what kind the next text is."""
    return record(3999, struct.pack("<I", kind))


def latin(text: str) -> bytes:
    """Return a text of bytes."""
    return record(4008, text.encode("latin-1"))


def chars(text: str) -> bytes:
    """Return a text of two bytes a character."""
    return record(4000, text.encode("utf-16-le"))


def outlined(number: int) -> bytes:
    """Return what says that a shape's text is one of the outline."""
    return record(3998, struct.pack("<I", number))


def anchored(top: int, left: int, *inside: bytes) -> bytes:
    """Return a shape at a place with a box of text."""
    return container(
        0xF004, record(0xF010, struct.pack("<hhhh", top, left, 0, 0)) + container(0xF00D, b"".join(inside))
    )


def paragraph_style(count: int) -> bytes:
    """Return the style of so many letters of paragraphs: their bullet, and two tabs."""
    return struct.pack("<IHIHHHHHH", count, 0, 0b1001 | 1 << 7 | 1 << 20, 0, 0x2022, 2, 0, 0, 0) + bytes(2)


def letter_style(count: int, position: int = 0) -> bytes:
    """Return the style of so many letters: bold, of a size, and so far over the line."""
    return struct.pack("<IIHHh", count, 1 | 1 << 17 | 1 << 19, 1, 24, position)


def powerpoint_streams(
    slides: Sequence[tuple[Sequence[tuple[int, str]], bytes]], notes: Mapping[int, bytes] | None = None
) -> tuple[bytes, bytes]:
    """Return the stream of records and that of the last user; a slide is its outline and its shapes."""
    notes = notes or {}
    stream = bytearray()
    places = []
    for number, (_, shapes) in enumerate(slides):
        places.append(len(stream))
        atom = record(1007, bytes(16) + struct.pack("<I", 900 + number if number in notes else 0) + bytes(4))
        stream += container(1006, atom + container(0x040C, shapes))
    for text in notes.values():
        places.append(len(stream))
        stream += container(1008, container(0x040C, anchored(0, 0, header(2), text)))
    listed = b"".join(
        record(1011, struct.pack("<IIiII", 2 + number, 0, 0, 256 + number, 0))
        + b"".join(header(kind) + latin(text) for kind, text in outline)
        for number, (outline, _) in enumerate(slides)
    )
    of_notes = b"".join(
        record(1011, struct.pack("<IIiII", 2 + len(slides) + at, 0, 0, 900 + number, 0))
        for at, number in enumerate(notes)
    )
    places.insert(0, len(stream))
    stream += container(1000, container(4080, listed, 0) + container(4080, of_notes, 2))
    directory = len(stream)
    stream += record(6002, struct.pack(f"<{len(places) + 1}I", 1 | len(places) << 20, *places))
    edit = len(stream)
    stream += record(4085, struct.pack("<IIIIIII", 0, 0, 0, directory, 1, 0, 0))
    return bytes(stream), bytes(12) + struct.pack("<II", 0xE391C05F, edit)
