import io
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path
from zipfile import ZipFile

import pytest
from PIL import Image

from embeddings.documents import Document
from embeddings.errors import UnreadableFile
from embeddings.readers.content import Limits
from embeddings.readers.page_pictures import WIDTH, can_be_drawn, page_picture
from embeddings.readers.registry import read
from tests.embeddings.readers.pdf_writing import column, pdf_of
from tests.embeddings.readers.scans import file_of, needs_ocr, picture

FIRST = "The envoy came to the harbour at night. Nobody took notes of what he told the clerk of the port."
SECOND = "The boats left in the morning. The clerk wrote a letter to the minister about the envoy and his talks."


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    path = tmp_path / "report.pdf"
    path.write_bytes(pdf_of([column(FIRST, 72, 700, 400), column(SECOND, 72, 700, 400)]))
    return path


def yellow(picture: bytes) -> int:
    """Return how many pixels of a picture are marked."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    assert image.width == WIDTH
    return sum(
        count for count, (red, _, blue) in image.getcolors(1 << 24) or [] if isinstance(red, int) and red - blue > 40
    )


def test_the_words_cited_are_marked_on_their_page_and_on_no_other(pdf: Path) -> None:
    [document] = read(pdf, "report.pdf").documents
    start = document.text.index("The clerk wrote")
    span = (start, start + len("The clerk wrote a letter"))
    first, second = (page_picture(document, span, page).png for page in (0, 1))
    assert yellow(first) == 0
    assert yellow(second) > 500


def test_a_page_that_cannot_be_drawn_is_named(pdf: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7\nnothing")
    for path, page in ((broken, 0), (pdf, 7)):
        with pytest.raises(UnreadableFile) as raised:
            page_picture(Document("x", str(path), "x", "0"), (0, 1), page)
        assert raised.value.reason == "its page cannot be drawn"


def mail_with(name: str, data: bytes) -> bytes:
    message = EmailMessage()
    message["Subject"], message["From"] = "The report", "ana@example.org"
    message.set_content("Please find it attached.")
    message.add_attachment(data, maintype="application", subtype="pdf", filename=name)
    return message.as_bytes()


def test_a_page_of_a_file_inside_others_is_drawn(pdf: Path, tmp_path: Path) -> None:
    path = tmp_path / "post.zip"
    with ZipFile(path, "w") as packed:
        packed.writestr("other.pdf", pdf_of([column("Something else altogether.", 72, 700, 400)]))
        packed.writestr("mail/first.eml", mail_with("report.pdf", pdf.read_bytes()))
    documents = {document.id: document for document in read(path, "post.zip").documents}
    document = documents["post.zip!/mail/first.eml!/report.pdf"]
    assert [can_be_drawn(x) for x in documents.values()] == [True, False, True]
    span = (0, len("The envoy came"))
    assert page_picture(document, span, 0).png == page_picture(read(pdf, "x").documents[0], span, 0).png
    with pytest.raises(UnreadableFile):
        page_picture(replace(document, member="mail/first.eml!/nothing.pdf"), span, 0)
    with pytest.raises(UnreadableFile):
        page_picture(document, span, 0, Limits(depth=0))


@needs_ocr
def test_words_that_ocr_has_seen_are_not_read_again(tmp_path: Path) -> None:
    path = tmp_path / "scan.png"
    path.write_bytes(file_of(picture()))
    [document] = read(path, "scan.png").documents
    first = page_picture(document, (0, 11), 0)
    assert first.seen is not None
    assert first.seen.by_ocr
    # What was seen is believed: without a word on the page nothing is marked.
    again = page_picture(document, (0, 11), 0, seen=first.seen)
    nothing = page_picture(document, (0, 11), 0, seen=first.seen._replace(words=()))
    assert again == first
    assert yellow(again.png) > 500
    assert yellow(nothing.png) == 0
