"""The passages nearest to one that is there already, by its stored vector: no model is asked."""

from dataclasses import replace

import numpy as np

from embeddings.arrays import Mask, Numbers
from embeddings.documents import Span
from embeddings.generations.store import Generation
from embeddings.index.selection import Selection
from qa.answers import Excerpt
from qa.retrieval.candidates import sentences_of
from qa.retrieval.duplicates import distinct_passages
from qa.retrieval.scope import Scope

# Passages asked for, beside those wanted, in place of those that repeat others.
BESIDE = 30


def similar_passages(excerpt: Excerpt, scope: Scope, k: int) -> list[Excerpt]:
    """Return the k passages nearest to the one in which an excerpt stands, as excerpts; `score` is the cosine.

    Those of other documents come first, nearest first, and those of its own document where others are too few. What
    repeats it, or a nearer one, is left out. The excerpt is of a document of the scope's generation, which need not be
    in the scope itself. Raises IndexDamaged.
    """
    generation = scope.generation
    document = generation.catalogue.number_of(excerpt.document.id)
    if document is None:
        return []
    passage = _passage_at(generation, document, (excerpt.start, excerpt.end))
    found: list[tuple[int, float]] = []
    for within in _others_then_own(scope, document, excerpt.document.id):
        if len(found) < k:
            found += _nearest(scope, passage, within, k - len(found))
    return [_excerpt_of(generation, number, cosine) for number, cosine in found]


def _passage_at(generation: Generation, document: int, span: Span) -> int:
    """Return the passage of a document that shares most with a span."""
    numbers = np.flatnonzero(generation.catalogue.documents_of_passages == document)
    places, firsts = generation.catalogue.places.take(numbers)
    starts, ends = places[firsts[:-1], 0], places[firsts[1:] - 1, 1]
    return int(numbers[np.argmax(np.minimum(ends, span[1]) - np.maximum(starts, span[0]))])


def _others_then_own(scope: Scope, document: int, document_id: str) -> list[Selection]:
    """Return what of a scope is in other documents than one, and, if that is in the scope, what is in it."""
    selection = scope.selection or Selection()
    others = replace(selection, hidden=(*selection.hidden, document_id))
    if scope.documents is not None and not scope.documents[document]:
        return [others]
    return [others, replace(selection, documents=(document_id,))]


def _nearest(scope: Scope, passage: int, within: Selection, k: int) -> list[tuple[int, float]]:
    """Return the k passages nearest to one, with their cosines; it itself and what repeats a nearer one is left out."""
    generation = scope.generation
    numbers, cosines = scope.searcher.dense(generation.passages.vector(passage), k + BESIDE, within)
    others = numbers != passage
    numbers, cosines = numbers[others], cosines[others]
    is_new = _is_new(generation, np.concatenate([[passage], numbers]).astype(np.int64))[1:]
    kept = zip(numbers[is_new].tolist(), cosines[is_new].tolist(), strict=True)
    return list(kept)[:k]


def _is_new(generation: Generation, numbers: Numbers) -> Mask:
    """Return which passages do not repeat one before them."""
    rows, firsts = sentences_of(generation, numbers)
    return distinct_passages(generation.reprints.keys(rows), firsts, np.arange(len(numbers))).is_new


def _excerpt_of(generation: Generation, number: int, cosine: float) -> Excerpt:
    document, sentences = generation.catalogue.document_of(number), generation.catalogue.passage(number).sentences
    start, end = sentences[0].start, sentences[-1].end
    return Excerpt(document=document, start=start, end=end, text=document.text[start:end], score=cosine)
