"""The words of a PDF's page with their boxes, in the order in which the page draws them.

PDFium says where each character stands, and where a word or a line of text ends. Each question to it takes about a
microsecond, so that only the first and the last character of a word are asked for.
"""

import ctypes
import re
import sys
import unicodedata
from collections.abc import Iterator
from math import atan2, degrees, hypot
from typing import Any, NamedTuple

# What PDFium writes for a hyphen at the end of a line, after which it leaves out the line's end.
LINE_END_HYPHENS = "\ufffe\x02"
# A box is as high as its font's longest letters, if the font says so: between these shares of the font's size.
LOWEST_BOX, HIGHEST_BOX = 0.6, 1.9
# Where a font says nonsense, its letters reach so far below and above the line that they stand on.
BELOW, ABOVE = 0.22, 0.8
# A word is no wider than so many sizes for each character; one that is was drawn in pieces apart.
WIDEST_CHARACTER = 2.5

_LINE = re.compile(r"[^\r\n\ufffe\x02]+[\ufffe\x02]?")
_WORD = re.compile(r"[^\s\0\ufffe\x02]+[\ufffe\x02]?")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
_RIGHT_TO_LEFT_RUN = re.compile("[\u0590-\u08ff]{2,}")
_BOLD_NAME = re.compile(rb"bold|black|heavy|semibold|demi", re.IGNORECASE)
# Presentation forms: ligatures of Latin and of Hebrew and Arabic letters.
_FORMS = re.compile("[\ufb00-\ufb06\ufb13-\ufb4f\ufb50-\ufdfb\ufe70-\ufefc]")


class Word(NamedTuple):
    """A word and its box in PDF points, y upwards; `line` counts the lines as the page draws them.

    `angle` is by how many degrees it is turned, in steps of 90. `hyphenated` is a word that goes on after its hyphen.
    """

    text: str
    left: float
    bottom: float
    right: float
    top: float
    size: float
    is_bold: bool
    line: int
    angle: int = 0
    hyphenated: bool = False


class _Page:
    """The characters of a page, and one set of buffers for all questions about them."""

    def __init__(self, text_page: Any) -> None:
        import pypdfium2.raw as pdfium

        self.pdfium, self.page = pdfium, text_page
        self.rectangle, self.matrix = pdfium.FS_RECTF(), pdfium.FS_MATRIX()
        self.rectangle_at, self.matrix_at = ctypes.byref(self.rectangle), ctypes.byref(self.matrix)
        self.name, self.flags = ctypes.create_string_buffer(128), ctypes.c_int()
        self.flags_at = ctypes.byref(self.flags)

    def text(self) -> str:
        """Return the characters of the page, as many as PDFium counts."""
        count = max(0, self.pdfium.FPDFText_CountChars(self.page))
        buffer = (ctypes.c_ushort * (2 * count + 2))()
        written = self.pdfium.FPDFText_GetText(self.page, 0, count, buffer) if count else 1
        text = bytes(buffer)[: 2 * max(0, written - 1)].decode("utf-16-le", "surrogatepass")
        if len(text) == count:
            return text
        # PDFium leaves out what has no character, so that the places of the others are not theirs.
        codes = (self.pdfium.FPDFText_GetUnicode(self.page, number) for number in range(count))
        return "".join(chr(code) if 0 < code <= sys.maxunicode else "\0" for code in codes)

    def box(self, number: int) -> tuple[float, float, float, float]:
        """Return left, bottom, right and top of a character."""
        rectangle = self.rectangle
        self.pdfium.FPDFText_GetLooseCharBox(self.page, number, self.rectangle_at)
        return rectangle.left, rectangle.bottom, rectangle.right, rectangle.top

    def size_and_angle(self, number: int) -> tuple[float, int]:
        """Return the size of a character's font in points, and by how many degrees it is turned."""
        size = self.pdfium.FPDFText_GetFontSize(self.page, number)
        if not self.pdfium.FPDFText_GetMatrix(self.page, number, self.matrix_at):
            return size, 0
        matrix = self.matrix
        angle = round(degrees(atan2(matrix.b, matrix.a)) / 90) * 90 % 360
        return abs(size) * (hypot(matrix.c, matrix.d) or 1), angle

    def is_bold(self, number: int) -> bool:
        """Whether a character's font says that it is bold."""
        length = self.pdfium.FPDFText_GetFontInfo(self.page, number, self.name, len(self.name), self.flags_at)
        return bool(length and (_BOLD_NAME.search(self.name.value) or self.flags.value & 0x40000))

    def origin(self, number: int) -> float:
        """Return the height of the line that a character stands on."""
        x, y = ctypes.c_double(), ctypes.c_double()
        self.pdfium.FPDFText_GetCharOrigin(self.page, number, ctypes.byref(x), ctypes.byref(y))
        return y.value


def words_of(text_page: Any) -> list[Word]:
    """Return the words of a page, given its raw FPDF_TEXTPAGE."""
    page = _Page(text_page)
    words: list[Word] = []
    text = page.text()
    for number, match in enumerate(_LINE.finditer(text)):
        words.extend(_words_of_line(page, text, match.span(), number))
    return words


def _words_of_line(page: _Page, text: str, span: tuple[int, int], number: int) -> Iterator[Word]:
    size = height = 0.0
    bold, angle = False, 0
    for match in _WORD.finditer(text, *span):
        start, end = match.span()
        box = page.box(start)
        # Words of one line mostly are of one font, which gives their boxes one height.
        if not size or abs(box[3] - box[1] - height) > 0.02 * height:
            height = box[3] - box[1]
            size, angle = page.size_and_angle(start)
            bold = page.is_bold(start)
        if size <= 0:
            continue
        yield from _pieces(page, text, (start, end), box, (size, bold, number, angle))


def _pieces(
    page: _Page,
    text: str,
    span: tuple[int, int],
    first: tuple[float, float, float, float],
    kind: tuple[float, bool, int, int],
) -> Iterator[Word]:
    """Yield a word, or its pieces where its characters stand apart."""
    start, end = span
    size, bold, number, angle = kind
    last = page.box(end - 1) if end - 1 > start else first
    if _is_apart(first, last, end - start, size, angle):
        yield from _drawn_apart(page, text, span, kind)
        return
    left, bottom, right, top = _joined(first, last)
    if not angle and not LOWEST_BOX * size < top - bottom < HIGHEST_BOX * size:
        baseline = page.origin(start)
        bottom, top = baseline - BELOW * size, baseline + ABOVE * size
    word = text[start:end]
    hyphenated = word[-1] in LINE_END_HYPHENS
    word = f"{word[:-1]}-" if hyphenated else word
    if not word.isascii():
        # Letters that are read from the right but follow each other from the left were stored as they look.
        if len(_RIGHT_TO_LEFT.findall(word)) * 2 > len(word):
            if last[0] > first[2]:
                word = reversed_letters(word)
            elif end - start > 1 and page.box(start + 1) == first:
                # A text that the file gives for a drawing is turned round by PDFium.
                word = _RIGHT_TO_LEFT_RUN.sub(lambda match: match[0][::-1], word)
        word = expanded(word)
    yield Word(word, left, bottom, right, top, size, bold, number, angle, hyphenated)


def _is_apart(
    first: tuple[float, float, float, float],
    last: tuple[float, float, float, float],
    count: int,
    size: float,
    angle: int,
) -> bool:
    """Whether the first and the last character of a word do not stand on one line, or too far from each other."""
    if first is last:
        return False
    along, across = (0, 1) if angle % 180 == 0 else (1, 0)
    off_line = abs(last[across] - first[across]) > 0.7 * size
    return off_line or abs(last[along] - first[along]) > WIDEST_CHARACTER * size * count


def _drawn_apart(page: _Page, text: str, span: tuple[int, int], kind: tuple[float, bool, int, int]) -> Iterator[Word]:
    """Yield what stands together of characters that PDFium takes for one word."""
    size, bold, number, angle = kind
    pieces: list[tuple[str, tuple[float, float, float, float]]] = []
    for place in range(*span):
        box, letter = page.box(place), "-" if text[place] in LINE_END_HYPHENS else text[place]
        if pieces and _follows(pieces[-1][1], box, size):
            pieces[-1] = (pieces[-1][0] + letter, _joined(pieces[-1][1], box))
        else:
            pieces.append((letter, box))
    for letters, (left, bottom, right, top) in pieces:
        # Japanese and Chinese are also written from the top down, which is read like what is turned by 270 degrees.
        turned = 270 if not angle and len(letters) > 1 and top - bottom > 1.5 * (right - left) else angle
        yield Word(expanded(letters), left, bottom, right, top, size, bold, number, turned)


def _follows(piece: tuple[float, float, float, float], box: tuple[float, float, float, float], size: float) -> bool:
    """Whether a character stands beside, or right below, the end of a piece of a word."""
    beside = abs(box[1] - piece[1]) < 0.5 * size and -0.5 * size < box[0] - piece[2] < size
    below = abs(box[0] - piece[0]) < 0.5 * size and -0.5 * size < piece[1] - box[3] < size
    return beside or below


def _joined(
    first: tuple[float, float, float, float], last: tuple[float, float, float, float]
) -> tuple[float, float, float, float]:
    return min(first[0], last[0]), min(first[1], last[1]), max(first[2], last[2]), max(first[3], last[3])


def expanded(text: str) -> str:
    """Return a text with its ligatures and other forms of letters written as letters."""
    return _FORMS.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text)


def reversed_letters(word: str) -> str:
    """Return a word read from its other end, with each mark kept behind its letter."""
    letters: list[str] = []
    for character in word:
        if letters and unicodedata.combining(character):
            letters[-1] += character
        else:
            letters.append(character)
    return "".join(reversed(letters))
