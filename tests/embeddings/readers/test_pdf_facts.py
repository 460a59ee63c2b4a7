import pypdfium2
import pytest

from embeddings.documents import Fact
from embeddings.readers.pdf_facts import document_facts, first_heading, page_names
from embeddings.readers.pdf_lines import Line, lines_of
from tests.embeddings.readers.pdf_writing import Text, pdf_of
from tests.embeddings.readers.test_pdf_lines import segment


def _facts(**info: str) -> list[Fact]:
    return document_facts(pypdfium2.PdfDocument(pdf_of([[Text(50, 700, "Words.")]], info=info)), [])


def test_properties_are_facts_with_their_origin() -> None:
    facts = _facts(
        Title="The  Harbour Report", Author="Ana Ruiz", CreationDate="D:20060428172709-04'00'", Subject="Tides"
    )
    assert facts == [
        Fact("title", "The Harbour Report", "document properties"),
        Fact("author", "Ana Ruiz", "document properties"),
        Fact("published", "2006-04-28", "document properties"),
        Fact("subject", "Tides", "document properties"),
    ]


@pytest.mark.parametrize(
    "title",
    [
        "Microsoft Word - draft.doc",
        "about:blank",
        "file:///home/ana/draft%20two",
        "Binder1.pdf",
        "untitled",
        "Document1",
        "Slide 1",
        "PowerPoint Presentation",
        "10811.exe",
        "scan_0042",
        "41005 (Rev 12).pmd",
        "ja010932 1..12",
        "Presentazione standard di PowerPoint",
        "Untitled document",
        "Folie 1",
        "doi:10.1234/j.tide.2005.01.006",
        "PII: S0022-1694(05)00012-3",
    ],
)
def test_a_title_that_a_program_wrote_is_none(title: str) -> None:
    assert _facts(Title=title) == []


@pytest.mark.parametrize(
    "author", ["Administrator", "user", "Microsoft Office User", "unknown", "utente", "Dell", "..."]
)
def test_an_author_that_a_program_wrote_is_none(author: str) -> None:
    assert _facts(Author=author) == []


@pytest.mark.parametrize(
    ("stated", "date"), [("D:2009", "2009"), ("D:200906", "2009-06"), ("2009-06-05", "2009-06-05")]
)
def test_a_date_has_its_precision(stated: str, date: str) -> None:
    assert [fact.value for fact in _facts(CreationDate=stated)] == [date]


def test_a_date_that_is_none_is_left_out() -> None:
    assert _facts(CreationDate="D:00000000") == []


def _paragraphs(*sizes_and_texts: tuple[float, str]) -> list[list[Line]]:
    return [lines_of([segment(text, 50, 700 - 30 * n, size)], 0, n) for n, (size, text) in enumerate(sizes_and_texts)]


def test_the_largest_heading_of_the_first_page_is_the_title() -> None:
    body = (10.0, "The clerks of the harbour met on Monday and put off the dredging.")
    assert first_heading(_paragraphs((12, "Port of Cullen"), (18, "The Storm"), body, (18, "Another"))) == "The Storm"
    assert first_heading(_paragraphs((10, "Port of Cullen"), body)) is None
    assert first_heading([]) is None


def test_a_heading_that_names_no_document_is_no_title() -> None:
    body = (10.0, "The clerks of the harbour met on Monday and put off the dredging.")
    page = _paragraphs((20, "Contents"), (18, "Chapter 1"), (16, "The Storm"), body)
    assert first_heading(page) == "The Storm"


def test_what_is_turned_in_the_margin_is_no_title() -> None:
    body = [(10.0, "The clerks of the harbour met on Monday."), (10.0, "They put off the dredging."), (12, "Minutes")]
    (stamp,) = _paragraphs((20, "archive 1911.0042 [port] 5 May 1911"))
    stamp[0].words[0] = stamp[0].words[0]._replace(angle=90)
    assert first_heading([*_paragraphs(*body), stamp]) == "Minutes"


def test_a_stamp_with_an_address_is_no_title() -> None:
    body = [(10.0, "The clerks of the harbour met on Monday."), (10.0, "They put off the dredging."), (12, "Minutes")]
    stamp = _paragraphs((14, "Source: https://archive.example/docs/mj0226"))
    assert first_heading([*_paragraphs(*body), *stamp]) == "Minutes"


def test_pages_are_numbered_where_they_are_not_all_labelled() -> None:
    pages = [[Text(50, 700, "Words.")]] * 2
    assert page_names(pypdfium2.PdfDocument(pdf_of(pages))) == ["1", "2"]
    labels = "/PageLabels<</Nums[0<</S/D/P(A-)/St 7>>]>>"
    assert page_names(pypdfium2.PdfDocument(pdf_of(pages, catalog=labels))) == ["A-7", "A-8"]
