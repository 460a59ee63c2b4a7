"""Letters of a PDF that are not those which the page shows: what its font says of them is not true.

A page looks right then, and its text is gibberish. Letters that are shifted turn spaces into control characters; the
bytes of one encoding read as another show in letters and signs that stand in no word.
"""

import re
from collections.abc import Sequence
from operator import attrgetter

from embeddings.readers.pdf_words import Word

UNTRUE = (
    "with letters that are not those shown, as its fonts state untrue ones; ask for the file anew, or print and scan it"
)
# A page of which a fifth is shifted has so great a share of control characters, as one in six characters is a space. Of
# 1,366 PDFs the pages that are text have 3 in 100 at most.
CONTROL_SHARE = 0.035
# So many words with a sign or a capital between small letters, as one may be a slip of the hand.
FEWEST_WORDS = 2
# UTF-8 read as UTF-16 makes of each letter of two bytes one of Korean; so many are no chance, as 1 in 8 of the
# letters of Korean is such a one.
FEWEST_LETTERS = 6

_TEXT = attrgetter("text")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]")
# The signs and capitals that the letters of Western Europe in Windows' encoding are in that of the Macintosh.
_WITHIN_WORD = re.compile("(?<=[A-Za-z])[‰‡ÈËÁÍÌÒÛÙ](?=[a-z])")
_BEYOND_LATIN = re.compile("[\u2e80-\U0010ffff]")
# The bytes of a letter of two bytes in UTF-8, as one number.
_TWO_BYTES = re.compile("[\uc380-\udfbf]")
_SECOND = range(0x80, 0xC0)


def control_share(text: str) -> float:
    """Return the share of the characters of a text that are control characters."""
    return len(_CONTROL.findall(text)) / max(1, len(text))


def has_untrue_letters(words: Sequence[Word]) -> bool:
    """Whether letters of a page are not those which it shows."""
    if control_share("".join(map(_TEXT, words))) > CONTROL_SHARE:
        return True
    return len({word.text for word in words if _WITHIN_WORD.search(word.text)}) >= FEWEST_WORDS


def from_two_bytes(words: list[Word]) -> list[Word]:
    """Return the words of a page; where all letters of the East are UTF-8 read as UTF-16, those that they stand for."""
    letters = _BEYOND_LATIN.findall("".join(map(_TEXT, words)))
    if len(letters) < FEWEST_LETTERS or not all(map(_is_two_bytes, letters)):
        return words
    return [word._replace(text=_TWO_BYTES.sub(_letter, word.text)) for word in words]


def _is_two_bytes(letter: str) -> bool:
    return _TWO_BYTES.match(letter) is not None and ord(letter) % 256 in _SECOND


def _letter(match: re.Match[str]) -> str:
    return bytes(divmod(ord(match[0]), 256)).decode()
