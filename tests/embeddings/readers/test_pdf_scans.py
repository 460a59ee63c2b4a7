from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from embeddings.documents import Fact
from embeddings.errors import UnreadableFile
from embeddings.readers import pdf_scans
from embeddings.readers.content import FileContent, Limits
from embeddings.readers.pdf_scans import is_scan, is_unreadable
from embeddings.readers.pdf_words import Word
from embeddings.readers.registry import contents_of
from tests.embeddings.readers.pdf_writing import Text, pdf_of
from tests.embeddings.readers.scans import LINES, needs_ocr, picture, scan_objects

SCAN = "q 595 0 0 432 0 300 cm /Scan Do Q"
# The object after the catalogue, the pages, the properties and four fonts.
RESOURCES = "/XObject<</Scan 8 0 R>>"
STAMP = Text(450, 20, "CULLEN 000123", 8)


def _scan(*page: Text, others: tuple[Text, ...] = (), image: Image.Image | None = None) -> bytes:
    pages = [page, others] if others else [page]
    return pdf_of(pages, resources=RESOURCES, objects=scan_objects(image or picture()), drawn=[SCAN])


def _content(data: bytes) -> FileContent:
    (document,) = contents_of(Path("scan.pdf"), data).documents
    return document


@needs_ocr
def test_a_scanned_page_is_read_by_ocr() -> None:
    document = _content(_scan())
    assert document.text == " ".join(LINES)
    assert [fact.value for fact in document.facts if fact.name == "read by"] == ["OCR"]


@needs_ocr
def test_a_scan_that_bears_a_stamp_as_text_is_read_by_ocr_too() -> None:
    text = _content(_scan(STAMP)).text
    assert " ".join(LINES) in text
    assert "CULLEN" in text


@needs_ocr
def test_scanned_pages_and_others_are_read_together() -> None:
    document = _content(_scan(others=(Text(50, 700, "The second page was typed."),)))
    assert [document.text[place.start : place.end].strip() for place in document.places] == [
        " ".join(LINES),
        "The second page was typed.",
    ]


def test_without_ocr_scans_are_named_and_the_other_pages_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_scans, "is_installed", lambda: False)
    document = _content(_scan(others=(Text(50, 700, "The second page was typed."),)))
    assert document.text == "The second page was typed."
    assert document.poor == "page 1 needs OCR; install it with: pip install 'loccit[ocr]'"
    with pytest.raises(UnreadableFile, match="needs OCR"):
        _content(_scan())


def test_without_ocr_a_file_attached_to_a_scan_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_scans, "is_installed", lambda: False)
    note = b"The pilots met on Monday evening in the town hall."
    objects = [
        *scan_objects(picture()),
        b"<</Type/Filespec/F(note.txt)/UF(note.txt)/EF<</F 10 0 R>>>>",
        b"<</Type/EmbeddedFile/Length %d>>stream\n" % len(note) + note + b"\nendstream",
    ]
    names = "/Names<</EmbeddedFiles<</Names[(note.txt)9 0 R]>>>>"
    contents = contents_of(
        Path("scan.pdf"), pdf_of([[]], resources=RESOURCES, objects=objects, drawn=[SCAN], catalog=names)
    )
    assert [(x.member, x.text) for x in contents.documents] == [("note.txt", note.decode())]
    assert [(x.member, x.reason[:9]) for x in contents.refused] == [("pages", "needs OCR")]


def test_a_small_picture_beside_text_makes_no_scan(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_scans, "rendered", lambda _: pytest.fail("it was read by OCR"))
    page = [Text(50, 700, "Figure 3 shows the mole.")]
    drawn = ["q 200 0 0 100 50 300 cm /Scan Do Q"]
    data = pdf_of([page], resources=RESOURCES, objects=scan_objects(picture()), drawn=drawn)
    assert _content(data).text == "Figure 3 shows the mole."


def test_a_picture_that_unpacks_to_too_much_is_not_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_scans, "rendered", lambda _: pytest.fail("it was drawn"))
    bomb = scan_objects(Image.new("L", (10, 10)))[0].replace(b"/Width 10/Height 10", b"/Width 90000/Height 90000")
    data = pdf_of([[]], resources=RESOURCES, objects=[bomb], drawn=[SCAN])
    with pytest.raises(UnreadableFile, match="has a picture of more than 150 million pixels"):
        _content(data)


WHOLE = "q 595 0 0 842 0 0 cm /Scan Do Q"
UNSEEN = "3 Tr 1 0 0 1 50 700 Tm"
LINES_OVER = [Text(50, 700 - 12 * number, "The tide rose.") for number in range(30)]


@pytest.mark.parametrize(
    ("pages", "drawn", "expected"),
    [
        ([[]], [WHOLE], True),
        ([[STAMP]], [WHOLE], True),
        ([[Text(50, 700, "Words by OCR.", operators=UNSEEN) for _ in range(30)]], [WHOLE], True),
        ([[]], [f"{'BT /F0 10 Tf 50 700 Td (Below.) Tj ET ' * 30}{WHOLE}"], True),
        ([LINES_OVER], [WHOLE], False),
        ([[]], [SCAN], False),
        ([[], [], LINES_OVER], [WHOLE, WHOLE, ""], True),
        ([[], LINES_OVER], [WHOLE, ""], False),
        ([LINES_OVER], [""], False),
    ],
    ids=["picture", "stamp", "unseen words", "words below", "words over", "half", "two of three", "one of two", "text"],
)
def test_a_scan_is_told_by_pictures_that_fill_its_pages(
    pages: list[list[Text]], drawn: list[str], expected: bool
) -> None:
    data = pdf_of(pages, resources=RESOURCES, objects=scan_objects(picture()), drawn=drawn)
    assert is_scan(pypdfium2.PdfDocument(data)) is expected


def test_no_more_pages_are_looked_at_than_tell_a_scan(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at: list[int] = []
    monkeypatch.setattr(pdf_scans, "_is_a_picture", lambda _, number: bool(looked_at.append(number)))
    assert not is_scan(pypdfium2.PdfDocument(pdf_of([LINES_OVER] * 5)))
    assert looked_at == [0, 1, 2]


@needs_ocr
def test_the_day_a_scan_was_made_is_told_from_the_date_of_a_text() -> None:
    info = {"CreationDate": "D:20100802140958"}
    scan = _content(pdf_of([[]], info=info, resources=RESOURCES, objects=scan_objects(picture()), drawn=[WHOLE]))
    assert Fact("published", "2010-08-02", "document properties of a scan") in scan.facts
    typed = _content(pdf_of([LINES_OVER], info=info))
    assert Fact("published", "2010-08-02", "document properties") in typed.facts


def test_text_without_characters_is_unreadable() -> None:
    assert is_unreadable([Word("\ue012\ue013\ue014", 0, 0, 1, 1, 1, False, 0)])
    assert not is_unreadable([Word("\uf0b7 an item of a list", 0, 0, 1, 1, 1, False, 0)])
    assert not is_unreadable([])


@needs_ocr
def test_scans_for_which_no_time_is_left_are_named() -> None:
    data = _scan(others=(Text(50, 700, "The second page was typed."),))
    (document,) = contents_of(Path("scan.pdf"), data, limits=Limits(ocr_seconds=0)).documents
    assert document.text == "The second page was typed."
    assert document.poor == "page 1 not read: OCR of those before took all the time that a file has; split it"


def test_the_prose_between_formulas_of_a_font_without_characters_is_read() -> None:
    formula = ["\x07\x04", "\x05\x08=", "\x06\x06\x06\x06", "k\x04\x07", "d\x08\x05\x05"]
    prose = ["The", "claim", "follows", "from", "the", "lemma,"]
    words = [Word(text, 0, 0, 1, 1, 1, False, 0) for text in (*formula, *formula, *prose)]
    assert not is_unreadable(words)
    assert is_unreadable(words[:12])
    # Where letters are shifted, so are the spaces: what looks like a word is none.
    assert is_unreadable(
        [Word(text, 0, 0, 1, 1, 1, False, 0) for text in ("0SVIQ\x04MTWYQ\x04IX", "HSPSVWMXEQ", "\x07\x06")]
    )
