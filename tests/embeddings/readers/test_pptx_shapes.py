from lxml import etree

from embeddings.readers.pptx_shapes import Slide, kind_of, paragraphs, pieces_of, placeholders
from tests.embeddings.readers.office_files import P, shape


def _texts(shapes: str, parts: dict[str, str] | None = None, layout: str = "") -> list[str]:
    root = etree.fromstring(f"<p:sld {P}><p:cSld><p:spTree>{shapes}</p:spTree></p:cSld></p:sld>")
    stored = {name: etree.fromstring(xml) for name, xml in (parts or {}).items()}
    places = placeholders(etree.fromstring(f"<p:l {P}>{layout}</p:l>"))
    return [piece.text for piece in pieces_of(Slide(root, places, stored.get)) if piece.text]


def test_shapes_are_read_from_top_to_bottom_and_left_to_right() -> None:
    inside = shape("D", at=(5, 0)) + shape("C", at=(0, 0))
    group = f'<p:grpSp><p:grpSpPr><a:xfrm><a:off x="0" y="3000000"/></a:xfrm></p:grpSpPr>{inside}</p:grpSp>'
    shapes = shape("E", at=(0, 9_000_000)) + group + shape("B", at=(900_000, 990_000)) + shape("A", at=(0, 1_050_000))
    assert _texts(shapes + shape("Title", place='type="ctrTitle"', at=(0, 9_900_000))) == [
        "Title",
        "A",
        "B",
        "C",
        "D",
        "E",
    ]


def test_lists_have_signs_and_numbers() -> None:
    def line(text: str, properties: str) -> str:
        return f"<a:p><a:pPr>{properties}</a:pPr><a:r><a:t>{text}</a:t></a:r></a:p>"

    numbered = [line(text, '<a:buAutoNum type="arabicPeriod"/>') for text in ("Oak", "Pine")]
    assert _texts(shape(*numbered, line("Salt", '<a:buChar char="o"/>'), line("Plain", "<a:buNone/>"))) == [
        *("1. Oak", "2. Pine", "- Salt", "Plain")
    ]
    assert _texts(shape("Oak", "Pine", place='idx="1"')) == ["- Oak", "- Pine"]
    plain = "<a:lvl1pPr><a:buNone/></a:lvl1pPr>"
    assert _texts(shape("Oak", "Pine", place='idx="1"', style=plain)) == ["Oak", "Pine"]
    assert _texts(shape("Oak", "Pine", place='idx="1"'), layout=shape("x", place='idx="1"', style=plain)) == [
        "Oak",
        "Pine",
    ]
    assert _texts(shape("Oak", place='idx="1"')) == ["Oak"]


def test_breaks_and_numbers_of_slides_within_a_line() -> None:
    line = (
        '<a:p><a:r><a:t>Tolls</a:t></a:r><a:br/><a:r><a:t>rose</a:t></a:r><a:fld type="slidenum"><a:t>7</a:t></a:fld>'
    )
    line += "</a:p>"
    assert _texts(shape(line)) == ["Tolls\nrose"]
    assert _texts(shape(line, place='type="title"')) == ["Tolls rose"]


def test_merged_cells_of_a_table_stand_in_each_row() -> None:
    def cell(text: str, attributes: str = "") -> str:
        body = f"<a:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></a:txBody>"
        return f"<a:tc {attributes.replace('&', chr(34))}>{body}</a:tc>"

    first = f"<a:tr>{cell('Oak', 'rowSpan=&2&')}{cell('Both', 'gridSpan=&2&')}{cell('', 'hMerge=&1&')}</a:tr>"
    second = f"<a:tr>{cell('', 'vMerge=&1&')}{cell('Riga')}{cell('4')}</a:tr>"
    frame = f"<p:graphicFrame><a:graphic><a:tbl>{first}{second}</a:tbl></a:graphic></p:graphicFrame>"
    assert _texts(frame) == ["Oak | Both", "Oak | Riga | 4"]


def test_diagrams_and_charts_are_read_from_their_parts() -> None:
    d, c = (f"http://schemas.openxmlformats.org/drawingml/2006/{name}" for name in ("diagram", "chart"))
    frames = (
        f'<p:graphicFrame><d:relIds xmlns:d="{d}" r:dm="r1"/></p:graphicFrame>'
        f'<p:graphicFrame><c:chart xmlns:c="{c}" r:id="r2"/></p:graphicFrame>'
        f'<p:graphicFrame><c:chart xmlns:c="{c}" r:id="r9"/></p:graphicFrame>'
    )
    diagram = f'<d:m xmlns:d="{d}" {P}><d:t><a:p><a:r><a:t>A step</a:t></a:r></a:p></d:t></d:m>'

    def points(*values: object) -> str:
        return "".join(f'<c:pt idx="{at}"><c:v>{value}</c:v></c:pt>' for at, value in enumerate(values))

    years = f"<c:cat>{points('1571', '1572')}</c:cat>"
    chart = (
        f'<c:c xmlns:c="{c}" {P}><c:title><a:p><a:r><a:t>Tolls</a:t></a:r></a:p></c:title>'
        f"<c:ser><c:tx>{points('Oak')}</c:tx>{years}<c:val>{points(3.0, 0.1 + 0.2)}</c:val></c:ser>"
        f"<c:ser><c:tx>{points('Pine')}</c:tx><c:val>{points(7)}</c:val></c:ser></c:c>"
    )
    assert _texts(frames, {"r1": diagram, "r2": chart}) == [
        *("A step", "Tolls", " | Oak | Pine", "1571 | 3 | 7", "1572 | 0.3")
    ]


def test_a_variant_for_older_programs_is_read_only_where_the_newer_has_no_text() -> None:
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    both = "<mc:AlternateContent {}><mc:Choice>{}</mc:Choice><mc:Fallback>{}</mc:Fallback></mc:AlternateContent>"
    assert _texts(both.format(mc, shape("New"), shape("Old"))) == ["New"]
    assert _texts(both.format(mc, "<p:sp/>", shape("Old"))) == ["Old"]


def test_kinds_and_paragraphs_of_a_shape() -> None:
    shapes = shape("a", " ", "b", place='idx="1"') + shape("c")
    element = etree.fromstring(f"<p:x {P}>{shapes}</p:x>")
    assert [kind_of(child) for child in element] == ["", None]
    assert list(paragraphs(element[0])) == ["a", "b"]


def test_raised_and_lowered_letters_and_formulas_are_no_digits_of_what_stands_before() -> None:
    def run(text: str, baseline: str) -> str:
        return f'<a:r><a:rPr baseline="{baseline}"/><a:t>{text}</a:t></a:r>'

    formula = "<m:sSup><m:e><m:r><m:t>10</m:t></m:r></m:e><m:sup><m:r><m:t>5</m:t></m:r></m:sup></m:sSup>"
    math = f'<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math">{formula}</m:oMath>'
    slide = shape(
        f"<a:p>{run('H', '0')}{run('2', '-25000')}{run('O, 10', '0')}{run('5', '30000')}</a:p>", f"<a:p>{math}</a:p>"
    )
    assert _texts(slide) == ["H2O, 10^5", "10^5"]


def test_letters_of_symbol_fonts_are_what_they_show() -> None:
    symbol = '<a:r><a:rPr><a:latin typeface="Arial"/><a:sym typeface="Symbol"/></a:rPr><a:t>\uf061\uf0ae</a:t></a:r>'
    ticked = '<a:r><a:rPr><a:latin typeface="Wingdings"/></a:rPr><a:t>\uf0fcû</a:t></a:r>'
    assert _texts(shape(f"<a:p>{symbol}{ticked}<a:r><a:t>\uf0b7\uf067</a:t></a:r></a:p>")) == ["α→✓✗•"]
