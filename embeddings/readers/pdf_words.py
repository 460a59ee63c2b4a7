"""The words of a PDF's page with their boxes, in the order in which the page draws them.

PDFium says where each character stands, and where a word or a line of text ends. Each question to it takes about a
microsecond, so that only the first and the last character of a word are asked for, and the rest is worked out at once.
"""

import ctypes
import re
import sys
from collections import deque
from collections.abc import Iterator, Sequence
from itertools import repeat
from math import atan2, degrees, hypot
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from embeddings.readers import pdf_letters
from embeddings.readers.pdf_accents import with_lone_accents
from embeddings.readers.pdf_letters import arabic_letters, expanded, reversed_letters
from embeddings.readers.pdf_spans import word_spans
from embeddings.readers.pdf_word_texts import word_texts

# What PDFium writes for a hyphen at the end of a line, after which it leaves out the line's end.
LINE_END_HYPHENS = "\ufffe\x02"
# A box is as high as its font's longest letters, if the font says so: between these shares of the font's size.
LOWEST_BOX, HIGHEST_BOX = 0.6, 1.9
# Where a font says nonsense, its letters reach so far below and above the line that they stand on.
BELOW, ABOVE = 0.22, 0.8
# A word is no wider than so many sizes for each character; one that is was drawn in pieces apart.
WIDEST_CHARACTER = 2.5
OFF_LINE = 0.7
# Letters that are mostly so many times as wide as their font is large have another size. They are half as wide as it.
NONSENSE, WIDTH_OF_A_LETTER = 4.0, 0.5

Numbers = NDArray[np.float64]
_LINE_END = re.compile(r"\r\n|[\r\n\ufffe\x02]")
# Characters that are neither plain nor white space; a word that holds none needs no closer look.
_ODD = re.compile("[^\\s\0\x21-\x7e\u00a1-\u00ff\u2013-\u201d\u2022]")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
_RIGHT_TO_LEFT_RUN = re.compile("[\u0590-\u08ff]{2,}")
_BOLD_NAME = re.compile(rb"bold|black|heavy|semibold|demi", re.IGNORECASE)


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
        self.matrix = pdfium.FS_MATRIX()
        self.matrix_at = ctypes.byref(self.matrix)
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

    def boxes(self, numbers: Sequence[int]) -> Numbers:
        """Return left, bottom, right and top of characters, a row each."""
        size = ctypes.sizeof(self.pdfium.FS_RECTF)
        buffer = bytearray(size * len(numbers))
        handle = ctypes.cast(self.page, ctypes.c_void_p).value
        # Called without types to convert and from within C, as this is asked twice for each word.
        kind = ctypes.PYFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)
        ask = kind(ctypes.cast(self.pdfium.FPDFText_GetLooseCharBox, ctypes.c_void_p).value or 0)
        at = ctypes.addressof((ctypes.c_char * len(buffer)).from_buffer(buffer))
        deque(map(ask, repeat(handle), numbers, range(at, at + size * len(numbers), size)), maxlen=0)
        # PDFium's order is left, top, right, bottom.
        boxes: Numbers = np.frombuffer(buffer, dtype=np.float32).reshape(-1, 4)[:, [0, 3, 2, 1]].astype(np.float64)
        return boxes

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


class _Kinds(NamedTuple):
    """Of each word its size, whether it is bold, its line, and how it is turned."""

    sizes: list[float]
    bold: list[bool]
    lines: list[int]
    angles: list[int]


def words_of(text_page: Any) -> list[Word]:
    """Return the words of a page, given its raw FPDF_TEXTPAGE."""
    page = _Page(text_page)
    font_of = pdf_letters.fonts_of(page.page)
    text = pdf_letters.with_signs(pdf_letters.from_glyph_numbers(page.text(), font_of), font_of)
    text, spans = with_lone_accents(*word_spans(arabic_letters(text), page.boxes), page.boxes)
    if not spans:
        return []
    first, last = page.boxes([start for start, _ in spans]), page.boxes([end - 1 for _, end in spans])
    kinds = _kinds(page, text, spans, first)
    kinds = kinds._replace(sizes=_true_sizes(kinds, first))
    boxes = np.concatenate((np.minimum(first[:, :2], last[:, :2]), np.maximum(first[:, 2:], last[:, 2:])), axis=1)
    texts = word_texts(text, spans, (page.boxes, page.origin), (first, kinds.angles))
    words = list(map(Word._make, zip(texts, *boxes.T.tolist(), *kinds, repeat(False), strict=False)))
    special = _special(text, spans, first, last, kinds)
    if not special:
        return words
    checked: list[Word] = []
    for number, word in enumerate(words):
        if number in special:
            checked.extend(_checked(page, text, spans[number], word, (first[number], last[number])))
        else:
            checked.append(word)
    return checked


def _kinds(page: _Page, text: str, spans: Sequence[tuple[int, int]], first: Numbers) -> _Kinds:
    """Return of what kind words are; those of one line mostly are of one font, which gives their boxes one height."""
    ends = [match.end() for match in _LINE_END.finditer(text)]
    lines = np.searchsorted(ends, [start for start, _ in spans], side="right")
    heights = first[:, 3] - first[:, 1]
    is_asked = np.ones(len(spans), dtype=bool)
    is_asked[1:] = (lines[1:] != lines[:-1]) | (np.abs(np.diff(heights)) > 0.02 * np.abs(heights[1:]))
    asked = np.flatnonzero(is_asked).tolist()
    answers = [(*page.size_and_angle(spans[number][0]), page.is_bold(spans[number][0])) for number in asked]
    counts = np.diff([*asked, len(spans)])
    sizes, angles, bold = (np.repeat(values, counts).tolist() for values in zip(*answers, strict=True))
    return _Kinds(sizes, bold, lines.tolist(), angles)


def _true_sizes(kinds: _Kinds, first: Numbers) -> list[float]:
    """Return the sizes of words, of letters that are far wider than their font is large by their width.

    Fonts whose letters are drawings, as TeX and old programs make them, have scales of their own.
    """
    sizes = np.array(kinds.sizes)
    along = np.where(np.array(kinds.angles) % 180 == 0, 0, 1)
    rows = np.arange(len(sizes))
    widths = first[rows, along + 2] - first[rows, along]
    for size in np.unique(sizes[(widths > NONSENSE * sizes) & (sizes > 0)]).tolist():
        of_size = sizes == size
        usual = float(np.median(widths[of_size]))
        if usual > NONSENSE * size:
            sizes[of_size] = usual / WIDTH_OF_A_LETTER
    true_sizes: list[float] = sizes.tolist()
    return true_sizes


def _special(
    text: str, spans: Sequence[tuple[int, int]], first: Numbers, last: Numbers, kinds: _Kinds
) -> frozenset[int]:
    """Return the numbers of words that need a closer look: drawn in pieces, of letters beyond ASCII, of odd boxes."""
    size = np.array(kinds.sizes)
    along = np.where(np.array(kinds.angles) % 180 == 0, 0, 1)
    rows = np.arange(len(spans))
    shift = np.abs(last - first)
    lengths = np.array([end - start for start, end in spans])
    is_apart = shift[rows, 1 - along] > OFF_LINE * size
    is_apart |= shift[rows, along] > WIDEST_CHARACTER * size * lengths
    heights = np.maximum(first[:, 3], last[:, 3]) - np.minimum(first[:, 1], last[:, 1])
    is_odd = (heights < LOWEST_BOX * size) | (heights > HIGHEST_BOX * size)
    numbers = set(np.flatnonzero(is_apart | is_odd | (size <= 0)).tolist())
    if not text.isascii() or "\x02" in text:
        odd = [match.start() for match in _ODD.finditer(text)]
        numbers.update((np.searchsorted([start for start, _ in spans], odd, side="right") - 1).tolist())
    return frozenset(numbers)


def _checked(
    page: _Page, text: str, span: tuple[int, int], word: Word, ends: tuple[Numbers, Numbers]
) -> Iterator[Word]:
    """Yield a word, or its pieces where its characters stand apart."""
    first, last = ends
    size = word.size
    if size <= 0:
        return
    along, across = (0, 1) if word.angle % 180 == 0 else (1, 0)
    shift = abs(last - first)
    if shift[across] > OFF_LINE * size or shift[along] > WIDEST_CHARACTER * size * (span[1] - span[0]):
        yield from _drawn_apart(page, text, span, word)
        return
    if not word.angle and not LOWEST_BOX * size < word.top - word.bottom < HIGHEST_BOX * size:
        baseline = page.origin(span[0])
        word = word._replace(bottom=baseline - BELOW * size, top=baseline + ABOVE * size)
    letters = word.text
    hyphenated = letters[-1] in LINE_END_HYPHENS
    letters = f"{letters[:-1]}-" if hyphenated else letters
    if len(_RIGHT_TO_LEFT.findall(letters)) * 2 > len(letters):
        # Letters that are read from the right but follow each other from the left were stored as they look.
        if last[0] > first[2]:
            letters = reversed_letters(letters)
        elif len(letters) > 1 and np.array_equal(page.boxes([span[0] + 1])[0], first):
            # A text that the file gives for a drawing is turned round by PDFium.
            letters = _RIGHT_TO_LEFT_RUN.sub(lambda match: match[0][::-1], letters)
    yield word._replace(text=expanded(letters), hyphenated=hyphenated)


def _drawn_apart(page: _Page, text: str, span: tuple[int, int], word: Word) -> Iterator[Word]:
    """Yield what stands together of characters that PDFium takes for one word."""
    pieces: list[Word] = []
    for letter, (left, bottom, right, top) in zip(text[slice(*span)], page.boxes(range(*span)).tolist(), strict=True):
        drawn = word._replace(
            text="-" if letter in LINE_END_HYPHENS else letter, left=left, bottom=bottom, right=right, top=top
        )
        if pieces and _follows(pieces[-1], drawn):
            pieces[-1] = _joined(pieces[-1], drawn)
        else:
            pieces.append(drawn)
    for piece in pieces:
        # Japanese and Chinese are also written from the top down, which is read like what is turned by 270 degrees.
        is_down = not word.angle and len(piece.text) > 1 and piece.top - piece.bottom > 1.5 * (piece.right - piece.left)
        yield piece._replace(text=expanded(piece.text), angle=270 if is_down else word.angle)


def _follows(piece: Word, drawn: Word) -> bool:
    """Whether a character stands beside, or right below, the end of a piece of a word."""
    size = drawn.size
    beside = abs(drawn.bottom - piece.bottom) < 0.5 * size and -0.5 * size < drawn.left - piece.right < size
    below = abs(drawn.left - piece.left) < 0.5 * size and -0.5 * size < piece.bottom - drawn.top < size
    return beside or below


def _joined(piece: Word, drawn: Word) -> Word:
    return piece._replace(
        text=piece.text + drawn.text,
        left=min(piece.left, drawn.left),
        bottom=min(piece.bottom, drawn.bottom),
        right=max(piece.right, drawn.right),
        top=max(piece.top, drawn.top),
    )
