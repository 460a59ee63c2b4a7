"""PDFs become text with places, facts and reasons."""

from pathlib import Path

import pytest

from embeddings.documents import Fact
from embeddings.errors import UnreadableFile
from embeddings.readers.content import FileContent, Limits
from embeddings.readers.registry import contents_of
from tests.embeddings.readers.pdf_writing import Text, column, pdf_of, sentences, width


def content(data: bytes, limits: Limits | None = None) -> FileContent:
    (document,) = contents_of(Path("report.pdf"), data, limits=limits or Limits()).documents
    return document


def pages_of(document: FileContent) -> dict[str, str]:
    return {place.name: document.text[place.start : place.end] for place in document.places}


def _report() -> bytes:
    pages = []
    for number in (1, 2, 3):
        head = Text(50, 810, "Harbour Board of Cullen: Report", 8)
        foot = Text(290, 30, str(number), 8)
        body = column(" ".join(sentences(number, 5)), 50, 700, 495)
        title = [Text(50, 740, "The State of the Breakwater", 20, bold=True)] if number == 1 else []
        pages.append([head, *title, *body, foot])
    return pdf_of(
        pages, info={"Author": "Ana Ruiz", "Title": "Microsoft Word - draft.doc", "CreationDate": "D:20110304"}
    )


def test_a_report_is_its_paragraphs_without_running_heads_and_page_numbers() -> None:
    document = content(_report())
    paragraphs = [" ".join(sentences(number, 5)) for number in (1, 2, 3)]
    assert document.text == "\n\n".join(["The State of the Breakwater", *paragraphs])
    assert document.left_out == 6


def test_each_page_is_a_place_and_they_cover_the_text() -> None:
    document = content(_report())
    assert [(place.kind, place.name) for place in document.places] == [("page", "1"), ("page", "2"), ("page", "3")]
    assert "".join(pages_of(document).values()) == document.text
    assert pages_of(document)["2"].strip() == " ".join(sentences(2, 5))


def test_properties_are_facts_but_not_those_of_a_program() -> None:
    document = content(_report())
    assert tuple(fact for fact in document.facts if fact.origin != "detected") == (
        Fact("author", "Ana Ruiz", "document properties"),
        Fact("published", "2011-03-04", "document properties"),
        Fact("title", "The State of the Breakwater", "first heading"),
    )
    assert (document.title, document.author) == ("The State of the Breakwater", "Ana Ruiz")
    assert document.published == "2011-03-04"


def test_a_sentence_goes_on_over_a_page_and_each_half_is_of_its_page() -> None:
    lines = column(" ".join(sentences(1, 12)), 50, 780, 300)
    first = [line._replace(y=700 - 12 * number) for number, line in enumerate(lines[:11])]
    second = [line._replace(y=700 - 12 * number) for number, line in enumerate(lines[11:])]
    document = content(pdf_of([[*first, Text(200, 30, "7")], [*second, Text(200, 30, "8")]]))
    assert document.text == " ".join(sentences(1, 12))
    assert pages_of(document)["1"].rstrip().endswith(lines[10].text)
    assert pages_of(document)["2"].startswith(lines[11].text)


def test_printed_labels_name_the_pages() -> None:
    pages = [[Text(50, 700, f"This is the page of the number {number}.")] for number in range(3)]
    labels = "/PageLabels<</Nums[0<</S/r>>2<</S/D/St 1>>]>>"
    assert [*pages_of(content(pdf_of(pages, catalog=labels)))] == ["i", "ii", "1"]


def test_pages_that_say_only_what_recurs_keep_it() -> None:
    pages = [[Text(50, 700, f"Exhibit {number}")] for number in range(3)]
    assert content(pdf_of(pages)).text == "Exhibit 0\n\nExhibit 1\n\nExhibit 2"


def test_an_empty_page_is_a_place_too() -> None:
    pages = [[Text(50, 700, "The first page.")], [], [Text(50, 700, "The third page.")]]
    assert [*pages_of(content(pdf_of(pages))).items()] == [
        ("1", "The first page.\n\n"),
        ("2", ""),
        ("3", "The third page."),
    ]


def test_rows_of_a_table_are_lines_of_cells() -> None:
    rows = [("Year", "Ships", "Cargo in tonnes"), ("2009", "14", "1,320"), ("2010", "17", "2,044")]
    page = [
        Text(x, 700 - 14 * number, cell)
        for number, row in enumerate(rows)
        for x, cell in zip((50, 150, 250), row, strict=True)
    ]
    text = content(pdf_of([[Text(50, 740, "Ships that called at the harbour in two years."), *page]])).text
    assert text == (
        "Ships that called at the harbour in two years.\n\n"
        "Year | Ships | Cargo in tonnes\n2009 | 14 | 1,320\n2010 | 17 | 2,044"
    )


def test_text_that_is_not_drawn_over_a_scan_is_read() -> None:
    line = Text(50, 700, "Words that OCR laid under a picture.", operators="3 Tr 1 0 0 1 50 700 Tm")
    assert content(pdf_of([[line]])).text == "Words that OCR laid under a picture."


def test_a_pdf_that_needs_a_password_says_what_to_do() -> None:
    encrypted = pdf_of([[Text(50, 700, "secret")]]).replace(
        b"trailer<<",
        b"trailer<</Encrypt<</Filter/Standard/V 1/R 2/P -44/O<"
        + b"00" * 32
        + b">/U<"
        + b"11" * 32
        + b">>>/ID[<00><00>]",
    )
    with pytest.raises(UnreadableFile, match="needs a password to be opened; save a copy without one"):
        content(encrypted)


@pytest.mark.parametrize("data", [b"%PDF-1.7\nnothing", _report()[:300], b"%PDF-1.4" + b"\0" * 2000])
def test_broken_pdfs_are_refused_with_a_reason(data: bytes) -> None:
    with pytest.raises(UnreadableFile, match="broken"):
        content(data)


def test_a_pdf_whose_table_of_objects_is_wrong_is_read() -> None:
    data = _report()
    broken = data.replace(b"00000 n", b"00009 n").replace(b"startxref\n", b"startxref\n9")
    assert content(broken).text == content(data).text


def test_a_pdf_that_is_cut_short_is_read_as_far_as_it_goes() -> None:
    data = _report()
    document = content(data[: data.rindex(b"12 0 obj")])
    assert document.text.startswith("The State of the Breakwater")
    assert "on pier 2 " in document.text
    assert "on pier 3 " not in document.text


def test_too_many_pages_are_refused() -> None:
    with pytest.raises(UnreadableFile, match="has 3 pages; the limit is 2, so split it, or set LOCCIT_FILE_PAGES"):
        content(_report(), Limits(pages=2))


def test_a_page_of_very_many_characters_takes_no_quadratic_time() -> None:
    page = [Text(20 + 10 * (n % 50), 830 - 0.4 * (n // 50), "word", 1) for n in range(40_000)]
    assert content(pdf_of([page])).text.count("word") == 40_000


def test_what_is_filled_into_a_form_is_text() -> None:
    field = b"<</Type/Annot/Subtype/Widget/FT/Tx/T(name)/V(Ana Ruiz)/F 4/Rect[120 690 300 712]/AP<</N 9 0 R>>>>"
    drawn = b"BT /F0 10 Tf 2 10 Td (Ana Ruiz) Tj ET"
    look = b"<</Type/XObject/Subtype/Form/BBox[0 0 180 22]/Resources<</Font<</F0 4 0 R>>>>/Length %d>>stream\n" % len(
        drawn
    )
    data = pdf_of([[Text(50, 700, "Name of owner:")]], objects=[field, look + drawn + b"\nendstream"])
    data = data.replace(b"/Contents", b"/Annots[8 0 R]/Contents")
    assert content(data).text == "Name of owner: Ana Ruiz"


def test_what_is_filled_into_a_form_is_text_though_the_file_leaves_it_to_be_drawn() -> None:
    field = b"<</Type/Annot/Subtype/Widget/FT/Tx/T(name)/V(Ana Ruiz)/F 4/Rect[120 690 300 712]/DA(/F0 10 Tf 0 g)>>"
    form = "/AcroForm<</Fields[8 0 R]/NeedAppearances true/DA(/F0 10 Tf 0 g)/DR<</Font<</F0 4 0 R>>>>>>"
    data = pdf_of([[Text(50, 700, "Name of owner:")]], objects=[field], catalog=form)
    data = data.replace(b"/Contents", b"/Annots[8 0 R]/Contents")
    assert content(data).text == "Name of owner: Ana Ruiz"


def test_a_form_on_pages_that_share_their_fonts_leaves_the_other_words_readable() -> None:
    field = b"<</Type/Annot/Subtype/Widget/FT/Tx/T(name)/F 4/Rect[220 690 300 712]/AP<</N 9 0 R>>>>"
    drawn = b"BT /F1 10 Tf 2 10 Td (Ana Ruiz) Tj ET"
    look = b"<</Type/XObject/Subtype/Form/BBox[0 0 80 22]/Resources<</Font<</F1 5 0 R>>>>/Length %d>>stream\n" % len(
        drawn
    )
    data = pdf_of([[Text(50, 700, "Obnf")]] * 2, objects=[field, look + drawn + b"\nendstream"])
    # The font draws the letter before each.
    letters = b"/Encoding<</Differences[79/N 98/a 110/m 102/e]>>"
    data = data.replace(b"/Encoding/WinAnsiEncoding", letters, 1)
    own = data[data.index(b"/Resources<</Font<</F0 4") :].split(b">>>>", 1)[0]
    shared = own + b">>"
    data = data.replace(own + b">>>>", b">>").replace(b"/Count 2", b"/Count 2" + shared)
    data = data.replace(b"/Contents", b"/Annots[8 0 R]/Contents", 1)
    assert pages_of(content(data)) == {"1": "Name | Ana Ruiz\n\n", "2": "Name"}


def test_files_that_are_attached_are_documents_of_their_own() -> None:
    note = b"The pilots met on Monday evening in the town hall."
    objects = [
        b"<</Type/Filespec/F(note.txt)/UF(note.txt)/EF<</F 9 0 R>>>>",
        b"<</Type/EmbeddedFile/Length %d>>stream\n" % len(note) + note + b"\nendstream",
    ]
    names = "/Names<</EmbeddedFiles<</Names[(note.txt)8 0 R]>>>>"
    data = pdf_of([[Text(50, 700, "See the note.")]], objects=objects, catalog=names)
    documents = contents_of(Path("report.pdf"), data).documents
    assert [(document.member, document.text) for document in documents] == [
        ("", "See the note."),
        ("note.txt", note.decode()),
    ]
    broken = contents_of(Path("report.pdf"), data.replace(b"/F 9 0 R", b"/F 7 7 R"))
    assert [refused.member for refused in broken.refused] == ["note.txt"]


def test_a_raised_number_is_no_digit_of_what_it_stands_at() -> None:
    texts = [("The mole weighed 10", 10), ("5", 6), (" tons, as Bo said", 10), ("12", 6)]
    drawn, x = [], 50.0
    for text, size in texts:
        drawn.append(Text(x, 700 if size > 6 else 704, text, size))
        x += width(text, size)
    assert content(pdf_of([drawn])).text == "The mole weighed 10^5 tons, as Bo said[12]"


def test_a_file_that_breaks_off_says_so() -> None:
    whole = _report()
    assert content(whole).poor == ""
    cut = content(whole[: whole.rindex(b"xref") - 400])
    assert "breakwater" in cut.text.lower()
    assert cut.poor == "breaks off before its end, so that text may be missing; save or download the file anew"


def test_the_day_at_the_head_goes_before_that_of_the_file() -> None:
    head = [Text(50, 780, "HARBOUR POLICE", 8), Text(50, 740, "4 April 2011", 8)]
    page = [*head, *column(" ".join(sentences(1, 5)), 50, 700, 495)]
    document = content(pdf_of([page], info={"CreationDate": "D:20240101"}))
    assert document.published == "2011-04-04"
    stated = [(fact.value, fact.origin) for fact in document.facts if fact.name == "published"]
    assert stated == [("2011-04-04", "top of the text"), ("2024-01-01", "document properties")]
