"""Properties of characters and paragraphs in Word files before 2007, by [MS-DOC]: pages of runs, each with changes."""

import struct
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from embeddings.readers.merged_cells import Edge

_PAGE = 512
_HEADINGS = range(1, 10)
# The numbers of the style Title, and of those of lists of contents and of figures, among those that Word brings.
TITLE = range(62, 63)
CONTENTS = (*range(19, 28), 35)
_REMOVED, _HIDDEN, _RAISED = 0x0800, 0x083C, 0x2A48
# The font of letters of the West, and a sign with its font instead of a letter ([MS-DOC] 2.6.1).
_FONT, _SIGN = 0x4A4F, 0x6A09
# What is so or not; words are struck by a line or by two.
_FLAGS = {0x0837: "is_struck", 0x2A53: "is_struck", 0x2416: "is_in_table", 0x2417: "ends_row"}
_LIST, _LIST_LEVEL, _OUTLINE = 0x460B, 0x260A, 0x2640
# The cells of a row: where they end, and of each 20 bytes, whose sixth bit says that it belongs to a cell that spans
# rows, and the seventh that it is its first.
_CELLS, _CELL_BYTES, _GOES_ON, _SPANNING = 0xD608, 20, 0x20, 0x60
# The bytes of a change's value, by the top three bits of its kind; 6 says that it tells them itself.
_WIDTHS = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}
# Changes with a length of two bytes.
_LONG_CHANGES = {0xD608, 0xD606}
_BODY_LEVEL = 9
# Greater numbers of lists mean none.
_NO_LIST = 0x7FF

# Languages by their low byte whose letters are not those of Western Europe.
_ENCODINGS = {
    **dict.fromkeys((0x05, 0x0E, 0x15, 0x18, 0x1A, 0x1B, 0x24, 0x1C), "cp1250"),
    **dict.fromkeys((0x02, 0x19, 0x22, 0x23, 0x2F), "cp1251"),
    **{0x08: "cp1253", 0x1F: "cp1254", 0x0D: "cp1255", 0x01: "cp1256", 0x11: "cp932", 0x12: "cp949", 0x1E: "cp874"},
    **dict.fromkeys((0x25, 0x26, 0x27), "cp1257"),
}
# What Word 6 and 95 on a Macintosh wrote instead.
_MACINTOSH = 0x100
_ON_MACINTOSH = {
    **{"cp1252": "mac_roman", "cp1250": "mac_latin2", "cp1251": "mac_cyrillic"},
    **{"cp1253": "mac_greek", "cp1254": "mac_turkish"},
}


def early_encoding(language: int, characters: int) -> str:
    """Return the encoding of a file of Word 6 or 95, by the language and the set of characters that its FIB names."""
    encoding = _ENCODINGS.get(language & 0xFF, "cp1252")
    return _ON_MACINTOSH.get(encoding, encoding) if characters == _MACINTOSH else encoding


@dataclass(frozen=True, slots=True)
class Has:
    """What the characters of a run, or a paragraph, have."""

    is_hidden: bool = False
    is_struck: bool = False
    # 1 for raised letters, 2 for lowered ones.
    raised: int = 0
    # The number of their font, -1 for that of the style, and the code of the sign that they are, 0 for letters.
    font: int = -1
    sign: int = 0
    style: int = 0
    # Of a heading: 0 for the first level.
    level: int | None = None
    # The number of its list, 0 for none, and its level in it.
    list_number: int = 0
    list_level: int = 0
    is_in_table: bool = False
    ends_row: bool = False
    # Of the end of a row its cells.
    cells: tuple[Edge, ...] = ()


class Runs:
    """Runs of bytes, in order, with what they have."""

    def __init__(self, runs: list[tuple[int, int, Has]]) -> None:
        self._runs = sorted(runs, key=lambda run: run[:2])
        self._starts = [start for start, _, _ in self._runs]

    def at(self, place: int) -> Has:
        """Return what the byte at a place has."""
        number = bisect_right(self._starts, place) - 1
        if number < 0 or place >= self._runs[number][1]:
            return Has()
        return self._runs[number][2]


def character_runs(stream: bytes, places: bytes) -> Iterator[tuple[int, int, Has]]:
    """Yield the runs of characters with what they have; `places` are those of their pages."""
    for page in _pages(stream, places):
        count = page[-1]
        for number, (start, end) in enumerate(_bounds(page, count)):
            at = 2 * page[4 * (count + 1) + number] if 4 * (count + 1) + number < _PAGE else 0
            if at and at < _PAGE:
                yield start, end, _changed(Has(), page[at + 1 : at + 1 + page[at]])


def paragraph_runs(stream: bytes, places: bytes) -> Runs:
    """Return the runs of paragraphs with what they have; `places` are those of their pages."""
    runs = []
    for page in _pages(stream, places):
        count = page[-1]
        for number, (start, end) in enumerate(_bounds(page, count)):
            entry = 4 * (count + 1) + 13 * number
            at = 2 * page[entry] if entry < _PAGE else 0
            if not at or at + 2 >= _PAGE:
                continue
            # A length of zero says that the next byte counts pairs.
            length, first = (2 * page[at] - 1, at + 1) if page[at] else (2 * page[at + 1], at + 2)
            data = page[first : first + length]
            style = int.from_bytes(data[:2], "little")
            level = style - 1 if style in _HEADINGS else None
            runs.append((start, end, _changed(Has(style=style, level=level), data[2:])))
    return Runs(runs)


def styles_among(data: bytes, numbers: Sequence[int]) -> set[int]:
    """Return the places among a file's styles of those that Word brings under numbers; `data` is the list of styles."""
    at = 2 + int.from_bytes(data[:2], "little")
    found = set()
    number = 0
    while at + 2 <= len(data):
        length = int.from_bytes(data[at : at + 2], "little")
        if length and int.from_bytes(data[at + 2 : at + 4], "little") & 0xFFF in numbers:
            found.add(number)
        at += 2 + length + length % 2
        number += 1
    return found


def _pages(stream: bytes, places: bytes) -> Iterator[bytes]:
    """Yield the pages of runs, of 512 bytes each; their numbers stand behind the places of their first bytes."""
    count = max(0, (len(places) - 4) // 8)
    for number in range(count):
        at = 4 * (count + 1) + 4 * number
        start = _PAGE * (int.from_bytes(places[at : at + 4], "little") & 0x3FFFFF)
        page = stream[start : start + _PAGE]
        if len(page) == _PAGE:
            yield page


def _bounds(page: bytes, count: int) -> Iterator[tuple[int, int]]:
    bounds = [int.from_bytes(page[4 * number : 4 * number + 4], "little") for number in range(count + 1)]
    yield from pairwise(bounds)


def _changed(has: Has, changes: bytes) -> Has:
    """Return what a run has after changes of properties."""
    at = 0
    while at + 2 < len(changes):
        kind = int.from_bytes(changes[at : at + 2], "little")
        at += 2
        width = _WIDTHS.get(kind >> 13)
        if width is None:
            is_long = kind in _LONG_CHANGES
            width = int.from_bytes(changes[at : at + 2], "little") + 1 if is_long else changes[at] + 1
        value = int.from_bytes(changes[at : at + min(width, 4)], "little")
        data = changes[at : at + width]
        at += width
        if kind in {_REMOVED, _HIDDEN}:
            has = replace(has, is_hidden=has.is_hidden or value == 1)
        elif kind in _FLAGS:
            has = replace(has, **{_FLAGS[kind]: value == 1})  # type: ignore[arg-type]  # each is so or not
        elif kind == _RAISED:
            has = replace(has, raised=value if value in {1, 2} else 0)
        elif kind == _FONT:
            has = replace(has, font=has.font if has.sign else value)
        elif kind == _SIGN:
            has = replace(has, font=value & 0xFFFF, sign=value >> 16)
        elif kind == _CELLS:
            has = replace(has, cells=_cells(data[2:]))
        elif kind == _LIST:
            has = replace(has, list_number=value if value < _NO_LIST else 0)
        elif kind == _LIST_LEVEL:
            has = replace(has, list_level=value)
        elif kind == _OUTLINE:
            has = replace(has, level=value if value < _BODY_LEVEL else None)
    return has


def _cells(data: bytes) -> tuple[Edge, ...]:
    """Return the cells of a row: their count, where the first begins, where each ends, and what is said of each."""
    count = data[0] if data else 0
    if len(data) < 3 + 2 * count:
        return ()
    ends = struct.unpack_from(f"<{count}h", data, 3)
    said = data[3 + 2 * count :]
    flags = [said[_CELL_BYTES * number : _CELL_BYTES * number + 1] for number in range(count)]
    return tuple(
        Edge(end, bool(flag) and flag[0] & _SPANNING == _GOES_ON) for end, flag in zip(ends, flags, strict=True)
    )
