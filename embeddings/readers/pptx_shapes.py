"""The text of the shapes of a PowerPoint slide, in the order in which a reader takes them in: from top to bottom.

python-pptx opens no shows (.ppsx), and its shapes leave out diagrams, charts and what newer programs put beside what
older ones show, so the XML is walked here.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from embeddings.readers.cell_values import written
from embeddings.readers.composing import Piece, row_line, table_pieces
from embeddings.readers.docx_runs import RAISED_CHARACTERS
from embeddings.readers.office_math import M, math_text
from embeddings.readers.pptx_numbers import Numbers
from embeddings.readers.raised import CONTEXT, lowered, raised
from embeddings.readers.symbol_fonts import shown_of_run

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_D = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

TITLES = {"title", "ctrTitle"}
# What a slide takes over from its master: its date, its foot, its number.
OF_MASTER = {"dt", "ftr", "sldNum", "hdr"}
# Placeholders whose paragraphs are items, unless they say otherwise.
_OF_ITEMS = {"body", "obj", ""}
# Shapes whose tops are closer stand in one row: half a centimetre.
ROW_UNITS = 180_000
# A chart of more points is data.
MOST_POINTS = 1000

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Slide:
    """A slide: its shapes' root, where its layout puts placeholders, and what reads a part that it refers to."""

    root: Any
    layout: dict[str, Any]
    part: Callable[[str], Any]


def pieces_of(slide: Slide) -> Iterator[Piece]:
    """Yield the paragraphs and rows of a slide."""
    tree = slide.root.find(f"{P}cSld/{P}spTree")
    if tree is not None:
        yield from _shapes(tree, slide)


def kind_of(shape: Any) -> str | None:
    """Return the kind of placeholder that a shape is, "" for one of any content, None for no placeholder."""
    place = next(shape.iter(P + "ph"), None) if shape.tag == P + "sp" else None
    return None if place is None else place.get("type", "")


def placeholders(*roots: Any) -> dict[str, Any]:
    """Return the placeholders of a layout and its master, by their index and by their kind; the first of each."""
    shapes: dict[str, Any] = {}
    for root in roots:
        for shape in () if root is None else root.iter(P + "sp"):
            place = next(shape.iter(P + "ph"), None)
            if place is not None:
                shapes.setdefault(f"index {place.get('idx', '0')}", shape)
                shapes.setdefault(place.get("type", ""), shape)
    return shapes


def paragraphs(body: Any) -> Iterator[str]:
    """Yield the paragraphs of a body of text."""
    for paragraph in body.iter(A + "p"):
        text = _text(paragraph).strip()
        if text:
            yield text


def _shapes(tree: Any, slide: Slide) -> Iterator[Piece]:
    shapes = [shape for element in tree for shape in _present(element)]
    for shape in sorted(shapes, key=lambda shape: _order(shape, slide)):
        if shape.tag == P + "grpSp":
            yield from _shapes(shape, slide)
        elif shape.tag == P + "graphicFrame":
            yield from _frame(shape, slide)
        elif shape.tag in {P + "sp", P + "cxnSp"} and kind_of(shape) not in OF_MASTER:
            yield from _body(shape, slide)


def _present(element: Any) -> list[Any]:
    """Return an element, or those that a program of today shows in its place."""
    if element.tag != _MC + "AlternateContent":
        return [element]
    choice, fallback = element.find(_MC + "Choice"), element.find(_MC + "Fallback")
    shapes = [] if choice is None else list(choice)
    has_text = any(
        next(shape.iter(A + "t", A + "tbl", _C + "chart", _D + "relIds"), None) is not None for shape in shapes
    )
    return shapes if has_text or fallback is None else list(fallback)


def _order(shape: Any, slide: Slide) -> tuple[bool, int, int]:
    left, top = _place(shape) or _place(_on_layout(shape, slide)) or (0, 0)
    return kind_of(shape) not in TITLES, top // ROW_UNITS, left


def _on_layout(shape: Any, slide: Slide) -> Any:
    place = next(shape.iter(P + "ph"), None) if shape.tag == P + "sp" else None
    if place is None:
        return None
    by_index = slide.layout.get(f"index {place.get('idx')}") if place.get("idx") else None
    return slide.layout.get(place.get("type", "")) if by_index is None else by_index


def _place(shape: Any) -> Place | None:
    """Return the left and the top of a shape, None where it states neither."""
    if shape is None:
        return None
    holder = shape if shape.tag == P + "graphicFrame" else next(shape.iterchildren(P + "spPr", P + "grpSpPr"), None)
    offset = None if holder is None else next(holder.iter(A + "off"), None)
    try:
        return None if offset is None else (int(offset.get("x", "0")), int(offset.get("y", "0")))
    except ValueError:
        return None


def _body(shape: Any, slide: Slide) -> Iterator[Piece]:
    body = shape.find(P + "txBody")
    if body is None:
        return
    kind = kind_of(shape)
    if kind in TITLES:
        yield Piece(" ".join(" ".join(paragraphs(body)).split()))
        return
    texts = [(paragraph, _text(paragraph).strip()) for paragraph in body.iter(A + "p")]
    filled = [(paragraph, text) for paragraph, text in texts if text]
    are_items = (
        kind in _OF_ITEMS and len(filled) > 1 and not _is_plain(body) and not _is_plain(_on_layout(shape, slide))
    )
    numbers = Numbers()
    for paragraph, text in filled:
        properties = paragraph.find(A + "pPr")
        mark = numbers.mark(properties) or ("-" if _is_item(properties, otherwise=are_items) else "")
        yield Piece(f"{mark} {text}" if mark else text)


def _is_plain(element: Any) -> bool:
    """Whether the style of a body, or of a layout's placeholder, says that its paragraphs have no bullets."""
    style = None if element is None else next(element.iter(A + "lstStyle"), None)
    level = None if style is None else style.find(A + "lvl1pPr")
    return level is not None and level.find(A + "buNone") is not None


def _is_item(properties: Any, *, otherwise: bool) -> bool:
    if properties is None or properties.find(A + "buNone") is not None:
        return otherwise and properties is None
    return otherwise or properties.find(A + "buChar") is not None or properties.find(A + "buBlip") is not None


def _text(paragraph: Any) -> str:
    text = ""
    for element in paragraph.iter(A + "t", A + "br", M + "oMath"):
        parent = element.getparent()
        if element.tag == A + "br":
            text += "\n"
        elif element.tag == M + "oMath":
            text += math_text(element)
        elif parent.tag != A + "fld" or parent.get("type") != "slidenum":
            text += _run(parent, (element.text or "").replace("\v", "\n"), text[-CONTEXT:])
    return text


def is_struck(properties: Any) -> bool:
    """Whether the properties of a run strike its words through."""
    return properties is not None and properties.get("strike", "noStrike") != "noStrike"


def _run(run: Any, words: str, before: str) -> str:
    """Return the words of a run, none where they are struck; raised and lowered ones with the sign they read by."""
    properties = run.find(A + "rPr")
    if is_struck(properties):
        return ""
    words = shown_of_run(words, *_fonts(properties))
    baseline = "" if properties is None else properties.get("baseline", "").rstrip("%0")
    if not baseline or len(words) > RAISED_CHARACTERS:
        return words
    return lowered(before, words) if baseline.startswith("-") else raised(before, words, "", linked=False)


def _fonts(properties: Any) -> tuple[str, str]:
    """Return the font for signs that the properties of a run name, else that for letters; and that for letters."""
    fonts = [] if properties is None else [properties.find(A + kind) for kind in ("sym", "latin")]
    of_signs, of_letters = ("" if font is None else font.get("typeface", "") for font in fonts or (None, None))
    return of_signs or of_letters, of_letters


def _frame(frame: Any, slide: Slide) -> Iterator[Piece]:
    """Yield what a table, a diagram or a chart says."""
    table = next(frame.iter(A + "tbl"), None)
    if table is not None:
        yield from table_pieces(list(_rows(table)))
    for diagram in frame.iter(_D + "relIds"):
        data = slide.part(diagram.get(R + "dm", ""))
        for point in () if data is None else data.iter(_D + "t"):
            yield from map(Piece, paragraphs(point))
    for chart in frame.iter(_C + "chart"):
        data = slide.part(chart.get(R + "id", ""))
        if data is not None:
            yield from _chart(data)


def _rows(table: Any) -> Iterator[list[list[str]]]:
    above: list[list[str]] = []
    for row in table.iter(A + "tr"):
        cells = []
        for column, cell in enumerate(row.iterchildren(A + "tc")):
            is_below = cell.get("vMerge") in {"1", "true"} and column < len(above)
            cells.append(above[column] if is_below else list(paragraphs(cell)))
        above = cells
        yield [cell for cell, element in zip(cells, row.iterchildren(A + "tc"), strict=True) if _is_seen(element)]


def _is_seen(cell: Any) -> bool:
    return cell.get("hMerge") not in {"1", "true"}


def _chart(data: Any) -> Iterator[Piece]:
    """Yield the titles of a chart and its figures: a row for each category, a column for each series."""
    for title in data.iter(_C + "title"):
        yield Piece(" ".join(paragraphs(title)))
    series = list(data.iter(_C + "ser"))
    names = [" ".join(_values(line.find(_C + "tx")).values()) for line in series]
    figures = [_values(next(line.iterchildren(_C + "val", _C + "yVal"), None)) for line in series]
    categories = _values(
        next((stated for line in series for stated in line.iterchildren(_C + "cat", _C + "xVal")), None)
    )
    points = sorted({point for values in figures for point in values})
    if 0 < len(points) <= MOST_POINTS:
        if any(names):
            yield Piece(row_line(["", *names]))
        for point in points:
            yield Piece(row_line([categories.get(point, ""), *(values.get(point, "") for values in figures)]))


def _values(element: Any) -> dict[int, str]:
    """Return the values of a part of a series by their places."""
    points = [] if element is None else element.iter(_C + "pt")
    stated = {}
    for point in points:
        place, value = point.get("idx", ""), point.find(_C + "v")
        if place.isdecimal() and value is not None and value.text:
            stated[int(place)] = _figure(value.text.strip())
    return stated


def _figure(text: str) -> str:
    try:
        return written(float(text))
    except (ValueError, OverflowError):
        return text
