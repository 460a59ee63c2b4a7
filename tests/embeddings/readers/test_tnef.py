import struct
import time

from embeddings.readers.tnef import is_tnef, tnef_of

HEAD = struct.pack("<IH", 0x223E9F78, 1)


def attribute(number: int, data: bytes) -> bytes:
    return struct.pack("<BII", 1, 0x60000 | number, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)


def properties(*values: bytes) -> bytes:
    return struct.pack("<I", len(values)) + b"".join(values)


def of_text(kind: int, number: int, data: bytes) -> bytes:
    return struct.pack("<HHII", kind, number, 1, len(data)) + data + bytes(-len(data) % 4)


NAMED = struct.pack("<HH16sII", 0x0003, 0x8001, bytes(16), 0, 7) + struct.pack("<I", 5)
SPELT = (
    struct.pack("<HH16sII", 0x0003, 0x8002, bytes(16), 1, 6)
    + "abc".encode("utf-16-le")
    + b"\0\0"
    + struct.pack("<I", 5)
)


def test_attachments_and_the_body_are_found() -> None:
    long_name = properties(NAMED, SPELT, of_text(0x001F, 0x3707, "Bericht für Ana.txt\0".encode("utf-16-le")))
    data = HEAD + attribute(0x9003, properties(of_text(0x0102, 0x1009, b"packed rtf")))
    data += attribute(0x9002, b"x") + attribute(0x8010, b"BERICH~1.TXT\0") + attribute(0x800F, b"Water rose.")
    data += (
        attribute(0x9005, long_name) + attribute(0x9002, b"x") + attribute(0x8010, b"b.txt\0") + attribute(0x800F, b"b")
    )
    assert is_tnef(data)
    assert tnef_of(data) == ([("Bericht für Ana.txt", b"Water rose."), ("b.txt", b"b")], b"packed rtf", "", "")


def test_a_broken_file_gives_what_stands_before() -> None:
    data = (
        HEAD
        + attribute(0x9002, b"x")
        + attribute(0x800F, b"b")
        + attribute(0x9005, properties(of_text(0x1E, 0x3707, b"n")[:-6]))
    )
    assert tnef_of(data) == ([("", b"b")], b"", "", "")
    for cut in range(len(data)):
        tnef_of(data[:cut])
    assert not is_tnef(b"no")


def test_properties_that_claim_to_be_many_take_no_time() -> None:
    started = time.thread_time()
    many = struct.pack("<IHHI", 1, 0x1003, 0x3707, 0xFFFFFFFF)
    tnef_of(HEAD + attribute(0x9005, many) * 1000)
    assert time.thread_time() - started < 5
