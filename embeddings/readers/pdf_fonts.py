"""Pages whose letters are set in a font that the PDF does not hold, so that they may be lost or out of order.

It matters for Chinese, Japanese and Korean only: PDFium knows the letters of the usual fonts of other scripts.
"""

import re
from collections.abc import Sequence
from itertools import islice
from typing import Any

from embeddings.readers.pdf_words import Word

MISSING = "set in a font that the file does not hold: letters may be missing; ask for the file with its fonts"
# So many letters of a page are looked at.
LOOKED_AT = 20

_EAST_ASIAN = re.compile("[\u2e80-\u9fff\uac00-\ud7af]")


def lacks_font(document: Any, number: int, words: Sequence[Word]) -> bool:
    """Whether a page, of which the words are known, has Chinese, Japanese or Korean letters in a missing font."""
    import pypdfium2.raw as pdfium

    if not any(_EAST_ASIAN.search(word.text) for word in words):
        return False
    page = document[number]
    text_page = page.get_textpage()
    try:
        letters = (
            place
            for place in range(text_page.count_chars())
            if _EAST_ASIAN.match(chr(min(pdfium.FPDFText_GetUnicode(text_page.raw, place), 0x10FFFF)))
        )
        drawn = (pdfium.FPDFText_GetTextObject(text_page.raw, place) for place in islice(letters, LOOKED_AT))
        fonts = (pdfium.FPDFTextObj_GetFont(item) for item in drawn if item)
        return any(font and pdfium.FPDFFont_GetIsEmbedded(font) == 0 for font in fonts)
    finally:
        text_page.close()
        page.close()
