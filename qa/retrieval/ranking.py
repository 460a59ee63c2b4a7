"""A question -> the passages that speak to it, in one ranking that can be explained.

Candidates (qa.retrieval.candidates) come from BM25 and from the nearest passage vectors. Five signals are fused
(qa.retrieval.fusion). BM25 of the passage is the first. BM25 of its whole document is the second, since names and dates
that a passage takes for granted stand elsewhere in the document. The third is the passage's cosine with the question.
The fourth is the evidence of its best sentence: the sentence's cosine together with the share of the question's terms
in that very sentence. The fifth, for the best by these, is late interaction: how near the passage's words come to each
of the question's. docs/retrieval.md has the measurements.
"""

from collections.abc import Iterator
from itertools import compress
from typing import NamedTuple

import numpy as np

from embeddings.arrays import Floats, Numbers
from embeddings.generations.store import Generation
from embeddings.index.vectors import products
from qa.answers import Hit, Signals
from qa.question.question import Question
from qa.retrieval import fusion
from qa.retrieval.candidates import SIGNALS, Candidates, find_candidates, sentences_of
from qa.retrieval.fusion import fuse, min_max
from qa.retrieval.reranking import Reranker
from qa.retrieval.scope import Scope

# The weight of a reranker's scores, where one is set, beside the fused score, which is 1. It is more, so that the
# reranker's first choice always stays before the one it finds worst. Not measured: no such weights were at hand.
RERANKER_WEIGHT = 1.25
# Passages beyond those wanted that are ranked, at most, because earlier ones say the same as others.
MOST_PASSED_OVER = 1000


def rank(question: Question, scope: Scope, k: int, reranker: Reranker | None = None) -> list[Hit]:
    """Return the k best passages, best first; fewer where fewer are searched.

    Duplicates of a better passage are left out. Whoever asks for more gets the same first ones: passages beyond the
    best candidates follow below all of them.
    """
    scored = _ranked(question, scope, k, reranker)
    return _hits(question, scope.generation, scored, np.arange(min(k, len(scored.numbers))))


def rank_on(question: Question, scope: Scope, k: int, reranker: Reranker | None = None) -> Iterator[Hit]:
    """Yield the best passages, best first: k, and then more for a caller who finds that some say the same as others."""
    asked, yielded = k, 0
    scored = _ranked(question, scope, asked, reranker)
    while True:
        end = min(asked, len(scored.numbers))
        # Few more are wanted as a rule.
        for first in range(yielded, end, k):
            yield from _hits(question, scope.generation, scored, np.arange(first, min(first + k, end)))
        if end < asked or asked >= k + MOST_PASSED_OVER:
            return
        asked, yielded = min(4 * asked, k + MOST_PASSED_OVER), asked
        # There are more candidates than the first k, as a rule.
        if asked > len(scored.numbers):
            scored = _ranked(question, scope, asked, reranker)


class _Scored(NamedTuple):
    """Passages with their scores, signals and clusters (as in Candidates), arrays of one length."""

    numbers: Numbers
    scores: Floats
    clusters: Numbers
    signals: dict[str, Floats]


def _ranked(question: Question, scope: Scope, k: int, reranker: Reranker | None) -> _Scored:
    """Return the candidates of a question, best first: at least k where so many are searched."""
    best, *further = find_candidates(question, scope, k)
    scored = _score(question, scope.generation, best)
    if reranker and len(scored.numbers):
        scored = _reranked(question, scope.generation, scored, reranker)
    for candidates in further:
        scored = _followed_by(scored, _score(question, scope.generation, candidates))
    # Ties go to the passage that stands first in the archive, so that a ranking can be repeated.
    order = np.argsort(-scored.scores, kind="stable")
    signals = {name: signal[order] for name, signal in scored.signals.items()}
    return _Scored(scored.numbers[order], scored.scores[order], scored.clusters[order], signals)


def _score(question: Question, generation: Generation, candidates: Candidates) -> _Scored:
    """Return candidates with all their signals and the fused scores."""
    numbers = candidates.numbers
    if not len(numbers):
        return _Scored(numbers, np.zeros(0), candidates.clusters, dict.fromkeys(SIGNALS, np.zeros(0)))
    signals = {
        **candidates.signals,
        "late_interaction": np.zeros(len(numbers)),
        "reranker": np.full(len(numbers), np.nan),
    }
    scores = fuse(signals, lambda rows: _late_interaction(question, generation, numbers[rows]), candidates.is_new)
    return _Scored(numbers, scores, candidates.clusters, signals)


def _late_interaction(question: Question, generation: Generation, passages: Numbers) -> Floats:
    """Return how near passages and their titles come to the question's words, weighted by idf."""
    nearness = generation.words.of_passages(passages, question.word_vectors)
    return np.asarray(products(nearness, question.word_weights), np.float64)


def _reranked(question: Question, generation: Generation, scored: _Scored, reranker: Reranker) -> _Scored:
    """Let a reranker read the best passages, each with its document's title; its scores join theirs."""
    best = np.argsort(-scored.scores, kind="stable")[: fusion.RERANKED]
    texts = [_titled_text(generation, number) for number in scored.numbers[best].tolist()]
    reranker_scores = reranker(question.searched_text, texts)
    scored.signals["reranker"][best] = reranker_scores
    scores = scored.scores.copy()
    scores[best] += RERANKER_WEIGHT * min_max(reranker_scores)
    return scored._replace(scores=scores / (1 + RERANKER_WEIGHT))


def _titled_text(generation: Generation, number: int) -> str:
    document, passage = generation.catalogue.document_of(number), generation.catalogue.passage(number)
    text = document.text[passage.start : passage.end]
    return f"{document.title}\n{text}" if document.title else text


def _followed_by(scored: _Scored, further: _Scored) -> _Scored:
    """Return passages followed by others, which all rank below them."""
    scores_below = further.scores * scored.scores.min(initial=1.0)
    signals = {name: np.concatenate([scored.signals[name], further.signals[name]]) for name in SIGNALS}
    return _Scored(
        np.concatenate([scored.numbers, further.numbers]),
        np.concatenate([scored.scores, scores_below]),
        np.concatenate([scored.clusters, further.clusters]),
        signals,
    )


def _hits(question: Question, generation: Generation, scored: _Scored, rows: Numbers) -> list[Hit]:
    """Return some of the scored passages as hits, with the signals of each of their sentences."""
    numbers = scored.numbers[rows]
    of_sentences, firsts = generation.sentences.cosines(numbers, question.vector)
    cosines = of_sentences.tolist()
    nearness = generation.words.of_sentences(numbers, question.word_vectors)
    matches = products(nearness, question.word_weights).tolist()
    held = _terms_held(question, generation, numbers)
    return [
        Hit(
            number=int(numbers[place]),
            document=generation.catalogue.document_of(int(numbers[place])),
            passage=generation.catalogue.passage(int(numbers[place])),
            score=float(scored.scores[row]),
            signals=_signals(scored, row),
            sentence_cosines=tuple(cosines[firsts[place] : firsts[place + 1]]),
            sentence_matches=tuple(matches[firsts[place] : firsts[place + 1]]),
            sentence_terms=tuple(held[firsts[place] : firsts[place + 1]]),
            cluster=int(scored.clusters[row]),
        )
        for place, row in enumerate(rows.tolist())
    ]


def _terms_held(question: Question, generation: Generation, passages: Numbers) -> list[frozenset[str]]:
    """Return the terms of a question that each sentence of passages holds, one sentence after another."""
    asked = tuple(question.idf)
    table = generation.sentence_terms.held(sentences_of(generation, passages)[0], asked)
    return [frozenset(compress(asked, holds)) for holds in table.tolist()]


def _signals(scored: _Scored, row: int) -> Signals:
    values = {name: float(signal[row]) for name, signal in scored.signals.items()}
    reranker = values.pop("reranker")
    return Signals(**values, reranker=None if np.isnan(reranker) else reranker)
