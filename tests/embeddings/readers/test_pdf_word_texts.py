from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from embeddings.readers.pdf_word_texts import word_texts


def _texts(*words: tuple[str, list[tuple[float, float, float, float]]], on_one_line: bool = False) -> list[str]:
    """Return what words read as, each given with the boxes of its letters, which mostly stand on their lines."""
    every = [box for _, boxes in words for box in boxes]
    ends = np.cumsum([len(word) for word, _ in words]).tolist()
    spans = [(end - len(word), end) for (word, _), end in zip(words, ends, strict=True)]

    def boxes(places: Sequence[int]) -> NDArray[np.float64]:
        return np.array([every[place] for place in places], dtype=float).reshape(-1, 4)

    def foot_of(place: int) -> float:
        return 0 if on_one_line else every[place][1]

    text = "".join(word for word, _ in words)
    return word_texts(text, spans, (boxes, foot_of), (boxes([start for start, _ in spans]), [0] * len(spans)))


def _line(
    count: int, left: float = 0, bottom: float = 0, height: float = 10
) -> list[tuple[float, float, float, float]]:
    return [(left + 5 * place, bottom, left + 5 * place + 5, bottom + height) for place in range(count)]


def test_a_raised_number_reads_as_one_also_behind_an_accent() -> None:
    raised = _line(1, 20, 5, 6)
    assert _texts(("10", _line(2)), ("said4", [*_line(4), *raised])) == ["10", "said[4]"]
    assert _texts(("Ren\u00b4e3", [*_line(3), (15, 0, 20, 10), *_line(1, 15), *raised])) == ["René[3]"]


def test_letters_that_are_drawn_twice_are_read_once() -> None:
    assert _texts(("ttoopp", [box for box in _line(3) for _ in range(2)])) == ["top"]


def test_figures_of_several_heights_that_stand_on_one_line_are_one_number() -> None:
    hanging = [(0, -3, 5, 5), (5, -3, 10, 5), (10, 0, 15, 5)]
    assert _texts(("471", hanging), on_one_line=True) == ["471"]
    assert _texts(("471", hanging)) == ["47[1]"]
