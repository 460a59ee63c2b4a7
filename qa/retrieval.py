"""A question -> the passages that speak to it, in one ranking that can be explained.

Candidates come from BM25 and from the nearest passage vectors. For each, four signals are brought to 0..1 over the
candidates (min-max) and added with the weights below: its BM25 score; that of its whole document, since names and
dates that a passage takes for granted stand elsewhere in the document; its cosine with the question; and the evidence
of its best sentence, which is the sentence's cosine together with the share of the question's terms in that very
sentence. docs/retrieval.md has the measurements.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import Encoder, Vectors
from embeddings.runs import spans
from embeddings.selection import Selection
from embeddings.store import Generation
from embeddings.vectors import Mask, Numbers, products
from embeddings.words import content_words
from qa.answers import Hit, Signals
from qa.copies import distinct
from qa.reranking import Reranker

# The best passages taken from each index. More changes little in the first ten and costs time.
CANDIDATES = 100
# An index is asked for more while copies take the place of others among them, up to so many.
MOST_ASKED = 3200
# Measured together on the judged collections (docs/retrieval.md); the figures hardly change within half and twice each.
WEIGHTS = {
    "bm25": 0.3,
    "document_bm25": 0.4,
    "passage_cosine": 0.4,
    "sentence_evidence": 1.0,
    "late_interaction": 1.0,
}
# What a reranker counts, where one is set, beside the score by all the above, which is 1: more, so that its first
# choice always stays before the one it finds worst. Not measured: the weights of such models were not at hand.
RERANKER_WEIGHT = 1.25
# Late interaction reads each word's vector, and a reranker each passage, so only the best by the other signals are
# looked at; late interaction over all of them does no better.
RERANKED = 30
# What the share of the question's terms in a sentence counts beside its cosine; 0.2 to 0.9 do nearly as well.
SENTENCE_TERMS_WEIGHT = 0.4

_SIGNALS = tuple(field.name for field in fields(Signals))

Floats = NDArray[np.float64]

_NONE: Numbers = np.empty(0, np.int64)


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


def rank(
    query: Query, generation: Generation, k: int, within: Selection | None = None, reranker: Reranker | None = None
) -> list[Hit]:
    """Return the best k passages of the documents within a selection, best first, fewer if it holds fewer.

    Copies of a better passage are left out. Who asks for more gets the same first ones: passages beyond the candidates
    follow below all of them.
    """
    documents = _document_scores(query, generation, within)
    scored = _score(query, generation, _candidates(query, generation, documents, CANDIDATES, within=within))
    if reranker and len(scored.numbers):
        scored = _reranked(query, generation, scored, reranker)
    if k > len(scored.numbers):
        further = _candidates(query, generation, documents, k, within=within, better=scored.numbers)
        if len(further.numbers):
            scored = _followed_by(scored, _score(query, generation, further))
    # Ties go to the passage that stands first in the archive, so that a ranking can be repeated.
    best = np.argsort(-scored.scores, kind="stable")[:k]
    return _hits(query, generation, scored, best)


class _Found(NamedTuple):
    """Passages with their signals, arrays of one length; late interaction is yet to be looked at.

    `new` says which are neither copies nor variants of better ones.
    """

    numbers: Numbers
    signals: dict[str, Floats]
    new: Mask


class _Scored(NamedTuple):
    """Passages with their scores and signals, arrays of one length."""

    numbers: Numbers
    scores: Floats
    signals: dict[str, Floats]


def _score(query: Query, generation: Generation, found: _Found) -> _Scored:
    """Return passages with their signals and fused scores."""
    if not len(found.numbers):
        return _Scored(found.numbers, np.zeros(0), dict.fromkeys(_SIGNALS, np.zeros(0)))
    signals = {
        **found.signals,
        "late_interaction": np.zeros(len(found.numbers)),
        "reranker": np.full(len(found.numbers), np.nan),
    }
    scores = fuse(signals, lambda best: _late_interaction(query, generation, found.numbers[best]), found.new)
    return _Scored(found.numbers, scores, signals)


def fuse(signals: dict[str, Floats], late_interaction: Callable[[Numbers], Floats], new: Mask | None = None) -> Floats:
    """Return the scores of passages, 0 to 1, by the signals that have a weight, arrays of one length.

    `late_interaction` is asked about the places of the best by the others; what it says joins the signals. `new` says
    which passages are no variants of better ones and count among the best; without it all do.
    """
    scores = _weighed(signals)
    order = np.argsort(-scores, kind="stable")
    best = order[:RERANKED] if new is None else order[: _enough(new[order], RERANKED)]
    signals["late_interaction"][best] = late_interaction(best)
    scores[best] += WEIGHTS["late_interaction"] * _min_max(signals["late_interaction"][best])
    return scores / sum(WEIGHTS.values())


def _weighed(signals: dict[str, Floats]) -> Floats:
    """Return the weighted sum of the signals but late interaction, each brought to 0..1, shape (passages,)."""
    others = [name for name in WEIGHTS if name != "late_interaction"]
    return np.asarray(sum(WEIGHTS[name] * _min_max(signals[name]) for name in others))


def _enough(new: Mask, wanted: int) -> int:
    """Return how many of the first passages hold so many new ones."""
    places = np.flatnonzero(new)
    return int(places[wanted - 1]) + 1 if len(places) >= wanted else len(new)


def _reranked(query: Query, generation: Generation, scored: _Scored, reranker: Reranker) -> _Scored:
    """Let a reranker read the best passages, each with its document's title; its scores join theirs."""
    best = np.argsort(-scored.scores, kind="stable")[:RERANKED]
    found = reranker(query.text, [_read(generation, number) for number in scored.numbers[best].tolist()])
    scored.signals["reranker"][best] = found
    scores = scored.scores.copy()
    scores[best] += RERANKER_WEIGHT * _min_max(found)
    return scored._replace(scores=scores / (1 + RERANKER_WEIGHT))


def _read(generation: Generation, number: int) -> str:
    document, passage = generation.catalogue.document_of(number), generation.catalogue.passage(number)
    text = document.text[passage.start : passage.end]
    return f"{document.title}\n{text}" if document.title else text


def _followed_by(scored: _Scored, further: _Scored) -> _Scored:
    below = further.scores * scored.scores.min(initial=1.0)
    signals = {name: np.concatenate([scored.signals[name], further.signals[name]]) for name in _SIGNALS}
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


def _candidates(
    query: Query,
    generation: Generation,
    documents: dict[int, float],
    wanted: int,
    *,
    within: Selection | None,
    better: Numbers = _NONE,
) -> _Found:
    """Return the passages to look at, by ascending numbers: from each index the best that are no copies of better ones.

    Each index is asked for more until so many are found. Those in `better` are known and left out, with their copies.
    """
    allowed = None if within is None else generation.catalogue.facts.passages(within)
    asked, most = wanted, max(wanted, MOST_ASKED)
    while True:
        lexical, bm25 = generation.lexical.search(query.terms, asked, within)
        nearest, _ = generation.passages.search(query.vector, asked, allowed)
        numbers = np.union1d(np.concatenate([lexical, nearest]), better)
        scores = np.zeros(len(numbers))
        scores[np.searchsorted(numbers, lexical)] = bm25
        signals, kept, new = _without_copies(query, generation, documents, numbers, scores, better=better)
        sides = [side[kept[np.searchsorted(numbers, side)]] for side in (lexical, nearest)]
        told = [new[np.searchsorted(numbers, side)] for side in sides]
        missing = max(
            (wanted - own.sum() for own, side in zip(told, (lexical, nearest), strict=True) if len(side) == asked),
            default=0,
        )
        if missing <= 0 or asked == most:
            break
        asked = min(most, asked + int(missing) * (1 + asked // wanted))
    # As if the copies were not in the archive.
    sides = [side[: _enough(own, wanted)] for side, own in zip(sides, told, strict=True)]
    signals["bm25"][~np.isin(numbers, sides[0])] = 0
    chosen = np.isin(numbers, np.concatenate(sides)) & ~np.isin(numbers, better)
    return _Found(numbers[chosen], {name: signal[chosen] for name, signal in signals.items()}, new[chosen])


def _without_copies(
    query: Query,
    generation: Generation,
    documents: dict[int, float],
    numbers: Numbers,
    bm25: Floats,
    *,
    better: Numbers,
) -> tuple[dict[str, Floats], Mask, Mask]:
    """Return the signals of passages, which of them are no copies, and which are no variants either.

    All are arrays of shape (passages,). Those in `better` are no copies of the others.
    """
    if not len(numbers):
        none = np.zeros(0, np.bool_)
        return dict.fromkeys(_SIGNALS, np.zeros(0)), none, none
    cosines, evidence, rows, firsts = _sentence_evidence(query, generation, numbers)
    of_documents = generation.catalogue.documents_of_passages[numbers].tolist()
    signals = {
        "bm25": bm25,
        "document_bm25": np.array([documents.get(document, 0.0) for document in of_documents]),
        "passage_cosine": generation.passages.cosines(query.vector, numbers.tolist()).astype(np.float64),
        "sentence_cosine": np.maximum.reduceat(cosines, firsts[:-1]),
        "sentence_evidence": np.maximum.reduceat(evidence, firsts[:-1]),
    }
    order = np.lexsort((-_weighed(signals), ~np.isin(numbers, better)))
    return signals, *distinct(generation.reprints.keys(rows), firsts, order)


def _document_scores(query: Query, generation: Generation, within: Selection | None) -> dict[int, float]:
    """Return the BM25 scores of the best documents, by their numbers; reprints of one document count as one."""
    asked = CANDIDATES
    while True:
        numbers, scores = generation.lexical_documents.search(query.terms, asked, within)
        _, firsts = np.unique(generation.reprints.origins[numbers], return_index=True)
        if len(firsts) >= CANDIDATES or len(numbers) < asked or asked >= MOST_ASKED:
            break
        asked *= 2
    end = np.sort(firsts)[:CANDIDATES].max(initial=-1) + 1
    return dict(zip(numbers[:end].tolist(), scores[:end].tolist(), strict=True))


def _sentence_evidence(
    query: Query, generation: Generation, candidates: Numbers
) -> tuple[Floats, Floats, Numbers, Numbers]:
    """Return cosine, evidence and number of all sentences of the candidates, and where each candidate's begin in them.

    The first three have the shape (sentences,), the last (candidates + 1,).
    """
    vectors, firsts = generation.sentences.take(candidates)
    offsets = generation.catalogue.sentence_offsets
    rows, _ = spans(offsets[candidates], offsets[candidates + 1])
    cosines = products(vectors.astype(np.float32), query.vector).astype(np.float64)
    return cosines, cosines + SENTENCE_TERMS_WEIGHT * _term_share(query, generation, rows), rows, firsts


def _term_share(query: Query, generation: Generation, sentences: Numbers) -> Floats:
    """Return for each sentence the share of the question's terms it holds, weighted by idf: 0 to 1."""
    terms = tuple(query.weights)
    weights = np.array([query.weights[term] for term in terms])
    if not weights.sum():
        return np.zeros(len(sentences))
    return np.asarray(products(generation.sentence_terms.held(sentences, terms), weights) / weights.sum())


def _min_max(scores: Floats) -> Floats:
    low, high = scores.min(), scores.max()
    return (scores - low) / (high - low) if high > low else np.zeros_like(scores)
