"""Which documents are reprints, and of which others.

A document is a reprint of another if nearly all of the shorter one stands in the longer one, sentence by sentence, and
makes up at least half of it. No likeness is estimated: equal sentences are found by sorting their keys.
"""

from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from embeddings.arrays import Floats, Mask, Numbers
from embeddings.index.sentence_keys import Keys

# "Nearly all" of the shorter document, since copies are cut at the end, and how much of the longer one that must be,
# since a roundup of many stories is no reprint of one. Both are shares of the terms, counted once a sentence.
SHORTER_SHARE, LONGER_SHARE = 0.8, 0.5
# Documents that each document is compared with: of the first and the last to say the same, those with most in common.
MOST_COMPARED = 8


@dataclass(frozen=True, slots=True)
class RepeatedSentences:
    """The sentences that stand in more than one place: the key, the document and the number of terms of each.

    All three have the shape (sentences,).
    """

    keys: Keys
    documents: Numbers
    terms: Numbers

    def take(self, rows: NDArray[np.int64] | NDArray[np.bool_]) -> "RepeatedSentences":
        """Return some of the sentences, by their numbers or by a mask."""
        return RepeatedSentences(self.keys[rows], self.documents[rows], self.terms[rows])


def origins(sentences: RepeatedSentences, total: Floats, ranks: Numbers) -> Numbers:
    """Return for each document the one that it is a reprint of, itself for an original; shape (documents,).

    `total` is the number of terms of all sentences of each document. `ranks` numbers the documents from the one that
    would be the origin of all. An origin is always an original.
    """
    origin_of = np.arange(len(ranks))
    sentences, total = _once_a_document(sentences, total, ranks)
    sentences = sentences.take(_likely(sentences, total)[sentences.documents])
    by_document = _SentencesByDocument(sentences, total)
    # Documents of the same sentences have the same origin, whatever else stands between them.
    first_alike: dict[bytes, int] = {}
    for document, earlier in _compared(sentences, ranks):
        twin = first_alike.setdefault(by_document.digest(document), document)
        candidates = sorted({int(origin_of[number]) for number in earlier}, key=ranks.__getitem__)
        matches = (candidate for candidate in candidates if by_document.is_reprint(document, candidate))
        origin_of[document] = origin_of[twin] if twin != document else next(matches, document)
    return origin_of


def likely_reprints(sentences: RepeatedSentences, total: Floats, ranks: Numbers) -> Mask:
    """Return which documents may be reprints or the origins of some, shape (documents,); see `origins`.

    That goes by what each of them says, whatever other documents there are.
    """
    return _likely(*_once_a_document(sentences, total, ranks))


def _once_a_document(sentences: RepeatedSentences, total: Floats, ranks: Numbers) -> tuple[RepeatedSentences, Floats]:
    """Return each sentence once a document, and the terms of all sentences of each document, counted so.

    Those of the same words stand together, the documents in the order of their ranks.
    """
    sentences = sentences.take(np.lexsort((ranks[sentences.documents], sentences.keys)))
    keys, documents = sentences.keys, sentences.documents
    again = np.concatenate([[False], (keys[1:] == keys[:-1]) & (documents[1:] == documents[:-1])])[: len(keys)]
    total = total - np.bincount(documents[again], sentences.terms[again], len(ranks))
    return sentences.take(~again), total


def _likely(sentences: RepeatedSentences, total: Floats) -> Mask:
    """Return which documents say enough that others say too to be reprints, or the origins of some."""
    said = np.bincount(sentences.documents, sentences.terms, len(total))
    return np.asarray(said >= LONGER_SHARE * np.maximum(total, 1))


def _compared(sentences: RepeatedSentences, ranks: Numbers) -> list[tuple[int, list[int]]]:
    """Return documents, by their ranks, each with the earlier documents to compare it with.

    These are, for each of its sentences, the first document to say it and the last one before. Their number grows with
    that of the sentences, not with its square.
    """
    keys, documents = sentences.keys, sentences.documents
    if not len(keys):
        return []
    starts = np.concatenate([[True], keys[1:] != keys[:-1]])
    first = np.maximum.accumulate(np.where(starts, np.arange(len(keys)), 0))
    later = np.flatnonzero(~starts)
    pairs = np.stack([np.tile(documents[later], 2), np.concatenate([documents[first[later]], documents[later - 1]])])
    unique, inverse = np.unique(pairs, axis=1, return_inverse=True)
    common = np.bincount(inverse.reshape(-1), np.tile(sentences.terms[later], 2))
    compared: dict[int, list[int]] = {}
    for pair in np.lexsort((ranks[unique[1]], -common, ranks[unique[0]])).tolist():
        earlier = compared.setdefault(int(unique[0, pair]), [])
        if len(earlier) < MOST_COMPARED:
            earlier.append(int(unique[1, pair]))
    return list(compared.items())


class _SentencesByDocument:
    """The repeated sentences of each document, to see how much two documents have in common."""

    def __init__(self, sentences: RepeatedSentences, total: Floats) -> None:
        ordered = sentences.take(np.lexsort((sentences.keys, sentences.documents)))
        self._keys, self._terms, self._total = ordered.keys, ordered.terms, total
        self._firsts = np.searchsorted(ordered.documents, np.arange(len(total) + 1))

    def _rows(self, document: int) -> slice:
        return slice(self._firsts[document], self._firsts[document + 1])

    def digest(self, document: int) -> bytes:
        """Return what is equal for documents of the same sentences, and for no others."""
        rows = self._rows(document)
        all_repeated = self._terms[rows].sum() == self._total[document]
        return blake2b(self._keys[rows].tobytes() if all_repeated else str(document).encode()).digest()

    def is_reprint(self, document: int, other: int) -> bool:
        """Whether nearly all of the shorter document stands in the longer one and makes up at least half of it."""
        shorter, longer = sorted((float(self._total[document]), float(self._total[other])))
        if shorter < LONGER_SHARE * longer:
            return False
        rows = self._rows(document)
        _, places, _ = np.intersect1d(
            self._keys[rows], self._keys[self._rows(other)], assume_unique=True, return_indices=True
        )
        common = float(self._terms[rows][places].sum())
        return common > 0 and common >= SHORTER_SHARE * shorter and common >= LONGER_SHARE * longer


def ranks(last_days: Numbers) -> Numbers:
    """Return the rank of each document among all that could be the origin of a text, from 0; shape (documents,).

    `last_days` has the last day that each document's date names: by then a document dated to a month or a year was
    surely published. It is 0 for a document of unknown date, which comes after all others. Ties go by the order of the
    archive.
    """
    order = np.argsort(np.where(last_days > 0, last_days, np.iinfo(np.int64).max), kind="stable")
    rank_of = np.empty(len(order), np.int64)
    rank_of[order] = np.arange(len(order))
    return rank_of
