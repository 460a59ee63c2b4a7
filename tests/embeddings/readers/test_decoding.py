import codecs
from pathlib import Path

import pytest

from embeddings.errors import UnreadableFile
from embeddings.readers.decoding import decode

PATH = Path("/archive/letter.txt")
TEXT = "“Café” – naïve, 5 € 🌊\nSecond line."


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode("utf-8"),
        TEXT.encode("utf-8-sig"),
        codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"),
        codecs.BOM_UTF32_BE + TEXT.encode("utf-32-be"),
    ],
    ids=["utf-8", "utf-8 with a mark", "utf-16 little", "utf-16 big", "utf-32 little", "utf-32 big"],
)
def test_unicode_is_read_and_its_byte_order_mark_goes(data: bytes) -> None:
    assert decode(PATH, data) == TEXT


def test_what_is_not_utf_8_is_read_as_windows_1252() -> None:
    assert decode(PATH, b"\x93Caf\xe9\x94 \x96 na\xefve, 5 \x80") == "“Café” – naïve, 5 €"


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"a\r\nb\r\n", "a\nb\n"),
        (b"a\rb\r", "a\nb\n"),
        (b"a\n\r\nb\r\rc", "a\n\nb\n\nc"),
        (codecs.BOM_UTF16_LE + "a\r\nb".encode("utf-16-le"), "a\nb"),
    ],
)
def test_line_ends_become_line_feeds(data: bytes, text: str) -> None:
    assert decode(PATH, data) == text


@pytest.mark.parametrize("text", ["", " \t", "a\u2028b\u0085c\x0cd", "a\u00a0b\u200bc", "e\u0301 \u00e9", "“…”"])
def test_nothing_else_changes(text: str) -> None:
    assert decode(PATH, text.encode()) == text


def test_a_mark_within_the_text_stays() -> None:
    assert decode(PATH, "a\ufeffb".encode()) == "a\ufeffb"


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"\0", "no mark".encode("utf-16-le")])
def test_zero_bytes_are_no_text(data: bytes) -> None:
    with pytest.raises(UnreadableFile) as raised:
        decode(PATH, data)
    assert str(raised.value) == "/archive/letter.txt: is not text (it holds zero bytes)"
    assert (raised.value.path, raised.value.reason) == (PATH, "is not text (it holds zero bytes)")


@pytest.mark.parametrize(
    "data",
    [
        # Windows-1252 has no characters for 81, 8D, 8F, 90 and 9D.
        b"\x81\x8d\x8f\x90\x9d",
        codecs.BOM_UTF16_LE + b"a",
        codecs.BOM_UTF8 + b"\xff",
        codecs.BOM_UTF32_LE + b"\xff\xff\xff\xff",
    ],
    ids=["no characters", "half a character", "a mark and then no utf-8", "beyond Unicode"],
)
def test_other_bytes_are_no_text_either(data: bytes) -> None:
    with pytest.raises(UnreadableFile) as raised:
        decode(PATH, data)
    assert str(raised.value) == ("/archive/letter.txt: is not text in UTF-8, UTF-16 or Windows-1252; save it as UTF-8")
