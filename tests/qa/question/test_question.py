from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from embeddings.models.encoder import Encoder
from qa.archive import Archive
from qa.errors import QuestionError
from qa.question.question import QUESTION_CHARACTERS, check_question, prepare


def test_a_question_has_its_terms_and_words_weighed_by_how_rare_they_are(
    index_of: Callable[[dict[str, str]], Path], encoder: Encoder
) -> None:
    files = {"a.txt": "The envoy went to Muscat.", "b.txt": "The envoy went home.", "c.txt": "Nobody came."}
    generation = Archive.open(index_of(files), encoder=encoder)._generation
    query = prepare("Did the envoy see Muscat? The envoy?", encoder, generation)
    assert query.terms == ("did", "envoy", "see", "muscat", "envoy")
    assert query.weights["muscat"] > query.weights["envoy"] > 0
    # A word counts as often as it is said, as a share of all.
    assert query.words.shape == (5, encoder.dimension)
    shares = np.array([query.weights[term] for term in query.terms])
    assert query.word_weights.tolist() == pytest.approx((shares / shares.sum()).tolist())
    assert query.vector.tolist() == encoder.encode_query(query.text, []).vector.tolist()


def test_a_question_without_words_has_no_terms(index_of: Callable[[dict[str, str]], Path], encoder: Encoder) -> None:
    generation = Archive.open(index_of({"a.txt": "The envoy went home."}), encoder=encoder)._generation
    query = prepare("…?", encoder, generation)
    assert (query.terms, query.weights, query.word_weights.tolist()) == ((), {}, [])


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (" \n", "The question is empty"),
        ("Who \ud800?", "half of a character"),
        ("w" * (QUESTION_CHARACTERS + 1), "has 20,001 characters; the limit is 20,000"),
    ],
)
def test_what_cannot_be_asked_is_refused(question: str, said: str) -> None:
    with pytest.raises(QuestionError, match=said):
        check_question(question)


def test_a_question_as_long_as_allowed_can_be_asked() -> None:
    check_question("w" * QUESTION_CHARACTERS)
