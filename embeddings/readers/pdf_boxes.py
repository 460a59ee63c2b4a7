"""Where words of a document stand on its pages, and pictures of these pages, for PDFs and scans.

Nothing of this is kept in an index: a page is read again when it is looked at, which gives the same words.
"""

import ctypes
import io
from collections.abc import Iterator, Sequence
from itertools import count, islice
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from embeddings.readers.content import NotRead
from embeddings.readers.ocr import recognised
from embeddings.readers.pdf_lines import Line
from embeddings.readers.pdf_pages import opened, page_drawn, page_lines, page_with_forms
from embeddings.readers.pdf_rules import Rule
from embeddings.readers.pdf_scans import TOO_LARGE, picture_pixels, with_scan
from embeddings.readers.pdf_words import Word
from embeddings.readers.pictures import MOST_PIXELS, pictures_of

if TYPE_CHECKING:
    from PIL.Image import Image

Placed = TypeVar("Placed", Word, Rule)

# No picture of a page is wider, or higher.
WIDEST = 4_000
# A line with fewer letters is looked for only where it is expected: shorter ones stand in many places.
FEWEST_LETTERS = 8


class Box(NamedTuple):
    """A rectangle on a page as it is shown, in points from its upper left corner; in pixels for a picture."""

    left: float
    top: float
    right: float
    bottom: float


class SeenPage(NamedTuple):
    """The words of a page with their boxes as it is shown, in points, y upwards; its size; whether OCR read them.

    `rules` are those of its tables, as it is shown.
    """

    words: Sequence[Word]
    width: float
    height: float
    by_ocr: bool
    rules: Sequence[Rule] = ()


class PageBoxes(NamedTuple):
    """Where words stand on a page: its number from 0, its size, and a box for each run of words on a line."""

    page: int
    width: float
    height: float
    boxes: list[Box]


def seen_page(data: bytes, page: int) -> SeenPage:
    """Return the words of a page of a file, by its number from 0. Raises NotRead as the reader of the file does."""
    if _is_pdf(data):
        return _shown_words(data, page)
    picture = _picture(data, page)
    width, height = picture.image.width * picture.scale, picture.image.height * picture.scale
    return SeenPage(recognised(picture.image, picture.scale).words, width, height, by_ocr=True)


def boxes_on(seen: SeenPage, page: int, text: str, span: tuple[int, int]) -> PageBoxes:
    """Return where the words of text[span[0]:span[1]] stand on a page, by its number, given what its text is."""
    lines, _ = page_lines(seen.words, page, count(), seen.rules)
    runs = [run for line, places in _placed(lines, text) for run in _runs(line, places, span)]
    boxes = [Box(x.left, seen.height - x.top, x.right, seen.height - x.bottom) for x in runs]
    return PageBoxes(page, seen.width, seen.height, boxes)


def render(data: bytes, page: int, width: int) -> bytes:
    """Return a page, by its number from 0, as a PNG so many pixels wide. Raises NotRead as the reader does."""
    image = _rendered(data, page, max(1, min(width, WIDEST)))
    packed = io.BytesIO()
    image.save(packed, "PNG")
    return packed.getvalue()


def _is_pdf(data: bytes) -> bool:
    return b"%PDF-" in data[:1024]


def _picture(data: bytes, page: int) -> Any:
    picture = next(islice(pictures_of(data, page + 2**16), page, None), None)
    if picture is None:
        raise NotRead(f"has no page {page + 1}")
    return picture


def _shown_words(data: bytes, number: int) -> SeenPage:
    with opened(data) as document:
        if not 0 <= number < len(document) or (drawn := page_drawn(document, number)) is None:
            raise NotRead(f"has no page {number + 1} that can be read")
        read = with_scan(document, number, drawn.words)
        page = document[number]
        try:
            width, height = page.get_size()
            if read.confidence is not None:
                return SeenPage(read.words, width, height, by_ocr=True)
            shown_words = [_shown(page, word, width, height) for word in read.words]
            shown_rules = [_shown(page, rule, width, height) for rule in drawn.rules]
            return SeenPage(shown_words, width, height, by_ocr=False, rules=shown_rules)
        finally:
            page.close()


def _shown(page: Any, word: Placed, width: float, height: float) -> Placed:
    """Return a word, or a rule, whose box is that on the page as it is shown: turned and cut."""
    import pypdfium2.raw as pdfium

    fine = 1000
    corners = []
    for x, y in ((word.left, word.bottom), (word.right, word.top)):
        across, down = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDF_PageToDevice(page.raw, 0, 0, int(width * fine), int(height * fine), 0, x, y, across, down)
        corners.append((across.value / fine, height - down.value / fine))
    (x, y), (other_x, other_y) = corners
    return word._replace(
        left=min(x, other_x),
        bottom=min(y, other_y),
        right=max(x, other_x),
        top=max(y, other_y),
        angle=(word.angle - page.get_rotation()) % 360,
    )


def _placed(lines: Sequence[Line], text: str) -> Iterator[tuple[Line, list[tuple[int, int]]]]:
    """Yield the lines of a page that stand in its text, with the place of each of their words in it."""
    letters, places = _letters(text)
    expected = 0
    for line in lines:
        words = [_letters(word.text)[0] for word in line.words]
        whole = "".join(words)
        if not whole:
            continue
        at = expected if letters.startswith(whole, expected) else -1
        if at < 0 and len(whole) >= FEWEST_LETTERS:
            at = letters.find(whole, expected)
            at = at if at >= 0 else letters.find(whole)
        if at < 0:
            continue
        spans = []
        for word in words:
            spans.append((places[at], places[at + len(word) - 1] + 1) if word else (0, 0))
            at += len(word)
        expected = at
        yield line, spans


def _letters(text: str) -> tuple[str, list[int]]:
    """Return the letters and figures of a text, and where in it each stands: the reader adds only other signs."""
    places = [place for place, letter in enumerate(text) if letter.isalnum()]
    return "".join(text[place] for place in places), places


def _runs(line: Line, places: Sequence[tuple[int, int]], span: tuple[int, int]) -> list[Word]:
    """Return the words of a line that stand in a span of the text, those beside each other as one."""
    runs: list[Word] = []
    last = -2
    for number, (word, (start, end)) in enumerate(zip(line.words, places, strict=True)):
        if not (start < span[1] and end > span[0]):
            continue
        if number == last + 1 and _is_beside(runs[-1], word):
            before = runs[-1]
            left, bottom = min(before.left, word.left), min(before.bottom, word.bottom)
            right, top = max(before.right, word.right), max(before.top, word.top)
            runs[-1] = before._replace(left=left, bottom=bottom, right=right, top=top)
        else:
            runs.append(word)
        last = number
    return runs


def _is_beside(word: Word, other: Word) -> bool:
    """Whether two words stand near each other along their line."""
    along = max(other.left - word.right, word.left - other.right)
    across = max(other.bottom - word.top, word.bottom - other.top)
    return max(along, across) < word.size


def _rendered(data: bytes, number: int, width: int) -> "Image":
    if not _is_pdf(data):
        picture: Image = _picture(data, number).image
        height = min(WIDEST, max(1, round(picture.height * width / picture.width)))
        return picture.resize((width, height))
    with opened(data) as document:
        if not 0 <= number < len(document):
            raise NotRead(f"has no page {number + 1}")
        # Some forms are filled in, but not drawn so by PDFium itself: those that Acrobat keeps as XFA besides.
        page = page_with_forms(document, number)
        try:
            if picture_pixels(page, letters=0) > MOST_PIXELS:
                raise NotRead(TOO_LARGE)
            across, down = page.get_size()
            bitmap = page.render(scale=min(width / across, WIDEST / down))
            image: Image = bitmap.to_pil().convert("RGB")
            bitmap.close()
            return image
        finally:
            page.close()
