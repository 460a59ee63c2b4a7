"""Raised numbers in a PDF's words: "10" with a small 5 above its line is 10^5, "said" with a small 12 has a note."""

import re
from collections.abc import Sequence

from embeddings.readers.raised import raised

# A raised number is so much smaller than what it stands at, and stands so much of a size above its line.
SMALLER = 0.85
ABOVE = 0.15
# Behind it stand so many signs at most: ".”)".
SIGNS_BEHIND = 3

_NUMBER = re.compile(r"[+−–-]?\d{1,3}(?:[,–-]\d{1,3}){0,3}")


def is_raised(height: float, bottom: float, of_word: float, its_bottom: float) -> bool:
    """Whether what is so high, and stands so high, is raised beside a word of a height and a bottom."""
    return height < SMALLER * of_word and bottom - its_bottom > ABOVE * of_word


def last_figure(word: str) -> int:
    """Return the place of the last figure of a word, if nothing but a few signs stand behind it; else -1."""
    at = len(word) - 1
    while at > 0 and len(word) - at <= SIGNS_BEHIND and not word[at].isalnum():
        at -= 1
    return at if at > 0 and word[at].isdecimal() else -1


def with_raised(word: str, boxes: Sequence[Sequence[float]], before: str) -> str:
    """Return a word with the sign by which its raised number reads, given what stands before it.

    `boxes` are left, bottom, right and top of each of its characters.
    """
    height, bottom = boxes[0][3] - boxes[0][1], boxes[0][1]
    end = last_figure(word) + 1
    start = end
    while start > 1 and is_raised(boxes[start - 1][3] - boxes[start - 1][1], boxes[start - 1][1], height, bottom):
        start -= 1
    number = word[start:end]
    if not _NUMBER.fullmatch(number):
        return word
    return word[:start] + raised(f"{before} {word[:start]}", number, word[end:], linked=False) + word[end:]
