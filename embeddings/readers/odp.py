"""OpenDocument slides: each slide is a place by its number, its boxes in reading order, its notes after them."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from embeddings.readers.composing import Piece, composed
from embeddings.readers.content import File, FileContents, content_with
from embeddings.readers.document_properties import open_document_facts, with_slide_title
from embeddings.readers.odt import box_pieces
from embeddings.readers.open_document import DRAW, OFFICE, PRESENTATION, SVG, levels_of, roots_of, struck_words

# Boxes whose tops are closer stand in one row.
ROW_CENTIMETRES = 0.5

_LENGTH = re.compile(r"(-?\d{1,9}(?:\.\d{1,9})?)(cm|mm|in|pt|px|pc)?")
_CENTIMETRES = {"cm": 1.0, "mm": 0.1, "in": 2.54, "pt": 0.0353, "px": 0.0265, "pc": 0.423}
# What a slide takes over from its master.
_OF_MASTER = {"header", "footer", "page-number", "date-time", "page"}


def read(file: File) -> FileContents:
    """Read slides as one document. Raises NotRead and LimitReached."""
    roots = roots_of(file, "OpenDocument slides")
    slides = roots.body("presentation").findall(DRAW + "page")
    levels = levels_of(roots.styles, roots.content)
    pieces = [piece for number, slide in enumerate(slides, start=1) for piece in _slide(slide, number, levels)]
    text, places = composed(pieces)
    facts = open_document_facts(None if roots.meta is None else roots.meta.find(f".//{OFFICE}meta"))
    facts = with_slide_title(facts, _title(slides[0], levels) if slides else "")
    omitted = [*struck_words(roots.body("presentation"), levels)]
    return FileContents((content_with(text, facts, places, omitted=omitted),))


def _slide(slide: Any, number: int, levels: Mapping[str, str]) -> Iterator[Piece]:
    yield Piece("", (("slide", str(number)),))
    yield from box_pieces(_in_reading_order(slide), levels)
    notes = slide.find(PRESENTATION + "notes")
    if notes is not None:
        yield from box_pieces(_in_reading_order(notes), levels)


def _in_reading_order(slide: Any) -> list[Any]:
    boxes = [box for box in slide if isinstance(box.tag, str) and box.tag.startswith(DRAW)]
    kept = [box for box in boxes if box.get(PRESENTATION + "class") not in _OF_MASTER]
    return sorted(kept, key=lambda box: (box.get(PRESENTATION + "class") != "title", _row(box), _length(box, "x")))


def _row(box: Any) -> int:
    return int(_length(box, "y") / ROW_CENTIMETRES)


def _length(box: Any, name: str) -> float:
    """Return a place of a box in centimetres."""
    match = _LENGTH.fullmatch(box.get(SVG + name, ""))
    return float(match[1]) * _CENTIMETRES[match[2] or "cm"] if match else 0.0


def _title(slide: Any, levels: Mapping[str, str]) -> str:
    titles = [box for box in slide.iter(DRAW + "frame") if box.get(PRESENTATION + "class") == "title"]
    return " ".join(piece.text for piece in box_pieces(titles[:1], levels)).strip()
