"""PDFs: their text in the order in which it is read, with a place for each page.

Pages that hold no text but a picture of it are read by OCR, where that is installed.
"""

from functools import partial

from embeddings.readers.content import File, FileContents, LimitReached, NotRead
from embeddings.readers.page_content import PageWords, content_of
from embeddings.readers.pdf_facts import document_facts, page_names
from embeddings.readers.pdf_pages import opened, page_words
from embeddings.readers.pdf_scans import with_scan


def read(file: File) -> FileContents:
    """Read a PDF. Raises NotRead if it needs a password or OCR or is broken, LimitReached if it has too many pages."""
    with opened(file.data) as document:
        if len(document) > file.limits.pages:
            limit = f"has {len(document):,} pages; the limit is {file.limits.pages:,}"
            raise LimitReached(f"{limit}, so split it, or set LOCCIT_FILE_PAGES")
        words = [page_words(document, number) for number in range(len(document))]
        if not words or all(page is None for page in words):
            raise NotRead("has no page that can be read: it is broken; save or download it anew")
        pages = [
            PageWords(unread="cannot be read: it is broken") if page is None else with_scan(document, number, page)
            for number, page in enumerate(words)
        ]
        content = content_of(pages, page_names(document), partial(document_facts, document))
    if not content.text and (unread := next((page.unread for page in pages if page.unread), "")):
        raise NotRead(unread)
    return FileContents((content,))
