"""Which cells of a workbook of XLSX are shown as something else than calamine gives.

It gives 0.125 where readers see 12.5 %, nothing where a formula failed and they see #REF!, and struck words as others.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from embeddings.readers.content import NotReadWhole
from embeddings.readers.office_package import Package, xml_tree
from embeddings.readers.sheet_spans import column_number


class Struck(NamedTuple):
    """What is left of a cell without its words that are struck through, and these, "" where it is the whole cell."""

    left: str
    words: str


# Of a cell: with how many decimals its share is shown, its error as it is shown, or what of it is struck through.
CellShown = int | str | Struck
# By rows and columns, from 1.
Shown = Mapping[tuple[int, int], CellShown]
STRUCK_CELL = Struck("", "")

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
# Formats that every workbook knows: 0% and 0.00%.
KNOWN_SHARES = {"9": 0, "10": 2}
_OFF = {"0", "false"}
_CELL = re.compile(rb"<(?:\w{1,20}:)?c\s([^<>]{1,300})>")
_PLACE = re.compile(rb"""(?<!\S)r=["']([A-Z]{1,3})(\d{1,7})["']""")
_STYLE = re.compile(rb"""(?<!\S)s=["'](\d{1,6})["']""")
_STRING_TYPE = re.compile(rb"""(?<!\S)t=["']s["']""")
_STRING = re.compile(rb"<(?:\w{1,20}:)?v>(\d{1,9})<")
_ERROR_TYPE = re.compile(rb"""(?<!\S)t=["']e["']""")
# Right behind a cell of an error: its formula, and what is shown.
_ERROR = re.compile(
    rb"(?:<(?:\w{1,20}:)?f\b[^<>]{0,300}>(?:[^<]{0,9000}</(?:\w{1,20}:)?f>)?)?<(?:\w{1,20}:)?v>(#[A-Z0-9/_]{1,20}[!?]?)<"
)
# What stands in quotation marks, or behind a backslash, is shown as it is.
_LITERAL = re.compile(r'"[^"]*"|\\.')


def shown_of(package: Package) -> dict[str, Shown]:
    """Return the cells that are shares, errors or struck, by the names of their sheets.

    There are none where it cannot be told, as of XLSB.
    """
    workbook = (package.typed("", "officeDocument") or ["xl/workbook.xml"])[0]
    try:
        styles = _styles(next((package.tree(name) for name in package.typed(workbook, "styles")), None))
        strings = dict(_strings(next((package.data(name) for name in package.typed(workbook, "sharedStrings")), None)))
        root = package.tree(workbook)
    except NotReadWhole:
        return {}
    if root is None:
        return {}
    parts = package.targets(workbook)
    sheets = {sheet.get("name", ""): parts.get(sheet.get(_RELATION, ""), "") for sheet in root.iter("{*}sheet")}
    return {name: dict(_cells(package.data(part) or b"", styles, strings)) for name, part in sheets.items()}


def decimals_of(code: str) -> int | None:
    """Return with how many decimals a format shows shares, None for one of other figures."""
    code = _LITERAL.sub("", code).partition(";")[0]
    return len(re.findall("[0#?]", code.partition(".")[2])) if "%" in code else None


def _styles(root: Any) -> dict[bytes, CellShown]:
    """Return how cells are shown, by the numbers of their styles: with the decimals of their shares, or struck."""
    shares: dict[str, int | None] = {**KNOWN_SHARES}
    for stated in () if root is None else root.iter("{*}numFmt"):
        shares[stated.get("numFmtId", "")] = decimals_of(stated.get("formatCode", ""))
    fonts = [] if root is None else [_is_struck(font) for font in root.iterfind("{*}fonts/{*}font")]
    struck = {str(number) for number, is_struck in enumerate(fonts) if is_struck}
    shown: dict[bytes, CellShown] = {}
    for number, style in enumerate(() if root is None else root.iterfind("{*}cellXfs/{*}xf")):
        decimals = shares.get(style.get("numFmtId", ""))
        as_shown = STRUCK_CELL if style.get("fontId") in struck else decimals
        if as_shown is not None:
            shown[str(number).encode()] = as_shown
    return shown


def _is_struck(properties: Any) -> bool:
    strike = properties.find("{*}strike")
    return strike is not None and strike.get("val", "1") not in _OFF


def _strings(data: bytes | None) -> Iterator[tuple[bytes, Struck]]:
    """Yield the strings of a workbook of which some words are struck, by their numbers."""
    if data is None or b"strike" not in data:
        return
    for number, string in enumerate(xml_tree(data, "sharedStrings.xml").iterfind("{*}si")):
        left: list[str] = []
        struck: list[str] = []
        for run in string.iterfind("{*}r"):
            properties = run.find("{*}rPr")
            is_struck = properties is not None and _is_struck(properties)
            (struck if is_struck else left).append("".join(text.text or "" for text in run.iterfind("{*}t")))
        if struck:
            yield str(number).encode(), Struck("".join(left).strip(), "".join(struck).strip())


def _cells(
    data: bytes, styles: Mapping[bytes, CellShown], strings: Mapping[bytes, Struck]
) -> Iterator[tuple[tuple[int, int], CellShown]]:
    has_errors = b't="e"' in data or b"t='e'" in data
    for cell in _CELL.finditer(data) if styles or has_errors or strings else ():
        place = _PLACE.search(cell[1])
        if place is None:
            continue
        at = int(place[2]), column_number(place[1])
        style = _STYLE.search(cell[1])
        as_shown = styles.get(style[1]) if style else None
        if strings and as_shown != STRUCK_CELL and _STRING_TYPE.search(cell[1]):
            string = _STRING.match(data, cell.end())
            as_shown = strings.get(string[1], as_shown) if string else as_shown
        elif has_errors and as_shown != STRUCK_CELL and _ERROR_TYPE.search(cell[1]):
            error = _ERROR.match(data, cell.end())
            as_shown = error[1].decode() if error else None
        if as_shown is not None:
            yield at, as_shown
