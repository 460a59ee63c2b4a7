"""A question -> the passages that speak to it, in one ranking that can be explained.

Candidates come from BM25 and from the nearest passage vectors. Each candidate's BM25 score, cosine, and cosine of
its best sentence are brought to 0..1 over the candidates (min-max) and added with the weights below. In the
reference experiment on five judged collections this beat each part and reciprocal rank fusion.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import Vectors
from embeddings.store import Generation
from qa.answers import Hit, Signals

# The best passages taken from each index. More changes little in the first ten and costs time.
CANDIDATES = 100
# Weights of the reference experiment.
BM25_WEIGHT = 1.0
PASSAGE_WEIGHT = 0.5
SENTENCE_WEIGHT = 0.5

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Query:
    """A question as the indexes see it: its vector, shape (dimension,), and its terms with their idf."""

    text: str
    vector: Vectors
    terms: tuple[str, ...]
    weights: dict[str, float]


def prepare(question: str, vector: Vectors, generation: Generation) -> Query:
    """Return a question ready for retrieval."""
    terms = tuple(generation.lexical.terms(question))
    return Query(question, vector, terms, {term: generation.lexical.inverse_frequency(term) for term in terms})


def rank(query: Query, generation: Generation, k: int) -> list[Hit]:
    """Return the best k passages, best first, fewer if the archive has fewer."""
    wanted = max(k, CANDIDATES)
    lexical, bm25 = generation.lexical.search(query.terms, wanted)
    nearest, _ = generation.passages.search(query.vector, wanted)
    candidates = np.union1d(lexical, nearest)
    if not len(candidates):
        return []
    bm25_scores = np.zeros(len(candidates))
    bm25_scores[np.searchsorted(candidates, lexical)] = bm25
    cosines = generation.passages.cosines(query.vector, candidates.tolist()).astype(np.float64)
    sentences, firsts = _sentence_cosines(query, generation, candidates)
    best_sentences = np.maximum.reduceat(sentences, firsts[:-1])
    fused = (
        BM25_WEIGHT * _min_max(bm25_scores)
        + PASSAGE_WEIGHT * _min_max(cosines)
        + SENTENCE_WEIGHT * _min_max(best_sentences)
    ) / (BM25_WEIGHT + PASSAGE_WEIGHT + SENTENCE_WEIGHT)
    # Ties go to the passage that stands first in the archive, so that a ranking can be repeated.
    order = np.argsort(-fused, kind="stable")[:k]
    return [
        Hit(
            number=int(candidates[row]),
            document=generation.catalogue.document_of(int(candidates[row])),
            passage=generation.catalogue.passage(int(candidates[row])),
            score=float(fused[row]),
            signals=Signals(float(bm25_scores[row]), float(cosines[row]), float(best_sentences[row])),
            sentence_cosines=tuple(sentences[firsts[row] : firsts[row + 1]].tolist()),
        )
        for row in order
    ]


def _sentence_cosines(
    query: Query, generation: Generation, candidates: NDArray[np.int64]
) -> tuple[Floats, NDArray[np.int64]]:
    """Return the cosines of all sentences of the candidates, and where each candidate's begin in them.

    Shapes are (sentences,) and (candidates + 1,).
    """
    offsets = generation.catalogue.sentence_offsets
    begins, ends = offsets[candidates], offsets[candidates + 1]
    firsts = np.concatenate([[0], np.cumsum(ends - begins)])
    rows = np.repeat(begins - firsts[:-1], ends - begins) + np.arange(firsts[-1])
    vectors = np.asarray(generation.sentences[rows], dtype=np.float32)
    return (vectors @ query.vector).astype(np.float64), firsts


def _min_max(scores: Floats) -> Floats:
    low, high = scores.min(), scores.max()
    return (scores - low) / (high - low) if high > low else np.zeros_like(scores)
