"""Word, OpenDocument, spreadsheet and slides, each with the furniture of its kind."""

import csv
import io
from copy import deepcopy
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from piece_writers.sources import Block, Piece, byline, long_date, sections
from piece_writers.zips import with_fixed_dates

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_FOOTNOTE_MARK = "[^1]"
_FOOTNOTE_REFERENCE = f"""<w:r xmlns:w="{_WORD}">
<w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="1"/></w:r>"""
_FOOTNOTES = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:footnotes xmlns:w="{word}">
<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>
<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>
<w:footnote w:id="1"><w:p><w:r><w:footnoteRef/></w:r>
<w:r><w:t xml:space="preserve"> {text}</w:t></w:r></w:p></w:footnote>
</w:footnotes>"""


def word_file(piece: Piece) -> bytes:
    """Return a Word report: headings, a table, a footnote, a running head and page numbers."""
    from docx import Document

    document = Document()
    _state(document.core_properties, piece)
    section = document.sections[0]
    section.header.paragraphs[0].text = piece.running
    _add_page_number(section.footer.paragraphs[0])
    document.add_paragraph(piece.title, style="Title")
    document.add_paragraph(byline(piece), style="Subtitle")
    table = None
    for block in piece.blocks:
        if block.kind == "row":
            cells = _cells(block)
            table = table or document.add_table(rows=0, cols=len(cells), style="Table Grid")
            for cell, text in zip(table.add_row().cells, cells, strict=True):
                cell.text = text
        elif block.kind == "heading":
            document.add_heading(block.text, level=block.level - 1)
        elif block.kind == "footnote":
            _add_footnotes(document, block.text)
        else:
            _add_paragraph(document, block.text)
    return _saved(document)


def open_document_text(piece: Piece) -> bytes:
    """Return an OpenDocument note with headings, a list, and a foot with the page number."""
    from odfdo import Document, Element, Header, List, Paragraph

    document = Document("text")
    meta = document.meta
    meta.title, meta.creator, meta.initial_creator = piece.title, piece.author, piece.author
    meta.creation_date = meta.date = piece.moment.replace(tzinfo=None)
    meta.generator, meta.editing_cycles = "loccit sample archive", 1
    meta.set_user_defined_metadata("Publisher", piece.publisher)
    footer = f"<style:footer><text:p>{piece.running} · <text:page-number>1</text:page-number></text:p></style:footer>"
    for page in document.styles.get_elements("//style:master-page"):
        page.append(Element.from_tag(footer))
    body = document.body
    body.clear()
    body.append(Header(1, piece.title))
    body.append(Paragraph(byline(piece)))
    items: Any = None
    for block in piece.blocks:
        if block.kind == "item":
            if items is None:
                items = List()
                body.append(items)
            items.append_item(block.text)
            continue
        items = None
        body.append(Header(block.level, block.text) if block.kind == "heading" else Paragraph(block.text))
    return _saved(document)


def timetable(rows: Path, about: dict[str, Any]) -> bytes:
    """Return a spreadsheet of the rows of a CSV file, with their dates as dates, and a sheet that says what it is."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    day: date = about["published"]
    stated = {"title": about["title"], "author": about["author"], "company": about["publisher"]}
    book.set_properties({**stated, "created": datetime(day.year, day.month, day.day, 12, tzinfo=UTC)})
    bold, days = book.add_format({"bold": True}), book.add_format({"num_format": "d mmm yyyy"})
    sheet = book.add_worksheet("Rounds")
    sheet.set_footer("&L" + about["publisher"] + "&RPage &P of &N")
    sheet.freeze_panes(1, 0)
    header, *lines = csv.reader(rows.read_text("utf-8").splitlines())
    sheet.write_row(0, 0, header, bold)
    for at, (number, start, end, *words) in enumerate(lines, 1):
        sheet.write_number(at, 0, int(number))
        sheet.write_datetime(at, 1, datetime.fromisoformat(start), days)
        sheet.write_datetime(at, 2, datetime.fromisoformat(end), days)
        sheet.write_row(at, 3, words)
    notes = book.add_worksheet("About")
    for at, line in enumerate(
        (about["title"], f"{about['author']}, {about['publisher']}", long_date(day), *about["notes"])
    ):
        notes.write_string(at, 0, line)
    book.close()
    return with_fixed_dates(out.getvalue())


def slides(piece: Piece) -> bytes:
    """Return slides with bullets, notes, a foot and numbers; a remark of the source is the notes of its slide."""
    from pptx import Presentation

    show = Presentation()
    _state(show.core_properties, piece)
    for number, (title, blocks) in enumerate(sections(piece.blocks, level=1)):
        layout = show.slide_layouts[1 if number else 0]
        slide = show.slides.add_slide(layout)
        slide.shapes.title.text = title
        bullets = [block.text for block in blocks if block.kind in {"item", "paragraph"}]
        frame = slide.placeholders[1].text_frame
        frame.text = bullets[0]
        for text in bullets[1:]:
            frame.add_paragraph().text = text
        slide.notes_slide.notes_text_frame.text = " ".join(block.text for block in blocks if block.kind == "remark")
        _add_foot(slide, layout, piece.running)
    return _saved(show)


def _saved(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return with_fixed_dates(out.getvalue())


def _state(properties: Any, piece: Piece) -> None:
    """Set what Word and PowerPoint files state of themselves."""
    properties.title, properties.author, properties.last_modified_by = piece.title, piece.author, piece.author
    properties.category, properties.comments, properties.language = piece.publisher, "", "en"
    properties.created = properties.modified = piece.moment.replace(tzinfo=None)
    properties.revision = 1


def _cells(block: Block) -> list[str]:
    return [cell.strip() for cell in block.text.strip("| ").split("|")]


def _add_paragraph(document: Any, text: str) -> None:
    from docx.oxml import parse_xml

    before, mark, after = text.partition(_FOOTNOTE_MARK)
    paragraph = document.add_paragraph(before)
    if mark:
        paragraph._p.append(parse_xml(_FOOTNOTE_REFERENCE))
    if after:
        paragraph.add_run(after)


def _add_footnotes(document: Any, text: str) -> None:
    from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    data = _FOOTNOTES.format(word=_WORD, text=text).encode()
    part = Part(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, data, document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def _add_page_number(paragraph: Any) -> None:
    from docx.oxml import parse_xml

    field = f'<w:fldSimple xmlns:w="{_WORD}" w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    paragraph.add_run("Page ")
    paragraph._p.append(parse_xml(field))


def _add_foot(slide: Any, layout: Any, running: str) -> None:
    """Add the foot and the number that the layout has room for, which python-pptx leaves out."""
    from pptx.enum.shapes import PP_PLACEHOLDER

    for shape in layout.placeholders:
        kind = shape.placeholder_format.type
        if kind in {PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER}:
            slide.shapes._spTree.append(deepcopy(shape._element))
            if kind == PP_PLACEHOLDER.FOOTER:
                slide.shapes[-1].text_frame.text = running
