"""Pieces of words that a page draws apart: an initial that is larger, a raised number, letters that are kerned."""

from collections.abc import Sequence
from itertools import pairwise

from embeddings.readers.pdf_words import Word

Box = tuple[float, float, float, float]

# Pieces of a word that stand so near are one word, in sizes.
TOUCHING = 0.1
# Where the words of a line are at least so many sizes apart, pieces that hardly are so are one word. Spaces of
# justified lines have 0.15 sizes or more, kerned letters overlap by up to 0.1.
NARROWEST_SPACE, HARDLY_APART = 0.12, 0.03


def are_of_one_word(words: tuple[Sequence[Word], Sequence[Word]], texts: tuple[str, str], apart: float) -> bool:
    """Whether what stands beside each other on a line, given its words, texts and how far it is apart, is one word."""
    first, second = words
    size, other = (max(word.size for word in part) for part in words)
    if abs(apart) >= TOUCHING * size:
        return False
    end, start = first[-1].text, second[0].text
    if end.isdecimal() and start[:1].isalpha():
        # The number of a note stands before its text.
        end, start = texts
    return min(len(end), len(start)) == 1 or abs(size - other) > TOUCHING * size or _are_kerned(words, apart / size)


def _are_kerned(words: tuple[Sequence[Word], Sequence[Word]], apart: float) -> bool:
    """Whether a word goes on so many sizes behind its first piece: no space of the line is as narrow as that."""
    end, start = words[0][-1].text[-1:], words[1][0].text[:1]
    if apart > HARDLY_APART or not end.isalpha() or start.isupper() or start.isdecimal():
        return False
    spaces = [
        (upright_box(after)[0] - upright_box(before)[2]) / before.size
        for part in words
        for before, after in pairwise(part)
    ]
    return bool(spaces) and min(spaces) >= NARROWEST_SPACE


def upright_box(word: Word) -> Box:
    """Return left, bottom, right and top of a word as if it were not turned."""
    return upright((word.left, word.bottom, word.right, word.top), word.angle)


def upright(box: Box, angle: int) -> Box:
    """Return a box, as left, bottom, right and top, as if it were not turned by so many degrees."""
    left, bottom, right, top = box
    if angle == 90:  # noqa: PLR2004  # degrees
        return bottom, -right, top, -left
    if angle == 180:  # noqa: PLR2004
        return -right, -top, -left, -bottom
    if angle:
        return -top, left, -bottom, right
    return box
