import threading
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.files.runs import Runs, RunsWriter
from embeddings.index.word_vectors import WordVectors, signs

# Every second component is 0, so that the sum of two neighbours is the first of them.
WORDS = np.zeros((4, 8), np.float32)
WORDS[:, ::2] = np.array([[1, 1, 1, 1], [1, 1, -1, -1], [-1, -1, -1, -1], [1, -1, 1, -1]]) / 2


def write(folder: Path, words: np.ndarray, counts: list[list[int]]) -> WordVectors:
    """Write words and open them; `counts` has for each passage the words of its title and of its sentences."""
    folder.mkdir()
    runs = np.split(signs(words), np.cumsum([sum(lengths) for lengths in counts])[:-1])
    columns = [np.array([lengths]).T for lengths in counts]
    opened = []
    for name, dtype, kinds in (("words", np.uint8, runs), ("counts", np.uint16, columns)):
        width = kinds[0].shape[1]
        with RunsWriter(folder / name, dtype, width) as writer:
            for run in kinds:
                writer.append(run)
            writer.finish()
        opened.append(Runs(folder / name, dtype, width, len(counts), sum(len(run) for run in kinds)))
    return WordVectors(*opened)


@pytest.fixture
def opened(tmp_path: Path) -> WordVectors:
    """Two passages: a title of one word and a sentence of none; a title of none, sentences of two words and of one."""
    return write(tmp_path / "opened", WORDS, [[1, 0], [0, 2, 1]])


def test_a_vector_keeps_the_signs_of_the_sums_of_two_neighbours_eight_to_a_byte() -> None:
    pairs = [(0.5, -0.4), (0.5, -0.6), (-0.1, 0.2), (0, 0), (0, 0), (0, 0), (0, 0), (-1, 2), (1, -2)]
    vector = np.array([[number for pair in pairs for number in pair] + [0.1]], np.float32)
    assert signs(vector).tolist() == [[0b10100001, 0b01000000]]


def test_the_nearest_word_of_each_passage_and_of_its_title_counts(opened: WordVectors) -> None:
    nearest = opened.of_passages(np.array([1, 0]), WORDS[[0, 3]])
    np.testing.assert_allclose(nearest, [[0, 1], [1, 0]], atol=1e-6)


def test_the_nearest_word_of_each_sentence_counts_but_not_the_titles(opened: WordVectors) -> None:
    nearest = opened.of_sentences(np.array([0, 1]), WORDS[[1, 3]])
    np.testing.assert_allclose(nearest, [[0, 0], [1, 0], [0, 1]], atol=1e-6)


def test_a_question_without_words_has_no_columns(opened: WordVectors) -> None:
    empty = np.empty((0, 8), np.float32)
    assert opened.of_passages(np.array([0, 1]), empty).shape == (2, 0)
    assert opened.of_sentences(np.array([0, 1]), empty).shape == (3, 0)


def test_no_words_at_all_are_as_far_as_unrelated_ones(tmp_path: Path) -> None:
    opened = write(tmp_path / "none", WORDS[:0], [[0, 0], [0]])
    assert opened.of_passages(np.array([0, 1]), WORDS[:1]).tolist() == [[0], [0]]
    assert opened.of_sentences(np.array([0, 1]), WORDS[:1]).tolist() == [[0]]


@given(st.lists(st.lists(st.integers(0, 3), min_size=1, max_size=4), min_size=1, max_size=5), st.integers(0, 2**32 - 1))
def test_nearest_is_the_highest_product_with_the_signs(
    tmp_path_factory: pytest.TempPathFactory, counts: list[list[int]], seed: int
) -> None:
    random = np.random.default_rng(seed)
    words = random.standard_normal((sum(map(sum, counts)), 24)).astype(np.float32)
    query = random.standard_normal((2, 24)).astype(np.float32)
    opened = write(tmp_path_factory.mktemp("words") / "words", words, counts)
    sums, asked = words[:, ::2] + words[:, 1::2], query[:, ::2] + query[:, 1::2]
    products = np.where(sums > 0, 1, -1) @ asked.T / np.sqrt(12)

    def highest(lengths: list[int]) -> list[object]:
        ends = np.cumsum(lengths)
        return [
            products[end - length : end].max(axis=0) if length else np.zeros(2)
            for end, length in zip(ends, lengths, strict=True)
        ]

    every = np.arange(len(counts))
    np.testing.assert_allclose(
        opened.of_passages(every, query), highest([sum(lengths) for lengths in counts]), atol=1e-5
    )
    titles = np.cumsum([0, *(len(lengths) for lengths in counts[:-1])]).tolist()
    runs = highest([length for lengths in counts for length in lengths])
    sentences = [run for number, run in enumerate(runs) if number not in titles]
    np.testing.assert_allclose(opened.of_sentences(every, query), np.reshape(sentences, (-1, 2)), atol=1e-5)


def test_threads_that_look_at_once_get_what_one_gets(opened: WordVectors) -> None:
    expected = opened.of_passages(np.array([0, 1]), WORDS)
    results: list[np.ndarray] = []

    def look() -> None:
        results.extend(opened.of_passages(np.array([0, 1]), WORDS) for _ in range(50))

    threads = [threading.Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 200
    assert all(np.array_equal(nearest, expected) for nearest in results)
