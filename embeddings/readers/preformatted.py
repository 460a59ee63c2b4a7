"""Preformatted text of web pages (<pre>), whose lines are lines, and whose blank lines part paragraphs."""

import re
from collections.abc import Iterator
from typing import Any

_BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")
# Elements within a line; one that holds others keeps its own parts.
_NAMES = "a abbr b bdi bdo big br cite code em font i kbd mark q s samp small span strong tt u var"
_WITHIN_LINES = frozenset(_NAMES.split())


def set_lines(element: Any) -> None:
    """Make plain elements of a preformatted one, in place: paragraphs, with an element for each break of a line."""
    inside = list(element.iterdescendants("*"))
    is_of_lines = all(child.tag in _WITHIN_LINES for child in inside)
    for child in inside:
        _set_breaks(child, list(_parts(child)))
    parts = list(_parts(element))
    element.tag = "div"
    if not is_of_lines:
        _set_breaks(element, parts)
        return
    element.text = None
    paragraph = _new(element, "p")
    for child, text in parts:
        if child is not None:
            paragraph.append(child)
        first, *others = _BLANK_LINE.split(text)
        _add(paragraph, first)
        for words in others:
            paragraph = _new(element, "p")
            _add(paragraph, words)


def _parts(element: Any) -> Iterator[tuple[Any, str]]:
    """Yield the children of an element, each with the text behind it, after None with the text before them."""
    yield None, element.text or ""
    for child in list(element):
        text, child.tail = child.tail or "", None
        yield child, text


def _set_breaks(element: Any, parts: list[tuple[Any, str]]) -> None:
    element.text = None
    for child, _ in parts[1:]:
        element.remove(child)
    for child, text in parts:
        if child is not None:
            element.append(child)
        _add(element, text)


def _add(element: Any, text: str) -> None:
    """Add a text behind all that is in an element, with an element for each break of a line."""
    first, *others = text.split("\n")
    last = next(element.iterchildren(reversed=True), None)
    if last is None:
        element.text = first
    else:
        last.tail = first
    for line in others:
        _new(element, "br").tail = line


def _new(element: Any, name: str) -> Any:
    """Return a new element at the end of another."""
    child = element.makeelement(name)
    element.append(child)
    return child
