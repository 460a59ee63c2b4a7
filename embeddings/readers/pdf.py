"""PDFs: their text in the order in which it is read, with a place for each page.

Pages that hold no text but a picture of it are read by OCR, where that is installed.
"""

from collections.abc import Iterator
from functools import partial
from time import process_time
from typing import Any

from embeddings.readers.content import File, FileContents, LimitReached, NotRead, Refused
from embeddings.readers.page_content import PageWords, content_of
from embeddings.readers.pdf_facts import document_facts, page_names
from embeddings.readers.pdf_pages import opened, page_words
from embeddings.readers.pdf_scans import with_scan

# What Acrobat attaches of itself: the settings by which it made the file.
SETTINGS = ".joboptions"


def read(file: File) -> FileContents:
    """Read a PDF. Raises NotRead if it needs a password or OCR or is broken, LimitReached if it has too many pages."""
    with opened(file.data) as document:
        if len(document) > file.limits.pages:
            limit = f"has {len(document):,} pages; the limit is {file.limits.pages:,}"
            raise LimitReached(f"{limit}, so split it, or set LOCCIT_FILE_PAGES")
        words = [page_words(document, number) for number in range(len(document))]
        if not words or all(page is None for page in words):
            raise NotRead("has no page that can be read: it is broken; save or download it anew")
        end = process_time() + file.limits.ocr_seconds
        pages = [
            PageWords(unread="cannot be read: it is broken") if page is None else with_scan(document, number, page, end)
            for number, page in enumerate(words)
        ]
        content = content_of(pages, page_names(document), partial(document_facts, document))
        attached = [file.read_member(name, data) for name, data in _attachments(document)]
    if not content.text and (unread := next((page.unread for page in pages if page.unread), "")):
        if not attached:
            raise NotRead(unread)
        attached.insert(0, FileContents((), (Refused("", unread),)))
    return FileContents(
        (content, *(document for contents in attached for document in contents.documents)),
        tuple(refused for contents in attached for refused in contents.refused),
    )


def _attachments(document: Any) -> Iterator[tuple[str, bytes]]:
    """Yield the files that are attached to a PDF, each with its name."""
    import pypdfium2

    for number in range(max(0, document.count_attachments())):
        try:
            attachment = document.get_attachment(number)
            name, data = attachment.get_name(), bytes(attachment.get_data())
        except (pypdfium2.PdfiumError, ValueError):
            continue
        if not name.endswith(SETTINGS):
            yield name or f"attachment {number + 1}", data
