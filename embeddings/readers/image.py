"""Scans as pictures: TIFF, PNG and JPEG, each page of them read by OCR."""

from embeddings.readers.content import File, FileContents, NotRead
from embeddings.readers.ocr import NEEDED, is_installed, recognised
from embeddings.readers.page_content import PageWords, content_of
from embeddings.readers.pictures import pictures_of


def read(file: File) -> FileContents:
    """Read a picture. Raises NotRead without OCR, or if the picture is broken or too large, and LimitReached."""
    pages: list[PageWords] = []
    try:
        for picture in pictures_of(file.data, file.limits.pages):
            if not is_installed():
                raise NotRead(NEEDED)
            seen = recognised(picture.image, picture.scale)
            pages.append(PageWords(seen.words, seen.confidence))
    except NotRead:
        # Behind a broken page of a file none can be opened.
        if not any(page.words for page in pages):
            raise
        pages.append(PageWords(unread="and what follows cannot be read: it is broken"))
    names = [str(number + 1) for number in range(len(pages))]
    return FileContents((content_of(pages, names, lambda _: []),))
