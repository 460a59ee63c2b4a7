import io
from pathlib import Path

import xlsxwriter

from embeddings.readers.content import FileContent
from embeddings.readers.office_package import opened
from embeddings.readers.registry import contents_of
from embeddings.readers.sheet_boxes import box_contents
from tests.embeddings.readers.office_files import file_of, packed, relationships

_A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
_D = 'xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram"'


def _boxes(parts: dict[str, str | bytes]) -> list[FileContent]:
    file = file_of("a.xlsb", packed(parts))
    return [*box_contents(opened(file, "spreadsheet"), ())]


def test_text_boxes_are_a_document_beside_their_sheet() -> None:
    written = io.BytesIO()
    with xlsxwriter.Workbook(written) as book:
        book.set_properties({"author": "Ana Ruiz"})
        tolls = book.add_worksheet("Tolls")
        tolls.write_row(0, 0, ["Port", "Riga"])
        tolls.insert_textbox("D4", "These figures are\nnot audited.")
        book.add_worksheet("Cover").insert_textbox("A1", "Report of the year 1429")
    contents = contents_of(Path("a.xlsx"), written.getvalue()).documents
    assert [(x.member, x.text, x.author) for x in contents] == [
        ("", "Port | Riga", "Ana Ruiz"),
        ("Tolls, text boxes", "These figures are\n\nnot audited.", "Ana Ruiz"),
        ("Cover, text boxes", "Report of the year 1429", "Ana Ruiz"),
    ]


def test_a_diagram_is_read_and_a_broken_drawing_is_passed_over() -> None:
    diagram = f"<dgm:dataModel {_A} {_D}><dgm:t><a:p><a:r><a:t>Oak</a:t></a:r></a:p></dgm:t><dgm:t/></dgm:dataModel>"
    parts: dict[str, str | bytes] = {
        "_rels/.rels": relationships(("r", "officeDocument", "xl/workbook.bin")),
        "xl/_rels/workbook.bin.rels": relationships(("r", "worksheet", "worksheets/sheet1.bin")),
        "xl/worksheets/_rels/sheet1.bin.rels": relationships(("r", "drawing", "../drawings/drawing1.xml")),
        "xl/drawings/_rels/drawing1.xml.rels": relationships(("r", "diagramData", "../diagrams/data1.xml")),
        "xl/drawings/drawing1.xml": "<broken",
        "xl/diagrams/data1.xml": diagram,
    }
    assert [(x.member, x.text) for x in _boxes(parts)] == [("sheet1, text boxes", "Oak")]
