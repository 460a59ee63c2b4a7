"""The signs and numbers of list items in HTML: a browser shows them, though they are no words of the page.

An item begins "- ", or "3. " in a list that counts. Lists that only set a page, of headings or of articles, have none.
"""

import re
from collections.abc import Iterator
from typing import Any

from embeddings.readers.docx_numbers import written_number

BULLET = "- "
_LISTS = ("ul", "ol", "menu", "dir")
_STYLE = re.compile(r"list-style(?:-type)?\s*:([^;]*)", re.IGNORECASE)
_FORMATS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
# What the style of a list says of its marks.
_STYLES = {
    "none": "",
    "decimal": "decimal",
    "lower-alpha": "lowerLetter",
    "lower-latin": "lowerLetter",
    "upper-alpha": "upperLetter",
    "upper-latin": "upperLetter",
    "lower-roman": "lowerRoman",
    "upper-roman": "upperRoman",
    "disc": BULLET,
    "circle": BULLET,
    "square": BULLET,
}
_WHOLE = re.compile(r"\s*(-?\d{1,6})\s*")
# What an item of a list does not hold, unless the list sets a page.
_OF_PAGES = ("h1", "h2", "h3", "h4", "h5", "h6", "article", "section", "header", "footer", "figure", "table", "form")


def set_marks(root: Any) -> None:
    """Write the mark of each list item under an element before the first words of the item."""
    for item, mark in list(marks_of(root)):
        _write(item, mark)


def marks_of(root: Any) -> Iterator[tuple[Any, str]]:
    """Yield the list items under an element that have a mark, each with it."""
    of_pages = _of_pages(root)
    for element in root.iter(*_LISTS):
        items = [child for child in element if child.tag == "li"]
        kind = _kind(element)
        if not kind or element in of_pages:
            continue
        step = -1 if element.get("reversed") is not None else 1
        number = _whole(element.get("start"), len(items) if step < 0 else 1)
        for item in items:
            number = _whole(item.get("value"), number)
            if _styled(item) != "":
                yield item, BULLET if kind == BULLET else f"{written_number(kind, number)}. "
            number += step


def _of_pages(root: Any) -> set[Any]:
    """Return the lists that hold parts of a page, not items of a text."""
    found: set[Any] = set()
    for part in root.iter(*_OF_PAGES):
        for holder in part.iterancestors(*_LISTS):
            if holder in found:
                break
            found.add(holder)
    return found


def _kind(element: Any) -> str:
    """Return how a list counts, BULLET where it does not, "" where it shows no marks."""
    counted = _FORMATS.get(element.get("type") or "", "decimal") if element.tag == "ol" else BULLET
    styled = _styled(element)
    return counted if styled is None else styled


def _styled(element: Any) -> str | None:
    """Return what the style of an element says of marks; None where it says nothing."""
    style = _STYLE.search(element.get("style") or "")
    words = style[1].lower().split() if style else ()
    return next((_STYLES[word] for word in words if word in _STYLES), None)


def _whole(stated: str | None, otherwise: int) -> int:
    match = _WHOLE.fullmatch(stated or "")
    return int(match[1]) if match else otherwise


def _write(item: Any, mark: str) -> None:
    """Write a mark before the first words of an item; nowhere where a list within it has them."""
    from lxml import etree

    for event, element in etree.iterwalk(item, events=("start", "end")):
        if event == "start" and element.tag in _LISTS:
            return
        name = "text" if event == "start" else "tail"
        if element is item and event == "end":
            return
        if (text := getattr(element, name) or "").strip():
            setattr(element, name, mark + text.lstrip())
            return
