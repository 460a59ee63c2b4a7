import pytest

from embeddings.documents import OF_PROPERTIES, Fact
from embeddings.readers.document_properties import (
    compound_facts,
    core_facts,
    open_document_facts,
    property_facts,
    with_slide_title,
)
from embeddings.readers.office_package import opened, xml_tree
from tests.embeddings.readers.office_files import core_properties, file_of, packed


def test_core_properties_are_facts_and_the_day_is_that_of_writing() -> None:
    inside = (
        "<dc:title>Tolls of the\n Sound</dc:title><dc:creator>Ana Ruiz</dc:creator>"
        "<cp:lastModifiedBy>Bo</cp:lastModifiedBy>"
        "<dc:subject>Shipping</dc:subject><dcterms:created>2009-03-04T10:11:12Z</dcterms:created>"
        "<dcterms:modified>2011-01-01T00:00:00Z</dcterms:modified><dc:language>en-GB</dc:language>"
    )
    package = opened(file_of("a.docx", packed({"docProps/core.xml": core_properties(inside)})), "Word file")
    assert core_facts(package) == [
        Fact("title", "Tolls of the Sound", OF_PROPERTIES),
        Fact("author", "Ana Ruiz", OF_PROPERTIES),
        Fact("subject", "Shipping", OF_PROPERTIES),
        Fact("published", "2009-03-04", OF_PROPERTIES),
    ]
    assert core_facts(opened(file_of("a.docx", packed({"x": "y"})), "Word file")) == []


def test_open_document_facts_name_who_began_the_document() -> None:
    data = (
        b'<m xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        b"<dc:creator>Bo Ek</dc:creator><meta:initial-creator>Ana Ruiz</meta:initial-creator>"
        b"<dc:date>2012-01-01</dc:date>"
        b"<meta:creation-date>2010-05-06T07:08:09.123456789</meta:creation-date><meta:keyword>tolls</meta:keyword>"
        b"<meta:keyword>ships</meta:keyword></m>"
    )
    assert [(fact.name, fact.value) for fact in open_document_facts(xml_tree(data, "meta.xml"))] == [
        ("published", "2010-05-06"),
        ("author", "Ana Ruiz"),
        ("keywords", "tolls, ships"),
    ]


@pytest.mark.parametrize(
    "title",
    [
        "Microsoft Word - draft.doc",
        "Untitled",
        "Untitled Document",
        "Document1",
        "PowerPoint Presentation",
        "Slide 1",
        "report-final_v2.docx",
        "Présentation PowerPoint",
        "Presentazione standard di PowerPoint",
        "Apresentação do PowerPoint",
        "Unbenannt1",
        "Book1",
        "{Style.Header}",
        "<%Report::Title%>",
        "2",
    ],
)
def test_titles_of_programs_are_no_titles(title: str) -> None:
    assert property_facts([("title", title)]) == []


@pytest.mark.parametrize(
    "title",
    [
        "Word for the wise",
        "Slides on tolls",
        "Document retention policy",
        "Presentation of the budget 2011",
        "PowerPoint in the classroom: a study of its use",
    ],
)
def test_titles_of_people_stay(title: str) -> None:
    assert property_facts([("title", title)]) == [Fact("title", title, OF_PROPERTIES)]


@pytest.mark.parametrize(
    "author",
    [
        "user",
        "Windows User",
        "Microsoft Office User",
        "Administrator",
        "python-docx",
        "Usuario",
        "Toshiba",
        "-",
        "(with estimates for 2012)",
    ],
)
def test_authors_that_are_programs_or_nobody_are_left_out(author: str) -> None:
    assert property_facts([("author", author)]) == []
    assert property_facts([("author", author), ("author", "Ana Ruiz")]) == [Fact("author", "Ana Ruiz", OF_PROPERTIES)]


def test_the_day_from_which_a_program_counts_is_no_day_of_writing() -> None:
    assert property_facts([("published", "1601-01-01T00:00:00Z")]) == []
    assert property_facts([("published", "1601-01-02")]) == [Fact("published", "1601-01-02", OF_PROPERTIES)]


def test_a_summary_that_cannot_be_read_states_nothing() -> None:
    assert compound_facts(b"no compound file") == []


def test_the_day_of_the_file_that_a_library_fills_is_no_date() -> None:
    assert property_facts([("published", "2013-12-23T23:15:00Z")]) == []
    assert property_facts([("published", "2013-12-23T09:15:00Z")]) == [Fact("published", "2013-12-23", OF_PROPERTIES)]


def test_people_whom_office_parts_by_semicolons_are_several_without_what_they_did() -> None:
    assert property_facts([("author", "English version:;Ana Ruiz; Bo Ek;")]) == [
        Fact("author", "Ana Ruiz, Bo Ek", OF_PROPERTIES)
    ]
    assert property_facts([("author", ";")]) == []


def test_the_title_of_the_first_slide_comes_after_that_of_the_properties() -> None:
    stated = [Fact("title", "Tolls of the Sound", OF_PROPERTIES)]
    of_slide = Fact("title", "Why and how", "title of the first slide")
    assert with_slide_title(stated, "Why and how") == [*stated, of_slide]
    assert with_slide_title([], "Why and how") == [of_slide]
    assert with_slide_title(stated, "") == stated
