"""PDFs: their text in the order in which it is read, with a place for each page.

Pages that hold no text but a picture are read by OCR, where that is installed.
"""

from itertools import chain

from embeddings.readers.content import File, FileContents, LimitReached, NotRead, content_with
from embeddings.readers.pdf_facts import document_facts, page_names
from embeddings.readers.pdf_furniture import without_furniture
from embeddings.readers.pdf_pages import all_lines, opened, page_words
from embeddings.readers.pdf_paragraphs import paragraphs_of
from embeddings.readers.pdf_text import page_places, text_of


def read(file: File) -> FileContents:
    """Read a PDF. Raises NotRead if it needs a password or is broken, LimitReached if it has too many pages."""
    with opened(file.data) as document:
        if len(document) > file.limits.pages:
            limit = f"has {len(document):,} pages; the limit is {file.limits.pages:,}"
            raise LimitReached(f"{limit}, so split it, or set LOCCIT_FILE_PAGES")
        words = [page_words(document, number) for number in range(len(document))]
        if not words or all(page is None for page in words):
            raise NotRead("has no page that can be read: it is broken; save or download it anew")
        pages, numbers = all_lines([page or [] for page in words])
        kept, left_out = without_furniture(pages)
        paragraphs = paragraphs_of([*chain.from_iterable(kept)])
        text, starts = text_of(paragraphs)
        facts = document_facts(document, paragraphs)
        places = page_places(starts, len(text), page_names(document))
    return FileContents((content_with(text, facts, places, left_out=left_out + numbers),))
