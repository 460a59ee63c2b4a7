"""Packages of parts for the tests of Office readers, written by hand so that they hold what no library writes."""

import io
import struct
import zipfile
from collections.abc import Mapping

from embeddings.readers.content import File, FileContents, Limits

_TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_URNS = {"draw": "drawing", "svg": "svg-compatible"}
OPEN_DOCUMENT = 'xmlns:dc="http://purl.org/dc/elements/1.1/" ' + " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{_URNS.get(name, name)}:1.0"'
    for name in ("office", "text", "table", "style", "draw", "svg", "presentation", "meta", "manifest")
)
P = (
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    f' xmlns:r="{_OFFICE}"'
)
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def file_of(name: str, data: bytes, limits: Limits | None = None) -> File:
    """Return a file as a reader gets it; it holds no others."""

    def read_member(member: str, content: bytes) -> FileContents:
        raise AssertionError(f"{member} of {len(content)} bytes is no file of its own")

    return File(name, data, read_member, limits or Limits())


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """Return parts as a ZIP file."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return stream.getvalue()


def relationships(*targets: tuple[str, str, str]) -> str:
    """Return a part of references, given as the id, the kind and the target of each."""
    lines = "".join(
        f'<Relationship Id="{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>' for number, kind, target in targets
    )
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{lines}</Relationships>'
    )


def core_properties(inside: str) -> str:
    """Return a part of document properties."""
    return (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">'
        f"{inside}</cp:coreProperties>"
    )


def open_document(kind: str, body: str, automatic: str = "", meta: str = "", **others: str) -> bytes:
    """Return an OpenDocument file whose body, such as "text", holds this; `automatic` are its own styles."""
    content = f"<office:automatic-styles>{automatic}</office:automatic-styles><office:body><office:{kind}>{body}"
    parts = {
        "mimetype": f"application/vnd.oasis.opendocument.{kind}",
        "content.xml": f"<office:c {OPEN_DOCUMENT}>{content}</office:{kind}></office:body></office:c>",
        "meta.xml": f"<office:m {OPEN_DOCUMENT}><office:meta>{meta}</office:meta></office:m>",
    }
    return packed(
        parts | {f"{name}.xml": f"<office:s {OPEN_DOCUMENT}>{inside}</office:s>" for name, inside in others.items()}
    )


def word_file(body: str, **parts: str) -> bytes:
    """Return a Word file with this body; `parts` are others, such as styles, numbering, footnotes, header, core."""
    core = parts.pop("core", "")
    others = {f"word/{name}.xml": f"<w:{name} {W}>{inside}</w:{name}>" for name, inside in parts.items()}
    references = [(f"r{number}", name, f"{name}.xml") for number, name in enumerate(parts)]
    return packed(
        {
            "[Content_Types].xml": _TYPES,
            "_rels/.rels": relationships(("r1", "officeDocument", "word/document.xml")),
            "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>",
            "word/_rels/document.xml.rels": relationships(*references),
            "docProps/core.xml": core_properties(core),
            **others,
        }
    )


def slides_file(*slides: str, parts: Mapping[str, str] | None = None, references: str = "", core: str = "") -> bytes:
    """Return a PowerPoint file of slides, given as their shapes; the first refers to other parts by `references`."""
    ids = "".join(f'<p:sldId id="{256 + number}" r:id="r{number}"/>' for number in range(len(slides)))
    targets = [(f"r{number}", "slide", f"slides/s{number}.xml") for number in range(len(slides))]
    root = "<p:sld {}><p:cSld><p:spTree>{}</p:spTree></p:cSld></p:sld>"
    return packed(
        {
            "_rels/.rels": relationships(("r1", "officeDocument", "ppt/presentation.xml")),
            "ppt/presentation.xml": f"<p:presentation {P}><p:sldIdLst>{ids}</p:sldIdLst></p:presentation>",
            "ppt/_rels/presentation.xml.rels": relationships(*targets),
            "docProps/core.xml": core_properties(core),
            "ppt/slides/_rels/s0.xml.rels": references or relationships(),
            **{f"ppt/slides/s{number}.xml": root.format(P, shapes) for number, shapes in enumerate(slides)},
            **(parts or {}),
        }
    )


def shape(*texts: str, place: str = "", at: tuple[int, int] | None = None, style: str = "") -> str:
    """Return a shape of a slide with paragraphs; `place` are the attributes of its placeholder."""
    placeholder = f"<p:nvSpPr><p:nvPr><p:ph {place}/></p:nvPr></p:nvSpPr>" if place else ""
    offset = f'<a:xfrm><a:off x="{at[0]}" y="{at[1]}"/></a:xfrm>' if at else ""
    lines = "".join(text if text.startswith("<a:p>") else f"<a:p><a:r><a:t>{text}</a:t></a:r></a:p>" for text in texts)
    body = f"<p:txBody><a:lstStyle>{style}</a:lstStyle>{lines}</p:txBody>"
    return f"<p:sp>{placeholder}<p:spPr>{offset}</p:spPr>{body}</p:sp>"


def compound_file(streams: Mapping[str, bytes]) -> bytes:
    """Return streams as an OLE file of old Office; small ones are filled up, since they would be stored otherwise.

    All streams stand in the storage of the first's path, if that names one ("STORAGE/NAME").
    """
    storage = next(iter(streams), "").rpartition("/")[0]
    streams = {name.rpartition("/")[2]: data for name, data in streams.items()}
    free, end, fat_mark = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    padded = {name: data.ljust(-(-max(len(data), 4096) // 512) * 512, b"\0") for name, data in streams.items()}
    directory_sectors = -(-(len(streams) + 1 + bool(storage)) // 4)
    chains = [directory_sectors, *(len(data) // 512 for data in padded.values())]
    fat: list[int] = []
    fat_sectors = -(-(sum(chains) + 8) // 127)
    starts = []
    fat += [fat_mark] * fat_sectors
    for count in chains:
        starts.append(len(fat))
        fat += [*range(len(fat) + 1, len(fat) + count), end]

    def entry(name: str, right: int, child: int, start: int, size: int) -> bytes:
        encoded = (name + "\0").encode("utf-16-le")
        kind = 5 if name == "Root Entry" else 1 if name == storage else 2
        tree = struct.pack("<BBIII", kind, 1, free, right, child)
        return (
            encoded.ljust(64, b"\0")
            + struct.pack("<H", len(encoded))
            + tree
            + bytes(36)
            + struct.pack("<IQ", start, size)
        )

    entries = [entry("Root Entry", free, 1 if streams else free, end, 0)]
    entries += [entry(storage, free, 2, 0, 0)] if storage else []
    for number, (name, data) in enumerate(padded.items(), start=1):
        right = len(entries) + 1 if number < len(streams) else free
        entries.append(entry(name, right, free, starts[number], len(data)))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, fat_sectors, starts[0], 0, 4096, end, 0, end, 0)
    places = [*range(fat_sectors), *[free] * (109 - fat_sectors)]
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(fat_sectors * 512, b"\xff")
    directory = b"".join(entries).ljust(directory_sectors * 512, b"\0")
    return header + struct.pack("<109I", *places) + table + directory + b"".join(padded.values())


def paragraph(text: str, properties: str = "") -> str:
    """Return a paragraph of a Word file."""
    return f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'
