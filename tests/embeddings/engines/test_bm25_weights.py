"""The sparse vectors of passages give the scores of the BM25 index."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from embeddings.documents import Document
from embeddings.engines.bm25_weights import Bm25Weights, question_vector
from embeddings.index.lexical import LexicalIndex, write_lexical
from embeddings.text.words import terms

WORDS = ["ferry", "harbour", "harbours", "the", "tunnel", "Straße", "東京都庁", "ex-\nminister", "2012", "l'été"]
TEXTS = st.lists(st.sampled_from(WORDS), max_size=90).map(" ".join)
ARCHIVES = st.lists(st.tuples(TEXTS, st.lists(TEXTS, min_size=1, max_size=4)), min_size=1, max_size=6)


def made(title: str) -> Document:
    return Document(id="a", path="a", sha256="", text="", title=title)


def inner_product(one: dict[int, float], other: dict[int, float]) -> float:
    return sum(weight * other.get(place, 0.0) for place, weight in one.items())


@settings(max_examples=60)
@given(archive=ARCHIVES, question=TEXTS)
def test_inner_products_are_the_scores_of_the_bm25_index(
    tmp_path_factory: pytest.TempPathFactory, archive: list[tuple[str, list[str]]], question: str
) -> None:
    folder = tmp_path_factory.mktemp("bm25") / "lexical"
    documents = [(made(title), texts) for title, texts in archive]
    write_lexical(folder, ((document, text) for document, texts in documents for text in texts))

    weights = Bm25Weights(archive)
    vectors = [vector for title, texts in archive for vector in weights.vectors(title, texts)]
    asked = terms(question)
    scores = np.array([inner_product(question_vector(asked), vector) for vector in vectors])

    numbers, expected = LexicalIndex.open(folder).search(asked, len(vectors))
    assert sorted(numbers.tolist()) == np.flatnonzero(scores).tolist()
    np.testing.assert_allclose(scores[numbers], expected, rtol=2e-5)


def test_long_passages_count_as_the_next_length_below_that_is_kept(tmp_path: Path) -> None:
    texts = ["ferry " * length for length in (39, 40, 41, 42, 43, 300, 5000)]
    document = made("")
    write_lexical(tmp_path / "lexical", ((document, text) for text in texts))

    vectors = Bm25Weights([("", texts)]).vectors("", texts)
    numbers, expected = LexicalIndex.open(tmp_path / "lexical").search(terms("ferry"), len(texts))

    scores = [inner_product(question_vector(terms("ferry")), vectors[number]) for number in numbers.tolist()]
    np.testing.assert_allclose(scores, expected, rtol=2e-5)


def test_a_passage_without_a_term_has_a_vector_that_no_question_meets() -> None:
    (empty, full) = Bm25Weights([("", ["the", "ferry"])]).vectors("", ["the", "ferry"])

    assert list(empty.values()) == [1.0]
    assert empty.keys().isdisjoint(full)
    assert question_vector([]) == {}


def test_a_term_asked_for_twice_counts_twice() -> None:
    assert list(question_vector(["ferri", "tunnel", "ferri"]).values()) == [2.0, 1.0]
