import struct

from embeddings.readers.word_lists import numbering_of


def _level(start: int, kind: int, text: str) -> bytes:
    head = struct.pack("<IB", start, kind) + bytes(19) + b"\x02\x01" + bytes(2)
    return head + b"xxx" + struct.pack("<H", len(text)) + text.encode("utf-16-le")


def _list(name: int, *, is_simple: bool) -> bytes:
    return struct.pack("<I", name) + bytes(22) + bytes([is_simple, 0])


def _use(name: int) -> bytes:
    return struct.pack("<I", name) + bytes(12)


def test_levels_count_in_their_formats_and_uses_of_a_list_count_on() -> None:
    lists = struct.pack("<H", 2) + _list(7, is_simple=False) + _list(9, is_simple=True)
    levels = [_level(3, 0, "\0."), _level(1, 4, "\0.\1)"), *[_level(1, 255, "")] * 7]
    table = b"before" + lists + b"".join(levels) + _level(1, 23, "\uf0b7")
    uses = struct.pack("<I", 4) + _use(7) + _use(9) + _use(7) + _use(99)
    numbering = numbering_of(table, (6, 6 + len(lists)), uses)
    marks = [
        numbering.mark(number, level) for number, level in (("1", 0), ("1", 1), ("1", 1), ("3", 0), ("2", 0), ("4", 0))
    ]
    assert marks == ["3.", "3.a)", "3.b)", "4.", "-", ""]


def test_broken_lists_number_nothing() -> None:
    assert numbering_of(b"\xff" * 40, (0, 40), b"\xff" * 40).mark("1", 0) == ""
    assert numbering_of(b"", (0, 0), b"").mark("1", 0) == ""
