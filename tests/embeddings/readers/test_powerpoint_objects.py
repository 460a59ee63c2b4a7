import struct
import zlib

from embeddings.readers.powerpoint_objects import embedded_files
from tests.embeddings.readers.office_files import compound_file
from tests.embeddings.readers.powerpoint_files import record

LETTER = compound_file({"WordDocument": b"Dear Ana, the toll fell. " * 200})
PACKED = struct.pack("<I", len(LETTER)) + zlib.compress(LETTER)


def _streams(*saved: bytes, lost: bytes = b"") -> tuple[bytes, bytes]:
    """Return the stream of records and that of the last user: records that were saved, and one of an earlier save."""
    stream, places = bytearray(lost), []
    for each in saved:
        places.append(len(stream))
        stream += each
    directory = len(stream)
    stream += record(6002, struct.pack(f"<{len(places) + 1}I", 1 | len(places) << 20, *places))
    edit = len(stream)
    stream += record(4085, struct.pack("<IIIIIII", 0, 0, 0, directory, 1, 0, 0))
    return bytes(stream), bytes(16) + struct.pack("<I", edit)


def test_objects_are_found_packed_and_plain() -> None:
    streams = _streams(record(1000, b""), record(4113, PACKED, instance=1), record(4113, LETTER))
    assert [*embedded_files(*streams)] == [("object 1", LETTER), ("object 2", LETTER)]


def test_one_that_was_deleted_is_not() -> None:
    assert [*embedded_files(*_streams(record(1000, b""), lost=record(4113, LETTER)))] == []


def test_a_broken_one_is_named_and_macros_are_no_file() -> None:
    macros = compound_file({"VBA/dir": b"macros"})
    streams = _streams(record(4113, b"\0\0\0\0none", instance=1), record(4113, macros), record(4113, b"none"))
    assert [*embedded_files(*streams)] == [("object 1", None), ("object 3", None)]
