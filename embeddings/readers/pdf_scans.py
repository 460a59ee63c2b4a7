"""Pages of a PDF that are pictures of text: which they are, and their words by OCR."""

import ctypes
import re
from collections.abc import Sequence
from itertools import islice
from math import inf
from operator import attrgetter
from time import process_time
from typing import TYPE_CHECKING, Any

from embeddings.readers.ocr import NEEDED, NO_TIME, is_installed, recognised
from embeddings.readers.page_content import PageWords, page_by_ocr
from embeddings.readers.pdf_untrue import control_share
from embeddings.readers.pdf_words import Word
from embeddings.readers.pictures import DOTS_AN_INCH, MOST_PIXELS, MOST_READ_PIXELS

if TYPE_CHECKING:
    from PIL.Image import Image

# A page with more letters is text, whatever pictures it has; a scan may bear a stamp or a number.
MOST_LETTERS = 400
# A scan fills so much of its page; on a page without a letter a smaller picture, or many drawn lines, may be text too.
SCAN_SHARE = 0.4
SMALL_SHARE = 0.05
MANY_LINES = 100
# Of a PDF that is a scan so many pages are looked at. A picture fills this much of each, and over it stand at most so
# many pieces of text: a stamp, a number. All 9 scans of 44 real PDFs are told so, and no other file.
PAGES_LOOKED_AT = 5
WHOLE_SHARE = 0.8
MOST_OVER = 20
# So many things of a page are looked at.
MOST_OBJECTS = 3_000
# OCR is believed rather than the text of a page if it reads so many times as many letters.
MORE_LETTERS = 2
# Of the text of a font that does not say what its letters are, so great a share are no characters.
NO_CHARACTERS_SHARE = 0.3
# Where the letters are shifted, as by the numbers that they have in their font, so are the spaces, which become control
# characters: one in six or ten characters. Of 1,366 PDFs no page that is text has more than 4 in 100.
SHIFTED_SHARE = 0.1
# A page with formulas in a font of that kind is read for its prose, if so great a share of its words are plain ones: of
# three such pages 0.32 to 0.51 were, of 150 others 0.15 at most.
PLAIN_SHARE = 0.25
TOO_LARGE = f"has a picture of more than {MOST_PIXELS // 1_000_000} million pixels, which is not read; scan it smaller"

_TEXT = attrgetter("text")
_PLAIN_WORD = re.compile("[A-Za-z][a-z]+[.,;:]?")
_NO_CHARACTER = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ue000-\uf8ff\ufffd]")


def with_scan(document: Any, number: int, words: Sequence[Word], end: float = inf) -> PageWords:
    """Return the words of a page: those that it has as text, or those of its picture by OCR.

    After so many seconds of this process's work no more pages are read by OCR.
    """
    letters = sum(map(len, map(_TEXT, words)))
    unreadable = is_unreadable(words)
    if letters > MOST_LETTERS and not unreadable:
        return PageWords(words)
    kept = [] if unreadable else words
    page = document[number]
    try:
        largest = picture_pixels(page, letters=0 if unreadable else letters)
        if largest < 0 and not unreadable:
            return PageWords(words)
        if hindered := _hindered(largest, end):
            return PageWords(kept, unread=hindered)
        image = rendered(page)
        read = page_by_ocr(recognised(image, page.get_width() / image.width))
    finally:
        page.close()
    is_more = sum(len(word.text) for word in read.words) > MORE_LETTERS * sum(len(word.text) for word in kept)
    return read if is_more else PageWords(kept, unread=read.unread)


def _hindered(pixels: int, end: float) -> str:
    """Return why a page of a picture of so many pixels is not read by OCR, empty if it is."""
    if pixels > MOST_PIXELS:
        return TOO_LARGE
    if not is_installed():
        return NEEDED
    return NO_TIME if process_time() >= end else ""


def is_unreadable(words: Sequence[Word]) -> bool:
    """Whether the text of a page is no text: its font does not say, or not truly, which character each letter is."""
    text = "".join(map(_TEXT, words))
    if control_share(text) <= SHIFTED_SHARE and len(_NO_CHARACTER.findall(text)) <= NO_CHARACTERS_SHARE * len(text):
        return False
    return sum(_PLAIN_WORD.fullmatch(word.text) is not None for word in words) < PLAIN_SHARE * len(words)


def picture_pixels(page: Any, letters: int) -> int:
    """Return the pixels of the largest picture of a page that may be a scan, -1 for a page that is none."""
    import pypdfium2.raw as pdfium

    width, height = page.get_size()
    fewest = (SCAN_SHARE if letters else SMALL_SHARE) * width * height
    largest, lines, has_scan = 0, 0, False
    for item in islice(page.get_objects(max_depth=4), MOST_OBJECTS):
        if item.type == pdfium.FPDF_PAGEOBJ_PATH:
            lines += 1
        elif item.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            across, down = ctypes.c_uint(), ctypes.c_uint()
            pdfium.FPDFImageObj_GetImagePixelSize(item.raw, across, down)
            largest = max(largest, across.value * down.value)
            left, bottom, right, top = item.get_bounds()
            has_scan = has_scan or (right - left) * (top - bottom) >= fewest
    return largest if has_scan or (not letters and lines >= MANY_LINES) else -1


def is_scan(document: Any) -> bool:
    """Whether a PDF was made of pictures of paper, be there the words by OCR behind or below them.

    More than half of the first pages are pictures then. The day it was made says nothing of the day of the paper.
    """
    count = min(len(document), PAGES_LOOKED_AT)
    pictures = 0
    for number in range(count):
        # No more pages are looked at than are needed to tell.
        if 2 * pictures > count or 2 * (pictures + count - number) <= count:
            break
        pictures += _is_a_picture(document, number)
    return 2 * pictures > count


def _is_a_picture(document: Any, number: int) -> bool:
    """Whether a picture fills a page, and at most a stamp stands on it as text."""
    import pypdfium2
    import pypdfium2.raw as pdfium

    try:
        page = document[number]
    except pypdfium2.PdfiumError:
        return False
    try:
        # Most pages hold nothing that may be a picture, which is told fast.
        if not _holds_pictures(page):
            return False
        width, height = page.get_size()
        is_filled, over = False, 0
        for item in islice(page.get_objects(max_depth=4), MOST_OBJECTS):
            if item.type == pdfium.FPDF_PAGEOBJ_IMAGE:
                left, bottom, right, top = item.get_bounds()
                across, down = min(right, width) - max(left, 0.0), min(top, height) - max(bottom, 0.0)
                if min(across, down) > 0 and across * down >= WHOLE_SHARE * width * height:
                    is_filled, over = True, 0
            elif item.type == pdfium.FPDF_PAGEOBJ_TEXT:
                over += pdfium.FPDFTextObj_GetTextRenderMode(item.raw) != pdfium.FPDF_TEXTRENDERMODE_INVISIBLE
        return is_filled and over <= MOST_OVER
    finally:
        page.close()


def _holds_pictures(page: Any) -> bool:
    """Whether a page holds a picture, or a form, in which one may be."""
    import pypdfium2.raw as pdfium

    kinds = {pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_FORM}
    items = (pdfium.FPDFPage_GetObject(page.raw, at) for at in range(pdfium.FPDFPage_CountObjects(page.raw)))
    return any(pdfium.FPDFPageObj_GetType(item) in kinds for item in items)


def rendered(page: Any) -> "Image":
    """Return a page as a grey picture at the scale that OCR reads best."""
    width, height = page.get_size()
    scale = min(DOTS_AN_INCH / 72, (MOST_READ_PIXELS / max(1.0, width * height)) ** 0.5)
    bitmap = page.render(scale=scale, grayscale=True)
    try:
        image: Image = bitmap.to_pil().convert("L").copy()
    finally:
        bitmap.close()
    return image
