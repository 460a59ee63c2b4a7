"""A question: whether it can be asked, and as the indexes see it."""

from dataclasses import dataclass

import numpy as np

from embeddings.arrays import Vectors
from embeddings.generations.store import Generation
from embeddings.models.encoder import Encoder
from embeddings.text.words import content_words
from qa.errors import QuestionError

# Longer than any question or claim; a text past this was pasted by mistake.
QUESTION_CHARACTERS = 20_000


@dataclass(frozen=True, slots=True)
class Query:
    """A question as the indexes see it: its vector, shape (dimension,), and its terms with their idf.

    `words` has a vector for each of its words that count, shape (words, dimension), and `word_weights` the share of
    each in the idf of all, shape (words,).
    """

    text: str
    vector: Vectors
    terms: tuple[str, ...]
    weights: dict[str, float]
    words: Vectors
    word_weights: Vectors


def prepare(question: str, encoder: Encoder, generation: Generation) -> Query:
    """Return a question ready for retrieval."""
    words = content_words(question)
    encoded = encoder.encode_query(question, [word.span for word in words])
    terms = tuple(generation.lexical.terms(question))
    weights = {term: generation.lexical.inverse_frequency(term) for term in terms}
    word_weights = np.array([generation.lexical.inverse_frequency(word.term) for word in words], np.float32)
    return Query(question, encoded.vector, terms, weights, encoded.words, word_weights / (word_weights.sum() or 1))


def check_question(question: str) -> None:
    """Raise QuestionError for a question that is empty, too long or no text."""
    if not question.strip():
        raise QuestionError("The question is empty; type a question about the archive.")
    if any("\ud800" <= character <= "\udfff" for character in question):
        raise QuestionError("The question holds half of a character (a lone surrogate); take it out and ask again.")
    if len(question) > QUESTION_CHARACTERS:
        raise QuestionError(
            f"The question has {len(question):,} characters; the limit is {QUESTION_CHARACTERS:,}. Shorten it."
        )
