"""A page of an EPUB book -> its paragraphs, with the chapters, sections and printed pages that begin in them."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from embeddings.readers.composing import Piece
from embeddings.readers.decoding import decode
from embeddings.readers.html_math import set_math
from embeddings.readers.item_marks import set_marks
from embeddings.readers.markup import blocks, parsed, remove, simplify

# A page of so many links, in which so great a share of the text is linked, is a table of contents.
CONTENTS_LINKS = 2
CONTENTS_SHARE = 0.8
_HEADINGS = ("h1", "h2", "h3")

# What a place may begin at and no text of is read: a line break, a drawing, a film.
_WITHOUT_TEXT = frozenset({"br", "svg", "script", "style", "select", "video", "audio", "canvas", "iframe"})
# A page parsed as HTML never closes these: XHTML may write any empty element as one tag.
_EMPTY = re.compile(
    r"<(?!(?:br|hr|img|input|link|meta|area|base|col|embed|source|track|wbr|param)\b)([a-zA-Z][\w:.-]*+)([^<>]*)/>"
)
# Stands in the text where a place begins; books have no such characters.
_MARK = re.compile("\ue0f0(\\d+)\ue0f1")


class Opening(NamedTuple):
    """A place that begins at an element of this id, or with the page where the id is empty."""

    fragment: str
    kind: str
    name: str


def page_tree(data: bytes, name: str) -> Any:
    """Return a page as a tree of HTML, None if it is empty.

    Raises UnreadableFile if it is no text, and NotReadWhole if it is nested too deep.
    """
    return parsed(_EMPTY.sub(r"<\1\2></\1>", decode(Path(name), data)))


def chapter_pieces(tree: Any, openings: list[Opening]) -> Iterator[Piece]:
    """Yield the paragraphs of a page with the places that begin in them; its tree is changed."""
    body = tree.find(".//body")
    body = tree if body is None else body
    remove(body.xpath(".//rt | .//rp"))
    by_id = {element.get("id"): element for element in reversed(list(body.iter("*"))) if element.get("id")}
    at_elements = [opening for opening in openings if opening.fragment in by_id]
    yield Piece("", tuple((opening.kind, opening.name) for opening in openings if opening.fragment not in by_id))
    elements = [(by_id[opening.fragment], opening) for opening in at_elements] + list(_printed_pages(body))
    for number, (element, _) in enumerate(elements):
        mark = f"\ue0f0{number}\ue0f1"
        if element.tag in _WITHOUT_TEXT:
            element.tail = mark + (element.tail or "")
        else:
            element.text = mark + (element.text or "")
    set_math(tree)
    simplify(tree)
    set_marks(body)
    for block in blocks(body):
        if "\ue0f0" not in block:
            yield Piece(block)
            continue
        opens = [elements[int(mark)][1] for mark in _MARK.findall(block) if int(mark) < len(elements)]
        yield Piece(_MARK.sub("", block), tuple((place.kind, place.name) for place in opens))


def heading_of(tree: Any) -> str:
    """Return the first heading of a page, "" without one."""
    heading = next(tree.iter(*_HEADINGS), None)
    return "" if heading is None else " ".join(heading.text_content().split())


def is_contents(tree: Any) -> bool:
    """Whether a page is a table of contents: nearly all of its text is headings and links to places of the book."""
    body = tree.find(".//body")
    if body is None:
        return False
    links = [link for link in body.iter("a") if link.get("href") and "://" not in link.get("href")]
    if len(links) < CONTENTS_LINKS:
        return False
    linked = sum(len(link.text_content().strip()) for link in links)
    headings = sum(len(heading.text_content()) for heading in body.iter(*_HEADINGS) if heading.find(".//a") is None)
    text = len(" ".join(body.text_content().split())) - headings
    return linked >= CONTENTS_SHARE * text


def _printed_pages(body: Any) -> Iterator[tuple[Any, Opening]]:
    """Yield the elements at which a page in print begins; their own words, its number, are taken out."""
    for element in list(body.iter("*")):
        kind = f"{element.get('epub:type') or ''} {element.get('role') or ''}"
        if "pagebreak" in kind:
            words = element.text_content().strip()
            number = (element.get("title") or element.get("aria-label") or words).strip()
            for child in list(element):
                element.remove(child)
            element.text = ""
            if number:
                yield element, Opening("", "page", number)
