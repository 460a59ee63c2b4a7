import struct

import pytest

from embeddings.readers.content import NotRead
from embeddings.readers.early_excel import is_early, rows


def _record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _sheet(version: int) -> bytes:
    return _record(9 | version << 8, struct.pack("<HHH", 0, 0x10, 0))


def _cell(row: int, column: int, attributes: int = 2) -> bytes:
    return struct.pack("<HH", row, column) + bytes(attributes)


def test_cells_of_every_kind_are_read() -> None:
    text = "Zölle".encode("cp1252")
    data = _sheet(4) + b"".join(
        (
            _record(0x42, struct.pack("<H", 1252)),
            _record(0x204, _cell(0, 0) + struct.pack("<H", len(text)) + text),
            _record(0x203, _cell(2, 0) + struct.pack("<d", 88.5)),
            _record(0x205, _cell(2, 1) + b"\x01\x00"),
            _record(0x205, _cell(2, 2) + b"\x07\x01"),
            _record(0x7E, _cell(2, 3) + struct.pack("<I", (1571 << 2) | 2)),
            _record(0x7E, _cell(2, 4) + struct.pack("<I", (250 << 2) | 3)),
            _record(0x406, _cell(2, 5) + struct.pack("<d", 3.0) + bytes(4)),
            _record(0x406, _cell(2, 6) + b"\x00" + bytes(5) + b"\xff\xff" + bytes(4)),
            _record(0x207, struct.pack("<H", 4) + b"text"),
            _record(0x0A, b""),
        )
    )
    assert is_early(data)
    assert rows(data) == [(1, ["Zölle"]), (3, ["88.5", "TRUE", "#DIV/0!", "1571", "2.5", "3", "text"])]


def test_the_oldest_cells_have_a_byte_more_and_shorter_texts() -> None:
    data = _sheet(0) + _record(0x04, _cell(0, 0, 3) + b"\x03abc") + _record(0x02, _cell(0, 1, 3) + struct.pack("<H", 7))
    assert rows(data) == [(1, ["abc", "7"])]


def test_a_cut_off_sheet_is_read_as_far_as_it_goes_and_a_locked_one_refused() -> None:
    data = _sheet(3) + _record(0x204, _cell(0, 0) + struct.pack("<H", 500) + b"abc") + b"\x04\x02\xff"
    assert rows(data) == [(1, ["abc"])]
    with pytest.raises(NotRead, match="password"):
        rows(_sheet(3) + _record(0x2F, bytes(4)))


def test_other_files_are_none() -> None:
    assert not is_early(b"\x09\x00words that begin with a tab")
    assert not is_early(b"\x09\x04")
