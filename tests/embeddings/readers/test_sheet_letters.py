import struct

import pytest

from embeddings.readers.sheet_letters import with_unicode
from embeddings.readers.sheets import read
from tests.embeddings.readers.office_files import compound_file, file_of


def _record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _workbook(page: int, version: int = 0x0600) -> bytes:
    """Return the stream of a workbook with one cell: "Zoll"."""
    begin = struct.pack("<HH", version, 5) + bytes(12)
    strings = _record(0xFC, struct.pack("<II", 1, 1) + struct.pack("<HB", 4, 0) + b"Zoll")
    head = _record(0x809, begin) + _record(0x42, struct.pack("<H", page))
    name = _record(0x85, struct.pack("<IHBB", len(head) + len(strings) + 20, 0, 4, 0) + b"Port")
    cell = _record(0xFD, struct.pack("<HHHI", 0, 0, 0, 0))
    sheet = _record(0x809, struct.pack("<HH", version, 0x10) + bytes(12)) + cell + _record(0x0A, b"")
    return head + name + strings + _record(0x0A, b"") + sheet


@pytest.mark.parametrize("page", [1200, 1252, 0x8000])
def test_letters_since_excel_97_are_unicode_whatever_code_page_stands_in_the_file(page: int) -> None:
    (content,) = read(file_of("a.xls", compound_file({"Workbook": _workbook(page)}))).documents
    assert content.text == "Zoll"


def test_a_workbook_of_excel_95_keeps_its_code_page() -> None:
    earlier = _workbook(1251, version=0x0500)
    assert with_unicode(earlier) == earlier
    assert with_unicode(_workbook(1251)) == _workbook(1200)
    assert with_unicode(b"") == b""
