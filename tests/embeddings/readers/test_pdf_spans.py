from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from embeddings.readers.pdf_spans import NO_SPACE, word_spans


def _set(text: str, gaps: dict[int, float] | None = None, usual: float = 0) -> Callable[[Sequence[int]], NDArray]:
    """Return the boxes of letters, 5 wide and 10 high, of which some stand a gap behind the letter before."""
    boxes, right = [], 0.0
    for place in range(len(text)):
        left = right + (gaps or {}).get(place, usual)
        right = left + 5
        boxes.append((left, 0.0, right, 10.0))
    return lambda places: np.array([boxes[place] for place in places], dtype=float).reshape(-1, 4)


def _words(text: str, gaps: dict[int, float] | None = None, usual: float = 0) -> list[str]:
    read, spans = word_spans(text, _set(text, gaps, usual))
    return [read[start:end].replace(NO_SPACE, "") for start, end in spans]


def test_words_that_run_together_are_parted_at_their_narrow_spaces() -> None:
    text = "ensuresthatno ship,asa rule"
    assert _words(text, {7: 1.5, 11: 1.6, 19: 1.5, 21: 1.5}) == ["ensures", "that", "no", "ship,", "as", "a", "rule"]
    # Digits are often set apart, and letters that are spaced out stand apart all alike.
    assert _words("breakwaters 12345", {14: 1.5}) == ["breakwaters", "12345"]
    assert _words("breakwaters", usual=1.5) == ["breakwaters"]


def test_letters_of_a_font_of_wrong_widths_are_not_parted() -> None:
    text = "breakwaters Michael Karen"
    assert _words(text, {1: 1.5, 16: 1.5, 21: 1.5}) == text.split()


def test_letters_that_stand_on_another_height_are_not_parted() -> None:
    text = "breakwaters"

    def boxes(places: Sequence[int]) -> NDArray:
        return np.array([(6.5 * place, 3.0 * place, 6.5 * place + 5, 3.0 * place + 10) for place in places])

    assert word_spans(text, boxes) == (text, [(0, 11)])


def test_a_space_that_a_ligature_covers_is_none() -> None:
    text = "offi ce of fi sh if it"
    # The two letters of a ligature have its box, and the space is drawn over its second half.
    assert _words(text, {3: -5, 4: -2.5, 5: -2.5}) == ["office", "of", "fi", "sh", "if", "it"]


def test_a_character_that_is_none_is_no_word() -> None:
    assert _words(f"ship {NO_SPACE} quay") == ["ship", "quay"]
