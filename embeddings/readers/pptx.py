"""PowerPoint files since 2007, also shows and those with macros.

Each slide is a place by its number, hidden ones too. Its text is that of its shapes from top to bottom, then its notes.
What comes from the master (date, foot, number) and comments are left out.
"""

from collections.abc import Iterator
from typing import Any

from embeddings.readers.composing import Piece, composed
from embeddings.readers.content import (
    HEAD_OR_FOOT,
    STRUCK,
    File,
    FileContents,
    LimitReached,
    NotRead,
    Omitted,
    content_with,
)
from embeddings.readers.document_properties import core_facts, with_slide_title
from embeddings.readers.office_package import Package, embedded, opened, with_embedded, xml_tree
from embeddings.readers.pptx_shapes import (
    OF_MASTER,
    TITLES,
    A,
    P,
    R,
    Slide,
    is_struck,
    kind_of,
    paragraphs,
    pieces_of,
    placeholders,
)

# Strict files differ from others by the beginnings of their namespaces.
_STRICT = (
    (b"http://purl.oclc.org/ooxml/presentationml/main", b"http://schemas.openxmlformats.org/presentationml/2006/main"),
    (b"http://purl.oclc.org/ooxml/drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)


def read(file: File) -> FileContents:
    """Read slides as one document, and the files that they embed as their own. Raises NotRead and LimitReached."""
    package = opened(file, "PowerPoint file")
    name = (package.typed("", "officeDocument") or ["ppt/presentation.xml"])[0]
    presentation = _part(package, name)
    if presentation is None or presentation.tag != P + "presentation":
        raise NotRead("is no PowerPoint file, as it has no presentation in it; name it as what it is")
    parts = package.targets(name)
    ids = [parts.get(slide.get(R + "id", ""), "") for slide in presentation.iter(P + "sldId")]
    if len(ids) > file.limits.pages:
        raise LimitReached(f"has more than {file.limits.pages:,} slides; split it, or set LOCCIT_FILE_PAGES")
    slides = [(number, part, root) for number, part in enumerate(ids, 1) if (root := _part(package, part)) is not None]
    pieces = (piece for number, part, root in slides for piece in _slide(package, number, part, root))
    text, places = composed(pieces)
    facts = with_slide_title(core_facts(package), next((_title(root) for _, _, root in slides[:1]), ""))
    omitted = [line for _, _, root in slides for line in (*_struck(root), *_of_master(root))]
    content = content_with(text, facts, places, omitted=omitted)
    return with_embedded(content, embedded(file, package, [part for _, part, _ in slides]))


def _part(package: Package, name: str) -> Any:
    """Return a part as an element; a strict file's names are those of the others."""
    data = package.data(name) if name else None
    if data is None:
        return None
    for strict, other in _STRICT:
        data = data.replace(strict, other)
    return xml_tree(data, name)


def _slide(package: Package, number: int, name: str, root: Any) -> Iterator[Piece]:
    yield Piece("", (("slide", str(number)),))
    parts = package.targets(name)

    def part(reference: str) -> Any:
        return _part(package, parts.get(reference, ""))

    yield from pieces_of(Slide(root, _layout(package, name), part))
    for notes in package.typed(name, "notesSlide")[:1]:
        yield from map(Piece, _notes(_part(package, notes)))


def _layout(package: Package, name: str) -> dict[str, Any]:
    layouts = package.typed(name, "slideLayout")[:1]
    masters = [master for layout in layouts for master in package.typed(layout, "slideMaster")[:1]]
    return placeholders(*(_part(package, part) for part in (*layouts, *masters)))


def _notes(root: Any) -> Iterator[str]:
    """Yield the paragraphs of notes, without the picture of the slide, its number and the like."""
    for shape in () if root is None else root.iter(P + "sp"):
        body = shape.find(P + "txBody")
        if body is not None and kind_of(shape) in {"body", None}:
            yield from paragraphs(body)


def _title(root: Any) -> str:
    titles = [shape for shape in root.iter(P + "sp") if kind_of(shape) in TITLES]
    return " ".join(" ".join(text for shape in titles[:1] for text in paragraphs(shape)).split())


def _struck(root: Any) -> Iterator[Omitted]:
    """Yield the words of a slide that are struck through."""
    for run in root.iter(A + "r"):
        words = "".join(text.text or "" for text in run.iter(A + "t")) if is_struck(run.find(A + "rPr")) else ""
        if words:
            yield Omitted(words, STRUCK)


def _of_master(root: Any) -> Iterator[Omitted]:
    """Yield the date, the foot and the number of a slide, as far as it has them."""
    for shape in root.iter(P + "sp"):
        words = " ".join(filter(None, paragraphs(shape))) if kind_of(shape) in OF_MASTER else ""
        if words:
            yield Omitted(words, HEAD_OR_FOOT)
