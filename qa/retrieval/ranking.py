"""A question -> the passages that speak to it, in one ranking that can be explained.

Candidates (qa.retrieval.candidates) come from BM25 and from the nearest passage vectors. Their signals are fused
(qa.retrieval.fusion): BM25 of the passage; that of its whole document, since names and dates that a passage takes for
granted stand elsewhere in the document; its cosine with the question; the evidence of its best sentence, which is the
sentence's cosine together with the share of the question's terms in that very sentence; and, for the best by these, how
near its words come to each of the question's. docs/retrieval.md has the measurements.
"""

from typing import NamedTuple

import numpy as np

from embeddings.arrays import Floats, Numbers
from embeddings.generations.store import Generation
from embeddings.index.selection import Selection
from embeddings.index.vectors import products
from qa.answers import Hit, Signals
from qa.question.question import Query
from qa.retrieval import candidates, fusion
from qa.retrieval.candidates import SIGNALS, Found
from qa.retrieval.fusion import fuse, min_max
from qa.retrieval.reranking import Reranker

# What a reranker counts, where one is set, beside the score by all the above, which is 1: more, so that its first
# choice always stays before the one it finds worst. Not measured: the weights of such models were not at hand.
RERANKER_WEIGHT = 1.25


def rank(
    query: Query, generation: Generation, k: int, within: Selection | None = None, reranker: Reranker | None = None
) -> list[Hit]:
    """Return the best k passages of the documents within a selection, best first, fewer if it holds fewer.

    Copies of a better passage are left out. Who asks for more gets the same first ones: passages beyond the candidates
    follow below all of them.
    """
    documents = candidates.document_scores(query, generation, within)
    found = candidates.find(query, generation, documents, candidates.CANDIDATES, within=within)
    scored = _score(query, generation, found)
    if reranker and len(scored.numbers):
        scored = _reranked(query, generation, scored, reranker)
    if k > len(scored.numbers):
        further = candidates.find(query, generation, documents, k, within=within, better=scored.numbers)
        if len(further.numbers):
            scored = _followed_by(scored, _score(query, generation, further))
    # Ties go to the passage that stands first in the archive, so that a ranking can be repeated.
    best = np.argsort(-scored.scores, kind="stable")[:k]
    return _hits(query, generation, scored, best)


class _Scored(NamedTuple):
    """Passages with their scores and signals, arrays of one length."""

    numbers: Numbers
    scores: Floats
    signals: dict[str, Floats]


def _score(query: Query, generation: Generation, found: Found) -> _Scored:
    """Return passages with their signals and fused scores."""
    if not len(found.numbers):
        return _Scored(found.numbers, np.zeros(0), dict.fromkeys(SIGNALS, np.zeros(0)))
    signals = {
        **found.signals,
        "late_interaction": np.zeros(len(found.numbers)),
        "reranker": np.full(len(found.numbers), np.nan),
    }
    scores = fuse(signals, lambda best: _late_interaction(query, generation, found.numbers[best]), found.new)
    return _Scored(found.numbers, scores, signals)


def _reranked(query: Query, generation: Generation, scored: _Scored, reranker: Reranker) -> _Scored:
    """Let a reranker read the best passages, each with its document's title; its scores join theirs."""
    best = np.argsort(-scored.scores, kind="stable")[: fusion.RERANKED]
    found = reranker(query.text, [_read(generation, number) for number in scored.numbers[best].tolist()])
    scored.signals["reranker"][best] = found
    scores = scored.scores.copy()
    scores[best] += RERANKER_WEIGHT * min_max(found)
    return scored._replace(scores=scores / (1 + RERANKER_WEIGHT))


def _read(generation: Generation, number: int) -> str:
    document, passage = generation.catalogue.document_of(number), generation.catalogue.passage(number)
    text = document.text[passage.start : passage.end]
    return f"{document.title}\n{text}" if document.title else text


def _followed_by(scored: _Scored, further: _Scored) -> _Scored:
    below = further.scores * scored.scores.min(initial=1.0)
    signals = {name: np.concatenate([scored.signals[name], further.signals[name]]) for name in SIGNALS}
    return _Scored(np.concatenate([scored.numbers, further.numbers]), np.concatenate([scored.scores, below]), signals)


def _hits(query: Query, generation: Generation, scored: _Scored, best: Numbers) -> list[Hit]:
    """Return some of the scored passages as hits, with the signals of each of their sentences."""
    numbers = scored.numbers[best]
    sentences, firsts = generation.sentences.take(numbers)
    cosines = products(sentences.astype(np.float32), query.vector).tolist()
    matches = products(generation.words.of_sentences(numbers, query.words), query.word_weights).tolist()
    return [
        Hit(
            number=int(numbers[place]),
            document=generation.catalogue.document_of(int(numbers[place])),
            passage=generation.catalogue.passage(int(numbers[place])),
            score=float(scored.scores[row]),
            signals=_signals(scored, row),
            sentence_cosines=tuple(cosines[firsts[place] : firsts[place + 1]]),
            sentence_matches=tuple(matches[firsts[place] : firsts[place + 1]]),
        )
        for place, row in enumerate(best.tolist())
    ]


def _signals(scored: _Scored, row: int) -> Signals:
    values = {name: float(every[row]) for name, every in scored.signals.items()}
    reranker = values.pop("reranker")
    return Signals(**values, reranker=None if np.isnan(reranker) else reranker)


def _late_interaction(query: Query, generation: Generation, numbers: Numbers) -> Floats:
    """Return how near passages and their titles come to the question's words, weighted by idf."""
    near = generation.words.of_passages(numbers, query.words)
    return np.asarray(products(near, query.word_weights), np.float64)
