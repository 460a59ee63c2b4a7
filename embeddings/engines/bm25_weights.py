"""BM25 as sparse vectors, so that an inner product with a question's is the score that embeddings.index.lexical gives.

A passage's vector has for each of its terms what the term adds to the score: in the text, and at half weight in the
title, each with the statistics of its own field. A question's has how often each of its terms is asked for. Milvus
calculates in float32 and in another order, so scores agree to some six digits.

A term's place in a vector is its hash, as in embeddings.index.sentence_terms, so that no vocabulary is needed: in an
archive of a million different terms, one of 4,000 shares its place with another one, mostly rare (10**6 / 2**32).
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from embeddings.index.bm25 import K1, LENGTHS, B, inverse_frequency
from embeddings.index.lexical import TITLE_WEIGHT
from embeddings.index.sentence_terms import hashes
from embeddings.text.words import terms

# Milvus takes places below 2**32 - 1; the last of them is that of passages without a term, since it takes no empty
# vector. No question asks for it.
_PLACES = 2**32 - 2
_NO_TERM = _PLACES

SparseVector = dict[int, float]


@dataclass
class _Field:
    """The statistics of a field over all passages: in how many a term stands, and the terms of all."""

    holding: Counter[str] = field(default_factory=Counter)
    length: int = 0

    def add(self, of_passage: Sequence[str], passages: int = 1) -> None:
        """Count the terms of a text that so many passages have in this field."""
        for term in set(of_passage):
            self.holding[term] += passages
        self.length += len(of_passage) * passages

    def weights(self, of_passage: Sequence[str], passages: int) -> dict[str, float]:
        """Return what each term of a passage adds to its score, of so many passages."""
        if not of_passage:
            return {}
        kept = LENGTHS[bisect_right(LENGTHS, len(of_passage)) - 1]
        norm = K1 * (1 - B + B * kept * passages / self.length)
        return {
            term: inverse_frequency(self.holding[term], passages) * (1 + K1) * times / (times + norm)
            for term, times in Counter(of_passage).items()
        }


class Bm25Weights:
    """The statistics of all passages of an archive, and the vector of each by them."""

    def __init__(self, documents: Iterable[tuple[str, Sequence[str]]]) -> None:
        """Count the terms of documents, each with its title and the texts of its passages."""
        self._titles, self._texts, self._passages = _Field(), _Field(), 0
        for title, texts in documents:
            self._titles.add(terms(title), len(texts))
            for text in texts:
                self._texts.add(terms(text))
            self._passages += len(texts)

    def vectors(self, title: str, texts: Sequence[str]) -> list[SparseVector]:
        """Return the vector of each passage of a document that was counted."""
        of_title = self._titles.weights(terms(title), self._passages)
        return [self._vector(of_title, self._texts.weights(terms(text), self._passages)) for text in texts]

    def _vector(self, of_title: dict[str, float], of_text: dict[str, float]) -> SparseVector:
        weights = dict(of_text)
        for term, weight in of_title.items():
            weights[term] = weights.get(term, 0.0) + TITLE_WEIGHT * weight
        return _placed(weights) or {_NO_TERM: 1.0}


def question_vector(asked: Sequence[str]) -> SparseVector:
    """Return the vector of a question's terms, which may repeat."""
    return _placed({term: float(times) for term, times in Counter(asked).items()})


def _placed(weights: dict[str, float]) -> SparseVector:
    vector: SparseVector = {}
    for place, weight in zip(hashes(tuple(weights)).tolist(), weights.values(), strict=True):
        vector[place % _PLACES] = vector.get(place % _PLACES, 0.0) + weight
    return vector
