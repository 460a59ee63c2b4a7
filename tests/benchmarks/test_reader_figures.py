import numpy as np
from reader_examples import Example
from reader_figures import figures, marked

from qa.answering.windows import Window

WINDOW = Window("", "Ann sat. Bob ran.", ((0, 8), (9, 17)))
PLACES = np.array([[-1, -1], [-1, -1], [0, 3], [4, 7], [9, 12], [13, 16]])
HELD = Example("a", "Who ran?", WINDOW, ((9, 12),))
EMPTY = Example("a", "Who slept?", WINDOW, ())


def values(start: int, end: int, nowhere: float) -> np.ndarray:
    found = np.zeros((6, 2), np.float32)
    found[0] = nowhere
    found[start, 0] = found[end, 1] = 5
    return found


def test_a_reader_that_is_right_has_the_best_figures() -> None:
    right = {HELD: values(4, 4, -9), EMPTY: values(2, 2, 20)}
    of_right = figures([HELD, EMPTY], lambda batch: (np.array([right[one] for one in batch]), np.array([PLACES] * 2)))
    assert of_right["auroc"] == of_right["sentence"] == of_right["token_f1"] == 1
    assert of_right["held_out_loss"] < 0.1


def test_a_reader_that_is_wrong_has_the_worst() -> None:
    wrong = {HELD: values(2, 3, 9), EMPTY: values(2, 2, -9)}
    of_wrong = figures([HELD, EMPTY], lambda batch: (np.array([wrong[one] for one in batch]), np.array([PLACES] * 2)))
    assert of_wrong["auroc"] == of_wrong["sentence"] == of_wrong["token_f1"] == 0
    assert of_wrong["held_out_loss"] > 5


def test_a_marked_answer_that_is_too_long_is_half_right() -> None:
    assert marked(values(3, 4, 0), PLACES) == (3, 4)
    longer = {HELD: values(3, 4, 0), EMPTY: values(2, 2, 20)}
    of_longer = figures([HELD, EMPTY], lambda batch: (np.array([longer[one] for one in batch]), np.array([PLACES] * 2)))
    assert of_longer["token_f1"] == round(2 / 3, 4)
