"""OpenDocument texts, also templates and single files of XML (.fodt).

The text is the body in its order, as embeddings.readers.docx reads it: headings, paragraphs, lists with their numbers,
tables, boxes after the paragraph that they hang on, footnotes after theirs, endnotes at the end. What a tracked change
removed, comments, and the heads and feet of pages are left out.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from embeddings.documents import Fact
from embeddings.readers.composing import Piece, composed, headed_pieces
from embeddings.readers.content import CONTENTS_LIST, HEAD_OR_FOOT, File, FileContents, Omitted, content_with
from embeddings.readers.document_properties import open_document_facts
from embeddings.readers.docx_numbers import Level, written_number
from embeddings.readers.heading_titles import can_name_a_document
from embeddings.readers.open_document import (
    DRAW,
    OFFICE,
    STYLE,
    TABLE,
    TEXT,
    Line,
    Roots,
    levels_of,
    line_of,
    roots_of,
    struck_words,
)
from embeddings.readers.open_document_rows import cells_of, rows_of

# A cell that spans rows is repeated in them if it is so short: the name of some rows.
SPANNING_CHARACTERS = 120
# Styles are based on each other so often at most.
_BASES = 20
_HEADING_CHARACTERS = 300
# So often at most is a cell of a table of a text repeated.
_REPEATED = 100

_FORMATS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_HOLDERS = {
    *(TEXT + name for name in ("section", "index-body", "index-title", "alphabetical-index")),
    *(TEXT + name for name in ("user-index", "bibliography", "numbered-paragraph")),
    *(DRAW + name for name in ("frame", "text-box", "g", "custom-shape", "rect", "ellipse", "line", "polygon", "path")),
    *(DRAW + name for name in ("circle", "connector", "caption", "regular-polygon", "a", "polyline")),
}
# Lists of contents, which are left out.
_CONTENTS = tuple(TEXT + name for name in ("table-of-content", "illustration-index", "table-index", "object-index"))


@dataclass
class _Document:
    """What is needed of a file while its body is walked."""

    # The paragraph styles that are based on that of titles.
    titles: set[str]
    lists: dict[str, dict[int, Level]]
    # The styles of letters that are raised, lowered or struck through.
    levels: Mapping[str, str] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    footnotes: list[str] = field(default_factory=list)
    endnotes: list[str] = field(default_factory=list)
    # In so many tables and notes the walk is: footnotes stand after them.
    inside: int = 0
    title: str = ""
    heading: str = ""


def read(file: File) -> FileContents:
    """Read a text as one document, with a place for each section. Raises NotRead and LimitReached."""
    roots = roots_of(file, "OpenDocument text")
    document = _Document(_titles(roots), _lists(roots), levels_of(roots.styles, roots.content))
    pieces = [*blocks(roots.body("text"), document), *map(Piece, document.endnotes)]
    text, places = composed(pieces)
    facts = open_document_facts(_meta(roots))
    if document.title:
        facts.append(Fact("title", document.title, "paragraph of the style Title"))
    if document.heading:
        facts.append(Fact("title", document.heading, "first heading"))
    omitted = [*struck_words(roots.body("text"), document.levels), *_contents(roots), *_heads_and_feet(roots)]
    return FileContents((content_with(text, facts, places, omitted=omitted),))


def box_pieces(boxes: Any, levels: Mapping[str, str]) -> Iterator[Piece]:
    """Yield the paragraphs and rows of boxes, such as those of a slide; `levels` as in `line_of`."""
    document = _Document(set(), {}, levels)
    yield from blocks(boxes, document)
    yield from map(Piece, document.endnotes)


def _meta(roots: Roots) -> Any:
    return None if roots.meta is None else roots.meta.find(f".//{OFFICE}meta")


def _titles(roots: Roots) -> set[str]:
    """Return the names of the styles that are that of titles or based on it."""
    bases: dict[str, str] = {}
    for root in (roots.styles, roots.content):
        for style in () if root is None else root.iter(STYLE + "style"):
            bases[style.get(STYLE + "name", "")] = style.get(STYLE + "parent-style-name", "")
    titles = {"Title"}
    for name in bases:
        base = name
        for _ in range(_BASES):
            if base == "Title":
                titles.add(name)
            base = bases.get(base, "")
    return titles


def _lists(roots: Roots) -> dict[str, dict[int, Level]]:
    """Return the levels of each list style."""
    styles: dict[str, dict[int, Level]] = {}
    for root in (roots.styles, roots.content):
        for style in () if root is None else root.iter(TEXT + "list-style"):
            styles[style.get(STYLE + "name", "")] = dict(_level(element) for element in style)
    return styles


def _level(element: Any) -> tuple[int, Level]:
    depth, start = element.get(TEXT + "level", "1"), element.get(TEXT + "start-value", "1")
    kind = _FORMATS.get(element.get(STYLE + "num-format", ""), "none")
    if element.tag != TEXT + "list-level-style-number":
        kind = "bullet"
    pattern = f"{element.get(STYLE + 'num-prefix', '')}%{element.get(STYLE + 'num-suffix', '')}"
    return int(depth) if depth.isdecimal() else 1, Level(kind, pattern, int(start) if start.isdecimal() else 1)


def _contents(roots: Roots) -> Iterator[Omitted]:
    """Yield the lines of lists of contents."""
    for holder in roots.body("text").iter(*_CONTENTS):
        lines = (line_of(paragraph, {}).text for paragraph in holder.iter(TEXT + "p"))
        yield from (Omitted(line, CONTENTS_LIST) for line in lines if line)


def _heads_and_feet(roots: Roots) -> Iterator[Omitted]:
    """Yield the paragraphs of the heads and feet of pages that have text."""
    if roots.styles is None:
        return
    names = [
        STYLE + name for name in ("header", "footer", "header-left", "footer-left", "header-first", "footer-first")
    ]
    paragraphs = (paragraph for part in roots.styles.iter(*names) for paragraph in part.iter(TEXT + "p"))
    yield from (Omitted(words, HEAD_OR_FOOT) for paragraph in paragraphs if (words := line_of(paragraph, {}).text))


def blocks(parent: Any, document: _Document) -> Iterator[Piece]:
    """Yield the paragraphs and rows under an element."""
    for element in parent:
        if element.tag == TEXT + "p":
            yield from _paragraph(element, document)
        elif element.tag == TEXT + "h":
            yield from _heading(element, document)
        elif element.tag == TEXT + "list":
            yield from _list(element, document, "", 1)
        elif element.tag == TABLE + "table":
            yield from _table(element, document)
        elif element.tag in _HOLDERS:
            yield from blocks(element, document)


def _paragraph(element: Any, document: _Document, mark: str = "") -> Iterator[Piece]:
    line = line_of(element, document.counts, document.levels)
    if line.text:
        yield Piece(f"{mark} {line.text}" if mark else line.text)
    if element.get(TEXT + "style-name") in document.titles and not document.title:
        document.title = " ".join(line.text.split())[:_HEADING_CHARACTERS]
    yield from _after(line, document)


def _heading(element: Any, document: _Document) -> Iterator[Piece]:
    line = line_of(element, document.counts, document.levels)
    text = " ".join(line.text.split())
    if text and len(text) <= _HEADING_CHARACTERS:
        if not document.heading and can_name_a_document(text):
            document.heading = text
        yield Piece(text, (("section", text),))
    else:
        yield Piece(text)
    yield from _after(line, document)


def _after(line: Line, document: _Document) -> Iterator[Piece]:
    """Yield the boxes and the footnotes of a paragraph; those of a table stand after it."""
    yield from blocks(line.boxes, document)
    for kind, body in line.notes:
        mark = body.get("mark", "")
        document.inside += 1
        paragraphs = [piece.text for piece in blocks(body, document) if piece.text]
        document.inside -= 1
        if paragraphs:
            notes = document.endnotes if kind == "endnote" else document.footnotes
            notes.extend([f"[{mark}] {paragraphs[0]}", *paragraphs[1:]])
    yield from _footnotes(document)


def _footnotes(document: _Document) -> Iterator[Piece]:
    if not document.inside:
        yield from map(Piece, document.footnotes)
        document.footnotes = []


def _list(element: Any, document: _Document, style: str, depth: int) -> Iterator[Piece]:
    """Yield the items of a list, and of those within it, each with its sign or number."""
    style = element.get(TEXT + "style-name", style)
    level = document.lists.get(style, {}).get(depth, Level("bullet", "", 1))
    key = f"list {style} {depth}"
    is_continued = element.get(TEXT + "continue-numbering") == "true" or element.get(TEXT + "continue-list")
    number = document.counts.get(key, level.start) if is_continued else level.start
    for item in element:
        if item.tag not in {TEXT + "list-item", TEXT + "list-header"}:
            continue
        start = item.get(TEXT + "start-value", "")
        number = int(start) if start.isdecimal() else number
        mark = _mark(level, number) if item.tag == TEXT + "list-item" else ""
        for child in item:
            if child.tag == TEXT + "list":
                yield from _list(child, document, style, depth + 1)
            elif child.tag == TEXT + "p":
                yield from _paragraph(child, document, mark)
                mark = ""
            else:
                yield from blocks([child], document)
        number += item.tag == TEXT + "list-item" and _has_own_text(item)
    document.counts[key] = number


def _has_own_text(item: Any) -> bool:
    """Whether an item is more than the holder of a list within it."""
    return any(child.tag != TEXT + "list" for child in item)


def _mark(level: Level, number: int) -> str:
    if level.format == "bullet":
        return "-"
    return level.pattern.replace("%", written_number(level.format, number)).strip() if level.format != "none" else ""


def _table(table: Any, document: _Document) -> Iterator[Piece]:
    """Yield the rows of a table, or the paragraphs of one that sets a page; one within another always does."""
    document.inside += 1
    if next(table.iterdescendants(TABLE + "table"), None) is not None:
        pieces = [piece for row, _ in rows_of(table) for cell, _ in cells_of(row) for piece in blocks(cell, document)]
    else:
        spanning: dict[int, tuple[int, list[Piece]]] = {}
        rows = [_cells(row, document, spanning) for row, _ in rows_of(table)]
        pieces = list(headed_pieces(rows))
    document.inside -= 1
    yield from pieces
    yield from _footnotes(document)


def _cells(row: Any, document: _Document, spanning: dict[int, tuple[int, list[Piece]]]) -> list[list[Piece]]:
    """Return the pieces of each cell; `spanning` are by column how many more rows a cell spans, and its own."""
    cells: list[list[Piece]] = []
    column = 0
    for cell, times in cells_of(row):
        pieces = [piece for piece in blocks(cell, document) if piece.text]
        if cell.tag == TABLE + "table-cell":
            rows = cell.get(TABLE + "number-rows-spanned", "1")
            is_short = sum(len(piece.text) for piece in pieces) <= SPANNING_CHARACTERS
            if rows.isdecimal() and int(rows) > 1 and is_short:
                spanning[column] = (int(rows) - 1, [Piece(piece.text) for piece in pieces])
            cells.extend([pieces] * min(times, _REPEATED))
        elif column in spanning:
            left, pieces = spanning.pop(column)
            if left > 1:
                spanning[column] = (left - 1, pieces)
            cells.append(pieces)
        column += times
    return cells
