"""The pages of a PDF as lines in the order in which they are read."""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from embeddings.readers.content import NotRead
from embeddings.readers.pdf_columns import in_columns
from embeddings.readers.pdf_drawn_tables import as_segment, region_lines
from embeddings.readers.pdf_grids import grids_of
from embeddings.readers.pdf_initials import with_initials
from embeddings.readers.pdf_line_numbers import without_line_numbers
from embeddings.readers.pdf_lines import Line
from embeddings.readers.pdf_overprints import without_overprints
from embeddings.readers.pdf_rules import Rule, rules_of
from embeddings.readers.pdf_segments import segments_of
from embeddings.readers.pdf_untrue import from_two_bytes
from embeddings.readers.pdf_words import Word, words_of

MOST_ANNOTATIONS = 1_000
# The end of a PDF that is whole holds its trailer.
MOST_TRAILER = 2_000
LOCKED = "needs a password to be opened; save a copy without one"


_CATALOG = re.compile(rb"(?<!\d)(\d{1,7}) 0 obj\s{0,9}<<[^>]{0,400}?/Type\s{0,9}/Catalog")


@contextmanager
def opened(data: bytes) -> Iterator[Any]:
    """Give the PDF that bytes are, to PDFium's raw calls and to pypdfium2's. Raises NotRead if it cannot be opened."""
    import pypdfium2
    import pypdfium2.raw as pdfium

    try:
        document = _opened(data)
    except pypdfium2.PdfiumError as error:
        reason = str(error).lower()
        if "password" in reason:
            raise NotRead(LOCKED) from error
        if "security" in reason:
            raise NotRead("is encrypted in a way that loccit cannot open; save a copy without encryption") from error
        raise NotRead("is no PDF that can be opened: it is broken or cut short; save or download it anew") from error
    try:
        if document.get_formtype() == pdfium.FORMTYPE_ACRO_FORM:
            # PDFium then draws what is filled in where the file leaves that to its readers.
            document.init_forms()
        yield document
    finally:
        document.close()


def _opened(data: bytes) -> Any:
    """Return a PDF; of one that is cut short, which has lost what says where it begins, as much as there is."""
    import pypdfium2

    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        root = (
            _CATALOG.search(data) if "format" in str(error).lower() and b"trailer" not in data[-MOST_TRAILER:] else None
        )
        if root is None:
            raise
        trailer = b"\nendobj\ntrailer<</Root %d 0 R>>\nstartxref\n0\n%%%%EOF" % int(root[1])
        return pypdfium2.PdfDocument(data + trailer)


class Drawn(NamedTuple):
    """What a page draws: its words, and its rules."""

    words: list[Word]
    rules: list[Rule]


def page_words(document: Any, number: int) -> list[Word] | None:
    """Return the words of a page as `page_drawn` does."""
    drawn = page_drawn(document, number)
    return drawn.words if drawn else None


def page_drawn(document: Any, number: int) -> Drawn | None:
    """Return what a page draws, with the words of forms and stamps on it; None for a broken page.

    From then on the page of the document has these drawn on it as all else is.
    """
    import pypdfium2
    import pypdfium2.raw as pdfium

    try:
        page = page_with_forms(document, number)
    except pypdfium2.PdfiumError:
        return None
    try:
        text_page = pdfium.FPDFText_LoadPage(page.raw)
        if not text_page:
            return None
        try:
            words = from_two_bytes(without_overprints(_visible(words_of(text_page), page.get_bbox())))
            return Drawn(words, rules_of(page.raw))
        finally:
            pdfium.FPDFText_ClosePage(text_page)
    finally:
        page.close()


def page_with_forms(document: Any, number: int) -> Any:
    """Return a page, to be closed, on which forms and stamps are drawn as all else is. Raises PdfiumError."""
    page = document[number]
    if _has_written_annotations(page):
        page.close()
        _draw_annotations(document, number)
        page = document[number]
    return page


def _draw_annotations(document: Any, number: int) -> None:
    """Draw the forms and stamps of a page on it, in place. Raises PdfiumError where the page is broken.

    A page may have its fonts from the document, for all pages. PDFium loses them where it draws on it; a copy of the
    page has fonts of its own.
    """
    import pypdfium2
    import pypdfium2.raw as pdfium

    copy = pypdfium2.PdfDocument.new()
    try:
        copy.import_pages(document, [number])
        page = copy[0]
        is_drawn = pdfium.FPDFPage_Flatten(page.raw, pdfium.FLAT_NORMALDISPLAY)
        page.close()
        if is_drawn:
            document.import_pages(copy, [0], index=number + 1)
            document.del_page(number)
    finally:
        copy.close()


def _has_written_annotations(page: Any) -> bool:
    """Whether a page has fields of a form, or text or a stamp that was put on it, and not only links and notes."""
    import pypdfium2.raw as pdfium

    written = {pdfium.FPDF_ANNOT_WIDGET, pdfium.FPDF_ANNOT_FREETEXT, pdfium.FPDF_ANNOT_STAMP}
    for number in range(min(pdfium.FPDFPage_GetAnnotCount(page.raw), MOST_ANNOTATIONS)):
        annotation = pdfium.FPDFPage_GetAnnot(page.raw, number)
        if not annotation:
            continue
        kind = pdfium.FPDFAnnot_GetSubtype(annotation)
        pdfium.FPDFPage_CloseAnnot(annotation)
        if kind in written:
            return True
    return False


def _visible(words: list[Word], box: tuple[float, float, float, float]) -> list[Word]:
    """Return the words that stand on a page: a half of a spread also has the words of the other, beyond its edge."""
    left, bottom, right, top = box
    if right <= left or top <= bottom:
        return words
    return [
        word
        for word in words
        if left < (word.left + word.right) / 2 < right and bottom < (word.bottom + word.top) / 2 < top
    ]


def page_lines(
    words: Iterable[Word], page: int, regions: Iterator[int], rules: Sequence[Rule] = ()
) -> tuple[list[Line], int]:
    """Return the lines of a page in the order in which they are read, and how many line numbers it has beside them.

    `regions` numbers the columns of the document.
    """
    lines: list[Line] = []
    left_out = 0
    for segments in segments_of(with_initials(words)):
        numbered, numbers = without_line_numbers(segments)
        left_out += numbers
        grids, outside = grids_of(numbered, rules)
        for region in in_columns([*outside, *map(as_segment, grids)]):
            lines.extend(region_lines(region, grids, page, regions))
    return lines, left_out
