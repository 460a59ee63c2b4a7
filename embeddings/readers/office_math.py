"""Formulas of Word and PowerPoint files (Office MathML) as a line of text: 10^5, x_1, (a + b)/2, √(x)."""

import re
from collections.abc import Callable
from typing import Any

from embeddings.readers.raised import lowered

M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"

_ONE_PART = re.compile(r"[\w.,′']*|\([^()]*\)")


def math_text(element: Any) -> str:
    """Return what an element of a formula says, and all within it."""
    tag = element.tag if isinstance(element.tag, str) else ""
    name = tag.removeprefix(M)
    if name in _SAYS:
        return _SAYS[name](element)
    return "" if name.endswith("Pr") else "".join(map(math_text, element))


def _part(element: Any, name: str) -> str:
    child = element.find(M + name)
    return "" if child is None else math_text(child)


def as_one(text: str) -> str:
    """Return a part of a formula, in brackets where it consists of several."""
    return text if _ONE_PART.fullmatch(text) else f"({text})"


def _power(element: Any) -> str:
    power = _part(element, "sup")
    return f"^{as_one(power)}" if power else ""


def _with_index(element: Any) -> str:
    base = _part(element, "e")
    return base + lowered(base, _part(element, "sub"))


def _sum(element: Any) -> str:
    """Return a sum, an integral or the like: its sign, its bounds and what it is of."""
    sign = _sign(element, "", "∫")
    below = _part(element, "sub")
    bounds = (f"_{as_one(below)}" if below else "") + _power(element)
    return f"{sign}{bounds} {_part(element, 'e')}"


def _bracketed(element: Any) -> str:
    first, between, last = (_sign(element, kind, usual) for kind, usual in (("beg", "("), ("sep", "|"), ("end", ")")))
    return first + between.join(math_text(child) for child in element.iterchildren(M + "e")) + last


def _sign(element: Any, kind: str, usual: str) -> str:
    """Return a sign that the properties of an element state: the first bracket ("beg"), or that of a sum ("")."""
    stated = element.find(f"{element.tag}Pr/{M}{f'{kind}Chr' if kind else 'chr'}")
    return usual if stated is None else str(stated.get(M + "val", ""))


_SAYS: dict[str, Callable[[Any], str]] = {
    "t": lambda element: str(element.text or ""),
    "sSup": lambda element: _part(element, "e") + _power(element),
    "sSub": _with_index,
    "sSubSup": lambda element: _with_index(element) + _power(element),
    "f": lambda element: f"{as_one(_part(element, 'num'))}/{as_one(_part(element, 'den'))}",
    "rad": lambda element: f"{_part(element, 'deg')}√({_part(element, 'e')})",
    "nary": _sum,
    "d": _bracketed,
    "m": lambda element: "; ".join(map(math_text, element.iterchildren(M + "mr"))),
    "mr": lambda element: ", ".join(map(math_text, element.iterchildren(M + "e"))),
    "eqArr": lambda element: "; ".join(map(math_text, element.iterchildren(M + "e"))),
}
