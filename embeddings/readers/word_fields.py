r"""Words of a Word file that stand in the codes of its fields, and not in their results: of EQ and SYMBOL, without any.

Before Word had formulas, EQ set them: \f(1,2) is 1/2. It also lays how words are said over the words, as Japanese
does: \o\ad(\s\up 9(what is said),words). SYMBOL 97 \f "Symbol" is a sign of a font.
"""

import re
from collections.abc import Sequence

from embeddings.readers.office_math import as_one
from embeddings.readers.symbol_fonts import is_symbol_font, sign_of

_EQ = re.compile(r"\s*EQ\b\s*")
_SYMBOL = re.compile(
    r'\s*SYMBOL\s+(0x[0-9a-f]{1,6}|\d{1,7})\b(?:.*?\\f\s*"?([^"\\]{1,64}))?', re.IGNORECASE | re.DOTALL
)
# How all fields are set, and options of one switch: how far something is raised, which brackets stand around it.
_FORMAT = re.compile(r'\\\*\s*(?:"[^"]*"|\S+)\s*')
_SWITCHES = re.compile(r"(?:\\(?:[lrbf][cv]\\.|[a-zA-Z]{1,2})\s{0,9}-?\d{0,4}\s{0,9}){1,9}(?=\()")
_NAME = re.compile(r"\\([a-zA-Z]{1,2})")
_ENDS = ",;)"
# Codes are nested no deeper.
_DEEPEST = 20
_SIGNS = {"su": "∑", "pr": "∏"}


def words_of_code(code: str) -> str:
    """Return the words that a field without a result shows, "" where it shows none."""
    if symbol := _SYMBOL.match(code):
        return _sign(int(symbol[1], 0), (symbol[2] or "").strip())
    begin = _EQ.match(code)
    return _said(_FORMAT.sub("", code[begin.end() :]), 0, 0)[0].strip() if begin else ""


def _sign(code: int, font: str) -> str:
    if is_symbol_font(font):
        return sign_of(code & 0xFF, font)
    if code <= 0xFF:  # noqa: PLR2004  # a letter of Windows, which others are letters of Unicode
        return bytes([code]).decode("cp1252", "ignore")
    return chr(code) if code < 0xD800 else ""  # noqa: PLR2004  # halves of letters, and private ones


def _said(code: str, at: int, depth: int) -> tuple[str, int]:
    """Return what a code says from a place to the end of an argument, and where that is."""
    said = ""
    while at < len(code) and (depth == 0 or code[at] not in _ENDS):
        switches = _SWITCHES.match(code, at)
        if switches and depth < _DEEPEST:
            parts, at = _arguments(code, switches.end() + 1, depth + 1)
            said += _set(_NAME.findall(switches[0]), parts)
        elif code[at] == "(" and depth < _DEEPEST:
            parts, at = _arguments(code, at + 1, depth + 1)
            said += f"({','.join(parts)})"
        else:
            at += code[at] == "\\"
            said += code[at : at + 1]
            at += 1
    return said, at


def _arguments(code: str, at: int, depth: int) -> tuple[list[str], int]:
    """Return the arguments that begin at a place, and where what follows them begins."""
    parts = []
    while True:
        part, at = _said(code, at, depth)
        parts.append(part.strip())
        at += 1
        if at > len(code) or code[at - 1] == ")":
            return parts, at


def _set(names: Sequence[str], parts: list[str]) -> str:
    """Return as a line what a switch and its options set."""
    kind = names[0].lower()
    if kind == "f" and len(parts) > 1:
        said = f"{as_one(parts[0])}/{as_one(parts[1])}"
    elif kind == "r":
        said = f"{parts[0] if len(parts) > 1 else ''}√({parts[-1]})"
    elif kind == "s":
        said = _marked("_^" if "do" in names else "^_", parts)
    elif kind == "i":
        sign = next((_SIGNS[name] for name in names if name in _SIGNS), "∫")
        said = f"{sign}{_marked('_^', parts[:-1])} {parts[-1]}"
    elif kind == "o":
        # What is laid over words is raised: how they are said.
        said = next((part for part in reversed(parts) if not part.startswith("^")), "")
    elif kind == "d":
        said = ""
    else:
        joined = {"a": "; ", "l": ",", "b": ","}.get(kind, "").join(parts)
        said = f"({joined})" if kind == "b" else joined
    return said


def _marked(signs: str, parts: Sequence[str]) -> str:
    return "".join(f"{sign}{as_one(part)}" for sign, part in zip(signs, parts, strict=False) if part)
