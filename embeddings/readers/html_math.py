"""Formulas of web pages (MathML) as a line of text: 10^5, x_1, (a + b)/2, √(x)."""

import re
from collections.abc import Callable
from typing import Any

_ONE_PART = re.compile(r"[\w.,′'∞]*|\([^()]*\)")
# Other forms of the same formula, for programs.
_UNREAD = frozenset(("annotation", "annotation-xml"))


def set_math(tree: Any) -> None:
    """Set the formulas of a tree as words, in place; those that a site hides behind pictures of them are shown."""
    for formula in list(tree.iter("math")):
        for above in formula.iterancestors("span"):
            above.attrib.pop("style", None)
        words = math_text(formula) or formula.get("alttext") or ""
        for child in list(formula):
            formula.remove(child)
        formula.attrib.clear()
        formula.tag, formula.text = "span", " ".join(words.split())


def math_text(element: Any) -> str:
    """Return what an element of a formula says, and all within it."""
    if element.tag in _UNREAD:
        return ""
    parts = [math_text(child) for child in element]
    says, count = _SAYS.get(element.tag, (None, 0))
    if says and len(parts) == count:
        return says(*parts)
    words = "".join([element.text or "", *parts]).strip()
    if element.tag in {"mtable", "mtr"}:
        return ("; " if element.tag == "mtable" else ", ").join(part for part in parts if part)
    if element.tag == "msqrt":
        return f"√({words})"
    return f" {words} " if element.tag == "mo" and words in _BETWEEN else words


def _as_one(text: str) -> str:
    """Return a part of a formula, in brackets where it consists of several."""
    text = text.strip()
    return text if _ONE_PART.fullmatch(text) else f"({text})"


# Signs that stand between two sides, which are read with space around them.
_BETWEEN = frozenset("= ≠ < > ≤ ≥ ≈ → ∈ ±".split())  # noqa: SIM905  # signs are read in a row
_SAYS: dict[str, tuple[Callable[..., str], int]] = {
    "msup": (lambda base, power: f"{base}^{_as_one(power)}", 2),
    "mover": (lambda base, above: f"{base}^{_as_one(above)}", 2),
    "msub": (lambda base, index: f"{base}_{_as_one(index)}", 2),
    "munder": (lambda base, below: f"{base}_{_as_one(below)}", 2),
    "msubsup": (lambda base, index, power: f"{base}_{_as_one(index)}^{_as_one(power)}", 3),
    "munderover": (lambda base, below, above: f"{base}_{_as_one(below)}^{_as_one(above)}", 3),
    "mfrac": (lambda above, below: f"{_as_one(above)}/{_as_one(below)}", 2),
    "mroot": (lambda of, degree: f"{degree}√({of})", 2),
}
