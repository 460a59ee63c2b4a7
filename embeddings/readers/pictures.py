"""Pictures: opened without letting one that unpacks to too much in, and made ready for OCR."""

import io
import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from embeddings.readers.content import LimitReached, NotRead, NotReadWhole

if TYPE_CHECKING:
    from PIL.Image import Image

# A sheet of A2 at 600 points to the inch; an unpacked picture takes up to four bytes for each pixel.
MOST_PIXELS = 150_000_000
# Tesseract reads letters best at about 300 pixels to the inch. A page of A4 then has 9 million.
DOTS_AN_INCH = 300
MOST_READ_PIXELS = 16_000_000
# A picture that does not say its scale is enlarged up to this, as a screenshot or a page from a phone.
FEWEST_READ_PIXELS = 4_000_000
MOST_ENLARGED = 3.0
# What pictures say who know no better.
_NO_SCALE = 90


class Picture(NamedTuple):
    """A picture ready for OCR, and how many pixels of the file each of its pixels is."""

    image: "Image"
    scale: float


def pictures_of(data: bytes, most: int) -> Iterator[Picture]:
    """Yield the pictures of a file. Raises NotRead if it is broken or too large, LimitReached for too many pictures."""
    from PIL import Image, ImageSequence, UnidentifiedImageError

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "TIFF", "BMP")) as image:
                _check(image)
                # A second picture in a JPEG is its thumbnail, or what the other eye sees.
                frames = ImageSequence.Iterator(image) if image.format == "TIFF" else (image,)
                for number, frame in enumerate(frames):
                    if number == most:
                        limit = f"has more than {most:,} pages, which is the limit"
                        raise LimitReached(f"{limit}, so split it, or set LOCCIT_FILE_PAGES")
                    _check(frame)
                    yield ready(frame)
        except NotReadWhole:
            raise
        except Image.DecompressionBombError as error:
            raise NotRead(_too_large("it is a picture that")) from error
        except Exception as error:  # whatever a broken picture makes its decoder stumble over
            why = "" if isinstance(error, UnidentifiedImageError) else f" ({error})"
            raise NotRead(f"is no picture that can be opened{why}; save it anew as PNG or TIFF") from error


def _check(image: "Image") -> None:
    if image.width * image.height > MOST_PIXELS:
        raise NotRead(_too_large(f"its picture of {image.width:,} by {image.height:,} pixels"))


def _too_large(what: str) -> str:
    return f"{what} has more than {MOST_PIXELS // 1_000_000} million pixels; save it smaller"


def ready(image: "Image") -> Picture:
    """Return a picture in grey, upright as its camera says, at about the scale that OCR reads best."""
    from PIL import Image, ImageOps

    stated = _dots_an_inch(image)
    grey = _grey(image)
    grey = ImageOps.exif_transpose(grey) or grey
    pixels = grey.width * grey.height
    factor = DOTS_AN_INCH / stated if stated else (FEWEST_READ_PIXELS / pixels) ** 0.5
    factor = min(factor if factor < 0.9 or factor > 1.2 else 1.0, MOST_ENLARGED)  # noqa: PLR2004  # near enough
    if not stated:
        factor = max(factor, 1.0)
    factor = min(factor, (MOST_READ_PIXELS / pixels) ** 0.5)
    if factor != 1.0:
        size = max(1, round(grey.width * factor)), max(1, round(grey.height * factor))
        grey = grey.resize(size, Image.Resampling.LANCZOS)
    return Picture(grey, 1 / factor)


def _grey(image: "Image") -> "Image":
    """Return a picture in shades of grey, what is transparent white."""
    from PIL import Image

    if image.mode.startswith("I;16") or image.mode in {"I", "F"}:
        lowest, highest = image.getextrema()
        span = max(1.0, float(highest) - float(lowest))  # type: ignore[arg-type]  # of one band, two numbers
        shifted = image.convert("F").point(lambda value: value * (255 / span) - float(lowest) * 255 / span)  # type: ignore[arg-type]  # as above
        return shifted.convert("L")
    if "A" in image.mode or "transparency" in image.info:
        paper = Image.new("RGBA", image.size, "white")
        return Image.alpha_composite(paper, image.convert("RGBA")).convert("L")
    return image.convert("L")


def _dots_an_inch(image: "Image") -> float:
    """Return how many pixels an inch of the paper has, 0 where the picture says nothing that can be believed."""
    try:
        stated = float(image.info["dpi"][0])
    except (KeyError, IndexError, TypeError, ValueError, ZeroDivisionError):
        return 0.0
    inches = image.width / stated if stated else 0.0
    return stated if _NO_SCALE < stated < 3000 and 2 < inches < 60 else 0.0  # noqa: PLR2004  # sheets of paper
