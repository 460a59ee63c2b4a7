"""The signs and numbers of a Word file's lists, which it stores apart from its paragraphs."""

import re
from dataclasses import dataclass
from typing import Any, NamedTuple

from embeddings.readers.docx_runs import W, is_set, roman

BULLET = "-"
# The sign of items that show none, as paragraphs that go on with an item; one of a symbol font begins at U+F000.
_BLANK = re.compile(r"[\s\uf020]+")
# No list is deeper.
_LEVELS = 9


class Level(NamedTuple):
    """How a level of a list is numbered: a format such as "decimal", a pattern such as "%1.%2", its first number."""

    format: str
    pattern: str
    start: int


@dataclass
class Style:
    """A paragraph style: its name in small letters, the style it is based on, its outline level and list."""

    name: str
    base: str
    outline: int | None
    list_id: str
    level: int


class Numbering:
    """Counts through the lists of a document."""

    def __init__(self, tree: Any) -> None:
        self._lists: dict[str, dict[int, Level]] = {}
        self._counter_of: dict[str, str] = {}
        self._counts: dict[str, list[int]] = {}
        if tree is None:
            return
        templates = {element.get(W + "abstractNumId", ""): element for element in tree.iter(W + "abstractNum")}
        # A template may have its levels in that of a style of lists.
        by_style = {value_of(element, "styleLink"): element for element in templates.values()}
        templates = {
            name: by_style.get(value_of(element, "numStyleLink") or "-", element) for name, element in templates.items()
        }
        for element in tree.iter(W + "num"):
            number = element.get(W + "numId", "")
            template = value_of(element, "abstractNumId")
            restarted = any(
                override.find(W + "startOverride") is not None for override in element.iter(W + "lvlOverride")
            )
            levels = _levels(templates.get(template)) | _levels(element)
            for override in element.iter(W + "lvlOverride"):
                level = _number(override.get(W + "ilvl"), 0)
                if level in levels and override.find(W + "startOverride") is not None:
                    start = _number(value_of(override, "startOverride"), 1)
                    levels[level] = levels[level]._replace(start=start)
            # Lists of a template count on from each other, unless a list says that it starts anew.
            self.add(number, levels, f"list {number}" if restarted else template)

    def add(self, list_id: str, levels: dict[int, Level], counter: str) -> None:
        """Add a list with its levels; lists of the same counter count on from each other."""
        self._lists[list_id] = levels
        self._counter_of[list_id] = counter

    def has(self, list_id: str) -> bool:
        """Whether there is a list of this id."""
        return list_id in self._lists

    def mark(self, list_id: str, level: int) -> str:
        """Return the sign or number of the next item of a list: "-", "3.", "2.1", "(b)"; "" without one."""
        levels = self._lists.get(list_id, {})
        stated = levels.get(level)
        if stated is None or stated.format == "none":
            return ""
        if stated.format == "bullet":
            return "" if _BLANK.fullmatch(stated.pattern) else BULLET
        counts = self._counts.setdefault(self._counter_of[list_id], [])
        while len(counts) <= level:
            start = levels[len(counts)].start if len(counts) in levels else 1
            counts.append(start - (1 if len(counts) == level else 0))
        counts[level] += 1
        del counts[level + 1 :]
        return re.sub("%([1-9])", lambda match: _written(levels, counts, int(match[1]) - 1), stated.pattern).strip()


def styles_of(tree: Any) -> dict[str, Style]:
    """Return the paragraph styles of a document by their ids."""
    styles = {}
    for element in () if tree is None else tree.iter(W + "style"):
        properties = element.find(W + "pPr")
        list_id, level = list_of(properties)
        outline = value_of(properties, "outlineLvl")
        styles[element.get(W + "styleId", "")] = Style(
            value_of(element, "name").lower(),
            value_of(element, "basedOn"),
            int(outline) if outline.isdecimal() else None,
            list_id,
            level,
        )
    return styles


def list_of(properties: Any) -> tuple[str, int]:
    """Return the id of the list and the level that a paragraph's properties state; "" where they state no list."""
    element = None if properties is None else properties.find(W + "numPr")
    if element is None:
        return "", 0
    return value_of(element, "numId"), min(_number(value_of(element, "ilvl"), 0), _LEVELS)


def value_of(element: Any, name: str) -> str:
    """Return the value of a property, "" where it is not stated."""
    child = None if element is None else element.find(W + name)
    return "" if child is None else child.get(W + "val", "")


def _levels(element: Any) -> dict[int, Level]:
    return {
        _number(level.get(W + "ilvl"), 0): Level(
            value_of(level, "numFmt") or "decimal",
            value_of(level, "lvlText"),
            _number(value_of(level, "start"), 1),
        )
        for level in (() if element is None else element.iter(W + "lvl"))
        if not is_set(level.find(W + "rPr"), "vanish")
    }


def _number(text: str | None, default: int) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 7 else default  # noqa: PLR2004  # no list is longer


def _written(levels: dict[int, Level], counts: list[int], level: int) -> str:
    number = counts[level] if level < len(counts) else 1
    return written_number(levels[level].format if level in levels else "decimal", number)


def written_number(kind: str, number: int) -> str:
    """Return a number in a format, such as "lowerLetter"; in figures where the format is another."""
    match kind:
        case "lowerLetter" | "upperLetter" if number > 0:
            letters = chr(ord("a") + (number - 1) % 26) * min(1 + (number - 1) // 26, 9)
            return letters if kind == "lowerLetter" else letters.upper()
        case "lowerRoman" | "upperRoman":
            figures = roman(number % 4000)
            return figures if kind == "lowerRoman" else figures.upper()
        case "decimalZero":
            return f"{number:02}"
        case "none" | "bullet":
            return ""
    return str(number)
