"""Sheets of Excel 2 to 4, which are a run of records and no package; calamine reads those since Excel 5."""

import struct
from collections.abc import Iterator

from embeddings.readers.cell_values import written
from embeddings.readers.content import NotRead
from embeddings.readers.office_package import LOCKED
from embeddings.readers.sheet_spans import records
from embeddings.readers.table_rows import Row

# The first record of Excel 2, 3 and 4: the beginning of a sheet.
_BEGINNINGS = (b"\x09\x00", b"\x09\x02", b"\x09\x04")
_SHEET, _WORKBOOK = 0x10, 0x100
_FILE_PASS, _CODE_PAGE = 0x2F, 0x42
_INTEGER, _NUMBER, _LABEL, _BOOLEAN, _FORMULA, _STRING, _COMPACT = 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x7E
_FORMULAS = {0x06, 0x206, 0x406}
# The newer variants of the records differ by these bits.
_VARIANT = 0xFDFF
_ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}
_PAGES = {0x8000: "mac_roman", 0x8001: "cp1252"}


def is_early(data: bytes) -> bool:
    """Whether a file is a sheet or a workbook of Excel 2, 3 or 4."""
    if data[:2] not in _BEGINNINGS or len(data) < 8:  # noqa: PLR2004  # the bytes of the first record
        return False
    length, _, kind = struct.unpack_from("<HHH", data, 2)
    return length in {4, 6, 8} and kind in {_SHEET, _WORKBOOK}


def rows(data: bytes) -> list[Row]:
    """Return the rows of a sheet that hold something, by their numbers from 1. Raises NotRead if it is locked."""
    table: dict[int, dict[int, str]] = {}
    for row, column, value in _cells(data):
        if value.strip():
            table.setdefault(row, {})[column] = value.strip()
    return [
        (row + 1, [cells.get(column, "") for column in range(max(cells) + 1)]) for row, cells in sorted(table.items())
    ]


def _cells(data: bytes) -> Iterator[tuple[int, int, str]]:
    """Yield the row, the column and the value of each cell."""
    is_oldest = data[:2] == _BEGINNINGS[0]
    encoding = "cp1252"
    of_string = (0, 0)
    for kind, record in records(data):
        if kind == _FILE_PASS:
            raise NotRead(LOCKED)
        if kind == _CODE_PAGE and len(record) > 1:
            page = struct.unpack_from("<H", record)[0]
            encoding = _PAGES.get(page, f"cp{page}")
            continue
        base = kind & _VARIANT if kind not in _FORMULAS else _FORMULA
        # The attributes of a cell are three bytes in Excel 2, and two after it.
        start = 7 if is_oldest else 6
        if base == _STRING:
            yield *of_string, _text(record, 0, encoding, is_oldest=is_oldest)
        if base not in {_INTEGER, _NUMBER, _LABEL, _BOOLEAN, _FORMULA, _COMPACT} or len(record) <= start:
            continue
        row, column = struct.unpack_from("<HH", record)
        of_string = (row, column)
        if base == _LABEL:
            yield row, column, _text(record, start, encoding, is_oldest=is_oldest)
        else:
            yield row, column, _value(base, record[start:])


def _text(record: bytes, start: int, encoding: str, *, is_oldest: bool) -> str:
    head = 1 if is_oldest else 2
    length = int.from_bytes(record[start : start + head], "little")
    data = record[start + head : start + head + length]
    try:
        return data.decode(encoding, "replace")
    except LookupError:
        return data.decode("cp1252", "replace")


def _value(kind: int, stored: bytes) -> str:
    if kind == _BOOLEAN and len(stored) > 1:
        return _ERRORS.get(stored[0], "") if stored[1] else ("TRUE" if stored[0] else "FALSE")
    if kind == _INTEGER and len(stored) > 1:
        return str(struct.unpack_from("<H", stored)[0])
    if kind == _COMPACT and len(stored) > 3:  # noqa: PLR2004  # the bytes of a compact number
        return _compact(struct.unpack_from("<I", stored)[0])
    if len(stored) < 8:  # noqa: PLR2004  # the bytes of a number
        return ""
    if kind == _FORMULA and stored[6:8] == b"\xff\xff":
        # 0 says that a record with the text comes next.
        return {1: "TRUE" if stored[2] else "FALSE", 2: _ERRORS.get(stored[2], "")}.get(stored[0], "")
    return written(struct.unpack_from("<d", stored)[0])


def _compact(number: int) -> str:
    whole = number >> 2
    if number & 2:
        value = float(whole - (1 << 30) if whole >= 1 << 29 else whole)
    else:
        value = struct.unpack("<d", struct.pack("<Q", (number & ~3) << 32))[0]
    return written(value / 100 if number & 1 else value)
