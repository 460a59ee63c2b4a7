"""Where the words of a PDF's page begin and end, in its characters.

PDFium tells it by the spaces, which it finds itself where a file has none. It misses some that are narrow, and
knows others that are none.
"""

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

# A space is wider than the other gaps of a word by so much of the height of its letters. Those missed have 0.15 to 0.2
# sizes, which are 0.13 to 0.17 heights, and letters mostly touch.
NARROWEST_SPACE = 0.11
# Words that run together are long. Where none of these does, no shorter word is looked at.
LONG_WORD, SHORT_WORD = 10, 3
# Of words that are parted at their spaces few are a letter, but for those that are words. Others are of fonts that
# state wrong widths, between whose letters are gaps of all kinds.
LONE_LETTERS, LONE_SHARE = frozenset("aAI"), 0.1
# Letters of one line stand on it, but for so much of their height.
OFF_LINE = 0.1
# Some files draw a space over the second half of each ligature: it begins so much of the height before the end of that,
# and the next letter stands so near to the ligature.
COVERED, TOUCHING = 0.05, 0.05
# What stands in the place of a space that is none: no character, by Unicode.
NO_SPACE = "\ufdd0"

Spans = list[tuple[int, int]]
Boxes = Callable[[Sequence[int]], NDArray[np.float64]]

_WORD = re.compile(r"[^\s\0\ufffe\x02]+[\ufffe\x02]?")
_LIGATURE = re.compile(r"f[filt](?= [a-z])")
# No space is looked for between letters of scripts that have none, or that are joined.
_BEFORE_SPACE, _BEHIND_SPACE = re.compile(r"[^\W\d_\u0590-\uffff]|[,;:)]"), re.compile(r"[^\W\d_\u0590-\uffff]")


def word_spans(text: str, boxes: Boxes) -> tuple[str, Spans]:
    """Return the characters of a page, with NO_SPACE for spaces that are none, and the [start, end) of its words.

    `boxes` gives left, bottom, right and top of characters by their places.
    """
    text = _without_false_spaces(text.replace(NO_SPACE, "\0"), boxes)
    spans = [match.span() for match in _WORD.finditer(text)]
    if _missed(text, [span for span in spans if span[1] - span[0] >= LONG_WORD], boxes):
        cuts = _missed(text, [span for span in spans if span[1] - span[0] >= SHORT_WORD], boxes)
        parts = {span: [*pairwise([span[0], *places, span[1]])] for span, places in cuts.items()}
        words = [text[start:end] for of_word in parts.values() for start, end in of_word]
        if sum(len(word) == 1 and word not in LONE_LETTERS for word in words) <= LONE_SHARE * len(words):
            spans = [part for span in spans for part in parts.get(span, [span])]
    return text, spans


def _without_false_spaces(text: str, boxes: Boxes) -> str:
    """Return the characters of a page with NO_SPACE for each space that the ligature before it covers."""
    places = [match.end() for match in _LIGATURE.finditer(text)]
    if not places:
        return text
    before, space, behind = (boxes([place + step for place in places]) for step in (-1, 0, 1))
    height = before[:, 3] - before[:, 1]
    is_covered = space[:, 0] < before[:, 2] - COVERED * height
    touches = np.abs(behind[:, 0] - before[:, 2]) < TOUCHING * height
    letters = list(text)
    for place in np.array(places)[is_covered & touches].tolist():
        letters[place] = NO_SPACE
    return "".join(letters)


def _missed(text: str, spans: Spans, boxes: Boxes) -> dict[tuple[int, int], list[int]]:
    """Return the places within words before which a space is missing, by the word."""
    if not spans:
        return {}
    places = np.concatenate([np.arange(start, end) for start, end in spans])
    words = np.repeat(np.arange(len(spans)), [end - start for start, end in spans])
    left, bottom, right, top = boxes(places.tolist()).T
    height = top - bottom
    gaps = (left[1:] - right[:-1]) / np.maximum(height[1:], 1e-6)
    is_within = (words[1:] == words[:-1]) & (np.abs(np.diff(bottom)) < OFF_LINE * height[1:])
    missed: dict[tuple[int, int], list[int]] = {}
    for number in np.unique(words[1:][is_within & (gaps > NARROWEST_SPACE)]).tolist():
        start, end = spans[number]
        first = int(np.searchsorted(words, number))
        own = gaps[first : first + end - start - 1].tolist()
        # Letters that are spaced out stand apart all alike.
        least = sorted(own)[(len(own) - 1) // 2] + NARROWEST_SPACE
        cuts = [
            start + place
            for place, gap in enumerate(own, 1)
            if gap > least
            and is_within[first + place - 1]
            and _BEFORE_SPACE.match(text[start + place - 1])
            and _BEHIND_SPACE.match(text[start + place])
        ]
        if cuts:
            missed[spans[number]] = cuts
    return missed
