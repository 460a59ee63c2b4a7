import numpy as np

from embeddings.models.token_vectors import Tokens, span_means, unit

# Four tokens at the characters 0-3, 4-7, 7-8 and 9-12, after one that stands for no text.
TOKENS = Tokens(
    np.array([[9, 9], [1, 0], [0, 1], [0, 3], [5, 5]], np.float32),
    np.array([[0, 0], [0, 3], [4, 7], [7, 8], [9, 12]]),
)


def test_a_span_has_the_mean_of_the_tokens_that_lie_in_it() -> None:
    means, has_tokens = span_means(TOKENS, [(0, 3), (4, 8), (9, 11), (20, 22)], 0)
    assert means.tolist() == [[1, 0], [0, 2], [0, 0], [0, 0]]
    assert has_tokens.tolist() == [True, True, False, False]


def test_spans_are_of_the_text_behind_the_prompt() -> None:
    means, _ = span_means(TOKENS, [(0, 4)], 4)
    assert means.tolist() == [[0, 2]]


def test_no_spans_have_no_means() -> None:
    means, has_tokens = span_means(TOKENS, [], 0)
    assert (means.shape, has_tokens.shape) == ((0, 2), (0,))


def test_vectors_get_the_length_one_and_those_of_zeros_stay() -> None:
    vectors = unit(np.array([[3, 4], [0, 0]], np.float32))
    np.testing.assert_allclose(vectors, [[0.6, 0.8], [0, 0]], rtol=1e-6)
    assert vectors.dtype == np.float32
