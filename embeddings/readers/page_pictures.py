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

from embeddings.documents import Place
from embeddings.errors import UnreadableFile

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


def page_picture(path: Path, text: str, places: Sequence[Place], span: tuple[int, int], page: int) -> bytes:
    """Return a page of a file, by its number from 0, as a PNG in which text[span[0]:span[1]] is marked.

    `text` and `places` are those of the file's document. Raises UnreadableFile where it cannot be drawn, and OSError.
    """
    asked = {"text": text, "places": [asdict(place) for place in places], "span": span, "page": page}
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
    if drawn.returncode or not drawn.stdout.startswith(b"\x89PNG"):
        raise UnreadableFile(path, "its page cannot be drawn")
    return drawn.stdout


def serve() -> None:
    """Draw the page that standard input asks for; this is what the process runs."""
    data = sys.stdin.buffer.read()
    end = _LENGTH.size + _LENGTH.unpack(data[: _LENGTH.size])[0]
    asked = json.loads(data[_LENGTH.size : end])
    places = [Place(**place) for place in asked["places"]]
    sys.stdout.buffer.write(drawn_page(data[end:], asked["text"], places, asked["span"], asked["page"]))


def drawn_page(data: bytes, text: str, places: Sequence[Place], span: Sequence[int], page: int) -> bytes:
    """Return what `page_picture` does, in this process. Raises NotRead as the reader of the file does."""
    import io

    from PIL import Image, ImageChops, ImageDraw

    from embeddings.readers.pdf_boxes import boxes_of, render

    picture = Image.open(io.BytesIO(render(data, page, WIDTH))).convert("RGB")
    marks = Image.new("RGB", picture.size, "white")
    draw = ImageDraw.Draw(marks)
    for boxed in boxes_of(data, text, places, span[0], span[1]):
        scale = picture.width / boxed.width
        for box in boxed.boxes if boxed.page == page else ():
            draw.rectangle([edge * scale for edge in box], fill=MARKED)
    packed = io.BytesIO()
    # As a highlighter does: the letters stay as dark as they are.
    ImageChops.multiply(picture, marks).save(packed, "PNG")
    return packed.getvalue()
