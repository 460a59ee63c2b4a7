"""Pictures of text for tests of OCR, drawn in the font that pillow brings."""

import io
from collections.abc import Sequence

import pytest
from PIL import Image, ImageDraw, ImageFont

from embeddings.readers.ocr import is_installed

needs_ocr = pytest.mark.skipif(not is_installed(), reason="no OCR is installed")

LINES = (
    "The harbour council met on Monday evening.",
    "Three pilots described the broken mole.",
    "Repairs will begin before the winter.",
)


def picture(lines: Sequence[str] = LINES, *, size: int = 40, width: int = 1240, height: int = 900) -> Image.Image:
    """Return a picture of lines of text, black on white."""
    image = Image.new("L", (width, height), "white")
    draw = ImageDraw.Draw(image)
    font = ImageFont.load_default(size=size)
    for number, line in enumerate(lines):
        draw.text((100, 100 + 1.4 * size * number), line, font=font, fill="black")
    return image


def file_of(image: Image.Image, kind: str = "PNG", others: Sequence[Image.Image] = (), dpi: int = 150) -> bytes:
    """Return a picture as a file, of TIFF with others behind it."""
    data = io.BytesIO()
    more = {"save_all": True, "append_images": list(others)} if others else {}
    image.save(data, kind, dpi=(dpi, dpi), **more)
    return data.getvalue()


def scan_objects(image: Image.Image) -> list[bytes]:
    """Return the picture as an object of a PDF, in grey."""
    head = f"<</Type/XObject/Subtype/Image/Width {image.width}/Height {image.height}/ColorSpace/DeviceGray"
    data = image.tobytes()
    return [f"{head}/BitsPerComponent 8/Length {len(data)}>>stream\n".encode() + data + b"\nendstream"]
