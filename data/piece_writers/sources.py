"""The sources of the pieces: Markdown of a few marks, under a head in YAML."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

import yaml


class Block(NamedTuple):
    """A part of a text: "heading", "paragraph", "item", "row", "remark" (after ">") or "footnote"."""

    kind: str
    text: str
    level: int = 0


class Piece(NamedTuple):
    """A piece: the name of its file, what it states of itself, and its text."""

    file: str
    title: str
    author: str
    publisher: str
    published: date
    running: str
    blocks: tuple[Block, ...]

    @property
    def moment(self) -> datetime:
        """The noon of the day it was published, the time of its file."""
        return datetime(self.published.year, self.published.month, self.published.day, 12, tzinfo=UTC)


def piece(path: Path) -> Piece:
    """Read a source. Raises ValueError where its head is missing, TypeError where it lacks a line."""
    _, head, text = path.read_text("utf-8").split("---\n", 2)
    stated = yaml.safe_load(head)
    return Piece(**{"running": "", **stated}, blocks=tuple(_blocks(text)))


def sections(blocks: tuple[Block, ...], level: int) -> Iterator[tuple[str, list[Block]]]:
    """Yield the headings of a level, each with the blocks below it; what stands above the first has none."""
    title, below = "", list[Block]()
    for block in blocks:
        if block.kind == "heading" and block.level == level:
            if title or below:
                yield title, below
            title, below = block.text, []
        else:
            below.append(block)
    yield title, below


def byline(source: Piece) -> str:
    """Return who wrote a piece, for whom and when, as it is printed under the title."""
    return f"{source.author}, {source.publisher} · {long_date(source.published)}"


def long_date(day: date) -> str:
    """Write a date as "3 February 2026"."""
    return f"{day.day} {day:%B} {day.year}"


def _blocks(text: str) -> Iterator[Block]:
    for part in text.split("\n\n"):
        lines = [line for line in part.split("\n") if line.strip()]
        if not lines:
            continue
        first = lines[0]
        if first.startswith("#"):
            marks = first.split(" ")[0]
            yield Block("heading", first[len(marks) :].strip(), len(marks))
        elif first.startswith("- "):
            yield from (Block("item", line.removeprefix("- ")) for line in lines)
        elif first.startswith("| "):
            yield from (Block("row", line) for line in lines if not line.startswith("| --"))
        elif first.startswith("> "):
            yield Block("remark", " ".join(line.removeprefix("> ") for line in lines))
        elif first.startswith("[^1]: "):
            yield Block("footnote", " ".join(lines).removeprefix("[^1]: "))
        else:
            yield Block("paragraph", " ".join(lines))
