import struct

from embeddings.readers.office_package import opened
from embeddings.readers.shown_binary import shown_of_binary, shown_of_stream
from embeddings.readers.shown_cells import STRUCK_CELL
from tests.embeddings.readers.office_files import file_of, packed, relationships


def _record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _stream() -> bytes:
    """Return a workbook of old Excel: five fonts of which the last is struck, five styles, and a sheet."""
    fonts = [0, 0, 0, 0, 8]
    styles = [(0, 0), (0, 10), (5, 0), (0, 170), (0, 171)]
    looks = b"".join(_record(0x31, struct.pack("<HH", 200, bits)) for bits in fonts)
    looks += _record(0x41E, struct.pack("<HHB", 170, 4, 0) + b"0.0%")
    looks += _record(0x41E, struct.pack("<HHB", 171, 4, 1) + "0.00".encode("utf-16-le"))
    looks += b"".join(_record(0xE0, struct.pack("<HH", *style)) for style in styles)
    cells = [
        _record(0x203, struct.pack("<HHHd", 0, 1, 1, 0.125)),
        _record(0xFD, struct.pack("<HHHI", 1, 0, 2, 7)),
        _record(0xBD, struct.pack("<HHHIHIH", 2, 3, 3, 9, 0, 9, 4)),
        _record(0x06, struct.pack("<HHH", 3, 0, 0) + b"\2\0\x07\0\0\0\xff\xff" + bytes(6)),
        _record(0x06, struct.pack("<HHHd", 3, 1, 0, 0.5) + bytes(6)),
        _record(0x205, struct.pack("<HHHBB", 4, 0, 0, 0x2A, 1)),
        _record(0x205, struct.pack("<HHHBB", 4, 1, 0, 1, 0)),
        _record(0x205, struct.pack("<HHHBB", 5, 0, 2, 0x2A, 1)),
        _record(0x203, struct.pack("<HHHd", 6, 0, 4, 0.125)),
    ]
    name = struct.pack("<BB", 5, 1) + "Zölle".encode("utf-16-le")
    head = _record(0x809, bytes(4)) + looks
    length = len(head) + 4 + 6 + len(name) + 4
    sheet = _record(0x85, struct.pack("<IH", length, 0) + name)
    return head + sheet + _record(0x0A, b"") + _record(0x809, bytes(4)) + b"".join(cells) + _record(0x0A, b"")


def test_cells_of_old_excel_are_shares_errors_or_struck() -> None:
    assert shown_of_stream(_stream()) == {
        "Zölle": {
            (1, 2): 2,
            (2, 1): STRUCK_CELL,
            (3, 4): 1,
            (4, 1): "#DIV/0!",
            (5, 1): "#N/A",
            (6, 1): STRUCK_CELL,
        }
    }


def test_broken_streams_of_old_excel_fail_no_more_than_by_their_end() -> None:
    stream = _stream()
    for end in range(0, len(stream), 3):
        assert set(shown_of_stream(stream[:end])) <= {"Zölle"}


def _binary(kind: int, data: bytes) -> bytes:
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    return head + bytes([len(data)]) + data


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def test_cells_of_xlsb_are_shares_errors_or_struck() -> None:
    styles = _binary(44, struct.pack("<H", 170) + _wide("0.0%"))
    styles += b"".join(_binary(43, struct.pack("<HH", 220, bits)) for bits in (0, 8))
    styles += _binary(47, struct.pack("<HHH", 0, 9, 1)) + _binary(617, struct.pack("<I", 3))
    styles += b"".join(_binary(47, struct.pack("<HHH", 0, *style)) for style in ((0, 0), (170, 0), (0, 1)))
    cell = struct.Struct("<II")
    sheet = _binary(0, struct.pack("<I", 4)) + _binary(5, cell.pack(0, 1) + bytes(8)) + _binary(6, cell.pack(1, 2))
    sheet += (
        _binary(3, cell.pack(2, 0) + b"\x17") + _binary(11, cell.pack(3, 0) + b"\x24") + _binary(2, cell.pack(4, 0))
    )
    parts = {
        "_rels/.rels": relationships(("r1", "officeDocument", "xl/workbook.bin")),
        "xl/workbook.bin": _binary(156, bytes(8) + _wide("r1") + _wide("Zölle")),
        "xl/_rels/workbook.bin.rels": relationships(("r1", "worksheet", "s.bin"), ("r2", "styles", "styles.bin")),
        "xl/styles.bin": styles,
        "xl/s.bin": sheet,
    }
    assert shown_of_binary(opened(file_of("a.xlsb", packed(parts)), "spreadsheet")) == {
        "Zölle": {(5, 1): 1, (5, 2): STRUCK_CELL, (5, 3): "#REF!", (5, 4): "#NUM!"}
    }
