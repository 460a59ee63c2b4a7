"""Elements of web pages in which programs export chats, found by their classes."""

import re
from collections.abc import Iterator
from typing import Any

_SPACE = re.compile(r"\s+")


def words(element: Any) -> str:
    """Return the words of an element, with a line feed for each break of a line; "" of none."""
    if element is None:
        return ""
    found = _SPACE.sub(" ", element.text or "")
    for part in element:
        found += "\n" if part.tag == "br" else words(part)
        found += _SPACE.sub(" ", part.tail or "")
    return "\n".join(map(str.strip, found.strip().split("\n")))


def classes(element: Any) -> set[str]:
    """Return the names of the classes of an element."""
    return set((element.get("class") or "").split())


def children(element: Any, name: str) -> list[Any]:
    """Return the elements right within another that are of a class."""
    return [child for child in element if name in classes(child)]


def child(element: Any, name: str) -> Any:
    """Return the first of `children`, None without one."""
    return next(iter(children(element, name)), None)


def of_class(element: Any, name: str) -> Iterator[Any]:
    """Yield the elements anywhere within another that are of a class, and itself where it is."""
    return (part for part in element.iter("*") if name in classes(part))


def first(element: Any, *names: str) -> Any:
    """Return the first element within another that is of a class, and within that of the next, None without one."""
    for name in names:
        if element is not None:
            element = next(of_class(element, name), None)
    return element
