"""The passages that are looked at for a question, with their signals: the best of each index without copies."""

from dataclasses import fields
from typing import NamedTuple

import numpy as np

from embeddings.arrays import Floats, Mask, Numbers
from embeddings.files.runs import spans
from embeddings.generations.store import Generation
from embeddings.index.selection import Selection
from embeddings.index.vectors import products
from qa.answers import Signals
from qa.question.question import Query
from qa.retrieval.duplicates import distinct
from qa.retrieval.fusion import enough, weighed

# The best passages taken from each index. More changes little in the first ten and costs time.
CANDIDATES = 100
# An index is asked for more while copies take the place of others among them, up to so many.
MOST_ASKED = 3200
# What the share of the question's terms in a sentence counts beside its cosine; 0.2 to 0.9 do nearly as well.
SENTENCE_TERMS_WEIGHT = 0.4

SIGNALS = tuple(field.name for field in fields(Signals))

_NONE: Numbers = np.empty(0, np.int64)


class Found(NamedTuple):
    """Passages with their signals, arrays of one length; late interaction is yet to be looked at.

    `new` says which are neither copies nor variants of better ones.
    """

    numbers: Numbers
    signals: dict[str, Floats]
    new: Mask


def find(
    query: Query,
    generation: Generation,
    documents: dict[int, float],
    wanted: int,
    *,
    within: Selection | None,
    better: Numbers = _NONE,
) -> Found:
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
    sides = [side[: enough(own, wanted)] for side, own in zip(sides, told, strict=True)]
    signals["bm25"][~np.isin(numbers, sides[0])] = 0
    chosen = np.isin(numbers, np.concatenate(sides)) & ~np.isin(numbers, better)
    return Found(numbers[chosen], {name: signal[chosen] for name, signal in signals.items()}, new[chosen])


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
        return dict.fromkeys(SIGNALS, np.zeros(0)), none, none
    cosines, evidence, rows, firsts = _sentence_evidence(query, generation, numbers)
    of_documents = generation.catalogue.documents_of_passages[numbers].tolist()
    signals = {
        "bm25": bm25,
        "document_bm25": np.array([documents.get(document, 0.0) for document in of_documents]),
        "passage_cosine": generation.passages.cosines(query.vector, numbers.tolist()).astype(np.float64),
        "sentence_cosine": np.maximum.reduceat(cosines, firsts[:-1]),
        "sentence_evidence": np.maximum.reduceat(evidence, firsts[:-1]),
    }
    order = np.lexsort((-weighed(signals), ~np.isin(numbers, better)))
    return signals, *distinct(generation.reprints.keys(rows), firsts, order)


def document_scores(query: Query, generation: Generation, within: Selection | None) -> dict[int, float]:
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
