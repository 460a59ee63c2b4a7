import io
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter

from embeddings.readers import formats
from embeddings.readers.content import FileContent, LimitReached, NotRead
from embeddings.readers.registry import contents_of
from embeddings.readers.sheets import read
from embeddings.readers.sniffing import format_of
from tests.embeddings.readers.office_files import OPEN_DOCUMENT, file_of, open_document, packed, relationships


def _book(*sheets: tuple[str, list[list[object]]], hidden: str = "") -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"default_date_format": "yyyy-mm-dd"}) as book:
        book.set_properties({"title": "Tolls", "author": "Ana Ruiz", "created": datetime(2009, 1, 2)})
        for name, rows in sheets:
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 1, row)
            if name == hidden:
                sheet.hide()
    return stream.getvalue()


def _read(data: bytes, name: str = "a.xlsx") -> tuple[FileContent, ...]:
    return read(file_of(name, data)).documents


def test_a_sheet_is_read_as_rows_with_their_numbers_and_stored_values() -> None:
    rows: list[list[object]] = [
        ["Tolls of the Sound"],
        [],
        ["Port", "Open", "Toll", "Day"],
        ["Riga", True, 3, date(1971, 5, 4)],
    ]
    rows.append(["Narva", None, 0.1 + 0.2, "no\nday"])
    (content,) = _read(_book(("Ports", rows), ("Empty", [])))
    assert content.text == (
        "Tolls of the Sound\n\nPort | Open | Toll | Day\n\nRiga | TRUE | 3 | 1971-05-04\n\nNarva |  | 0.3 | no day"
    )
    assert (content.member, content.title, content.author, content.published) == ("", "Tolls", "Ana Ruiz", "2009-01-02")
    assert [(place.kind, place.name, content.text[place.start : place.end][:5]) for place in content.places] == [
        ("sheet", "Ports", "Tolls"),
        ("row", "1", "Tolls"),
        ("row", "3", "Port "),
        ("row", "4", "Riga "),
        ("row", "5", "Narva"),
    ]


def test_a_cell_that_spans_rows_stands_in_each_of_them() -> None:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet()
        sheet.merge_range("B2:B3", "Port")
        sheet.merge_range("C2:D2", "Toll")
        sheet.write_row("C3", [1429, 1430])
        sheet.merge_range("B4:B6", "Riga")
        for row, ship in enumerate(("Aurora", "Oak"), 4):
            sheet.write_row(f"C{row}", [ship, 3])
        sheet.write_row("B7", ["Narva", "Elk", 4])
    (content,) = _read(stream.getvalue())
    assert content.text.split("\n\n") == [
        *("Port | Toll", "Port | 1429 | 1430", "Riga | Aurora | 3", "Riga | Oak | 3", "Narva | Elk | 4"),
    ]


def test_each_of_several_sheets_is_a_document_also_a_hidden_one() -> None:
    first, second = _read(_book(("Ports", [["Riga", 3]]), ("Secret ships", [["Aurora", 4]]), hidden="Secret ships"))
    assert (first.member, first.text) == ("Ports", "Riga | 3")
    assert (second.member, second.text, second.places[0].name) == ("Secret ships", "Aurora | 4", "Secret ships")


def test_a_sheet_with_prose_is_a_document_for_each_row() -> None:
    body = "The minister said that tolls would fall, and that ships would come. " * 5
    data = _book(("Cables", [["Subject", "Body"], ["Tolls", body], ["Ships", body]]))
    assert [(content.member, content.title) for content in _read(data)] == [("row 2", "Tolls"), ("row 3", "Ships")]


def test_sheets_of_open_document_are_read() -> None:
    def row(*texts: str) -> str:
        cells = (f"<table:table-cell><text:p>{text}</text:p></table:table-cell>" for text in texts)
        return f"<table:table-row>{''.join(cells)}</table:table-row>"

    body = f'<table:table table:name="Häfen">{row("Hafen", "Zoll")}{row("Riga", "88")}</table:table>'
    meta = "<dc:title>Zölle</dc:title><meta:creation-date>2009-01-02T03:04:05</meta:creation-date>"
    (content,) = _read(open_document("spreadsheet", body, meta=meta), "a.ods")
    assert (content.text, content.title, content.published) == ("Hafen | Zoll\n\nRiga | 88", "Zölle", "2009-01-02")
    assert content.places[0].name == "Häfen"


def test_where_calamine_stops_the_file_is_not_called_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    class PanicException(BaseException):  # as calamine's is called
        pass

    def stopped(*_: object) -> None:
        raise PanicException("no entry found for key")

    monkeypatch.setattr("python_calamine.CalamineWorkbook.from_filelike", stopped)
    reason = r"made its reader, calamine, stop \(no entry found for key\); open it in Excel .* save it as XLSX"
    with pytest.raises(NotRead, match=reason):
        _read(_book(("Ports", [["Riga", 3]])))


def test_a_table_of_text_under_the_name_of_a_sheet_is_read() -> None:
    (content,) = _read(b"Port\tToll\nRiga\t88\n", "a.xls")
    assert content.text == "Port | Toll\n\nRiga | 88"


def test_cells_too_far_apart_are_refused_before_they_fill_memory() -> None:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "a")
        sheet.write(1_048_575, 16_383, "b")
    with pytest.raises(LimitReached, match="1,048,576 rows and 16,384 columns apart in sheet1"):
        _read(stream.getvalue())


@pytest.mark.parametrize(
    "data",
    [
        b"only words",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        packed({"xl/workbook.xml": "<a/>"}),
        b"PK\x03\x04",
    ],
)
def test_what_is_no_spreadsheet_is_refused(data: bytes) -> None:
    with pytest.raises(NotRead, match=r"broken|is no"):
        _read(data)


def test_shares_are_read_as_shown() -> None:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet("Rates")
        for number, code in enumerate(("0.0%", "0%", '0.00"%"', "0.00%;[Red]-0.00%", "0.00")):
            sheet.write(2, 2 + number, 0.1256, book.add_format({"num_format": code}))
        sheet.write(3, 2, "none", book.add_format({"num_format": "0%"}))
    (content,) = _read(stream.getvalue())
    assert content.text == "12.6% | 13% | 0.1256 | 12.56% | 0.1256\n\nnone"


def test_errors_of_formulas_are_read_as_shown() -> None:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet("Tolls")
        sheet.write_row(0, 0, ["Port", "Toll"])
        sheet.write(1, 0, "Riga")
        sheet.write_formula(1, 1, "=1/0", None, "#DIV/0!")
        sheet.write(2, 0, "Oslo")
        sheet.write_formula(2, 1, '=B99&"<"', None, "#REF!")
        sheet.write(3, 0, "#1")
        sheet.write_formula(3, 1, "=1+1", None, 2)
    (content,) = _read(stream.getvalue())
    assert content.text == "Port | Toll\n\nRiga | #DIV/0!\n\nOslo | #REF!\n\n#1 | 2"


def test_struck_cells_and_words_are_left_out_and_said_to_be() -> None:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet("Tolls")
        struck, share = book.add_format({"font_strikeout": True}), book.add_format({"num_format": "0.0%"})
        sheet.write_row(0, 0, ["Port", "Toll"])
        sheet.write(1, 0, "Oslo", struck)
        sheet.write(1, 1, 12.5, struck)
        sheet.write(2, 0, "Reval")
        sheet.write(2, 1, 0.125, share)
        sheet.write_rich_string(3, 0, "Old ", struck, "Narva", " town")
        sheet.write(3, 1, 7)
    (content,) = _read(stream.getvalue())
    assert content.text == "Port | Toll\n\nReval | 12.5%\n\nOld town | 7"
    assert [tuple(each) for each in content.omitted] == [
        (words, "struck through") for words in ("Oslo", "12.5", "Narva")
    ]
    assert content.left_out == 3


def test_struck_cells_of_open_document_are_left_out() -> None:
    style = (
        '<style:style style:name="ce1" style:family="table-cell">'
        '<style:text-properties style:text-line-through-type="single"/></style:style>'
    )
    cells = "<table:table-cell><text:p>Riga</text:p></table:table-cell>"
    cells += '<table:table-cell table:style-name="ce1"><text:p>Oslo</text:p></table:table-cell>'
    body = f'<table:table table:name="Ports"><table:table-row>{cells}</table:table-row></table:table>'
    (content,) = _read(open_document("spreadsheet", body, style), "a.ods")
    assert (content.text, [each.words for each in content.omitted]) == ("Riga", ["Oslo"])


def test_files_that_a_sheet_embeds_are_read_as_their_own() -> None:
    written = io.BytesIO()
    with xlsxwriter.Workbook(written) as book:
        book.add_worksheet("Tolls").write_row(0, 0, ["Port", "Riga"])
    with zipfile.ZipFile(io.BytesIO(written.getvalue())) as book:
        parts: dict[str, str | bytes] = {name: book.read(name) for name in book.namelist()}
    parts["xl/worksheets/_rels/sheet1.xml.rels"] = relationships(("r", "package", "../embeddings/letter.txt"))
    parts["xl/embeddings/letter.txt"] = b"The toll fell."
    contents = contents_of(Path("a.xlsx"), packed(parts))
    assert [(x.member, x.text) for x in contents.documents] == [("", "Port | Riga"), ("letter.txt", "The toll fell.")]


def test_a_single_file_of_xml_is_read() -> None:
    rows = "".join(
        f"<table:table-row>{''.join(f'<table:table-cell><text:p>{cell}</text:p></table:table-cell>' for cell in row)}"
        "</table:table-row>"
        for row in (("Port", "Tonnes"), ("Riga", "12"), ("Narva", "7"))
    )
    data = (
        f"<?xml version='1.0'?><office:document {OPEN_DOCUMENT} "
        'office:mimetype="application/vnd.oasis.opendocument.spreadsheet"><office:meta><dc:title>Tolls</dc:title>'
        f'</office:meta><office:body><office:spreadsheet><table:table table:name="2010">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document>"
    ).encode()
    (content,) = read(file_of("a.fods", data)).documents
    assert (content.text, content.title) == ("Port | Tonnes\n\nRiga | 12\n\nNarva | 7", "Tolls")
    assert [(place.kind, place.name) for place in content.places][:2] == [("sheet", "2010"), ("row", "1")]
    assert {format_of(name, data) for name in ("a.fods", "a.xml", "a")} == {formats.SHEETS}
