"""Word files since 2007, also with macros and templates.

The text is the body in its order: paragraphs, lists with their numbers, tables, text boxes after the paragraph that
they hang on, footnotes after theirs, endnotes at the end. Changes are accepted; comments, field codes and hidden words
are left out, as are the heads and feet of pages.

The XML is walked here, since python-docx's texts leave out boxes, content controls, insertions and notes, and it opens
no file with macros.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from embeddings.documents import Fact
from embeddings.readers.composing import Piece, composed, headed_pieces
from embeddings.readers.content import (
    CONTENTS_LIST,
    HEAD_OR_FOOT,
    STRUCK,
    File,
    FileContents,
    NotRead,
    Omitted,
    content_with,
)
from embeddings.readers.contents_lists import is_of_contents, names_page
from embeddings.readers.document_properties import core_facts
from embeddings.readers.docx_numbers import Numbering, Style, list_of, styles_of, value_of
from embeddings.readers.docx_runs import STRICT, STRIKES, Runs, W, is_set, runs_of
from embeddings.readers.heading_titles import can_name_a_document
from embeddings.readers.office_package import Package, embedded, opened, with_embedded, xml_tree

# A cell that spans rows is repeated in them if it is so short: the name of some rows.
SPANNING_CHARACTERS = 120
# Styles are based on each other so often at most.
_BASES = 20
_TITLE_CHARACTERS = 300
_HEADING_CHARACTERS = 300

_HEADING_STYLE = re.compile(r"(?:heading|überschrift|titre|título|titolo|заголовок|kop|rubrik|nadpis|nagłówek) ?\d")
_CONTROLS = ("sdt", "customXml", "smartTag", "ins", "moveTo")


@dataclass
class _Word:
    """What is needed of a file while its body is walked."""

    styles: dict[str, Style]
    numbering: Numbering
    notes: dict[str, dict[str, Any]]
    marks: dict[str, int] = field(default_factory=dict)
    footnotes: list[str] = field(default_factory=list)
    endnotes: list[str] = field(default_factory=list)
    # In so many tables and notes the walk is: footnotes stand after them.
    inside: int = 0
    # In so many controls that list contents the walk is; the lines of such lists are left out.
    in_list: int = 0
    contents: list[str] = field(default_factory=list)
    # Of a paragraph whose end was deleted.
    unfinished: str = ""
    title: str = ""
    heading: str = ""


def read(file: File) -> FileContents:
    """Read a Word file as one document, with a place for each section, and the files that it embeds as their own.

    Raises NotRead and LimitReached.
    """
    package = opened(file, "Word file")
    name = (package.typed("", "officeDocument") or ["word/document.xml"])[0]
    tree = _part(package, name)
    body = None if tree is None else tree.find(W + "body")
    if body is None:
        raise NotRead("is no Word file, as it has no document in it; name it as what it is")
    word = _Word(
        styles_of(_first(package, name, "styles")),
        Numbering(_first(package, name, "numbering")),
        {kind: _notes(_first(package, name, f"{kind}s"), kind) for kind in ("footnote", "endnote")},
    )
    pieces = [*_blocks(body, word), Piece(word.unfinished), *map(Piece, word.endnotes)]
    text, places = composed(pieces)
    parts = [part for kind in ("header", "footer") for part in package.typed(name, kind)]
    omitted = [*_struck(body), *(Omitted(line, CONTENTS_LIST) for line in word.contents if line)]
    omitted += [paragraph for part in parts for paragraph in _paragraphs(_part(package, part))]
    content = content_with(text, _facts(package, word), places, omitted=omitted)
    return with_embedded(content, embedded(file, package, [name]))


def _part(package: Package, name: str) -> Any:
    """Return a part as an element; a strict file's names are those of the others."""
    data = package.data(name)
    if data is None:
        return None
    return xml_tree(data.replace(STRICT.encode(), W[1:-1].encode()), name)


def _first(package: Package, name: str, kind: str) -> Any:
    """Return the first part of a kind that a part refers to, None without one."""
    names = package.typed(name, kind)
    return _part(package, names[0]) if names else None


def _notes(tree: Any, kind: str) -> dict[str, Any]:
    """Return notes by their ids; those that only draw a line between text and notes have a type."""
    elements = () if tree is None else tree.iter(W + kind)
    return {note.get(W + "id", ""): note for note in elements if note.get(W + "type", "normal") == "normal"}


def _paragraphs(tree: Any) -> Iterator[Omitted]:
    """Yield the paragraphs of a head or foot that have text."""
    for paragraph in () if tree is None else tree.iter(W + "p"):
        words = "".join(text.text or "" for text in paragraph.iter(W + "t"))
        if words:
            yield Omitted(words, HEAD_OR_FOOT)


def _struck(body: Any) -> Iterator[Omitted]:
    """Yield the words of the runs that are struck through."""
    for strike in body.iter(*(W + name for name in STRIKES)):
        run = strike.getparent().getparent()
        words = "".join(text.text or "" for text in run.iter(W + "t")) if run.tag == W + "r" else ""
        if words and any(is_set(strike.getparent(), name) for name in STRIKES):
            yield Omitted(words, STRUCK)


def _facts(package: Package, word: _Word) -> list[Fact]:
    facts = core_facts(package)
    if word.title:
        facts.append(Fact("title", word.title, "paragraph of the style Title"))
    if word.heading:
        facts.append(Fact("title", word.heading, "first heading"))
    return facts


def _blocks(parent: Any, word: _Word) -> Iterator[Piece]:
    """Yield the paragraphs and rows under an element."""
    for element in parent:
        if element.tag == W + "p":
            yield from _paragraph(element, word)
        elif element.tag == W + "tbl":
            yield from _table(element, word)
        elif element.tag in {W + name for name in _CONTROLS}:
            content = element.find(W + "sdtContent")
            in_list = _lists_contents(element)
            word.in_list += in_list
            yield from _blocks(element if content is None else content, word)
            word.in_list -= in_list


def _lists_contents(control: Any) -> bool:
    """Whether a content control says that it holds a table of contents, whatever the styles of its lines."""
    galleries = control.iterfind(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
    return any(gallery.get(W + "val") == "Table of Contents" for gallery in galleries)


def _paragraph(paragraph: Any, word: _Word) -> Iterator[Piece]:
    properties = paragraph.find(W + "pPr")
    marks = None if properties is None else properties.find(W + "rPr")
    runs = runs_of(paragraph, word.marks)
    text = word.unfinished + runs.text
    word.unfinished = ""
    if marks is not None and (marks.find(W + "del") is not None or marks.find(W + "moveFrom") is not None):
        word.unfinished = text
    elif is_of_contents(_style_name(properties, word), text) or (word.in_list and names_page(text)):
        word.contents.append(text.strip())
    elif text.strip():
        yield _piece(text.strip(), properties, word)
    for box in runs.boxes:
        yield from _blocks(box, word)
    _keep_notes(runs, word)
    yield from _footnotes(word)


def _footnotes(word: _Word) -> Iterator[Piece]:
    """Yield the footnotes that were referred to; those of a table stand after it."""
    if not word.inside:
        yield from map(Piece, word.footnotes)
        word.footnotes = []


def _piece(text: str, properties: Any, word: _Word) -> Piece:
    style = value_of(properties, "pStyle")
    styles = list(_styles(style, word))
    is_title = any(based.name == "title" for based in styles)
    mark = _mark(properties, styles, word)
    if not (is_title or _is_heading(properties, styles)) or len(text) > _HEADING_CHARACTERS:
        return Piece(f"{mark} {text}" if mark else text)
    line = " ".join(text.split())
    if is_title:
        word.title = word.title or line[:_TITLE_CHARACTERS]
        return Piece(line)
    # A point after its number would make an item of it.
    heading = f"{mark.rstrip('.')} {line}" if mark.strip("-") else line
    if not word.heading and can_name_a_document(line):
        word.heading = line
    return Piece(heading, (("section", heading),))


def _style_name(properties: Any, word: _Word) -> str:
    style = word.styles.get(value_of(properties, "pStyle"))
    return style.name if style else ""


def _styles(style: str, word: _Word) -> Iterator[Style]:
    """Yield a style and those that it is based on."""
    for _ in range(_BASES):
        if style not in word.styles:
            return
        yield word.styles[style]
        style = word.styles[style].base


def _is_heading(properties: Any, styles: list[Style]) -> bool:
    outline = value_of(properties, "outlineLvl")
    if outline:
        return outline in set("012345678")
    for style in styles:
        if style.outline is not None:
            return style.outline < 9  # noqa: PLR2004  # that of the body
        if _HEADING_STYLE.match(style.name):
            return True
    return False


def _mark(properties: Any, styles: list[Style], word: _Word) -> str:
    """Return the sign or number of a paragraph that is an item of a list, "" for others."""
    list_id, level = list_of(properties)
    if not list_id:
        by_style = next((style for style in styles if style.list_id), None)
        list_id, level = (by_style.list_id, by_style.level) if by_style else ("", 0)
    return word.numbering.mark(list_id, level) if list_id else ""


def _keep_notes(runs: Runs, word: _Word) -> None:
    """Keep the footnotes and the endnotes of a paragraph for their places."""
    for kind, number, mark in runs.notes:
        note = word.notes[kind].pop(number, None)
        word.inside += 1
        paragraphs = [] if note is None else [piece.text for piece in _blocks(note, word) if piece.text]
        word.inside -= 1
        if paragraphs:
            notes = word.endnotes if kind == "endnote" else word.footnotes
            notes.extend([f"[{mark}] {paragraphs[0]}" if mark else paragraphs[0], *paragraphs[1:]])


def _table(table: Any, word: _Word) -> Iterator[Piece]:
    """Yield the rows of a table, or the paragraphs of one that sets a page; one within another always does."""
    word.inside += 1
    if next(table.iterdescendants(W + "tbl"), None) is not None:
        pieces = [piece for row in _rows(table) for cell in _children(row, "tc") for piece in _blocks(cell, word)]
    else:
        above: dict[int, list[Piece]] = {}
        pieces = list(headed_pieces([_cells(row, word, above) for row in _rows(table)]))
    word.inside -= 1
    yield from pieces
    yield from _footnotes(word)


def _rows(table: Any) -> Iterator[Any]:
    """Yield the rows of a table that were not deleted."""
    for row in _children(table, "tr"):
        properties = row.find(W + "trPr")
        if properties is None or properties.find(W + "del") is None:
            yield row


def _cells(row: Any, word: _Word, above: dict[int, list[Piece]]) -> list[list[Piece]]:
    """Return the pieces of each cell of a row; `above` are by column those of the cell that spans rows."""
    cells = []
    column = 0
    for cell in _children(row, "tc"):
        properties = cell.find(W + "tcPr")
        merge = None if properties is None else properties.find(W + "vMerge")
        pieces = [piece for piece in _blocks(cell, word) if piece.text]
        if merge is not None and merge.get(W + "val", "continue") != "restart":
            pieces = above.get(column, [])
        elif merge is not None and sum(len(piece.text) for piece in pieces) <= SPANNING_CHARACTERS:
            above[column] = [Piece(piece.text) for piece in pieces]
        else:
            above.pop(column, None)
        cells.append(pieces)
        column += max(1, int(span)) if (span := value_of(properties, "gridSpan")).isdecimal() else 1
    return cells


def _children(parent: Any, name: str) -> Iterator[Any]:
    """Yield the children of a name, also those in content controls and the like."""
    for element in parent:
        if element.tag == W + name:
            yield element
        elif element.tag in {W + control for control in _CONTROLS}:
            content = element.find(W + "sdtContent")
            yield from _children(element if content is None else content, name)
