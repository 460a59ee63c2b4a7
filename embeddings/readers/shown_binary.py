"""Which cells of a workbook of XLS or XLSB are shown as something else than calamine gives, by [MS-XLS] and [MS-XLSB].

They are those of embeddings.readers.shown_cells: shares, errors, and cells whose letters are struck through.
"""

import struct
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from embeddings.readers.office_package import Package
from embeddings.readers.sheet_spans import binary_records, records
from embeddings.readers.shown_cells import KNOWN_SHARES, STRUCK_CELL, CellShown, Shown, decimals_of

_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}
_STRIKE = 0x0008
# XLS. A beginning, the font, the format of a style, and a style; sheets by their places.
_BEGINNING, _FONT, _FORMAT, _STYLE, _SHEET = 0x809, 0x31, 0x41E, 0xE0, 0x85
_FORMULAS, _BOOLEAN_OR_ERROR, _ROW_OF_NUMBERS = (0x06, 0x206, 0x406), 0x205, 0xBD
_CELLS = {*_FORMULAS, _BOOLEAN_OR_ERROR, 0x203, 0x27E, 0xFD, 0x204, 0xD6}
# No font has this number.
_MISSING_FONT = 4
# XLSB.
_BINARY_FORMAT, _BINARY_FONT, _BINARY_STYLE, _BEGIN_STYLES, _END_STYLES, _BINARY_SHEET = 44, 43, 47, 617, 618, 156
_BINARY_ROW, _BINARY_CELLS, _BINARY_ERRORS = 0, range(1, 12), (3, 11)


class _Looks(NamedTuple):
    """What the styles of a workbook say: the bits of its fonts, its formats, and each style's font and format."""

    fonts: list[int]
    formats: dict[int, str]
    styles: list[tuple[int, int]]

    def shown(self) -> list[CellShown | None]:
        """Return by the number of a style how its cells are shown, None for as they are."""
        shares = {number: decimals_of(code) for number, code in self.formats.items()}
        shares |= {int(number): decimals for number, decimals in KNOWN_SHARES.items()}
        return [STRUCK_CELL if self._is_struck(font) else shares.get(number) for font, number in self.styles]

    def _is_struck(self, font: int) -> bool:
        return font < len(self.fonts) and bool(self.fonts[font] & _STRIKE)


def shown_of_stream(stream: bytes) -> dict[str, Shown]:
    """Return the cells of old Excel that are shares, errors or struck, by the names of their sheets."""
    looks = _Looks([], {}, [])
    names: dict[int, str] = {}
    shown: list[CellShown | None] | None = None
    sheets: dict[str, dict[tuple[int, int], CellShown]] = {}
    cells: dict[tuple[int, int], CellShown] = {}
    at = 0
    for kind, data in records(stream):
        if kind == _BEGINNING and at:
            shown = looks.shown() if shown is None else shown
            cells = sheets.setdefault(names.get(at, ""), {})
        elif kind == _SHEET and len(data) > 8:  # noqa: PLR2004  # its bytes before the name
            names[int.from_bytes(data[:4], "little")] = _short_name(data[6:])
        elif shown is None:
            _add_look(looks, kind, data)
        else:
            cells.update((place, as_shown) for place, as_shown in _of_record(kind, data, shown))
        at += 4 + len(data)
    return {name: of_sheet for name, of_sheet in sheets.items() if of_sheet}


def sheet_names(stream: bytes) -> dict[int, str]:
    """Return the names of the sheets of a workbook of old Excel by the places at which they begin in its stream."""
    found = (data for kind, data in records(stream) if kind == _SHEET and len(data) > 8)  # noqa: PLR2004  # as above
    return {int.from_bytes(data[:4], "little"): _short_name(data[6:]) for data in found}


def _short_name(data: bytes) -> str:
    count, is_wide = data[0], data[1] & 1
    return data[2 : 2 + 2 * count].decode("utf-16-le", "replace") if is_wide else data[2 : 2 + count].decode("latin-1")


def _add_look(looks: _Looks, kind: int, data: bytes) -> None:
    if kind == _FONT:
        looks.fonts.extend([0] * (len(looks.fonts) == _MISSING_FONT))
        looks.fonts.append(int.from_bytes(data[2:4], "little"))
    elif kind == _FORMAT:
        code = data[5:].decode("utf-16-le" if data[4:5] == b"\1" else "latin-1", "replace")
        looks.formats[int.from_bytes(data[:2], "little")] = code
    elif kind == _STYLE and len(data) >= 4:  # noqa: PLR2004  # its font and its format
        looks.styles.append(struct.unpack_from("<HH", data))


def _of_record(
    kind: int, data: bytes, shown: Sequence[CellShown | None]
) -> Iterator[tuple[tuple[int, int], CellShown]]:
    """Yield the cells of a record that are shown otherwise, by their rows and columns from 1."""
    if kind == _ROW_OF_NUMBERS and len(data) >= 4:  # noqa: PLR2004  # a row and a column
        row, first = struct.unpack_from("<HH", data)
        styles = [style for style, _ in struct.iter_unpack("<HI", data[4 : 4 + (len(data) - 6) // 6 * 6])]
        for column, style in enumerate(styles, first):
            if (as_shown := _of_style(style, shown)) is not None:
                yield (row + 1, column + 1), as_shown
    elif kind in _CELLS and len(data) >= 8:  # noqa: PLR2004  # a row, a column, a style, and a value
        row, column, style = struct.unpack_from("<HHH", data)
        as_shown = _of_style(style, shown)
        if as_shown != STRUCK_CELL and (error := _error(kind, data)):
            as_shown = error
        if as_shown is not None:
            yield (row + 1, column + 1), as_shown


def _of_style(style: int, shown: Sequence[CellShown | None]) -> CellShown | None:
    return shown[style] if style < len(shown) else None


def _error(kind: int, data: bytes) -> str:
    """Return the error that a cell of old Excel holds, "" for none."""
    if kind == _BOOLEAN_OR_ERROR:
        return _ERRORS.get(data[6], "") if data[7] else ""
    is_error = kind in _FORMULAS and data[12:14] == b"\xff\xff" and data[6] == 2  # noqa: PLR2004  # its mark
    return _ERRORS.get(data[8], "") if is_error else ""


def shown_of_binary(package: Package) -> dict[str, Shown]:
    """Return the cells of XLSB that are shares, errors or struck, by the names of their sheets. Raises as Package."""
    workbook = (package.typed("", "officeDocument") or ["xl/workbook.bin"])[0]
    styles = next((package.data(name) or b"" for name in package.typed(workbook, "styles")), b"")
    shown = _binary_looks(styles).shown()
    parts = package.targets(workbook)
    sheets: dict[str, Shown] = {}
    for kind, data in binary_records(package.data(workbook) or b""):
        if kind == _BINARY_SHEET:
            relation, end = _wide(data, 8)
            name, _ = _wide(data, end)
            sheets[name] = dict(_binary_cells(package.data(parts.get(relation, "")) or b"", shown))
    return sheets


def _wide(data: bytes, at: int) -> tuple[str, int]:
    """Return a text that tells its length, and its end."""
    end = at + 4 + 2 * int.from_bytes(data[at : at + 4], "little")
    return data[at + 4 : end].decode("utf-16-le", "replace"), end


def _binary_looks(data: bytes) -> _Looks:
    looks = _Looks([], {}, [])
    are_of_cells = False
    for kind, record in binary_records(data):
        if kind == _BINARY_FONT:
            looks.fonts.append(int.from_bytes(record[2:4], "little"))
        elif kind == _BINARY_FORMAT:
            looks.formats[int.from_bytes(record[:2], "little")] = _wide(record, 2)[0]
        elif kind in {_BEGIN_STYLES, _END_STYLES}:
            are_of_cells = kind == _BEGIN_STYLES
        elif kind == _BINARY_STYLE and are_of_cells and len(record) >= 6:  # noqa: PLR2004  # what it names
            _, number, font = struct.unpack_from("<HHH", record)
            looks.styles.append((font, number))
    return looks


def _binary_cells(data: bytes, shown: Sequence[CellShown | None]) -> Iterator[tuple[tuple[int, int], CellShown]]:
    row = 0
    for kind, record in binary_records(data):
        if kind == _BINARY_ROW:
            row = int.from_bytes(record[:4], "little")
        elif kind in _BINARY_CELLS and len(record) >= 8:  # noqa: PLR2004  # a column and a style
            as_shown = _of_style(int.from_bytes(record[4:7], "little"), shown)
            if as_shown != STRUCK_CELL and kind in _BINARY_ERRORS:
                as_shown = _ERRORS.get(record[8] if len(record) > 8 else -1, as_shown)  # noqa: PLR2004  # the error
            if as_shown is not None:
                yield (row + 1, int.from_bytes(record[:4], "little") + 1), as_shown
