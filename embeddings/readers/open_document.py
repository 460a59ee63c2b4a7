"""What OpenDocument files have in common: their package, and the text of a paragraph as its reader sees it.

Words that a tracked change removed, comments, hidden words and descriptions of pictures are left out.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from embeddings.readers.content import STRUCK, File, NotRead, Omitted
from embeddings.readers.docx_runs import RAISED_CHARACTERS
from embeddings.readers.office_package import LOCKED, Package, opened, xml_tree
from embeddings.readers.raised import CONTEXT, lowered, raised

_URN = "urn:oasis:names:tc:opendocument:xmlns:"
OFFICE = f"{{{_URN}office:1.0}}"
TEXT = f"{{{_URN}text:1.0}}"
TABLE = f"{{{_URN}table:1.0}}"
DRAW = f"{{{_URN}drawing:1.0}}"
STYLE = f"{{{_URN}style:1.0}}"
PRESENTATION = f"{{{_URN}presentation:1.0}}"
SVG = f"{{{_URN}svg-compatible:1.0}}"
_MANIFEST = f"{{{_URN}manifest:1.0}}"

_STRIKES = tuple(f"{STYLE}text-line-through-{name}" for name in ("style", "type"))
# So many spaces in a row are set at most.
_SPACES = 100
# So many parts of a line are looked back over for what stands before raised letters.
_PARTS_BEFORE = 10
_LEFT_OUT = {
    *(OFFICE + "annotation", OFFICE + "annotation-end", OFFICE + "forms", OFFICE + "event-listeners"),
    *(TEXT + name for name in ("tracked-changes", "hidden-text", "ruby-text", "sequence-decls", "variable-decls")),
    *(TEXT + name for name in ("user-field-decls", "dde-connection-decls", "note-citation", "script")),
    *(SVG + "title", SVG + "desc", DRAW + "glue-point"),
}
_BOXES = {
    DRAW + name for name in ("frame", "custom-shape", "g", "rect", "ellipse", "line", "polygon", "path", "circle")
}
_BOXES |= {DRAW + name for name in ("connector", "caption", "regular-polygon", "a", "polyline", "control")}


@dataclass
class Line:
    """What a paragraph holds: its text, the boxes anchored in it, and its notes as (class, element)."""

    parts: list[str] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)
    notes: list[tuple[str, Any]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The words, with a line break or a tab where the paragraph has one."""
        return "".join(self.parts).strip()


class Roots:
    """The elements of a file that hold its content, its styles and its metadata; None for what it lacks."""

    def __init__(self, content: Any, styles: Any, meta: Any) -> None:
        self.content, self.styles, self.meta = content, styles, meta

    def body(self, kind: str) -> Any:
        """Return the element that holds the document, such as "text"; raises NotRead if it is of another kind."""
        body = self.content.find(f"{OFFICE}body")
        element = None if body is None else body.find(OFFICE + kind)
        if element is None:
            raise NotRead(f"holds no OpenDocument {kind}; name it as what it is")
        return element


def roots_of(file: File, kind: str) -> Roots:
    """Return what a file holds, whether it is a package or a single file of XML. Raises as `opened`."""
    if file.data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
        root = xml_tree(file.data, file.name)
        return Roots(root, root, root)
    package = opened(file, kind)
    _refuse_locked(package)
    content = package.tree("content.xml")
    if content is None:
        raise NotRead(f"is no {kind}, as it holds no content.xml; name it as what it is")
    return Roots(content, package.tree("styles.xml"), package.tree("meta.xml"))


def line_of(paragraph: Any, counts: dict[str, int], levels: Mapping[str, str] | None = None) -> Line:
    """Return what a paragraph holds.

    `counts` counts the notes of each class in the document so far; `levels` tells which styles raise their letters
    ("super"), lower them ("sub") or strike them through (STRUCK), which leaves them out.
    """
    line = Line()
    _walk(paragraph, line, counts, levels or {})
    return line


def levels_of(*roots: Any) -> dict[str, str]:
    """Return the styles of letters that are raised ("super"), lowered ("sub") or struck through (STRUCK)."""
    levels = {}
    for root in roots:
        for style in () if root is None else root.iter(STYLE + "style"):
            properties = style.find(STYLE + "text-properties")
            position = "" if properties is None else properties.get(STYLE + "text-position", "")
            if position.startswith(("super", "sub")):
                levels[style.get(STYLE + "name", "")] = position.split()[0]
            if properties is not None and any(properties.get(name, "none") != "none" for name in _STRIKES):
                levels[style.get(STYLE + "name", "")] = STRUCK
    return levels


def struck_words(root: Any, levels: Mapping[str, str]) -> Iterator[Omitted]:
    """Yield the words below an element whose styles strike them through."""
    for span in root.iter(TEXT + "span") if STRUCK in levels.values() else ():
        words = "".join(span.itertext()) if levels.get(span.get(TEXT + "style-name")) == STRUCK else ""
        if words:
            yield Omitted(words, STRUCK)


def _set_level(element: Any, line: Line, counts: dict[str, int], levels: Mapping[str, str]) -> None:
    """Set raised or lowered letters flat, with the sign by which they read."""
    before = "".join(line.parts[-_PARTS_BEFORE:])[-CONTEXT:]
    start = len(line.parts)
    _walk(element, line, counts, levels)
    text = "".join(line.parts[start:])
    if len(text) <= RAISED_CHARACTERS and not text.startswith("["):
        is_raised = levels[element.get(TEXT + "style-name")] == "super"
        line.parts[start:] = [raised(before, text, "", linked=False) if is_raised else lowered(before, text)]


def _walk(element: Any, line: Line, counts: dict[str, int], levels: Mapping[str, str]) -> None:
    # A line break in the file is a space; programs write their own as elements.
    line.parts.append(_flat(element.text))
    for child in element:
        tag = child.tag
        if tag == TEXT + "s":
            count = child.get(TEXT + "c", "1")
            line.parts.append(" " * min(int(count) if count.isdecimal() else 1, _SPACES))
        elif tag == TEXT + "tab":
            line.parts.append("\t")
        elif tag == TEXT + "line-break":
            line.parts.append("\n")
        elif tag == TEXT + "note":
            _refer(child, line, counts)
        elif tag in _BOXES:
            line.boxes.append(child)
        elif tag == TEXT + "span" and levels.get(child.get(TEXT + "style-name")) == STRUCK:
            pass
        elif tag == TEXT + "span" and child.get(TEXT + "style-name") in levels:
            _set_level(child, line, counts, levels)
        elif isinstance(tag, str) and tag not in _LEFT_OUT:
            _walk(child, line, counts, levels)
        line.parts.append(_flat(child.tail))


def _refer(note: Any, line: Line, counts: dict[str, int]) -> None:
    kind = note.get(TEXT + "note-class", "footnote")
    counts[kind] = counts.get(kind, 0) + 1
    citation = note.find(TEXT + "note-citation")
    mark = ("" if citation is None else (citation.text or "").strip()) or str(counts[kind])
    line.parts.append(f"[{mark}]")
    body = note.find(TEXT + "note-body")
    if body is not None:
        body.set("mark", mark)
        line.notes.append((kind, body))


def _flat(text: str | None) -> str:
    return " ".join(text.split("\n")) if text else ""


def _refuse_locked(package: Package) -> None:
    manifest = package.tree("META-INF/manifest.xml")
    if manifest is not None and next(manifest.iter(_MANIFEST + "encryption-data"), None) is not None:
        raise NotRead(LOCKED)
