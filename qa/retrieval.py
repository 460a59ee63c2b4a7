"""A question -> the passages that speak to it, in one ranking that can be explained.

Candidates come from BM25 and from the nearest passage vectors. For each, four signals are brought to 0..1 over the
candidates (min-max) and added with the weights below: its BM25 score; that of its whole document, since names and
dates that a passage takes for granted stand elsewhere in the document; its cosine with the question; and the evidence
of its best sentence, which is the sentence's cosine together with the share of the question's terms in that very
sentence. docs/retrieval.md has the measurements.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import Vectors
from embeddings.sentence_terms import spans
from embeddings.store import Generation
from embeddings.vectors import Numbers
from qa.answers import Hit, Signals

# The best passages taken from each index. More changes little in the first ten and costs time.
CANDIDATES = 100
# Measured together on the judged collections (docs/retrieval.md); the figures hardly change within half and twice each.
BM25_WEIGHT = 0.3
DOCUMENT_WEIGHT = 0.4
PASSAGE_WEIGHT = 0.4
SENTENCE_WEIGHT = 1.0
# What the share of the question's terms in a sentence counts beside its cosine; 0.2 to 0.9 do nearly as well.
SENTENCE_TERMS_WEIGHT = 0.4

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
    candidates, bm25 = _candidates(query, generation, max(k, CANDIDATES))
    if not len(candidates):
        return []
    cosines = generation.passages.cosines(query.vector, candidates.tolist()).astype(np.float64)
    sentence_cosines, evidence, firsts = _sentence_evidence(query, generation, candidates)
    best_evidence = np.maximum.reduceat(evidence, firsts[:-1])
    document_bm25 = _document_bm25(query, generation, candidates)
    fused = (
        BM25_WEIGHT * _min_max(bm25)
        + DOCUMENT_WEIGHT * _min_max(document_bm25)
        + PASSAGE_WEIGHT * _min_max(cosines)
        + SENTENCE_WEIGHT * _min_max(best_evidence)
    ) / (BM25_WEIGHT + DOCUMENT_WEIGHT + PASSAGE_WEIGHT + SENTENCE_WEIGHT)

    def hit(row: int) -> Hit:
        number = int(candidates[row])
        own = sentence_cosines[firsts[row] : firsts[row + 1]]
        return Hit(
            number=number,
            document=generation.catalogue.document_of(number),
            passage=generation.catalogue.passage(number),
            score=float(fused[row]),
            signals=Signals(
                bm25=float(bm25[row]),
                document_bm25=float(document_bm25[row]),
                passage_cosine=float(cosines[row]),
                sentence_cosine=float(own.max()),
                sentence_evidence=float(best_evidence[row]),
            ),
            sentence_cosines=tuple(own.tolist()),
        )

    # Ties go to the passage that stands first in the archive, so that a ranking can be repeated.
    return [hit(int(row)) for row in np.argsort(-fused, kind="stable")[:k]]


def _candidates(query: Query, generation: Generation, wanted: int) -> tuple[Numbers, Floats]:
    """Return the numbers of the passages to look at, ascending, and the BM25 score of each, both of one shape."""
    lexical, scores = generation.lexical.search(query.terms, wanted)
    nearest, _ = generation.passages.search(query.vector, wanted)
    candidates = np.union1d(lexical, nearest)
    bm25 = np.zeros(len(candidates))
    bm25[np.searchsorted(candidates, lexical)] = scores
    return candidates, bm25


def _document_bm25(query: Query, generation: Generation, candidates: Numbers) -> Floats:
    """Return for each candidate the BM25 score of its document, 0 where that is not among the best."""
    numbers, scores = generation.lexical_documents.search(query.terms, CANDIDATES)
    of_document = dict(zip(numbers.tolist(), scores.tolist(), strict=True))
    documents = generation.catalogue.documents_of_passages[candidates]
    return np.array([of_document.get(document, 0.0) for document in documents.tolist()])


def _sentence_evidence(query: Query, generation: Generation, candidates: Numbers) -> tuple[Floats, Floats, Numbers]:
    """Return cosine and evidence of all sentences of the candidates, and where each candidate's begin in them.

    Shapes are (sentences,), (sentences,) and (candidates + 1,).
    """
    offsets = generation.catalogue.sentence_offsets
    rows, firsts = spans(offsets[candidates], offsets[candidates + 1])
    cosines = (np.asarray(generation.sentences[rows], dtype=np.float32) @ query.vector).astype(np.float64)
    return cosines, cosines + SENTENCE_TERMS_WEIGHT * _term_share(query, generation, rows), firsts


def _term_share(query: Query, generation: Generation, sentences: Numbers) -> Floats:
    """Return for each sentence the share of the question's terms it holds, weighted by idf: 0 to 1."""
    terms = tuple(query.weights)
    weights = np.array([query.weights[term] for term in terms])
    if not weights.sum():
        return np.zeros(len(sentences))
    return np.asarray(generation.sentence_terms.held(sentences, terms) @ weights / weights.sum())


def _min_max(scores: Floats) -> Floats:
    low, high = scores.min(), scores.max()
    return (scores - low) / (high - low) if high > low else np.zeros_like(scores)
