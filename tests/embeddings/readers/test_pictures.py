import io
import struct
import zlib

import pytest
from PIL import Image

from embeddings.readers.content import LimitReached, NotRead
from embeddings.readers.pictures import MOST_READ_PIXELS, pictures_of, ready
from tests.embeddings.readers.scans import file_of


def _png(width: int, height: int) -> bytes:
    def part(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = part(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + part(b"IDAT", zlib.compress(b"\0" * 1000)) + part(b"IEND", b"")


def test_a_picture_that_unpacks_to_too_much_is_refused() -> None:
    with pytest.raises(NotRead, match="picture that has more than 150 million pixels; save it smaller"):
        list(pictures_of(_png(60_000, 50_000), 10))
    with pytest.raises(NotRead, match="its picture of 17,000 by 10,000 pixels has more than 150 million pixels"):
        list(pictures_of(_png(17_000, 10_000), 10))


@pytest.mark.parametrize(
    "data", [b"\x89PNG\r\n\x1a\nnothing", _png(50, 50)[:40], b"II*\0\xff\xff\xff\xff", b"\xff\xd8\xff\xe0"]
)
def test_a_broken_picture_is_refused(data: bytes) -> None:
    with pytest.raises(NotRead, match="is no picture that can be opened"):
        list(pictures_of(data, 10))


def test_too_many_pages_are_refused() -> None:
    page = Image.new("L", (100, 100), "white")
    with pytest.raises(LimitReached, match="has more than 2 pages, which is the limit"):
        list(pictures_of(file_of(page, "TIFF", [page, page]), 2))


def test_a_scan_is_made_300_points_to_the_inch() -> None:
    (picture,) = pictures_of(file_of(Image.new("RGB", (4960, 7016), "white"), dpi=600), 10)
    assert picture.image.size == (2480, 3508)
    assert picture.scale == pytest.approx(2, abs=0.01)
    (small,) = pictures_of(file_of(Image.new("L", (850, 1100), "white"), dpi=100), 10)
    assert small.image.size == (2550, 3300)


def test_a_picture_without_a_scale_is_enlarged_a_little_and_a_huge_one_made_smaller() -> None:
    assert ready(Image.new("L", (800, 600), "white")).image.size == (2309, 1732)
    huge = ready(Image.new("L", (9000, 9000), "white")).image
    assert huge.width * huge.height <= MOST_READ_PIXELS


def test_what_is_transparent_is_white_and_deep_grey_keeps_its_contrast() -> None:
    assert ready(Image.new("RGBA", (3000, 2000), (0, 0, 0, 0))).image.getpixel((5, 5)) == 255
    deep = Image.new("I;16", (3000, 2000))
    deep.putpixel((5, 5), 4000)
    grey = ready(deep).image
    assert (grey.getpixel((5, 5)), grey.getpixel((6, 6))) == (255, 0)


def test_a_photograph_is_turned_as_its_camera_says() -> None:
    image = Image.new("L", (3000, 2000), "white")
    exif = image.getexif()
    exif[0x0112] = 6
    data = io.BytesIO()
    image.save(data, "JPEG", exif=exif)
    (picture,) = pictures_of(data.getvalue(), 1)
    assert picture.image.size == (2000, 3000)
