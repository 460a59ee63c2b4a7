"""The candidate passages of a question, with their signals: the best of each index, without duplicates."""

from dataclasses import fields
from typing import NamedTuple

import numpy as np

from embeddings.arrays import Floats, Mask, Numbers
from embeddings.files.runs import expand_spans
from embeddings.generations.store import Generation
from embeddings.index.vectors import products
from qa.answers import Signals
from qa.question.question import Question
from qa.retrieval.duplicates import distinct_passages
from qa.retrieval.fusion import enough, weighted_sum
from qa.retrieval.scope import Scope

# The best passages taken from each index. More changes little in the first ten and costs time.
CANDIDATES = 100
# An index is asked for more while duplicates take the place of others among them, up to so many.
MOST_ASKED = 3200
# The weight of the share of the question's terms in a sentence beside its cosine; 0.2 to 0.9 do nearly as well.
SENTENCE_TERMS_WEIGHT = 0.4

SIGNALS = tuple(field.name for field in fields(Signals))

_NONE: Numbers = np.empty(0, np.int64)


class Candidates(NamedTuple):
    """Passages with their signals, arrays of one length; late interaction is yet to be computed.

    `is_new` says which are neither duplicates nor near-duplicates of better ones. `clusters` has for each the number of
    the passage that it is a near-duplicate of, its own if it is new.
    """

    numbers: Numbers
    signals: dict[str, Floats]
    is_new: Mask
    clusters: Numbers


class _Results(NamedTuple):
    """What one index returned: passages, best first, without duplicates, and which of them are new.

    `has_more` says whether it returned as many as it was asked for, and so may have more.
    """

    numbers: Numbers
    is_new: Mask
    has_more: bool


class _Pool(NamedTuple):
    """The passages of both indexes, when each is asked for a number of passages, and those known to be `better`.

    They stand in ascending order; `signals`, `is_new` and `clusters` are as in Candidates.
    """

    numbers: Numbers
    signals: dict[str, Floats]
    is_new: Mask
    clusters: Numbers
    by_bm25: _Results
    by_vector: _Results
    better: Numbers

    def missing(self, count: int) -> int:
        """Return how many new passages an index still lacks of `count`, if it may have more."""
        lacking = [count - int(index.is_new.sum()) for index in (self.by_bm25, self.by_vector) if index.has_more]
        return max(lacking, default=0)


_NOTHING = _Results(_NONE, np.zeros(0, np.bool_), has_more=False)
_NO_POOL = _Pool(_NONE, {name: np.zeros(0) for name in SIGNALS}, _NOTHING.is_new, _NONE, _NOTHING, _NOTHING, _NONE)


def find_candidates(question: Question, scope: Scope, k: int) -> list[Candidates]:
    """Return the candidates of a question, by ascending numbers.

    The first are the best of each index. Where these are fewer than k, there is a second part: further passages, which
    rank below all of the first.
    """
    best = _find(question, scope, CANDIDATES, _NONE)
    if k <= len(best.numbers):
        return [best]
    further = _find(question, scope, k, best.numbers)
    return [best, further] if len(further.numbers) else [best]


def _find(question: Question, scope: Scope, count: int, better: Numbers) -> Candidates:
    """Return the best `count` passages of each index that are no duplicates of better ones.

    Each index is asked for more until it has returned so many. Those in `better` are known already; they and their
    duplicates are left out.
    """
    asked, most = count, max(count, MOST_ASKED)
    pool = _NO_POOL._replace(better=better)
    while True:
        pool = _pool(question, scope, asked, pool)
        missing = pool.missing(count)
        if missing <= 0 or asked == most:
            break
        asked = min(most, asked + missing * (1 + asked // count))
    # As if the duplicates were not in the archive.
    by_bm25, by_vector = (index.numbers[: enough(index.is_new, count)] for index in (pool.by_bm25, pool.by_vector))
    in_bm25 = _among(pool.numbers, by_bm25)
    pool.signals["bm25"][~in_bm25] = 0
    chosen = (in_bm25 | _among(pool.numbers, by_vector)) & ~_among(pool.numbers, better)
    signals = {name: signal[chosen] for name, signal in pool.signals.items()}
    return Candidates(pool.numbers[chosen], signals, pool.is_new[chosen], pool.clusters[chosen])


def _pool(question: Question, scope: Scope, asked: int, known: _Pool) -> _Pool:
    """Ask each index for so many passages; those of a pool that was asked for fewer are `known`."""
    generation, better = scope.generation, known.better
    by_bm25, bm25 = scope.searcher.sparse(question.terms, asked, scope.selection)
    by_vector, _ = scope.searcher.dense(question.vector, asked, scope.selection)
    numbers = np.union1d(np.concatenate([by_bm25, by_vector]), better)
    if not len(numbers):
        return _NO_POOL
    signals = _signals(question, generation, numbers, known)
    signals["bm25"] = np.zeros(len(numbers))
    signals["bm25"][np.searchsorted(numbers, by_bm25)] = bm25
    # Those in `better` are no duplicates of the others.
    order = np.lexsort((-weighted_sum(signals), ~_among(numbers, better)))
    rows, firsts = sentences_of(generation, numbers)
    kept, is_new, clusters = distinct_passages(generation.reprints.keys(rows), firsts, order)

    def without_duplicates(returned: Numbers) -> _Results:
        places = np.searchsorted(numbers, returned)
        distinct = kept[places]
        return _Results(returned[distinct], is_new[places[distinct]], has_more=len(returned) == asked)

    results = without_duplicates(by_bm25), without_duplicates(by_vector)
    return _Pool(numbers, signals, is_new, numbers[clusters], *results, better)


def _among(numbers: Numbers, some: Numbers) -> Mask:
    """Return which of some ascending numbers are among others, all of which stand there."""
    among = np.zeros(len(numbers), np.bool_)
    among[np.searchsorted(numbers, some)] = True
    return among


def _signals(question: Question, generation: Generation, numbers: Numbers, known: _Pool) -> dict[str, Floats]:
    """Return the signals of passages but that of BM25, given a pool of some of them that has theirs."""
    new = numbers[~_among(numbers, known.numbers)]
    cosines, evidence = _sentence_evidence(question, generation, new)
    documents = generation.catalogue.documents_of_passages[new]
    signals = {
        "document_bm25": generation.lexical_documents.scores(question.terms, documents),
        "passage_cosine": generation.passages.cosines(question.vector, new.tolist()).astype(np.float64),
        "sentence_cosine": cosines,
        "sentence_evidence": evidence,
    }
    order = np.argsort(np.concatenate([known.numbers, new]))
    return {name: np.concatenate([known.signals[name], signal])[order] for name, signal in signals.items()}


def _sentence_evidence(question: Question, generation: Generation, passages: Numbers) -> tuple[Floats, Floats]:
    """Return the highest cosine and the highest evidence of the sentences of each passage, shape (passages,)."""
    nearness, firsts = generation.sentences.cosines(passages, question.vector)
    rows, _ = sentences_of(generation, passages)
    cosines = nearness.astype(np.float64)
    evidence = cosines + SENTENCE_TERMS_WEIGHT * _term_share(question, generation, rows)
    return np.maximum.reduceat(cosines, firsts[:-1]), np.maximum.reduceat(evidence, firsts[:-1])


def sentences_of(generation: Generation, passages: Numbers) -> tuple[Numbers, Numbers]:
    """Return the numbers of the sentences of passages, one passage after another, and where each passage's begin.

    Shapes are (sentences,) and (passages + 1,).
    """
    offsets = generation.catalogue.sentence_offsets
    return expand_spans(offsets[passages], offsets[passages + 1])


def _term_share(question: Question, generation: Generation, sentences: Numbers) -> Floats:
    """Return for each sentence the share of the question's terms it holds, weighted by idf: 0 to 1."""
    terms = tuple(question.idf)
    weights = np.array([question.idf[term] for term in terms])
    if not weights.sum():
        return np.zeros(len(sentences))
    return np.asarray(products(generation.sentence_terms.held(sentences, terms), weights) / weights.sum())
