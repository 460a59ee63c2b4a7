import io

import docx as python_docx
import pytest

from embeddings.documents import Fact
from embeddings.readers.content import CONTENTS_LIST, FileContent, NotRead, Omitted
from embeddings.readers.docx import read
from tests.embeddings.readers.office_files import file_of, packed, paragraph, word_file

_LISTS = """
<w:abstractNum w:abstractNumId="0">
 <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
 <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%2)"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="1">
 <w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="o"/></w:lvl>
</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
"""
_STYLES = """
<w:style w:type="paragraph" w:styleId="T"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Own"><w:name w:val="Ours"/><w:basedOn w:val="H1"/></w:style>
"""


def _read(body: str, **parts: str) -> FileContent:
    (content,) = read(file_of("a.docx", word_file(body, **parts))).documents
    return content


def _item(text: str, list_id: int, level: int = 0) -> str:
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>')


def _row(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>" + "".join(f"<w:tc>{cell}</w:tc>" for cell in cells) + "</w:tr>"


def test_a_file_of_python_docx_is_read_in_order_with_its_properties() -> None:
    document = python_docx.Document()
    document.core_properties.title, document.core_properties.author = "Tolls of the Sound", "Ana Ruiz"
    document.add_heading("Revenue", 1)
    document.add_paragraph("Tolls rose in 1571.")
    table = document.add_table(2, 3)
    for cell, value in zip(table._cells, ["Year", "Ships", "Toll", "1571", "3,042", "88"], strict=True):
        cell.text = value
    document.add_paragraph("Ships of Danzig", style="List Bullet")
    document.add_heading("Exemptions", 2)
    document.add_paragraph("Swedish ships paid nothing.")
    document.sections[0].header.paragraphs[0].text = "Confidential draft"
    stream = io.BytesIO()
    document.save(stream)
    (content,) = read(file_of("a.docx", stream.getvalue())).documents
    assert content.text == (
        "Revenue\n\nTolls rose in 1571.\n\nYear | Ships | Toll\n\n1571 | 3,042 | 88\n\n- Ships of Danzig\n\n"
        "Exemptions\n\nSwedish ships paid nothing."
    )
    assert (content.title, content.author, content.left_out) == ("Tolls of the Sound", "Ana Ruiz", 1)
    assert [
        (place.kind, place.name, content.text[place.start : place.end].split("\n")[-1]) for place in content.places
    ] == [
        ("section", "Revenue", "- Ships of Danzig"),
        ("section", "Exemptions", "Swedish ships paid nothing."),
    ]


def test_lists_bear_their_numbers_and_restart_below_each_item() -> None:
    body = _item("Rates", 1) + _item("for oak", 1, 1) + _item("for pine", 1, 1) + paragraph("Between.")
    body += _item("Dues", 1) + _item("for salt", 1, 1) + _item("herring", 2) + _item("no list", 0)
    assert _read(body, numbering=_LISTS).text.split("\n\n") == [
        *("1. Rates", "(a) for oak", "(b) for pine", "Between.", "2. Dues", "(a) for salt", "- herring", "no list")
    ]


def test_titles_and_headings_are_known_by_their_styles() -> None:
    body = paragraph("The Sound Toll", '<w:pStyle w:val="T"/>') + paragraph("Origins", '<w:pStyle w:val="Own"/>')
    body += paragraph("It began in 1429.") + paragraph("The end", '<w:outlineLvl w:val="1"/>')
    content = _read(body, styles=_STYLES)
    assert content.facts == (
        Fact("title", "The Sound Toll", "paragraph of the style Title"),
        Fact("title", "Origins", "first heading"),
    )
    assert content.title == "The Sound Toll"
    assert [place.name for place in content.places] == ["Origins", "The end"]
    assert _read(paragraph("Origins", '<w:pStyle w:val="H1"/>'), styles=_STYLES).title == "Origins"


def test_lists_of_contents_are_left_out() -> None:
    styles = '<w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/></w:style>'
    line = '<w:p><w:pPr><w:pStyle w:val="TOC1"/></w:pPr><w:r><w:t>Origins</w:t><w:tab/><w:t>3</w:t></w:r></w:p>'
    content = _read(
        line + paragraph("It began in 1429.") + paragraph("Prose.", '<w:pStyle w:val="TOC1"/>'), styles=styles
    )
    assert content.text == "It began in 1429.\n\nProse."
    assert content.omitted == (Omitted("Origins\t3", CONTENTS_LIST),)


def test_a_control_that_lists_contents_is_left_out_whatever_the_styles_of_its_lines() -> None:
    gallery = '<w:docPartObj><w:docPartGallery w:val="{}"/></w:docPartObj>'
    control = "<w:sdt><w:sdtPr>{}</w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    lines = paragraph("Origins ... 3") + paragraph("It began in 1429.")
    content = _read(control.format(gallery.format("Table of Contents"), lines) + paragraph("Page 4"))
    assert content.text == "It began in 1429.\n\nPage 4"
    assert content.omitted == (Omitted("Origins ... 3", CONTENTS_LIST),)
    assert _read(control.format(gallery.format("Cover Pages"), lines)).text == "Origins ... 3\n\nIt began in 1429."


def test_a_numbered_heading_names_its_section_with_its_number() -> None:
    heading = paragraph("Scope", '<w:outlineLvl w:val="0"/><w:numPr><w:numId w:val="1"/></w:numPr>')
    content = _read(heading + paragraph("All ships."), numbering=_LISTS)
    assert (content.text, content.title, content.places[0].name) == ("1 Scope\n\nAll ships.", "Scope", "1 Scope")


def test_changes_are_accepted() -> None:
    body = (
        "<w:p><w:r><w:t>The toll </w:t></w:r><w:del><w:r><w:delText>rose</w:delText><w:t>rose</w:t></w:r></w:del>"
        "<w:ins><w:r><w:t>fell</w:t></w:r></w:ins><w:moveFrom><w:r><w:t> in May</w:t></w:r></w:moveFrom>"
        "<w:moveTo><w:r><w:t> in June</w:t></w:r></w:moveTo></w:p>"
        "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>Two paragraphs </w:t></w:r></w:p>"
        "<w:p><w:r><w:t>became this.</w:t></w:r></w:p>"
    )
    row = _row(paragraph("kept"), paragraph("1")) + _row(paragraph("gone"), paragraph("2"), properties="<w:del/>")
    assert _read(f"{body}<w:tbl>{row}{_row(paragraph('last'), paragraph('3'))}</w:tbl>").text == (
        "The toll fell in June\n\nTwo paragraphs became this.\n\nkept | 1\n\nlast | 3"
    )


def test_field_codes_comments_and_hidden_words_are_left_out_and_what_fields_show_stays() -> None:
    body = (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DDE "cmd"</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:hyperlink><w:r><w:t>the treaty</w:t></w:r></w:hyperlink>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:commentReference w:id="1"/></w:r>'
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r>"
        '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t> of Brömsebro</w:t></w:r></w:p>'
    )
    comments = '<w:comment w:id="1"><w:p><w:r><w:t>Check this.</w:t></w:r></w:p></w:comment>'
    assert _read(body, comments=comments).text == "the treaty of Brömsebro"


def test_text_boxes_and_content_controls_are_read_once() -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>In a box.</w:t></w:r></w:p></w:txbxContent>"
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    body = (
        f"<w:p><w:r><w:t>Anchor.</w:t></w:r><w:r><mc:AlternateContent {mc}><mc:Choice><w:drawing>{box}</w:drawing>"
        f"</mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
        f"<w:sdt><w:sdtPr/><w:sdtContent>{paragraph('In a control.')}</w:sdtContent></w:sdt>"
        "<w:p><w:sdt><w:sdtContent><w:r><w:t>Within a line.</w:t></w:r></w:sdtContent></w:sdt></w:p>"
    )
    assert _read(body).text == "Anchor.\n\nIn a box.\n\nIn a control.\n\nWithin a line."


def test_footnotes_follow_their_paragraph_or_table_and_endnotes_the_text() -> None:
    def note(number: int, text: str, kind: str = "footnote") -> str:
        return f'<w:{kind} w:id="{number}"><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:{kind}>'

    def refer(text: str, number: int, kind: str = "footnote") -> str:
        return f'<w:p><w:r><w:t>{text}</w:t></w:r><w:r><w:{kind}Reference w:id="{number}"/></w:r></w:p>'

    table = f"<w:tbl>{_row(refer('Port', 5), paragraph('Dues'))}{_row(paragraph('Riga'), paragraph('4'))}</w:tbl>"
    twice = refer("Tolls.", 4).replace("</w:p>", '<w:r><w:footnoteReference w:id="6"/></w:r></w:p>')
    body = twice + table + refer("End.", 1, "endnote") + paragraph("Last.")
    separator = '<w:footnote w:id="0" w:type="separator"><w:p><w:r><w:t>---</w:t></w:r></w:p></w:footnote>'
    content = _read(
        body,
        footnotes=separator + note(4, "In silver.") + note(5, "Of 1600.") + note(6, "In gold."),
        endnotes=note(1, "See X.", "endnote"),
    )
    assert content.text.split("\n\n") == [
        *(
            "Tolls.[1][2]",
            "[1] In silver.",
            "[2] In gold.",
            "Port[3] | Dues",
            "Riga | 4",
            "[3] Of 1600.",
            "End.[i]",
            "Last.",
            "[i] See X.",
        )
    ]


def test_merged_cells_stand_in_each_row_that_they_span() -> None:
    def cell(text: str, merge: str) -> str:
        return f"<w:tcPr>{merge}</w:tcPr>{paragraph(text)}"

    rows = _row(cell("Oak", '<w:vMerge w:val="restart"/>'), paragraph("Riga"), paragraph("4"))
    rows += _row(cell("", "<w:vMerge/>"), paragraph("Narva"), paragraph("7"))
    assert _read(f"<w:tbl>{rows}</w:tbl>").text == "Oak | Riga | 4\n\nOak | Narva | 7"


def test_a_table_in_a_table_sets_a_page() -> None:
    inner = f"<w:tbl>{_row(paragraph('a'), paragraph('b'))}{_row(paragraph('c'), paragraph('d'))}</w:tbl>"
    assert _read(f"<w:tbl>{_row(paragraph('Left.'), inner)}</w:tbl>").text == "Left.\n\na | b\n\nc | d"


def test_a_heading_in_a_table_that_sets_a_page_is_a_section() -> None:
    heading = paragraph("Tolls", '<w:outlineLvl w:val="0"/>')
    content = _read(
        f"<w:tbl>{_row(paragraph(''), heading)}</w:tbl>{paragraph('Of ships.')}"
        f"<w:tbl>{_row(paragraph('Port'), paragraph('Dues'))}{_row(paragraph('Riga'), paragraph('4'))}</w:tbl>"
    )
    assert content.text == "Tolls\n\nOf ships.\n\nPort | Dues\n\nRiga | 4"
    assert [(place.kind, place.name, place.start) for place in content.places] == [("section", "Tolls", 0)]


def test_raised_figures_do_not_run_into_numbers() -> None:
    def run(text: str, level: str = "") -> str:
        properties = f'<w:rPr><w:vertAlign w:val="{level}"/></w:rPr>' if level else ""
        return f"<w:r>{properties}<w:t>{text}</w:t></w:r>"

    body = f"<w:p>{run('10')}{run('5', 'superscript')}{run(' lasts of 4 m')}{run('3', 'superscript')}{run('; H')}"
    assert _read(f"{body}{run('2', 'subscript')}{run('O')}</w:p>").text == "10^5 lasts of 4 m³; H2O"


def test_strict_files_and_files_with_macros_are_read() -> None:
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    data = f'<w:document xmlns:w="{strict}"><w:body><w:p><w:r><w:t>Strict.</w:t></w:r></w:p></w:body></w:document>'
    contents = read(file_of("a.docm", packed({"word/document.xml": data, "word/vbaProject.bin": b"macro"})))
    assert [content.text for content in contents.documents] == ["Strict."]


def test_what_is_no_word_file_is_refused() -> None:
    with pytest.raises(NotRead, match="has no document in it"):
        read(file_of("a.docx", packed({"word/document.xml": "<document/>"})))
    with pytest.raises(NotRead, match="declares entities"):
        read(file_of("a.docx", packed({"word/document.xml": '<!DOCTYPE d [<!ENTITY x "y">]><d>&x;</d>'})))
    with pytest.raises(NotRead, match="is no XML"):
        read(file_of("a.docx", packed({"word/document.xml": "<d>" * 300})))
