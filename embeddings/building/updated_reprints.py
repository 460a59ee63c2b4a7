"""What stands in several places and which documents are reprints, from what the generation before knew of both.

Only what has to do with a sentence of a document that came or went is worked out anew: where else such sentences
stand, and the origins of the documents that say one, or that are joined to these by other sentences that both say. All
else is as it was, under other numbers. So the files are those that would be worked out of all sentences.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from embeddings.arrays import Floats, Mask, Numbers
from embeddings.files.runs import expand_spans
from embeddings.generations.segment import Segments
from embeddings.generations.store import Generation
from embeddings.index.order import Order
from embeddings.index.origins import RepeatedSentences, likely_reprints, origins
from embeddings.index.reprints import Found
from embeddings.index.sentence_keys import Keys, is_heading_key

# Where more than this share of all sentences came or went, working out all anew is no dearer.
MOST_CHANGED = 0.25
# Keys are looked up by their first bits, before they are compared.
_FIRST_BITS = np.uint64(64 - 16)


def updated(before: Generation, shared: Sequence[int], together: Segments, ranks: Numbers) -> Found | None:
    """Return what is repeated in an archive that shares some segments of the generation before, in their order.

    `ranks` are those of the archive's documents. None stands for too much that changed.
    """
    numbers = _numbers_now(before.order, together.order, shared)
    firsts_before, firsts = _first_sentences(before.order), _first_sentences(together.order)
    keys = _keys_changed(before, together, numbers, (firsts_before, firsts), len(shared))
    if keys is None:
        return None
    small_keys, small_places = _standing(together, keys)
    changed = np.unique(_documents(firsts, small_places))
    same = small_keys[1:] == small_keys[:-1]
    repeated = np.concatenate([same, [False]]) | np.concatenate([[False], same])
    small_keys, small_places = small_keys[repeated[: len(small_keys)]], small_places[repeated[: len(small_places)]]
    as_before, places = before.reprints.repeated
    stays = ~_among(as_before, keys)
    as_before, places = as_before[stays], np.asarray(places[stays])
    documents = _documents(firsts_before, places)
    places = places + (firsts[numbers[documents]] - firsts_before[documents])
    at = np.searchsorted(as_before, small_keys)
    archive = _Archive(together, firsts, np.insert(as_before, at, small_keys), np.insert(places, at, small_places))
    origin_of = np.arange(len(ranks))
    kept = np.flatnonzero(numbers >= 0)
    origin_of[numbers[kept]] = numbers[before.reprints.origins[kept]]
    again = archive.joined_to(changed, ranks)
    said = archive.said_by(again)
    origin_of[again] = again[origins(said.sentences, said.total, ranks[again])]
    return Found(archive.keys, archive.places, origin_of)


def _numbers_now(before: Order, now: Order, shared: Sequence[int]) -> Numbers:
    """Return the number that each document of before has now, -1 for one that is gone or was written anew."""
    numbers = np.full(before.documents, -1, np.int64)
    for position, segment in enumerate(shared):
        own = before.segments == segment
        numbers[own] = now.numbers_of_documents[position][before.rows[own]]
    return numbers


def _first_sentences(order: Order) -> Numbers:
    """Return the first sentence of each document; behind the last, where all end."""
    counts = np.bincount(order.documents_of_passages, minlength=order.documents)
    return np.asarray(order.sentence_offsets[np.concatenate([[0], np.cumsum(counts)])])


def _documents(firsts: Numbers, sentences: Numbers) -> Numbers:
    """Return the document of each sentence, given the first sentence of each document."""
    return np.searchsorted(firsts, sentences, "right") - 1


def _keys_changed(
    before: Generation, together: Segments, numbers: Numbers, firsts: tuple[Numbers, Numbers], shared: int
) -> Keys | None:
    """Return the keys of the sentences that came or went, each once, in order; None for too many.

    None, too, where documents changed their order, which their files never do by themselves.
    """
    kept = numbers[numbers >= 0]
    if (np.diff(kept) <= 0).any():
        return None
    of_before, of_now = firsts
    gone, new = np.flatnonzero(numbers < 0), np.flatnonzero(together.order.segments >= shared)
    went, _ = expand_spans(of_before[gone], of_before[gone + 1])
    came, _ = expand_spans(of_now[new], of_now[new + 1])
    if len(went) + len(came) > MOST_CHANGED * of_now[-1]:
        return None
    return np.unique(np.concatenate([before.sentence_keys.take(went), together.sentence_keys.take(came)]))


def _among(keys: Keys, some: Keys) -> Mask:
    """Return which keys are among some that are in order."""
    if not len(some):
        return np.zeros(len(keys), np.bool_)
    places = np.minimum(np.searchsorted(some, keys), len(some) - 1)
    return np.asarray(some[places] == keys)


def _standing(together: Segments, keys: Keys) -> tuple[Keys, Numbers]:
    """Return all sentences of an archive that have one of some keys: their keys, in order, and their numbers."""
    first_bits = np.zeros(1 << 16, np.bool_)
    first_bits[keys >> _FIRST_BITS] = True
    found, places = [], []
    order = together.order
    for part, numbers in zip(together.parts, order.numbers_of_passages, strict=True):
        rows = np.flatnonzero(first_bits[part.sentence_keys >> _FIRST_BITS])
        rows = rows[_among(part.sentence_keys[rows], keys)]
        passages = np.searchsorted(part.catalogue.sentence_offsets, rows, "right") - 1
        is_there = numbers[passages] >= 0
        rows, passages = rows[is_there], passages[is_there]
        found.append(part.sentence_keys[rows])
        places.append(order.sentence_offsets[numbers[passages]] + rows - part.catalogue.sentence_offsets[passages])
    all_found, all_places = np.concatenate(found), np.concatenate(places)
    in_order = np.lexsort((all_places, all_found))
    return all_found[in_order], all_places[in_order]


class _Said(NamedTuple):
    """The repeated sentences of some documents, and the number of terms of all sentences of each.

    The documents are numbered by their places among those that were asked for.
    """

    sentences: RepeatedSentences
    total: Floats


class _Archive:
    """An archive with its repeated sentences: their keys, in order, and their numbers."""

    def __init__(self, together: Segments, firsts: Numbers, keys: Keys, places: Numbers) -> None:
        self._together, self._firsts = together, firsts
        self.keys, self.places = keys, places
        # Headings do not count.
        counted = ~is_heading_key(keys)
        self._keys, self._places = keys[counted], places[counted]
        self._documents = _documents(firsts, self._places)
        self._by_document = np.argsort(self._documents, kind="stable")
        self._ends = np.searchsorted(self._documents[self._by_document], np.arange(len(firsts)))

    def joined_to(self, documents: Numbers, ranks: Numbers) -> Numbers:
        """Return documents, with all that are joined to them by sentences of documents that may be reprints."""
        seen = np.zeros(len(ranks), np.bool_)
        reached = np.zeros(len(ranks), np.bool_)
        seen[documents] = reached[documents] = True
        while len(documents):
            keys = np.unique(self._keys[self._rows(documents)[0]])
            rows, _ = expand_spans(*(np.searchsorted(self._keys, keys, side) for side in ("left", "right")))
            others = np.unique(self._documents[rows])
            others = others[~seen[others]]
            seen[others] = True
            said = self.said_by(others)
            documents = others[likely_reprints(said.sentences, said.total, ranks[others])]
            reached[documents] = True
        return np.flatnonzero(reached)

    def _rows(self, documents: Numbers) -> tuple[NDArray[np.int64], Numbers]:
        """Return which of the repeated sentences some documents say, and where those of each begin."""
        places, firsts = expand_spans(self._ends[documents], self._ends[documents + 1])
        return self._by_document[places], firsts

    def said_by(self, documents: Numbers) -> _Said:
        """Return what some documents, in the order of their numbers, say."""
        sentences, firsts = expand_spans(self._firsts[documents], self._firsts[documents + 1])
        terms = self._together.sentence_terms.counts(sentences)
        counted = ~is_heading_key(self._together.sentence_keys.take(sentences))
        total = np.bincount(_owners(firsts)[counted], terms[counted], len(documents)).astype(np.float64)
        rows, firsts_of_rows = self._rows(documents)
        owners = _owners(firsts_of_rows)
        in_order = np.argsort(rows, kind="stable")
        rows, owners = rows[in_order], owners[in_order]
        terms = self._together.sentence_terms.counts(self._places[rows])
        return _Said(RepeatedSentences(self._keys[rows], owners, terms), total)


def _owners(firsts: Numbers) -> Numbers:
    """Return which span each number belongs to, given where each begins and, behind the last, where all end."""
    return np.repeat(np.arange(len(firsts) - 1), np.diff(firsts))
