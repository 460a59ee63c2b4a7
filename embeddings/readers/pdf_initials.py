"""Initials that are set so large that the first two or more lines of their paragraph stand beside them."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from embeddings.readers.pdf_words import Word

# An initial is so many times as large as most words.
LARGER = 1.7
# Two lines or more begin within so many of their heights behind it, or before its edge.
BESIDE, INTO = 1.2, 0.5
# Lines stand so many heights below each other at least.
LINES_APART = 0.5
# Letters that are words by themselves.
_WORDS = frozenset("AIOaioÀàÉéYy")
_INITIAL = re.compile(r"[\"'“‘«„]?[^\W\d_]")


def with_initials(words: Iterable[Word]) -> list[Word]:
    """Return the words of a page in their order, each large initial as the beginning of the word that it begins."""
    words = list(words)
    initials = [x for x in words if len(x.text) < 3 and not x.angle and _INITIAL.fullmatch(x.text)]  # noqa: PLR2004  # a quote
    if not initials:
        return words
    usual = Counter(round(word.size * 2) / 2 for word in words).most_common(1)[0][0]
    for initial in initials:
        if initial.size > LARGER * usual and initial.text[-1].isupper():
            beside = _beside(words, initial)
            if len(beside) > 1:
                words = [*_with_initial(words, initial, beside)]
    return words


def _with_initial(words: Sequence[Word], initial: Word, beside: Sequence[Word]) -> Iterator[Word]:
    """Yield words with an initial as the beginning of the first of those beside it; all these lines begin with it."""
    first = {id(word) for word in beside}
    for word in words:
        if id(word) in first:
            begun = f"{initial.text}{_between(initial.text, word, words)}" if word is beside[0] else ""
            # The first may count as being as large as the initial.
            yield word._replace(text=f"{begun}{word.text}", left=initial.left, size=min(x.size for x in beside))
        elif word is not initial:
            yield word


def _beside(words: Iterable[Word], initial: Word) -> list[Word]:
    """Return the words that begin right behind an initial, within its height, the first of each line, from the top."""
    firsts: list[Word] = []
    for word in sorted(words, key=lambda word: word.left):
        room, height = word.left - initial.right, word.top - word.bottom
        is_within = initial.bottom < (word.bottom + word.top) / 2 < initial.top
        is_near = is_within and -INTO * height < room < BESIDE * height
        if not is_near or LARGER * height > initial.top - initial.bottom:
            continue
        if all(abs(word.bottom - other.bottom) > LINES_APART * height for other in firsts):
            firsts.append(word)
    return sorted(firsts, key=lambda word: -word.bottom)


def _between(initial: str, behind: Word, words: Iterable[Word]) -> str:
    """Return what stands between an initial and the word behind it: a space where these are two words."""
    rest = behind.text
    if not rest[0].islower() and not rest.isupper():
        return " "
    if initial[-1] not in _WORDS:
        return ""
    known = {word.text.casefold() for word in words if word is not behind}
    return " " if rest.casefold() in known and f"{initial[-1]}{rest}".casefold() not in known else ""
