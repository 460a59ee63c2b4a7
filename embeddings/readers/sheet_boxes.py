"""Text boxes, shapes and diagrams that are drawn on the sheets of a workbook since 2007.

What is drawn on a sheet is read as a document of its own beside it, since it stands in no row.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from embeddings.documents import Fact
from embeddings.readers.content import FileContent, NotRead
from embeddings.readers.drawn_boxes import boxes_document
from embeddings.readers.office_package import Package
from embeddings.readers.pptx_shapes import A, R, paragraphs

_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}sheet"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
# What an older program shows in place of something.
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def box_contents(package: Package, facts: Sequence[Fact]) -> Iterator[FileContent]:
    """Yield a document for each sheet on which words are drawn; what is broken of it is passed over.

    `facts` are those of the workbook. Raises LimitReached.
    """
    for sheet, part in _sheets(package):
        words: list[str] = []
        for drawing in package.typed(part, "drawing"):
            words += _words(_tree(package, drawing), _DRAWING + "txBody")
            for diagram in package.typed(drawing, "diagramData"):
                words += _words(_tree(package, diagram), _DIAGRAM + "t")
        if words:
            yield boxes_document(sheet, words, facts)


def _sheets(package: Package) -> Iterator[tuple[str, str]]:
    """Yield the name and the part of each sheet; of XLSB, which has no list in XML, the part's name is taken."""
    workbook = (package.typed("", "officeDocument") or ["xl/workbook.xml"])[0]
    parts = package.targets(workbook)
    root = _tree(package, workbook) if workbook.endswith(".xml") else None
    if root is None:
        for name in package.typed(workbook, "worksheet"):
            yield name.rpartition("/")[2].partition(".")[0], name
        return
    for sheet in root.iter(_SHEET):
        if part := parts.get(sheet.get(R + "id", "")):
            yield sheet.get("name", ""), part


def _tree(package: Package, name: str) -> Any:
    try:
        return package.tree(name)
    except NotRead:
        return None


def _words(root: Any, holder: str) -> Iterator[str]:
    """Yield the paragraphs of the elements that hold text."""
    for body in () if root is None else root.iter(holder):
        if next(body.iterancestors(_FALLBACK), None) is None and next(body.iter(A + "t"), None) is not None:
            yield from paragraphs(body)
