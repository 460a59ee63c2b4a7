"""A question as the indexes see it."""

from dataclasses import dataclass

import numpy as np

from embeddings.encoder import Encoder, Vectors
from embeddings.store import Generation
from embeddings.words import content_words


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
