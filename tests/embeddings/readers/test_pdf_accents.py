from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from embeddings.readers.pdf_accents import has_accents, with_accents, with_lone_accents
from embeddings.readers.pdf_spans import NO_SPACE, word_spans


def _boxes(*spans: tuple[float, float]) -> list[tuple[float, float, float, float]]:
    return [(left, 0, right, 12) for left, right in spans]


@pytest.mark.parametrize(
    ("word", "spans", "mended"),
    [
        # As TeX sets them, before the letter, and as other programs do, behind it.
        ("d\u00b4ep", [(0, 6), (6, 11), (6.3, 11.3), (11, 17)], "dép"),
        ("Re\u00b4g", [(0, 7), (7, 12), (7.2, 11.8), (12, 17)], "Rég"),
        ("\u00a8Uber", [(1, 6), (0, 7), (7, 12), (12, 17), (17, 21)], "Über"),
        ("c\u00b8a", [(0, 5), (0.2, 4.8), (5, 10)], "ça"),
        ("\u02c7c", [(0, 5), (0, 5)], "č"),
        ("\u00b4\u0131", [(0, 4), (0.3, 3)], "í"),
        ("\u00b4el\u00b4e", [(0, 5), (0, 5), (5, 7), (7, 12), (7, 12)], "élé"),
    ],
)
def test_an_accent_is_of_the_letter_over_which_it_is_drawn(
    word: str, spans: list[tuple[float, float]], mended: str
) -> None:
    assert has_accents(word)
    assert with_accents(word, _boxes(*spans))[0] == mended


def test_an_accent_beside_letters_stays_what_it_is() -> None:
    assert with_accents("`quay", _boxes((0, 3), (3, 8), (8, 13), (13, 18), (18, 23)))[0] == "`quay"
    assert with_accents("\u02daC", _boxes((0, 3), (3, 10)))[0] == "\u02daC"
    # No letter has this accent.
    assert with_accents("\u02c6f", _boxes((0, 3), (0, 3)))[0] == "\u02c6f"
    assert not has_accents("déjà vu ^ ~ '")


def test_the_boxes_of_the_letters_that_are_left_go_with_them() -> None:
    boxes = _boxes((0, 5), (5, 10), (5, 10), (10, 13))
    assert with_accents("l\u00b4e1", boxes) == ("lé1", [boxes[0], boxes[2], boxes[3]])


def test_an_accent_that_is_drawn_apart_is_of_the_word_over_which_it_stands() -> None:
    def words(text: str, lefts: Sequence[float]) -> list[str]:
        def boxes(places: Sequence[int]) -> NDArray[np.float64]:
            return np.array([(lefts[place], 0, lefts[place] + 5, 10) for place in places], dtype=float).reshape(-1, 4)

        read, spans = with_lone_accents(*word_spans(text, boxes), boxes)
        return [read[start:end].replace(NO_SPACE, "") for start, end in spans]

    # Within a word, which it parts, and behind a word.
    assert words("Urb \u00b4 an, Tot", [0, 5, 10, 15, 15, 15, 15, 20, 25, 30, 35, 40, 45]) == ["Urbán,", "Tot"]
    assert words("Gomez \u00b4 et", [0, 5, 10, 15, 20, 25, 5, 25, 30, 35]) == ["Gómez", "et"]
    # Within a word, of which it is none, as it stands over one before.
    assert words("ecole Urb \u00b4 an", [*range(0, 45, 5), 45, 0, 45, 45, 50]) == ["école", "Urban"]
    # Over no letter it stays.
    assert words("a \u00b4 b", [0, 5, 10, 15, 20]) == ["a", "\u00b4", "b"]
