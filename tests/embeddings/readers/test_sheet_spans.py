import struct

import pytest

from embeddings.readers.content import LimitReached
from embeddings.readers.office_package import opened
from embeddings.readers.sheet_spans import records, refuse_sparse_package, refuse_sparse_stream
from tests.embeddings.readers.office_files import file_of, packed


def _sheet(*references: str) -> str:
    return "<sheetData>" + "".join(f'<c r="{reference}"><v>1</v></c>' for reference in references) + "</sheetData>"


def _refuse(parts: dict[str, str | bytes]) -> None:
    refuse_sparse_package(opened(file_of("a.xlsx", packed(parts)), "spreadsheet"))


def _record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def test_a_sheet_is_measured_from_its_first_cell_to_its_last() -> None:
    _refuse({"xl/worksheets/sheet1.xml": _sheet("A1000000", "C1000001", "B1000000")})
    _refuse({"xl/worksheets/sheet1.xml": "<sheetData/>", "xl/other.xml": _sheet("A1", "XFD1048576")})
    with pytest.raises(LimitReached, match="1,048,575 rows and 703 columns apart in sheet2"):
        _refuse({"xl/worksheets/sheet1.xml": _sheet("A1"), "xl/worksheets/sheet2.xml": _sheet("A2", "AAA1048576")})


def test_a_binary_sheet_is_measured_too() -> None:
    first = b"\x00\x04" + bytes(4) + b"\x02\x04" + bytes(4)
    row, cell = b"\x00\x04" + (1_048_575).to_bytes(4, "little"), b"\x02\x04" + (16_383).to_bytes(4, "little")
    _refuse({"xl/worksheets/sheet1.bin": row + cell})
    with pytest.raises(LimitReached, match="1,048,576 rows and 16,384 columns apart in sheet1"):
        _refuse({"xl/worksheets/sheet1.bin": first + b"\x81\x01\x81\x00!" + row + cell})


def test_all_sheets_of_an_old_workbook_are_measured_together() -> None:
    sheet = _record(0x809, bytes(8)) + _record(0x203, struct.pack("<HH", 65535, 255) + bytes(10)) + _record(0x0A, b"")
    refuse_sparse_stream(sheet)
    with pytest.raises(LimitReached, match="65,536 rows and 256 columns"):
        refuse_sparse_stream(sheet * 2)


def test_records_end_with_the_stream() -> None:
    assert list(records(_record(9, b"abc") + b"\x01\x00\xff\xffab" + b"")) == [(9, b"abc"), (1, b"ab")]
