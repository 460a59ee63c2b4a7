"""Scans as pictures: TIFF, PNG, JPEG and BMP, each page of them read by OCR."""

from time import process_time

from embeddings.readers.content import File, FileContents, NotRead
from embeddings.readers.ocr import NEEDED, NO_TIME, is_installed, recognised
from embeddings.readers.page_content import PageWords, content_of, page_by_ocr
from embeddings.readers.pictures import pictures_of


def read(file: File) -> FileContents:
    """Read a picture. Raises NotRead without OCR, or if the picture is broken or too large, and LimitReached."""
    pages: list[PageWords] = []
    end = process_time() + file.limits.ocr_seconds
    try:
        for picture in pictures_of(file.data, file.limits.pages):
            if not is_installed():
                raise NotRead(NEEDED)
            if process_time() < end:
                pages.append(page_by_ocr(recognised(picture.image, picture.scale)))
            else:
                pages.append(PageWords(unread=NO_TIME))
    except NotRead:
        # Behind a broken page of a file none can be opened.
        if not any(page.words for page in pages):
            raise
        pages.append(PageWords(unread="and what follows cannot be read: it is broken"))
    return FileContents((content_of(pages, [], lambda _: []),))
