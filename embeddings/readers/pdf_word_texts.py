"""The texts of a PDF's words as they read, given where their letters stand: raised numbers, and what is drawn over."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from embeddings.readers.pdf_accents import has_accents, with_accents
from embeddings.readers.pdf_letters import may_be_doubled, undoubled
from embeddings.readers.pdf_raised import is_raised, last_figure, with_raised
from embeddings.readers.pdf_spans import NO_SPACE, Boxes, Spans

# What is raised stands so much of the height of its word above its line.
RISE = 0.05

Feet = Callable[[int], float]


def word_texts(
    text: str, spans: Spans, places: tuple[Boxes, Feet], kinds: tuple[NDArray[np.float64], Sequence[int]]
) -> list[str]:
    """Return the texts of the words of a page, given its characters and the [start, end) of each word.

    `places` gives left, bottom, right and top of characters by their places, and the height of the line that one stands
    on; `kinds` are the boxes of the first characters of the words, and by how many degrees each word is turned.
    """
    boxes = places[0]
    texts = [text[start:end] for start, end in spans]
    if NO_SPACE in text:
        texts = [word.replace(NO_SPACE, "") for word in texts]
    first, angles = kinds
    _set_raised(texts, spans, places, first, angles)
    may_have_accents = has_accents(text)
    for number, word in enumerate(texts):
        is_doubled = may_be_doubled(word)
        if (is_doubled or (may_have_accents and has_accents(word))) and spans[number][1] - spans[number][0] == len(
            word
        ):
            placed = boxes(range(*spans[number])).tolist()
            texts[number] = (
                undoubled(word, placed) if is_doubled else _accented(word, placed, texts[number - 1 : number])
            )
    return texts


def _set_raised(
    texts: list[str], spans: Spans, places: tuple[Boxes, Feet], first: NDArray[np.float64], angles: Sequence[int]
) -> None:
    """Give the texts of upright words the signs by which their raised numbers read, in place.

    Where a font does not say how high its letters are, the boxes are those of the figures, of which a 6 stands higher
    than a 3 in many types; what is raised stands on a higher line.
    """
    boxes, foot_of = places
    ends = (
        (number, last_figure(word))
        for number, word in enumerate(texts)
        # Most words end in a letter.
        if not word[-1].isalpha() and not angles[number] and not has_accents(word)
    )
    figures = [(number, at) for number, at in ends if at > 0]
    placed = boxes([spans[number][0] + at for number, at in figures]) if figures else first[:0]
    for (number, at), (_, bottom, _, top) in zip(figures, placed.tolist(), strict=True):
        _, its_bottom, _, its_top = first[number].tolist()
        if not is_raised(top - bottom, bottom, its_top - its_bottom, its_bottom):
            continue
        start = spans[number][0]
        if foot_of(start + at) - foot_of(start) > RISE * (its_top - its_bottom):
            before = texts[number - 1] if number else ""
            texts[number] = with_raised(texts[number], boxes(range(*spans[number])).tolist(), before)


def _accented(word: str, placed: Sequence[Sequence[float]], before: Sequence[str]) -> str:
    """Return a word with its accents over their letters, and with the sign by which its raised number reads."""
    return with_raised(*with_accents(word, placed), before[0] if before else "")
