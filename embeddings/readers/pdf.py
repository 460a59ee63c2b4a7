"""PDFs: their text in the order in which it is read, with a place for each page.

Pages that hold no text but a picture of it are read by OCR, where that is installed.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from functools import partial
from time import process_time
from typing import Any

from embeddings.readers.content import File, FileContent, FileContents, LimitReached, NotRead, Refused
from embeddings.readers.page_content import PageWords, content_of
from embeddings.readers.pdf_facts import document_facts, page_names
from embeddings.readers.pdf_fonts import MISSING, lacks_font
from embeddings.readers.pdf_pages import opened, page_drawn
from embeddings.readers.pdf_scans import with_scan
from embeddings.readers.pdf_untrue import UNTRUE, has_untrue_letters

# What Acrobat attaches of itself: the settings by which it made the file.
SETTINGS = ".joboptions"
CUT_SHORT = "breaks off before its end, so that text may be missing; save or download the file anew"
# What ends a PDF stands in so many of its last bytes.
LAST_BYTES = 2_000
BROKEN = "cannot be read: it is broken; save or download the file anew"


def read(file: File) -> FileContents:
    """Read a PDF. Raises NotRead if it needs a password or OCR or is broken, LimitReached if it has too many pages."""
    with opened(file.data) as document:
        if len(document) > file.limits.pages:
            limit = f"has {len(document):,} pages; the limit is {file.limits.pages:,}"
            raise LimitReached(f"{limit}, so split it, or set LOCCIT_FILE_PAGES")
        attached = [file.read_member(name, data) for name, data in _attachments(document)]
        try:
            pages = _pages(document, file.limits.ocr_seconds)
            content = content_of(pages, page_names(document), partial(document_facts, document))
            read = FileContents((_with_end(content, file.data),))
        except NotRead as error:
            if not any(contents.documents for contents in attached):
                raise
            read = FileContents((), (Refused("pages", str(error)),))
    return FileContents(
        tuple(content for contents in (read, *attached) for content in contents.documents),
        tuple(refused for contents in (read, *attached) for refused in contents.refused),
    )


def _with_end(content: FileContent, data: bytes) -> FileContent:
    """Return a document that says so if its file is cut short. Raises NotRead if nothing of its text is left.

    Of 49 PDFs of other projects' tests no file that is whole lacks both of what ends it.
    """
    if any(mark in data[-LAST_BYTES:] for mark in (b"%%EOF", b"startxref")):
        return content
    if not content.text:
        raise NotRead(CUT_SHORT)
    return replace(content, poor="; ".join(filter(None, (CUT_SHORT, content.poor))))


def _pages(document: Any, ocr_seconds: float) -> Iterator[PageWords]:
    """Yield the words of each page."""
    end = process_time() + ocr_seconds
    for number in range(len(document)):
        drawn = page_drawn(document, number)
        if drawn is None:
            yield PageWords(unread=BROKEN)
            continue
        read = with_scan(document, number, drawn.words, end)
        if not read.confidence:
            read = replace(read, rules=drawn.rules)
        if not read.unread and not read.confidence:
            is_missing = lacks_font(document, number, read.words)
            read = replace(read, unread=MISSING if is_missing else UNTRUE if has_untrue_letters(read.words) else "")
        yield read


def _attachments(document: Any) -> Iterator[tuple[str, bytes]]:
    """Yield the files that are attached to a PDF, each with its name."""
    import pypdfium2

    for number in range(max(0, document.count_attachments())):
        name, data = "", b""
        # One that is broken is named as any file that cannot be read.
        with suppress(pypdfium2.PdfiumError, ValueError):
            attachment = document.get_attachment(number)
            name = attachment.get_name()
            data = bytes(attachment.get_data())
        if not name.endswith(SETTINGS):
            yield name or f"attachment {number + 1}", data
