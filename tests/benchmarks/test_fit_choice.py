import numpy as np
from fit_choice import chosen_is_right


def test_the_sentence_of_the_highest_sum_is_chosen() -> None:
    # Scores of their passages, relevance, readings, and which holds a gold answer.
    sentences = np.array([[0.9, 0.5, -5.0, 0], [0.9, 0.4, 2.0, 0], [0.5, 0.8, 1.0, 1]])
    assert [chosen_is_right(sentences, weight, 0.0) for weight in (0.0, 0.2, 1.0)] == [True, True, False]
    # The score of its passage counts against the last.
    assert not chosen_is_right(sentences, 0.2, 1.4)


def test_readings_beyond_what_is_sure_say_no_more() -> None:
    sentences = np.array([[0.5, 0.5, 20.0, 0], [0.5, 0.6, 5.0, 1]])
    assert chosen_is_right(sentences, 1.0, 1.0)
