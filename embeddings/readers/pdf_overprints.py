"""Words of a PDF that it draws twice in one place, for a shadow or to look bold, or once for each of its layers."""

from collections.abc import Sequence

from embeddings.readers.pdf_words import Word

# The second is drawn so many sizes from the first at most.
NEAR = 0.15


def without_overprints(words: Sequence[Word]) -> list[Word]:
    """Return the words of a page in their order without those that stand over the same word."""
    # Most pages have none, which is told fast: of words that are drawn twice, some are so in nearly the same place.
    if len({(text, round(left), round(bottom)) for text, left, bottom, *_ in words}) == len(words):
        return list(words)
    places: dict[tuple[str, int], list[Word]] = {}
    kept: list[Word] = []
    for word in words:
        row = round(word.bottom)
        if any(
            _is_over(word, other) for near in (row - 1, row, row + 1) for other in places.get((word.text, near), ())
        ):
            continue
        places.setdefault((word.text, row), []).append(word)
        kept.append(word)
    return kept


def _is_over(word: Word, other: Word) -> bool:
    most = NEAR * word.size
    return abs(word.left - other.left) < most and abs(word.bottom - other.bottom) < most and word.angle == other.angle
