"""Lines that are set to fill their column by wide spaces between all words, as typewriter letters are."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median

from embeddings.readers.pdf_pieces import upright_box
from embeddings.readers.pdf_words import Word

# With fewer words spaces may be alike by chance.
FEWEST_WORDS = 5
# Spaces are alike within this share of them, and so great a share of a line's are; figures stand as evenly in tables.
ALIKE, ALIKE_SHARE = 0.04, 0.66
# At the end of a sentence there may be two.
WIDEST = 2.1
LETTERS_SHARE = 0.66
# Narrower spaces, in sizes of letters, part no line.
NARROWEST = 0.4
# Lines of a column end at most so many sizes apart.
SAME_END = 0.5


def justified_rows(rows: Sequence[Sequence[Word]], are_plain: Sequence[bool]) -> list[bool]:
    """Return which rows of words, from the top of a page, are prose that wide spaces fill.

    `are_plain` says which have no wide spaces. The names of a table's columns may stand as evenly as words; so a
    row is prose only where a plain line right above or below it, or one that is prose, ends where it ends.
    """
    is_candidate = [not is_plain and _is_evenly_set(row) for row, is_plain in zip(rows, are_plain, strict=True)]
    if not any(is_candidate):
        return is_candidate
    known = [is_plain and len(row) >= FEWEST_WORDS for row, is_plain in zip(rows, are_plain, strict=True)]
    places = range(len(rows))
    for order in (places, reversed(places)):
        _spread(pairwise(order), rows, is_candidate, known)
    return [candidate and found for candidate, found in zip(is_candidate, known, strict=True)]


def _spread(
    neighbours: Iterable[tuple[int, int]],
    rows: Sequence[Sequence[Word]],
    is_candidate: Sequence[bool],
    known: list[bool],
) -> None:
    """Mark the second of two rows as prose where the first is known to be, and both end in one place."""
    for first, second in neighbours:
        if known[first] and is_candidate[second] and _ends_apart(rows[first], rows[second]) < SAME_END:
            known[second] = True


def _ends_apart(first: Sequence[Word], second: Sequence[Word]) -> float:
    return abs(upright_box(first[-1])[2] - upright_box(second[-1])[2]) / max(second[-1].size, 1.0)


def _is_evenly_set(words: Sequence[Word]) -> bool:
    """Whether nearly all spaces between words are wide and alike."""
    if len(words) < FEWEST_WORDS or sum(any(map(str.isalpha, word.text)) for word in words) < LETTERS_SHARE * len(
        words
    ):
        return False
    boxes = [upright_box(word) for word in words]
    gaps = [right[0] - left[2] for left, right in pairwise(boxes)]
    usual = median(gaps)
    if usual <= NARROWEST * words[0].size or min(gaps) <= 0 or max(gaps) > WIDEST * usual:
        return False
    return sum(abs(gap - usual) <= ALIKE * usual for gap in gaps) >= ALIKE_SHARE * len(gaps)
