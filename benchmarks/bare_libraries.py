"""What the bare library of each format does with a file, to compare the readers with.

Each does the nearest plain job that people do with its library: text as paragraphs, rows as lines, mail bodies, and
of a PDF the box of each character, without which nothing on a page is found or highlighted. None finds columns,
headings, places, furniture, facts or a language.
"""

import csv
import email
import io
import json
import mailbox
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from email.policy import default
from pathlib import PurePath
from typing import Any

import docx
import odfdo
import pptx
import pypdfium2
import trafilatura
from lxml import etree, html
from markdown_it import MarkdownIt
from oxmsg import Message
from python_calamine import CalamineWorkbook


def bare(name: str) -> Callable[[bytes], object] | None:
    """Return what reads a file of a name by its bare library; None where no library here reads its format."""
    return _BARE.get(PurePath(name).suffix.lower())


def _pdf(data: bytes) -> list[tuple[str, list[tuple[float, ...]]]]:
    """Take from pypdfium2: the text of each page, in the order in which it is drawn, and the box of each character."""
    pages = []
    for page in pypdfium2.PdfDocument(data):
        text = page.get_textpage()
        pages.append((text.get_text_range(), [text.get_charbox(at) for at in range(text.count_chars())]))
    return pages


def _docx(data: bytes) -> list[str]:
    """Take from python-docx: the text of paragraphs and of the cells of tables."""
    document = docx.Document(io.BytesIO(data))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return [*(paragraph.text for paragraph in document.paragraphs), *cells]


def _odt(data: bytes) -> str:
    """Take from odfdo: the text of the body."""
    return str(odfdo.Document(io.BytesIO(data)).get_formatted_text())


def _epub(data: bytes) -> list[str]:
    """Take from zipfile and lxml: the text of the paragraphs, headings and items of each page."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        pages = [html.fromstring(packed.read(name)) for name in packed.namelist() if name.endswith(("html", ".htm"))]
    return [_in_line(element) for page in pages for element in page.iter("p", "h1", "h2", "h3", "h4", "li", "td")]


def _in_line(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def _pptx(data: bytes) -> list[str]:
    """Take from python-pptx: the text of shapes and tables, and the notes."""
    slides = pptx.Presentation(io.BytesIO(data)).slides
    return [text for slide in slides for text in _of_slide(slide)]


def _of_slide(slide: Any) -> Iterator[str]:
    for shape in slide.shapes:
        if shape.has_text_frame:
            yield shape.text_frame.text
        if shape.has_table:
            yield from (cell.text for row in shape.table.rows for cell in row.cells)
    if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
        yield slide.notes_slide.notes_text_frame.text


def _sheets(data: bytes) -> list[str]:
    """Take from python-calamine: the values of each sheet's cells, a line for each row."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    rows = (row for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python())
    return [" | ".join(map(str, row)) for row in rows]


def _csv(data: bytes) -> list[str]:
    """Take from csv: a line for each row, by a sniffed dialect."""
    text = data.decode("utf-8", "replace")
    try:
        dialect = csv.Sniffer().sniff(text[:8_000], ",;\t|")
    except csv.Error:
        dialect = csv.excel
    return [" | ".join(row) for row in csv.reader(io.StringIO(text), dialect)]


def _json_lines(data: bytes) -> list[str]:
    """Take from json: the fields of each line's object with their names."""
    values = (json.loads(line) for line in data.splitlines() if line.strip())
    return ["\n".join(f"{name}: {field}" for name, field in value.items()) for value in values]


def _notebook(data: bytes) -> list[object]:
    """Take from json and markdown-it: the text of each cell of code, and the tokens of each of Markdown."""
    cells = json.loads(data)["cells"]
    return [_markdown(text.encode()) if kind == "markdown" else text for kind, text in map(_cell, cells)]


def _cell(cell: dict[str, Any]) -> tuple[str, str]:
    return cell["cell_type"], "".join(cell["source"])


def _mail(data: bytes) -> list[str]:
    """Take from email, by the policy "default": the head and the content of the body."""
    return _of_mail(email.message_from_bytes(data, policy=default))


def _of_mail(mail: EmailMessage) -> list[str]:
    body = mail.get_body(("plain", "html"))
    head = [str(mail[name]) for name in ("Subject", "From", "To", "Date", "Message-ID")]
    return [*head, str(body.get_content()) if body else ""]


def _mbox(data: bytes) -> list[list[str]]:
    """Take from mailbox and email, by the policy "default": the head and the body of each message."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(data)
        file.flush()
        # The stubs know of no mailbox whose messages have a policy of email.
        box = mailbox.mbox(file.name, lambda part: email.message_from_binary_file(part, policy=default))  # type: ignore[call-overload]  # no such policy in the stubs
        try:
            return [_of_mail(mail) for mail in box]  # type: ignore[arg-type]  # by that policy it is
        finally:
            box.close()


def _msg(data: bytes) -> list[str | None]:
    """Take from python-oxmsg: the subject and the body."""
    message = Message.load(io.BytesIO(data))
    return [message.subject, message.body]


def _page(data: bytes) -> object:
    """Take from trafilatura: the article as text, and what it finds of the page's author, title and date."""
    return trafilatura.bare_extraction(data, include_comments=False, with_metadata=True)


def _saved_page(data: bytes) -> object:
    """Take from email and trafilatura: the article of the saved page."""
    for part in email.message_from_bytes(data).walk():
        if part.get_content_type() == "text/html":
            return _page(part.get_payload(decode=True))  # type: ignore[arg-type]  # bytes, of a part that is decoded
    return None


def _xml(data: bytes) -> list[str]:
    """Take from lxml: the text of paragraphs and headings, as TEI, JATS, FB2, DocBook and feeds name them."""
    root = etree.fromstring(data, etree.XMLParser(resolve_entities=False))
    names = ("p", "head", "title", "para", "l", "v", "item", "description", "summary", "content")
    return [_in_line(element) for element in root.iter(*(f"{{*}}{name}" for name in names))]


def _zip(data: bytes) -> list[object]:
    """Take from zipfile, and for each member the bare library of its format, or its text."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        names = [name for name in packed.namelist() if not name.endswith("/")]
        return [(bare(name) or bytes.decode)(packed.read(name)) for name in names]


def _markdown(data: bytes) -> object:
    """Take from markdown-it: its tokens."""
    return MarkdownIt("commonmark").enable("table").parse(data.decode())


_BARE: dict[str, Callable[[bytes], object]] = {
    ".pdf": _pdf,
    ".docx": _docx,
    ".odt": _odt,
    ".epub": _epub,
    ".pptx": _pptx,
    **dict.fromkeys((".xlsx", ".xls", ".ods"), _sheets),
    ".csv": _csv,
    ".jsonl": _json_lines,
    ".ipynb": _notebook,
    ".eml": _mail,
    ".mbox": _mbox,
    ".msg": _msg,
    **dict.fromkeys((".html", ".htm"), _page),
    ".mhtml": _saved_page,
    **dict.fromkeys((".xml", ".nxml"), _xml),
    ".zip": _zip,
    ".md": _markdown,
}
