"""Which cells of a workbook of XLSX are shown as something else than calamine gives.

It gives 0.125 where readers see 12.5 %, and nothing where a formula failed and they see #REF!.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from embeddings.readers.content import NotReadWhole
from embeddings.readers.office_package import Package
from embeddings.readers.sheet_spans import column_number

# Of a cell, by its row and its column from 1: with how many decimals its share is shown, or its error as it is shown.
Shown = Mapping[tuple[int, int], int | str]

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
# Formats that every workbook knows: 0% and 0.00%.
_KNOWN = {"9": 0, "10": 2}
_CELL = re.compile(rb"<(?:\w{1,20}:)?c\s([^<>]{1,300})>")
_PLACE = re.compile(rb"""(?<!\S)r=["']([A-Z]{1,3})(\d{1,7})["']""")
_STYLE = re.compile(rb"""(?<!\S)s=["'](\d{1,6})["']""")
_ERROR_TYPE = re.compile(rb"""(?<!\S)t=["']e["']""")
# Right behind a cell of an error: its formula, and what is shown.
_ERROR = re.compile(
    rb"(?:<(?:\w{1,20}:)?f\b[^<>]{0,300}>(?:[^<]{0,9000}</(?:\w{1,20}:)?f>)?)?<(?:\w{1,20}:)?v>(#[A-Z0-9/_]{1,20}[!?]?)<"
)
# What stands in quotation marks, or behind a backslash, is shown as it is.
_LITERAL = re.compile(r'"[^"]*"|\\.')


def shown_of(package: Package) -> dict[str, Shown]:
    """Return the cells that are shares or errors, by the names of their sheets.

    There are none where it cannot be told, as of XLSB.
    """
    workbook = (package.typed("", "officeDocument") or ["xl/workbook.xml"])[0]
    try:
        styles = _styles(next((package.tree(name) for name in package.typed(workbook, "styles")), None))
        root = package.tree(workbook)
    except NotReadWhole:
        return {}
    if root is None:
        return {}
    parts = package.targets(workbook)
    sheets = {sheet.get("name", ""): parts.get(sheet.get(_RELATION, ""), "") for sheet in root.iter("{*}sheet")}
    return {name: dict(_cells(package.data(part) or b"", styles)) for name, part in sheets.items()}


def _styles(root: Any) -> dict[bytes, int]:
    """Return the styles of cells that are shown as shares, by their numbers, with their decimals."""
    formats = dict(_KNOWN)
    for stated in () if root is None else root.iter("{*}numFmt"):
        code = _LITERAL.sub("", stated.get("formatCode", "")).partition(";")[0]
        if "%" in code:
            formats[stated.get("numFmtId", "")] = len(re.findall("[0#?]", code.partition(".")[2]))
    styles = () if root is None else root.iterfind("{*}cellXfs/{*}xf")
    kinds = (style.get("numFmtId", "") for style in styles)
    return {str(number).encode(): formats[kind] for number, kind in enumerate(kinds) if kind in formats}


def _cells(data: bytes, styles: Mapping[bytes, int]) -> Iterator[tuple[tuple[int, int], int | str]]:
    has_errors = b't="e"' in data or b"t='e'" in data
    for cell in _CELL.finditer(data) if styles or has_errors else ():
        place = _PLACE.search(cell[1])
        if place is None:
            continue
        at = int(place[2]), column_number(place[1])
        if has_errors and _ERROR_TYPE.search(cell[1]):
            if error := _ERROR.match(data, cell.end()):
                yield at, error[1].decode()
        elif (style := _STYLE.search(cell[1])) and style[1] in styles:
            yield at, styles[style[1]]
