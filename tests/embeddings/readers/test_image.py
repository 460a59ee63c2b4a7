from pathlib import Path

import pytest
from PIL import Image

from embeddings.errors import UnreadableFile
from embeddings.readers import image as reader
from embeddings.readers.content import FileContent
from embeddings.readers.registry import contents_of
from tests.embeddings.readers.scans import LINES, file_of, needs_ocr, picture


def _content(name: str, data: bytes) -> FileContent:
    (document,) = contents_of(Path(name), data).documents
    return document


@needs_ocr
@pytest.mark.parametrize(("name", "kind"), [("a.png", "PNG"), ("a.jpg", "JPEG"), ("a.tif", "TIFF"), ("a.bmp", "BMP")])
def test_a_picture_of_text_is_read_and_says_that_it_is_ocr(name: str, kind: str) -> None:
    document = _content(name, file_of(picture(), kind))
    assert document.text == " ".join(LINES)
    fact, language = document.facts
    assert (language.name, language.value) == ("language", "en")
    assert (fact.name, fact.value) == ("read by", "OCR")
    assert fact.origin.startswith("mean confidence 9")
    assert [(place.kind, place.name, place.start, place.end) for place in document.places] == [
        ("page", "1", 0, len(document.text))
    ]
    assert document.poor == ""


@needs_ocr
def test_the_pages_of_a_fax_are_pages() -> None:
    data = file_of(picture(), "TIFF", [picture(["A letter to the port warden followed on Friday."])])
    document = _content("fax.tif", data)
    assert {place.name: document.text[place.start : place.end].strip() for place in document.places} == {
        "1": " ".join(LINES),
        "2": "A letter to the port warden followed on Friday.",
    }


@needs_ocr
def test_a_picture_without_words_holds_no_text() -> None:
    with pytest.raises(UnreadableFile, match="holds no text"):
        _content("photo.jpg", file_of(Image.effect_noise((900, 700), 80), "JPEG"))


def test_without_ocr_a_picture_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "is_installed", lambda: False)
    with pytest.raises(UnreadableFile, match=r"needs OCR; install it with: pip install 'loccit\[ocr\]'"):
        _content("scan.png", file_of(picture()))


@needs_ocr
def test_a_fax_that_breaks_off_is_read_as_far_as_it_goes() -> None:
    data = file_of(picture(), "TIFF", [picture(), picture()])
    document = _content("fax.tif", data[: len(data) * 4 // 9])
    assert document.text == " ".join(LINES)
    assert document.poor == "page 2 and what follows cannot be read: it is broken"
