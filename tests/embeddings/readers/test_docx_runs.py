import pytest
from lxml import etree

from embeddings.readers.docx_runs import is_set, roman, runs_of
from tests.embeddings.readers.office_files import W


def _element(inside: str) -> etree._Element:
    return etree.fromstring(f"<w:p {W}>{inside}</w:p>")


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/><w:t>d</w:t></w:r>", "a\tb\nc-d"),
        ('<w:r><w:sym w:char="F0B7"/><w:sym w:char="F041"/><w:sym w:char="00E9"/><w:sym w:char="no"/></w:r>', "•é"),
        ('<w:r><w:sym w:font="Symbol" w:char="F061"/><w:sym w:font="Wingdings" w:char="FE"/></w:r>', "α☑"),
        ('<w:r><w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Symbol"/></w:rPr><w:t>x \uf0b3 3</w:t></w:r>', "x ≥ 3"),
        ('<w:r><w:rPr><w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/></w:rPr><w:t>û</w:t></w:r>', "✗"),
        ("<w:r><w:t>\uf0b7 Riga\uf061</w:t></w:r>", "• Riga"),
        (
            "<w:ruby><w:rt><w:r><w:t>kan</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>漢</w:t></w:r></w:rubyBase></w:ruby>",
            "漢",
        ),
        (
            '<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:r><m:t>x=2</m:t></m:r></m:oMath>',
            "x=2",
        ),
    ],
)
def test_what_is_no_letter_reads_as_a_reader_sees_it(inside: str, text: str) -> None:
    assert runs_of(_element(inside), {}).text == text


def test_notes_are_counted_by_kind() -> None:
    marks: dict[str, int] = {}
    reference = '<w:r><w:footnoteReference w:id="7"/></w:r><w:r><w:endnoteReference w:id="7"/></w:r>'
    assert runs_of(_element(reference), marks).notes == [("footnote", "7", "1"), ("endnote", "7", "i")]
    assert runs_of(_element(reference), marks).text == "[2][ii]"
    custom = '<w:r><w:footnoteReference w:customMarkFollows="1" w:id="8"/><w:t>*</w:t></w:r>'
    assert (runs_of(_element(custom), marks).text, runs_of(_element(custom), marks).notes) == (
        "*",
        [("footnote", "8", "")],
    )


def test_a_property_is_set_unless_it_says_no() -> None:
    assert is_set(_element("<w:b/>"), "b")
    assert not is_set(_element('<w:b w:val="false"/>'), "b")
    assert not is_set(_element(""), "b")


def test_roman_figures() -> None:
    assert [roman(number) for number in (1, 4, 9, 14, 1990)] == ["i", "iv", "ix", "xiv", "mcmxc"]


def test_powers_of_formulas_are_no_digits_of_their_bases() -> None:
    formula = "<m:sSup><m:e><m:r><m:t>10</m:t></m:r></m:e><m:sup><m:r><m:t>5</m:t></m:r></m:sup></m:sSup>"
    math = f'<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math">{formula}</m:oMath>'
    assert runs_of(_element(math), {}).text == "10^5"


def test_a_field_without_a_result_says_what_its_code_says() -> None:
    begin, between, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
    eq = f"{begin}<w:r><w:instrText> EQ \\f(1,</w:instrText></w:r><w:r><w:instrText>2)</w:instrText></w:r>{end}"
    page = f"{begin}<w:r><w:instrText> PAGE </w:instrText></w:r>{between}<w:r><w:t>7</w:t></w:r>{end}"
    assert runs_of(
        _element(f"<w:r><w:t>A share of </w:t></w:r>{eq}<w:r><w:t> on page </w:t></w:r>{page}"), {}
    ).text == ("A share of 1/2 on page 7")
    assert runs_of(_element(f"{end}<w:r><w:instrText> EQ \\f(1,2)</w:instrText></w:r>{between}"), {}).text == ""
