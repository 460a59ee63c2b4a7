"""RTF files, as embeddings.readers.docx reads Word files: changes accepted, hidden words and links' addresses out."""

import re
from collections.abc import Iterator
from itertools import groupby

from embeddings.documents import Fact
from embeddings.readers import rtf_objects
from embeddings.readers.composing import Piece, composed, table_pieces
from embeddings.readers.content import (
    CONTENTS_LIST,
    HEAD_OR_FOOT,
    STRUCK,
    File,
    FileContents,
    NotRead,
    Omitted,
    content_with,
)
from embeddings.readers.contents_lists import is_of_contents
from embeddings.readers.document_properties import property_facts
from embeddings.readers.embedded_objects import read_embedded
from embeddings.readers.heading_titles import can_name_a_document
from embeddings.readers.office_package import with_embedded
from embeddings.readers.rtf_blocks import Paragraph, Row
from embeddings.readers.rtf_flows import Document, Reader

# A level further down is that of the body.
_OUTLINE_LEVELS = 9
_HEADING_CHARACTERS = 300

_HEADING_STYLE = re.compile(r"(?:heading|überschrift|titre|título|titolo|заголовок|kop|rubrik|nadpis|nagłówek) ?\d")


def read(file: File) -> FileContents:
    """Read an RTF file as one document with a place for each section, and the files that it embeds as their own.

    Raises NotRead and LimitReached.
    """
    if not file.data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{\\rtf"):
        raise NotRead("is no RTF file; name it as what it is")
    document = Reader().read(file.data)
    contents = _taken_contents(document)
    text, places = composed([*_pieces(document), *map(Piece, document.endnotes)])
    facts = property_facts(document.stated.items())
    titles = [item.text for item in document.items if isinstance(item, Paragraph) and _style(item, document) == "title"]
    headings = [item.text for item in document.items if isinstance(item, Paragraph) and _is_heading(item, document)]
    headings = list(filter(can_name_a_document, headings))
    for paragraphs, origin in ((titles, "paragraph of the style Title"), (headings, "first heading")):
        facts += [Fact("title", " ".join(paragraph.split()), origin) for paragraph in paragraphs[:1]]
    omitted = [Omitted(line.text, CONTENTS_LIST) for line in contents]
    omitted += [Omitted(line, HEAD_OR_FOOT) for line in document.heads_and_feet]
    omitted += [Omitted(words, STRUCK) for words in document.struck if words.strip()]
    content = content_with(text, facts, places, omitted=omitted)
    return with_embedded(content, read_embedded(file, rtf_objects.embedded_files(file.data)))


def _taken_contents(document: Document) -> list[Paragraph]:
    """Return the lines of lists of contents, which are taken from a document."""
    lines: list[Paragraph] = []
    kept: list[Paragraph | Row] = []
    for item in document.items:
        if isinstance(item, Paragraph) and is_of_contents(_style(item, document), item.text):
            lines.append(item)
        else:
            kept.append(item)
    document.items = kept
    return lines


def _pieces(document: Document) -> Iterator[Piece]:
    for is_row, items in groupby(document.items, key=lambda item: isinstance(item, Row)):
        if is_row:
            yield from table_pieces([item.cells for item in items if isinstance(item, Row)])
            continue
        for item in items:
            if isinstance(item, Paragraph):
                yield _piece(item, document)


def _piece(item: Paragraph, document: Document) -> Piece:
    if not _is_heading(item, document):
        return Piece(f"{item.mark} {item.text}" if item.mark else item.text)
    # A point after its number would make an item of it.
    heading = " ".join(f"{item.mark.rstrip('.')} {item.text}".split())
    return Piece(heading, (("section", heading),))


def _style(item: Paragraph, document: Document) -> str:
    return document.styles.get(item.style, "")


def _is_heading(item: Paragraph, document: Document) -> bool:
    is_heading = _HEADING_STYLE.match(_style(item, document)) is not None
    if item.outline is not None:
        is_heading = 0 <= item.outline < _OUTLINE_LEVELS
    return is_heading and len(item.text) <= _HEADING_CHARACTERS
