"""A page of a PDF or a scan as a picture with words marked, made in a process of its own that ends with it.

A parser that a hostile file has taken over sees nothing but that file, and takes nothing with it.
"""

import json
import struct
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from embeddings.documents import INSIDE, Document, Place, Span
from embeddings.errors import UnreadableFile
from embeddings.readers.content import Limits

if TYPE_CHECKING:
    from embeddings.readers.pdf_boxes import SeenPage

# The suffixes of files whose pages can be drawn.
DRAWN = frozenset({".pdf", ".tif", ".tiff", ".png", ".jpg", ".jpeg"})
# In pixels: a page of A4 reads well at 100 to the inch.
WIDTH = 1_000
SECONDS = 30
MARKED = (255, 235, 140)

_START = (
    "import sys, json; sys.path[:] = json.loads(sys.argv[1]); from embeddings.readers import page_pictures; "
    "page_pictures.serve()"
)
_LENGTH = struct.Struct(">Q")


class Drawn(NamedTuple):
    """A page as a PNG; and where its words stand if OCR read them, which takes a second or more, else None."""

    png: bytes
    seen: "SeenPage | None"


def can_be_drawn(document: Document) -> bool:
    """Whether the pages of a document can be drawn, by the name of its file or of the member of a file that it is."""
    name = (document.member or document.path).rpartition(INSIDE)[2]
    return Path(name).suffix.lower() in DRAWN


def pages_of(document: Document) -> list[Place]:
    """Return the pages of a document; their numbers in this list are those of the pages of its file."""
    return [place for place in document.places if place.kind == "page"]


def page_picture(
    document: Document,
    span: Span,
    page: int,
    limits: Limits = Limits(),  # noqa: B008  # it is frozen
    seen: "SeenPage | None" = None,
) -> Drawn:
    """Return a page of a document's file, by its number from 0, on which text[span[0]:span[1]] of it is marked.

    `seen` is what an earlier call has seen on the page by OCR. Raises UnreadableFile where it cannot be drawn, and
    OSError.
    """
    path = Path(document.path)
    places = pages_of(document)
    place = places[page] if 0 <= page < len(places) else Place("page", "", 0, 0)
    asked = {
        "name": path.name,
        "member": document.member,
        "page": page,
        "text": document.text[place.start : place.end],
        "span": (max(span[0], place.start) - place.start, min(span[1], place.end) - place.start),
        "seen": seen,
        "limits": asdict(limits),
    }
    head = json.dumps(asked).encode()
    command = [sys.executable, "-c", _START, json.dumps(sys.path)]
    try:
        drawn = subprocess.run(  # noqa: S603  # Python itself
            command,
            input=_LENGTH.pack(len(head)) + head + path.read_bytes(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise UnreadableFile(path, f"its page took longer than {SECONDS} seconds to draw") from None
    head, _, png = drawn.stdout.partition(b"\n")
    if drawn.returncode or not png.startswith(b"\x89PNG"):
        raise UnreadableFile(path, "its page cannot be drawn")
    return Drawn(png, _seen(json.loads(head)))


def serve() -> None:
    """Draw the page that standard input asks for; this is what the process runs."""
    from embeddings.readers.members import member_data
    from embeddings.readers.worker import limit_memory

    data = sys.stdin.buffer.read()
    limit_memory()
    end = _LENGTH.size + _LENGTH.unpack(data[: _LENGTH.size])[0]
    asked = json.loads(data[_LENGTH.size : end])
    data = data[end:]
    if asked["member"]:
        data = member_data(Path(asked["name"]), data, asked["member"], Limits(**asked["limits"]))
    drawn = drawn_page(data, asked["text"], asked["span"], asked["page"], _seen(asked["seen"]))
    sys.stdout.buffer.write(json.dumps(drawn.seen).encode() + b"\n" + drawn.png)


def drawn_page(data: bytes, text: str, span: Span, page: int, seen: "SeenPage | None") -> Drawn:
    """Return a page of a file, on which text[span[0]:span[1]] of the page's text is marked.

    Raises NotRead as the reader of the file does.
    """
    from embeddings.readers.pdf_boxes import boxes_on, render, seen_page

    picture = render(data, page, WIDTH)
    if span[0] >= span[1]:
        return Drawn(picture, None)
    seen = seen or seen_page(data, page)
    boxed = boxes_on(seen, page, text, span)
    return Drawn(_marked(picture, boxed.boxes, boxed.width), seen if seen.by_ocr else None)


def _marked(png: bytes, boxes: Sequence[tuple[float, ...]], width: float) -> bytes:
    """Return the picture of a page, which is so wide in the units of the boxes, with these marked."""
    import io

    from PIL import Image, ImageChops, ImageDraw

    picture = Image.open(io.BytesIO(png)).convert("RGB")
    marks = Image.new("RGB", picture.size, "white")
    draw = ImageDraw.Draw(marks)
    for box in boxes:
        draw.rectangle([edge * picture.width / width for edge in box], fill=MARKED)
    packed = io.BytesIO()
    # As a highlighter does: the letters stay as dark as they are.
    ImageChops.multiply(picture, marks).save(packed, "PNG")
    return packed.getvalue()


def _seen(values: list[object] | None) -> "SeenPage | None":
    """Return what JSON made a list of. Raises TypeError and ValueError for anything else."""
    from embeddings.readers.pdf_boxes import SeenPage
    from embeddings.readers.pdf_words import Word

    if values is None:
        return None
    words, width, height, by_ocr, _ = values
    # Of pages that OCR reads, which are handed on, no rules are known.
    return SeenPage([Word(*word) for word in words], width, height, by_ocr)  # type: ignore[attr-defined, arg-type]  # JSON has no types
