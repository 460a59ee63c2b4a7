"""The letters of a PDF as people type them: fonts name the forms of letters, and not always of the right language."""

import ctypes
import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import Any

from embeddings.readers.symbol_fonts import shown

# Presentation forms: ligatures of Latin and of Hebrew and Arabic letters.
_FORMS = re.compile("[\ufb00-\ufb06\ufb13-\ufb4f\ufb50-\ufdfb\ufe70-\ufefc]")
# Letters that Arabic has not and Persian or Urdu has, and letters that hardly any other language than Arabic has.
_NOT_ARABIC = re.compile("[\u067e\u0686\u0698\u06af\u0679\u0688\u0691\u06ba\u06d2]")
_ARABIC = re.compile("[\u0623\u0625\u0629\u0649\u064a]")
# The yeh of Persian, which looks like that of Arabic where another letter follows, and else like its alef maksura.
_PERSIAN_YEH = re.compile("\u06cc(?=[\u064b-\u0652]*[\u0621-\u064a\u06cc\u06be])")

# Letters of symbol fonts, and the names that PDFs give the font Symbol: "ABCDEF+SymbolMT".
_OF_SYMBOLS, _SYMBOL = re.compile("[\uf020-\uf0ff]"), re.compile(r"(?:^|\+)Symbol(?:MT)?\b")

# Letters by their number in the order of Apple's TrueType specification (table "post", format 1).
_SPACE_NUMBER = "\x03"
_LETTERS = {chr(code - 29): chr(code) for code in range(0x20, 0x7F)}
# So many spaces tell that numbers are given. They are if so great a share of what they stand for are letters, as of
# prose, and hardly any is not known: fonts number what is not ASCII in other ways.
FEWEST_SPACES, LETTER_SHARE, OTHER_SHARE = 4, 0.6, 0.01

# So great a share of the letters of a word that is drawn twice stands beside the same letter.
_PAIR, PAIRED_SHARE = re.compile(r"(\S)\1"), 0.6
# A letter whose box begins within so much of the width of the one before is drawn over it: "tt" are side by side.
DRAWN_OVER = 0.5


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


def arabic_letters(text: str) -> str:
    """Return a text of the same length in which the look-alikes of Persian and Urdu are letters of Arabic.

    Fonts name the forms of heh and yeh by those languages. A text that has other letters of theirs stays as it is.
    """
    if "\u06cc" not in text and "\u06be" not in text:
        return text
    if _NOT_ARABIC.search(text) or not _ARABIC.search(text):
        return text
    return _PERSIAN_YEH.sub("\u064a", text).replace("\u06cc", "\u0649").replace("\u06be", "\u0647")


def with_signs(text: str, font_of: Callable[[int], str]) -> str:
    """Return a text of the same length in which letters of the font Symbol are what they show.

    `font_of` gives the name of the font of a character by its place. Letters of other fonts mostly are bullets, which
    embeddings.readers.pdf_lines knows as they are.
    """
    letters = {match.start(): match[0] for match in _OF_SYMBOLS.finditer(text)}
    signs = {
        at: sign for at, letter in letters.items() if _SYMBOL.search(font_of(at)) and (sign := shown(letter, "Symbol"))
    }
    return "".join(signs.get(at, letter) for at, letter in enumerate(text)) if signs else text


def from_glyph_numbers(text: str, font_of: Callable[[int], str]) -> str:
    """Return a text of the same length in which the numbers of letters in their font are letters.

    A font that does not say what its letters are gives their numbers. These are those of Apple's TrueType, which most
    fonts keep to: 3 is a space, then come the characters of ASCII. `font_of` gives the name of the font of a character
    by its place.
    """
    spaces = [place for place, letter in enumerate(text) if letter == _SPACE_NUMBER]
    if len(spaces) < FEWEST_SPACES:
        return text
    fonts = set(map(font_of, spaces))
    numbers = [place for place, letter in enumerate(text) if letter not in "\r\n\ufffe" and font_of(place) in fonts]
    shown_letters = {place: _LETTERS.get(text[place], "") for place in numbers}
    letters = [letter for letter in shown_letters.values() if not letter.isspace()]
    if sum(letter.isalpha() for letter in letters) < LETTER_SHARE * len(letters):
        return text
    if sum(not letter for letter in letters) > OTHER_SHARE * len(letters):
        return text
    return "".join(shown_letters.get(place) or letter for place, letter in enumerate(text))


def fonts_of(text_page: Any) -> Callable[[int], str]:
    """Return what gives the name of the font of a character of a page, by its place."""
    import pypdfium2.raw as pdfium

    name, flags = ctypes.create_string_buffer(128), ctypes.c_int()

    def font_of(place: int) -> str:
        length = pdfium.FPDFText_GetFontInfo(text_page, place, name, len(name), ctypes.byref(flags))
        return name.value.decode("latin-1") if length else ""

    return font_of


def may_be_doubled(word: str) -> bool:
    """Whether most letters of a word stand beside the same letter, and it is no number and no row of dots."""
    pairs = _PAIR.findall(word)
    return len(set(pairs)) > 1 and 2 * len(pairs) >= PAIRED_SHARE * len(word) and not word.isdecimal()


def undoubled(word: str, boxes: Sequence[Sequence[float]]) -> str:
    """Return a word without the letters that are drawn over the same letter before them.

    `boxes` are left, bottom, right and top of each of its characters.
    """
    kept = word[:1]
    for letter, before, box, last in zip(word[1:], word, boxes[1:], boxes, strict=False):
        shift = max(abs(box[0] - last[0]) / (last[2] - last[0] or 1), abs(box[1] - last[1]) / (last[3] - last[1] or 1))
        kept += "" if letter == before and shift < DRAWN_OVER else letter
    return kept
