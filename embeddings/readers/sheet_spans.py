"""How far apart the cells of a sheet stand, before calamine holds it as a grid, which a few cells could make huge."""

import re
import struct
from collections.abc import Iterable, Iterator

from embeddings.readers.content import LimitReached
from embeddings.readers.office_package import Package

# A grid of so many cells is 670 MB. All rows of columns A to Z are fewer.
MAX_CELLS = 28_000_000

# References of cells: their letters, and their figures.
_COLUMN = re.compile(rb"""\sr=["']([A-Z]{1,3})\d""")
_ROW = re.compile(rb"""\sr=["'][A-Z]{1,3}(\d{1,7})["']""")
# It begins with letters, which are found several times as fast as white space before them.
_BEYOND_Z = re.compile(rb"""r=["'][A-Z]{2}""")
_CHUNK = 4_000_000
_LONGEST_REFERENCE = 20
# XLSB: rows, and cells of each type.
_BINARY_ROW = 0
_BINARY_CELLS = range(1, 12)
# XLS: the beginning of a sheet, and its cells that hold something.
_BEGINNING = 0x809
_CELLS = {0x06, 0x206, 0x406, 0x03, 0x203, 0x04, 0x204, 0x05, 0x205, 0xFD, 0x27E, 0x7E, 0xBD, 0xD6}
# A row and a column, or a row in four bytes.
_PLACE_BYTES = 4


def refuse_sparse_package(package: Package) -> None:
    """Refuse a workbook of XLSX or XLSB with a sheet of too large a grid. Raises LimitReached, and as Package."""
    for name in package.names:
        folder, _, base = name.lower().rpartition("/")
        if folder == "xl/worksheets":
            data = package.data(name) or b""
            _refuse([_span(_binary_places(data)) if base.endswith(".bin") else _written_span(data)], base)


def refuse_sparse_stream(stream: bytes) -> None:
    """Refuse a workbook of old Excel, of which all grids are held at a time. Raises LimitReached."""
    sheets: list[list[int]] = []
    for kind, record in records(stream):
        if kind == _BEGINNING:
            sheets.append([0, 0])
        elif kind in _CELLS and len(record) >= _PLACE_BYTES and sheets:
            row, column = struct.unpack_from("<HH", record)
            largest = sheets[-1]
            largest[0], largest[1] = max(largest[0], row), max(largest[1], column)
    _refuse([(row + 1, column + 1) for row, column in sheets], "its sheets")


def records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the kind and the data of each record of a stream of old Excel; the last may be cut off."""
    at = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


def _refuse(spans: list[tuple[int, int]], where: str) -> None:
    if sum(rows * columns for rows, columns in spans) > MAX_CELLS:
        rows, columns = max(spans, key=lambda span: span[0] * span[1])
        raise LimitReached(
            f"has cells {rows:,} rows and {columns:,} columns apart in {where}; delete those that stand alone"
        )


def _span(places: Iterable[tuple[int, int]]) -> tuple[int, int]:
    """Return over how many rows and columns places stand."""
    first_row = first_column = 1 << 32
    last_row = last_column = -1
    for row, column in places:
        first_row, last_row = min(first_row, row), max(last_row, row)
        first_column, last_column = min(first_column, column), max(last_column, column)
    return (last_row - first_row + 1, last_column - first_column + 1) if last_row >= 0 else (0, 0)


def _written_span(data: bytes) -> tuple[int, int]:
    """Return over how many rows and columns the cells of a sheet of XLSX stand."""
    if _BEYOND_Z.search(data) is None:
        # No sheet has so many rows that its grid would be too large.
        return 0, 0
    columns: set[bytes] = set()
    rows: set[bytes] = set()
    for start in range(0, len(data), _CHUNK):
        # A reference at the end of a chunk stands in the next one too.
        chunk = data[start : start + _CHUNK + _LONGEST_REFERENCE]
        columns.update(_COLUMN.findall(chunk))
        rows.update(_ROW.findall(chunk))
    places = [column_number(letters) for letters in columns]
    numbers = list(map(int, rows))
    return (max(numbers) - min(numbers) + 1, max(places) - min(places) + 1) if numbers else (0, 0)


def column_number(letters: bytes) -> int:
    """Return the number of a column, from 1, by its letters."""
    number = 0
    for letter in letters:
        number = 26 * number + letter - ord("A") + 1
    return number


def _binary_places(data: bytes) -> Iterator[tuple[int, int]]:
    """Yield the row and the column of each cell of a sheet of XLSB."""
    row = 0
    for kind, record in binary_records(data):
        place = int.from_bytes(record[:_PLACE_BYTES], "little")
        if kind == _BINARY_ROW and len(record) >= _PLACE_BYTES:
            row = place
        elif kind in _BINARY_CELLS and len(record) >= _PLACE_BYTES:
            yield row, place


def binary_records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the kind and the data of each record of a part of XLSB; the last may be cut off."""
    at = 0
    while at < len(data):
        kind, at = _variable(data, at, 2)
        length, at = _variable(data, at, 4)
        yield kind, data[at : at + length]
        at += length


def _variable(data: bytes, at: int, most: int) -> tuple[int, int]:
    """Return a number of at most so many bytes, each of seven bits with a mark that another follows, and its end."""
    number = 0
    for place in range(most):
        byte = data[at] if at < len(data) else 0
        at += 1
        number |= (byte & 0x7F) << 7 * place
        if not byte & 0x80:
            break
    return number, at
