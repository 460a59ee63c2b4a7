import threading
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.files.runs import Runs, RunsWriter
from embeddings.index.word_vectors import WordVectors, signs, sums

# Of words that have nothing in common, signs say cosines of about 0, of a word and itself about 0.8.
WORDS = np.linalg.qr(np.random.default_rng(1).standard_normal((2048, 4)))[0].T.astype(np.float32)
ITSELF, NEAR = 0.8, 0.1


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


def test_a_vector_keeps_the_signs_of_its_sums_eight_to_a_byte() -> None:
    vectors = np.random.default_rng(2).standard_normal((3, 19)).astype(np.float32)
    assert signs(vectors).shape == (3, 2)
    np.testing.assert_array_equal(np.unpackbits(signs(vectors), axis=1, count=10), sums(vectors) > 0)


@pytest.mark.parametrize("dimension", [384, 383])
def test_each_sum_adds_or_subtracts_every_component_once_and_no_two_do_so_alike(dimension: int) -> None:
    of_components = sums(np.eye(dimension, dtype=np.float32))
    assert of_components.shape == (dimension, 192)
    assert set(np.unique(of_components)) == {-1, 1}
    assert np.unique(of_components, axis=1).shape == (dimension, 192)


def test_a_row_has_the_same_sums_whatever_stands_beside_it() -> None:
    vectors = np.random.default_rng(3).standard_normal((40, 384)).astype(np.float32)
    assert sums(vectors).tobytes() == b"".join(sums(vectors[row : row + 1]).tobytes() for row in range(40))


def test_the_nearest_word_of_each_passage_and_of_its_title_counts(opened: WordVectors) -> None:
    nearest = opened.of_passages(np.array([1, 0]), WORDS[[0, 3]])
    np.testing.assert_allclose(nearest, ITSELF * np.array([[0, 1], [1, 0]]), atol=NEAR)


def test_the_nearest_word_of_each_sentence_counts_but_not_the_titles(opened: WordVectors) -> None:
    nearest = opened.of_sentences(np.array([0, 1]), WORDS[[1, 3]])
    np.testing.assert_allclose(nearest, ITSELF * np.array([[0, 0], [1, 0], [0, 1]]), atol=NEAR)


def test_a_question_without_words_has_no_columns(opened: WordVectors) -> None:
    empty = np.empty((0, 2048), np.float32)
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
    products = np.where(sums(words) > 0, 1, -1) @ sums(query).T / 12

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
