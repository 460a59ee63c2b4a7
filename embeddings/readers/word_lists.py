"""The signs and numbers of lists in Word files before 2007, by [MS-DOC]: lists, their levels, and who uses which."""

import struct
from collections.abc import Iterator

from embeddings.readers.docx_numbers import Level, Numbering

_FORMATS = {0: "decimal", 1: "upperRoman", 2: "lowerRoman", 3: "upperLetter", 4: "lowerLetter", 22: "decimalZero"}
_BULLET, _NONE = 23, 255
# The bytes of a list, of its use, and of a level before its changes of properties.
_LIST, _USE, _LEVEL = 28, 16, 28
_LEVELS = 9


def numbering_of(table: bytes, lists: tuple[int, int], uses: bytes) -> Numbering:
    """Return what counts through the lists of a file.

    `table` is the stream of properties, `lists` where in it the list of lists begins and ends; the levels stand behind
    it. `uses` says which list each number that a paragraph bears means.
    """
    numbering = Numbering(None)
    levels = dict(_levels(table, *lists))
    count = min(int.from_bytes(uses[:4], "little"), len(uses) // _USE)
    for number in range(count):
        at = 4 + _USE * number
        name = int.from_bytes(uses[at : at + 4], "little")
        if name in levels:
            numbering.add(str(number + 1), levels[name], str(name))
    return numbering


def _levels(table: bytes, start: int, end: int) -> Iterator[tuple[int, dict[int, Level]]]:
    """Yield the levels of each list by the name of the list, which is a number."""
    at = end
    for number in range(int.from_bytes(table[start : start + 2], "little")):
        stored = table[start + 2 + _LIST * number : start + 2 + _LIST * (number + 1)]
        if len(stored) < _LIST or at + _LEVEL > len(table):
            return
        levels = {}
        for depth in range(1 if stored[26] & 1 else _LEVELS):
            level, at = _level(table, at)
            levels[depth] = level
        yield int.from_bytes(stored[:4], "little"), levels


def _level(table: bytes, at: int) -> tuple[Level, int]:
    head = table[at : at + _LEVEL].ljust(_LEVEL, b"\0")
    start, kind = struct.unpack_from("<IB", head)
    at += _LEVEL + head[24] + head[25]
    length = int.from_bytes(table[at : at + 2], "little")
    text = table[at + 2 : at + 2 + 2 * length].decode("utf-16-le", "replace")
    # The places of numbers are characters below nine.
    pattern = "".join(f"%{ord(sign) + 1}" if ord(sign) < _LEVELS else sign for sign in text)
    name = "bullet" if kind == _BULLET else "none" if kind == _NONE else _FORMATS.get(kind, "decimal")
    return Level(name, pattern, start), at + 2 + 2 * length
