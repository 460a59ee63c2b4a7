import pytest

from embeddings.readers.rtf_blocks import Paragraph, Row
from embeddings.readers.rtf_flows import Document, Reader


def _document(body: str) -> Document:
    return Reader().read(("{\\rtf1\\ansi\\ansicpg1252\\uc1 " + body + "}").encode("latin-1"))


def _texts(body: str) -> list[str]:
    return [item.text for item in _document(body).items if isinstance(item, Paragraph)]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (r"Z\'f6lle \u8211?\u8212\'97 \{a\}\~b\_c\-d\emdash e", "Zölle –— {a}\u00a0b-cd—e"),
        (r"{\uc2\u28450 xxZ}\u23383 ?.", "漢Z字."),
        (r"\u-10180?\u-8448?", "\U0001f300"),
        (r"{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset204 B;}{\f2\fcharset128 C;}}\f1\'cf\'ee\f2\'83A\f0\'e9", "Поアé"),
        (r"\deff1{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset204 B;}}\'cf{\f0\'e9\plain\'ee}\'ea", "Пéок"),
        (r"{\fonttbl{\f0\fcharset204 A;}}\'e9", "é"),
        (r"seen{\v hidden}{\deleted gone}\v secret\v0{\*\unknown x{y}} ships", "seen ships"),
        (r'{\field{\*\fldinst HYPERLINK "http://example.org/"}{\fldrslt the treaty}}', "the treaty"),
        (r"{\loch\f2\i0\*\cs7\cf0 words of StarOffice}", "words of StarOffice"),
        (r"a{\*\bkmkstart x}b{\pict\bin5 }}}}}c}d", "abd"),
        (r"{\upr{no}{\*\ud{Zo\u235?}}}", "Zoë"),
        (r"{\object{\*\objdata 0102}{\result shown}}{\*\annotation{\pard note}}{\xe index}", "shown"),
        (
            r"10{\super 5} lasts, H{\sub 2}O\super 3\nosupersub  ships {\super of long words}",
            "10^5 lasts, H2O³ ships of long words",
        ),
        (r"half {\field{\*\fldinst { EQ \\f(1,2)}}{\fldrslt }} done", "half 1/2 done"),
        (r'angle {\field{\*\fldinst SYMBOL 97 \\f "Symbol" \\s 10}{\fldrslt\f3\fs20}} done', "angle α done"),
        (r"{\field{\*\fldinst SYMBOL 97}{\fldrslt b}}{\v {\field{\*\fldinst EQ \\f(1,2)}{\fldrslt }}}", "b"),
        (r"{\fonttbl{\f0 A;}{\f1\fcharset2 {\*\panose 05}Symbol;}}\f1 a\'b3\u-3931?\f0 b", "α≥∞b"),
        ("one line\nof many\\line below", "one lineof many\nbelow"),
    ],
)
def test_what_a_reader_sees_is_the_text(body: str, text: str) -> None:
    assert _texts(body + r"\par") == [text]


def test_boxes_stand_after_their_paragraph_once() -> None:
    box = r"{\shp{\*\shpinst{\sp{\sn a}{\sv b}}{\shptxt In a box.\par}}{\shprslt{\*\do{\dptxbxtext Again.\par}}}}"
    assert _texts(rf"Before{box} after.\par Last.\par") == ["Before after.", "In a box.", "Last."]
    assert _texts(r"Old.{\*\do{\dptxbxtext Alone.\par}}\par") == ["Old.", "Alone."]


def test_merged_and_nested_cells() -> None:
    body = (
        r"\trowd\clvmgf\cellx1\cellx2\intbl Oak\cell Riga\cell\row\trowd\clvmrg\cellx1\cellx2\intbl\cell Narva\cell\row"
        r"\trowd\cellx1\clmrg\cellx2\intbl Both\cell\cell\row"
        r"\trowd\cellx1\intbl a\nestcell b\nestcell\nestrow\cell\row\pard"
    )
    assert _document(body).items == [
        *(Row([["Oak"], ["Riga"]]), Row([["Oak"], ["Narva"]]), Row([["Both"]]), Row([["a"], ["b"]]))
    ]


def test_a_cell_below_one_that_spans_columns_goes_on_with_the_one_that_ends_where_it_does() -> None:
    body = (
        r"\trowd\clvmgf\cellx10\cellx30\clvmgf\cellx40\intbl Year\cell Upkeep\cell Put off\cell\row"
        r"\trowd\clvmrg\cellx10\cellx20\cellx30\clvmrg\cellx40\intbl\cell Planned\cell Spent\cell\cell\row\pard"
    )
    assert _document(body).items[1] == Row([["Year"], ["Planned"], ["Spent"], ["Put off"]])


def test_tables_that_set_a_page_are_read_with_the_tables_within_them() -> None:
    # As Word and LibreOffice write them: what describes a row within a cell stands in a group of its own.
    row = r"{\*\nesttableprops\trowd\clmrg\cellx1\cellx2\nestrow}{\nonesttables\par}"
    body = (
        rf"\trowd\cellx1\cellx2\intbl Before\par\itap2 Port\nestcell Toll\nestcell{row}Riga\nestcell 88\nestcell"
        rf"{row}\itap1 After\cell Beside\cell\row\trowd\cellx1\intbl Cut off\nestcell\cell\row\pard Last\par"
    )
    assert _document(body).items == [
        *(Paragraph("Before"), Row([["Port"], ["Toll"]]), Row([["Riga"], ["88"]]), Paragraph("After")),
        *(Paragraph("Beside"), Row([["Cut off"]]), Paragraph("Last")),
    ]


def test_a_file_that_is_cut_off_keeps_what_it_has() -> None:
    document = Reader().read(rb"{\rtf1 Tolls{\footnote In silver and")
    assert document.items == [Paragraph("Tolls[1]"), Paragraph("[1] In silver and")]
    assert Reader().read(rb"{\rtf1\trowd\cellx1\intbl a\cell b").items == [Row([["a"], ["b"]])]
