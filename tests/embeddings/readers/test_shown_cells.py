import pytest

from embeddings.readers.office_package import opened
from embeddings.readers.shown_cells import decimals_of, shown_of
from tests.embeddings.readers.office_files import file_of, packed, relationships

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
OFFICE = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'


def test_cells_are_shares_by_the_formats_of_their_styles() -> None:
    formats = (
        '<numFmts><numFmt numFmtId="170" formatCode="0.0\\%"/><numFmt numFmtId="171" formatCode="0.###%"/></numFmts>'
    )
    styles = "".join(f'<xf numFmtId="{number}"/>' for number in (0, 9, 10, 170, 171))
    cells = '<c r="A1" s="0"/><c s="1" r="B1"><v>1</v></c><c r="AA2" s="2" t="n"/><c r="D2" s="3"/><c r="F2"/>'
    cells += "<c r='E2' s='4'/>"
    data = packed(
        {
            "_rels/.rels": relationships(("r1", "officeDocument", "xl/workbook.xml")),
            "xl/workbook.xml": f'<workbook {MAIN} {OFFICE}><sheets><sheet name="Rates" r:id="r1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": relationships(("r1", "worksheet", "s.xml"), ("r2", "styles", "styles.xml")),
            "xl/styles.xml": f"<styleSheet {MAIN}>{formats}<cellXfs>{styles}</cellXfs></styleSheet>",
            "xl/s.xml": f"<worksheet {MAIN}>{cells}</worksheet>",
        }
    )
    shares = {(1, 2): 0, (2, 27): 2, (2, 5): 3}
    assert shown_of(opened(file_of("a.xlsx", data), "spreadsheet")) == {"Rates": shares}


def test_a_workbook_whose_styles_cannot_be_read_has_no_shares() -> None:
    parts = {
        "_rels/.rels": relationships(("r1", "officeDocument", "xl/workbook.bin")),
        "xl/_rels/workbook.bin.rels": relationships(("r2", "styles", "styles.bin")),
        "xl/styles.bin": b"\x96\x02\0",
    }
    assert shown_of(opened(file_of("a.xlsb", packed(parts)), "spreadsheet")) == {}


@pytest.mark.parametrize(
    ("code", "decimals"), [("0%", 0), ("0.00%;[Red]-0.0%", 2), ('0.00"%"', None), ("0.0\\%", None), ("#,##0", None)]
)
def test_formats_of_shares_tell_their_decimals(code: str, decimals: int | None) -> None:
    assert decimals_of(code) == decimals
