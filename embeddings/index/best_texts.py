"""The best texts of several weighted lists of them, without adding up the scores of those that cannot be among them.

After H. Turtle, J. Flood, "Query evaluation: strategies and optimizations", 1995 (MaxScore): once the lists that are
left cannot add as much together as the k-th best text has for sure, a text that stands in none of the lists before is
out, and so is every text that would need more than they can add. What the others score is added up list by list in the
order of the question, as for all texts, so scores and order are the same to the last bit.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from embeddings.arrays import Floats, Mask, Numbers, Vectors
from embeddings.index.vectors import best

# Postings: with fewer, adding up all takes no longer than to see which can be left out.
FEW_POSTINGS = 20_000
# Sums are in single precision until it is clear which texts are needed, so a text is only out with clearly less.
_CLEARLY_LESS = 1 - 1e-4
# How many times as long it takes to look a text up in a list as to add what the list says of one.
_DEARER = 12


@dataclass(frozen=True)
class ScoredList:
    """The texts that hold a term, and what it adds to the score of each, always more than 0.

    `numbers` are those of the texts, in ascending order, and `codes` the codes of their lengths
    (embeddings.index.bm25), by which `once` has what the term adds to a text that holds it once, less to longer ones.
    `often` are the places in `numbers` of texts that hold it several times, in ascending order, and `more` is what it
    adds to these. So a list takes some six bytes a text.
    """

    numbers: NDArray[np.int32]
    codes: NDArray[np.uint8]
    once: Floats
    often: NDArray[np.int32]
    more: Floats

    @property
    def bytes(self) -> int:
        """How much memory it takes."""
        return sum(one.nbytes for one in (self.numbers, self.codes, self.once, self.often, self.more))

    @property
    def scores(self) -> Floats:
        """What the term adds to the score of each of its texts, in their order."""
        scores = self.once.take(self.codes)
        scores[self.often] = self.more
        return scores

    @cached_property
    def most(self) -> float:
        """The most that the term adds to a score, or a little more."""
        shortest = self.codes.min(initial=len(self.once) - 1)
        return float(max(self.once[shortest], self.more.max(initial=0)))

    def add_to(self, sums: Vectors) -> None:
        """Add what the term adds to sums in single precision, shape (texts,)."""
        scores = self.once.astype(np.float32).take(self.codes)
        scores[self.often] = self.more
        # With places of 64 bits numpy takes half the time.
        np.add.at(sums, self.numbers.astype(np.int64), scores)

    def of(self, numbers: Numbers) -> Floats:
        """Return what the term adds to the scores of some texts, 0 for one that does not hold it."""
        scores = np.zeros(len(numbers))
        if not len(self.numbers):
            return scores
        places = np.minimum(np.searchsorted(self.numbers, numbers.astype(np.int32)), len(self.numbers) - 1)
        holding = np.flatnonzero(self.numbers[places] == numbers)
        places = places[holding]
        found = self.once[self.codes[places]]
        if len(self.often):
            among = np.minimum(np.searchsorted(self.often, places), len(self.often) - 1)
            often = np.flatnonzero(self.often[among] == places)
            found[often] = self.more[among[often]]
        scores[holding] = found
        return scores


def best_texts(lists: Sequence[ScoredList], k: int, texts: int, allowed: Mask | None = None) -> tuple[Numbers, Vectors]:
    """Return the numbers and scores, each of shape (at most k,), of the best of so many texts, best first.

    The lists are in the order of the question. `allowed`, shape (texts,), says which texts may be found. Of equal
    scores the text of the lower number comes first.
    """
    if k and sum(len(one.numbers) for one in lists) > FEW_POSTINGS:
        hits = _candidates(lists, k, texts, allowed)
        scores = np.zeros(len(hits))
        for one in lists:
            scores += one.of(hits)
        return best(hits, scores.astype(np.float32), k)
    return best_of_all(lists, k, allowed)


def best_of_all(lists: Sequence[ScoredList], k: int, allowed: Mask | None = None) -> tuple[Numbers, Vectors]:
    """Return what `best_texts` does, having added up the scores of all texts."""
    scores = _added_up(lists).astype(np.float32)
    hits = np.flatnonzero(scores if allowed is None else (scores > 0) & allowed[: len(scores)])
    return best(hits, scores[hits], k)


def scores_of(lists: Sequence[ScoredList], numbers: Numbers) -> Floats:
    """Return the scores of some texts, by their numbers: shape (len(numbers),), 0 for one that is in no list."""
    if sum(len(one.numbers) for one in lists) <= FEW_POSTINGS:
        scores = _added_up(lists, int(numbers.max(initial=-1)) + 1)
        return scores[numbers]
    scores = np.zeros(len(numbers))
    for one in lists:
        scores += one.of(numbers)
    return scores


def _added_up(lists: Sequence[ScoredList], texts: int = 0) -> Floats:
    """Return the scores of all texts by their numbers, of so many texts at least.

    What the lists add is added up in their order.
    """
    if not lists:
        return np.zeros(texts)
    numbers = np.concatenate([one.numbers for one in lists])
    return np.bincount(numbers, np.concatenate([one.scores for one in lists]), texts).astype(np.float64, copy=False)


def _candidates(lists: Sequence[ScoredList], k: int, texts: int, allowed: Mask | None) -> Numbers:
    """Return the texts that may be among the best k, in ascending order."""
    ordered = sorted(lists, key=lambda one: -one.most)
    # What the lists from each on may add together.
    most = np.cumsum([0, *(one.most for one in reversed(ordered))])[::-1].tolist()
    partial = np.zeros(texts, np.float32)
    for place, one in enumerate(ordered, 1):
        one.add_to(partial)
        # The k-th best text seldom has more than half of what one could have.
        if most[place] > most[0] / 2:
            continue
        least = _CLEARLY_LESS * _least_of_best(ordered, place, partial, k, allowed)
        if most[place] < least:
            break
    enough = partial > 0 if most[place] >= least else partial >= least - most[place]
    hits = np.flatnonzero(enough if allowed is None else enough & allowed[:texts])
    known = partial[hits]
    for others, one in enumerate(ordered[place:], place + 1):
        if len(one.numbers) < _DEARER * len(hits):
            partial[hits] = known
            one.add_to(partial)
            known = partial[hits]
        else:
            known = known + one.of(hits).astype(np.float32)
        kept = known >= least - most[others]
        hits, known = hits[kept], known[kept]
    return hits[known >= least]


def _least_of_best(ordered: Sequence[ScoredList], added: int, partial: Vectors, k: int, allowed: Mask | None) -> float:
    """Return what the k-th best text has at least, 0 where that is not known; so many lists are added up already.

    It is one of those that hold the term that adds most, as a rule; what they have is known soon.
    """
    numbers: Numbers = ordered[0].numbers.astype(np.int64)
    if allowed is not None:
        numbers = numbers[allowed[numbers]]
    if len(numbers) < k:
        numbers = np.flatnonzero(partial > 0 if allowed is None else (partial > 0) & allowed[: len(partial)])
    if len(numbers) < k:
        return 0.0
    known = partial[numbers]
    leading = np.argpartition(known, -k)[-k:]
    scores: Floats = known[leading].astype(np.float64)
    for one in ordered[added:]:
        scores += one.of(numbers[leading])
    return float(scores.min())
