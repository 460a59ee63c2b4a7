"""Accents that a PDF draws by themselves above, or below, their letters: TeX sets "é" as "´" and "e" in one place."""

import re
import unicodedata
from collections.abc import Sequence

from embeddings.readers.pdf_spans import NO_SPACE, OFF_LINE, TOUCHING, Boxes, Spans

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
# Programs draw an accent so many words after its own at most.
WORDS_BEFORE = 20

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
                composed = _composed(letters[beside], accent)
                if composed:
                    letters[place], letters[beside] = "", composed
                    break
    return "".join(letters), [box for letter, box in zip(letters, boxes, strict=True) if letter]


def with_lone_accents(text: str, spans: Spans, boxes: Boxes) -> tuple[str, Spans]:
    """Return the characters of a page with the letters of accents that are words by themselves, and the other words.

    An accent that is drawn some words behind its own parts another, which is one again, with NO_SPACE between its
    parts. `boxes` gives left, bottom, right and top of characters by their places.
    """
    lone = {number for number, (start, end) in enumerate(spans) if end - start == 1 and text[start] in _MARKS}
    letters = list(text)
    placed = {number for number in sorted(lone) if _place(number, letters, spans, boxes)}
    if not placed:
        return text, spans
    kept: Spans = []
    for number, (start, end) in enumerate(spans):
        if number in placed:
            continue
        if kept and number - 1 in placed and _touch(boxes, kept[-1][1] - 1, start):
            letters[kept[-1][1] : start] = NO_SPACE * (start - kept[-1][1])
            kept[-1] = (kept[-1][0], end)
        else:
            kept.append((start, end))
    return "".join(letters), kept


def _place(number: int, letters: list[str], spans: Spans, boxes: Boxes) -> bool:
    """Put an accent, the word of a number, on the letter of a word near it over which it stands, in place, if any."""
    at = spans[number][0]
    before = spans[max(0, number - WORDS_BEFORE) : number]
    for start, end in [*spans[number + 1 : number + 2], *reversed(before)]:
        accent, *others = boxes([at, *range(start, end)]).tolist()
        for place, box in enumerate(others, start):
            is_level = abs(box[1] - accent[1]) < OFF_LINE * (box[3] - box[1])
            if is_level and _is_over(accent, box) and (composed := _composed(letters[place], letters[at])):
                letters[place] = composed
                return True
    return False


def _touch(boxes: Boxes, first: int, second: int) -> bool:
    before, behind = boxes([first, second]).tolist()
    height = before[3] - before[1]
    return bool(abs(behind[0] - before[2]) < TOUCHING * height and abs(behind[1] - before[1]) < OFF_LINE * height)


def _composed(letter: str, accent: str) -> str:
    """Return a letter with an accent, empty where there is no such letter."""
    base = _DOTTED.get(letter, letter)
    composed = unicodedata.normalize("NFC", base + _MARKS[accent])
    return composed if base.isalpha() and len(composed) == 1 else ""


def _is_over(accent: Sequence[float], letter: Sequence[float]) -> bool:
    return abs(accent[0] + accent[2] - letter[0] - letter[2]) < 2 * NEAR * (letter[2] - letter[0])
