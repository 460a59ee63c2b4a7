"""Which of the passages found say the same as better ones: a story printed 120 times is one of the candidates.

A passage is a copy if every sentence of it that may bear on the question stands in the same words in better passages:
those that come near its best one, and those next to them, which say how what they say is meant.
What else it says differently is of no account to this question, and a passage that has another figure, another name or
a "not" in a sentence that is to the point is no copy. It is a variant if half of it or more stands in better ones:
that is kept, but takes no other's place.
"""

import numpy as np
from numpy.typing import NDArray

from embeddings.reprints import Keys, is_heading_key
from embeddings.vectors import Mask, Numbers

# How near a sentence's evidence must come to that of the passage's best one to bear on the question. Sentences of an
# excerpt come that near, qa.excerpts.NEAR_BEST.
NEAR_BEST = 0.25
# Of the sentences of a passage.
VARIANT_SHARE = 0.5


def distinct(keys: Keys, evidence: NDArray[np.float64], firsts: Numbers, order: Numbers) -> tuple[Mask, Mask]:
    """Return which passages are no copies of better ones, and which are no variants either, both of shape (passages,).

    `keys` and `evidence` have one entry a sentence; those of passage p are firsts[p] to firsts[p + 1]. `order` names
    the passages from the best on. Headings answer nothing, so they count only in a passage of headings.
    """
    kept, new = np.ones(len(order), np.bool_), np.ones(len(order), np.bool_)
    if not len(order):
        return kept, new
    telling = _telling(keys, evidence, firsts)
    _, same, counts = np.unique(keys, return_inverse=True, return_counts=True)
    if len(counts) == len(keys):
        return kept, new
    counted = ~is_heading_key(keys) | telling
    said: set[int] = set()
    for passage in order.tolist():
        own = slice(firsts[passage], firsts[passage + 1])
        again = [one in said for one in same[own][counted[own]].tolist()]
        new[passage] = sum(again) < VARIANT_SHARE * len(again)
        kept[passage] = not said.issuperset(same[own][telling[own]].tolist())
        if kept[passage]:
            said.update(same[own].tolist())
    return kept, new & kept


def _telling(keys: Keys, evidence: NDArray[np.float64], firsts: Numbers) -> Mask:
    """Return which sentences may bear on the question."""
    heading = is_heading_key(keys)
    lengths = np.diff(firsts)
    only_headings = np.repeat(np.logical_and.reduceat(heading, firsts[:-1]), lengths)
    counted = np.where(heading & ~only_headings, -np.inf, evidence)
    best = np.repeat(np.maximum.reduceat(counted, firsts[:-1]), lengths)
    near = counted >= best - NEAR_BEST
    # Of the sentence before or after: the same passage's.
    follows = np.ones(len(near), np.bool_)
    follows[firsts[:-1]] = False
    beside = np.zeros(len(near), np.bool_)
    beside[1:] = near[:-1] & follows[1:]
    beside[:-1] |= near[1:] & follows[1:]
    return np.asarray(near | (beside & np.isfinite(counted)), np.bool_)
