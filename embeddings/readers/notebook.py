"""Jupyter notebooks: the words of their authors, and the code, without what it gave out."""

import json
from pathlib import Path
from typing import Any

from embeddings.documents import Fact, Place
from embeddings.readers import markdown
from embeddings.readers.content import File, FileContents, NotRead, content_with
from embeddings.readers.decoding import decode
from embeddings.readers.line_places import line_places

# Cells of these kinds are read as they are, so that their lines count.
_AS_WRITTEN = {"code", "raw"}
_BROKEN = "is no notebook (its JSON is broken or of another kind); save it from Jupyter anew"


def read(file: File) -> FileContents:
    """Read a notebook: each cell is a place, and each line of code.

    Raises NotRead if it is broken, and UnreadableFile if it is no text.
    """
    try:
        notebook = json.loads(decode(Path(file.name), file.data))
        cells = _cells(notebook)
    except (ValueError, LookupError, RecursionError, AttributeError, TypeError) as error:
        raise NotRead(_BROKEN) from error
    pieces: list[str] = []
    places: list[Place] = []
    facts: list[Fact] = _facts(notebook)
    length = 0
    for number, cell in enumerate(cells, start=1):
        text, title = _text(cell)
        if title and not any(fact.name == "title" for fact in facts):
            facts.append(Fact("title", title, "heading"))
        if not text.strip():
            continue
        length += 2 if pieces else 0
        pieces.append(text)
        places.append(Place("section", f"cell {number}", length, length + len(text)))
        if cell.get("cell_type") in _AS_WRITTEN:
            places += line_places(text, length)
        length += len(text)
    return FileContents((content_with("\n\n".join(pieces), facts, places),))


def _cells(notebook: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the cells of a notebook; an older one has them in work sheets."""
    sheets = [notebook] if "cells" in notebook else notebook["worksheets"]
    return [cell for sheet in sheets for cell in sheet["cells"] if isinstance(cell, dict)]


def _facts(notebook: dict[str, Any]) -> list[Fact]:
    metadata = notebook.get("metadata")
    stated = metadata if isinstance(metadata, dict) else {}
    authors = stated.get("authors")
    names = [author.get("name") for author in authors if isinstance(author, dict)] if isinstance(authors, list) else []
    values = (("title", stated.get("title")), ("author", ", ".join(name for name in names if isinstance(name, str))))
    return [
        Fact(name, value.strip(), "notebook metadata")
        for name, value in values
        if isinstance(value, str) and value.strip()
    ]


def _text(cell: dict[str, Any]) -> tuple[str, str | None]:
    """Return the text of a cell, and the first heading of one that is Markdown."""
    source = cell.get("source", cell.get("input", ""))
    lines = [str(line) for line in source] if isinstance(source, list) else [str(source)]
    # Before version 3 lines were stored without their ends.
    text = ("" if any(line.endswith("\n") for line in lines) else "\n").join(lines)
    kind = cell.get("cell_type")
    if kind == "markdown":
        content = markdown.read(text)
        return content.text, content.title
    if kind == "heading":
        return text.strip(), text.strip()
    return (text.strip("\n"), None) if kind in _AS_WRITTEN else ("", None)
