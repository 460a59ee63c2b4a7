import io
from pathlib import Path

import pytest
from PIL import Image

from embeddings.errors import UnreadableFile
from embeddings.readers.page_pictures import WIDTH, page_picture
from embeddings.readers.registry import read
from tests.embeddings.readers.pdf_writing import column, pdf_of

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
    first, second = (page_picture(pdf, document.text, document.places, span, page) for page in (0, 1))
    assert yellow(first) == 0
    assert yellow(second) > 500


def test_a_page_that_cannot_be_drawn_is_named(pdf: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7\nnothing")
    for path, page in ((broken, 0), (pdf, 7)):
        with pytest.raises(UnreadableFile) as raised:
            page_picture(path, "x", (), (0, 1), page)
        assert raised.value.reason == "its page cannot be drawn"
