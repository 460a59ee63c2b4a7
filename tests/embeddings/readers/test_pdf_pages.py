from itertools import count
from typing import Any

import pytest

from embeddings.readers.content import NotRead
from embeddings.readers.pdf_lines import Line
from embeddings.readers.pdf_pages import opened, page_lines, page_words
from tests.embeddings.readers.pdf_writing import Text, pdf_of


def _lines(document: Any) -> tuple[list[list[Line]], int]:
    regions = count()
    read = [page_lines(page_words(document, number) or [], number, regions) for number in range(len(document))]
    return [lines for lines, _ in read], sum(left_out for _, left_out in read)


def test_the_lines_of_each_page_know_their_page_and_their_column() -> None:
    with opened(pdf_of([[Text(50, 700, "The first page.")], [Text(50, 700, "The second page.")]])) as document:
        pages, left_out = _lines(document)
    assert [[(line.text, line.page, line.region) for line in lines] for lines in pages] == [
        [("The first page.", 0, 0)],
        [("The second page.", 1, 1)],
    ]
    assert left_out == 0


def test_line_numbers_are_counted_as_left_out() -> None:
    page = [
        Text(x, 700 - 24 * n, text) for n in range(9) for x, text in ((40, str(n + 1)), (90, "words of a transcript"))
    ]
    with opened(pdf_of([page])) as document:
        (lines,), left_out = _lines(document)
    assert {line.text for line in lines} == {"words of a transcript"}
    assert left_out == 9


def test_what_is_no_pdf_is_refused() -> None:
    with pytest.raises(NotRead, match="no PDF that can be opened"), opened(b"%PDF-nothing"):
        pass


def test_a_page_that_is_not_there_has_no_words() -> None:
    data = pdf_of([[Text(50, 700, "The first page.")]]).replace(b"/Count 1", b"/Count 2")
    with opened(data) as document:
        assert page_words(document, 1) is None


def test_words_beyond_the_edge_of_a_page_are_not_on_it() -> None:
    spread = [Text(50, 700, "The left half."), Text(400, 700, "The right half.")]
    data = pdf_of([spread, spread]).replace(
        b"/MediaBox[0 0 595 842]", b"/MediaBox[0 0 595 842]/CropBox[0 0 300 842]", 1
    )
    with opened(data) as document:
        pages, _ = _lines(document)
    assert [[line.text for line in lines] for lines in pages] == [
        ["The left half."],
        ["The left half. | The right half."],
    ]
