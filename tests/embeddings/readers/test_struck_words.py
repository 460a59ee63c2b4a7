"""Struck words in each format that has them: they are left out of the text, and said to be."""

from pathlib import Path

import pytest

from embeddings.readers import pptx
from embeddings.readers.content import STRUCK, FileContent, Omitted
from embeddings.readers.registry import contents_of
from tests.embeddings.readers.office_files import file_of, open_document, packed, shape, slides_file, word_file

_PAGE = "<p>The report is due on {}3 May{} 17 June, not later.</p>"
_STYLE = '<style:style style:name="T1"><style:text-properties style:text-line-through-style="{}"/></style:style>'
_CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="b.opf"/>'
    "</rootfiles></container>"
)
_BOOK = (
    '<package xmlns="http://www.idpf.org/2007/opf"><metadata/><manifest>'
    '<item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest><spine><itemref idref="a"/></spine>'
    "</package>"
)


def _word(properties: str) -> bytes:
    runs = (("The report is due on ", ""), ("3 May", f"<w:rPr>{properties}</w:rPr>"), (" 17 June, not later.", ""))
    return word_file(
        "<w:p>" + "".join(f'<w:r>{of}<w:t xml:space="preserve">{words}</w:t></w:r>' for words, of in runs) + "</w:p>"
    )


def _slide(strike: str) -> bytes:
    struck = f'<a:r><a:rPr strike="{strike}"/><a:t>3 May</a:t></a:r>'
    first, last = ("The report is due on ", " 17 June, not later.")
    return slides_file(shape(f"<a:p><a:r><a:t>{first}</a:t></a:r>{struck}<a:r><a:t>{last}</a:t></a:r></a:p>"))


def _text(line: str) -> bytes:
    paragraph = 'The report is due on <text:span text:style-name="T1">3 May</text:span> 17 June, not later.'
    return open_document("text", f"<text:p>{paragraph}</text:p>", _STYLE.format(line))


def _rich(word: str) -> bytes:
    return f"{{\\rtf1\\ansi \\pard The report is due on {{\\{word} 3 May}} 17 June, not later.\\par}}".encode()


def _epub() -> bytes:
    page = f'<html xmlns="http://www.w3.org/1999/xhtml"><body>{_PAGE.format("<del>", "</del>")}</body></html>'
    return packed(
        {"mimetype": "application/epub+zip", "META-INF/container.xml": _CONTAINER, "b.opf": _BOOK, "a.xhtml": page}
    )


def _read(data: bytes, name: str) -> FileContent:
    # The made-up slides lack what registries of formats look for.
    read = pptx.read(file_of(name, data)) if name == "a.pptx" else contents_of(Path(name), data)
    (content,) = read.documents
    return content


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.docx", _word("<w:strike/>")),
        ("a.docx", _word("<w:dstrike/>")),
        ("a.odt", _text("solid")),
        ("a.rtf", _rich("strike")),
        ("a.rtf", _rich("striked1")),
        ("a.pptx", _slide("sngStrike")),
        ("a.epub", _epub()),
        ("a.md", b"The report is due on ~~3 May~~ 17 June, not later."),
        ("a.md", b"The report is due on <s>3 May</s> 17 June, not later."),
        ("a.html", f"<html><body>{_PAGE.format('<del>', '</del>')}</body></html>".encode()),
    ],
)
def test_struck_words_are_left_out_and_said_to_be(name: str, data: bytes) -> None:
    content = _read(data, name)
    assert " ".join(content.text.split()) == "The report is due on 17 June, not later."
    assert content.omitted == (Omitted("3 May", STRUCK),)
    assert content.left_out == 1


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.docx", _word('<w:strike w:val="0"/>')),
        ("a.odt", _text("none")),
        ("a.rtf", _rich("strike0")),
        ("a.pptx", _slide("noStrike")),
    ],
)
def test_words_whose_line_is_switched_off_are_read(name: str, data: bytes) -> None:
    content = _read(data, name)
    assert " ".join(content.text.split()) == "The report is due on 3 May 17 June, not later."
    assert content.left_out == 0
