"""Accents that a PDF draws by themselves above, or below, their letters: TeX sets "é" as "´" and "e" in one place."""

import re
import unicodedata
from collections.abc import Sequence

# The accents that have a width, by themselves, and those that join a letter.
_MARKS = dict(
    zip(
        "`\u00b4\u02c6\u02dc\u00a8\u02da\u02c7\u02d8\u02dd\u00b8\u00af\u02c9\u02d9\u02db",
        "\u0300\u0301\u0302\u0303\u0308\u030a\u030c\u0306\u030b\u0327\u0304\u0304\u0307\u0328",
        strict=True,
    )
)
# The letters whose dot makes room for an accent.
_DOTTED = {"\u0131": "i", "\u0237": "j"}
# The middle of an accent is so near to that of its letter, in widths of the letter. A quotation mark stands beside it.
NEAR = 0.4

_ACCENT = re.compile(f"[{''.join(_MARKS)}]")


def has_accents(text: str) -> bool:
    """Whether a text has accents that stand by themselves."""
    return _ACCENT.search(text) is not None


def with_accents(word: str, boxes: Sequence[Sequence[float]]) -> tuple[str, list[Sequence[float]]]:
    """Return a word whose accents are of the letters over which they are drawn, where there are such, and its boxes.

    `boxes` are left, bottom, right and top of each of its characters.
    """
    letters = list(word)
    for place, accent in enumerate(word):
        if accent not in _MARKS:
            continue
        for beside in (place + 1, place - 1):
            if 0 <= beside < len(word) and _is_over(boxes[place], boxes[beside]):
                base = _DOTTED.get(letters[beside], letters[beside])
                composed = unicodedata.normalize("NFC", base + _MARKS[accent])
                if base.isalpha() and len(composed) == 1:
                    letters[place], letters[beside] = "", composed
                    break
    return "".join(letters), [box for letter, box in zip(letters, boxes, strict=True) if letter]


def _is_over(accent: Sequence[float], letter: Sequence[float]) -> bool:
    return abs(accent[0] + accent[2] - letter[0] - letter[2]) < 2 * NEAR * (letter[2] - letter[0])
