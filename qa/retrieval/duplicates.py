"""Which of the passages found say the same as better ones: a story printed 120 times is one of the candidates.

A passage is a copy if every sentence of it stands in the same words in better passages. It is a variant if half of it
or more does: that is kept, since what it says besides may be what was asked for, but takes no other's place.
"""

import numpy as np

from embeddings.arrays import Mask, Numbers
from embeddings.index.reprints import Keys, is_heading_key

# Of the sentences of a passage.
VARIANT_SHARE = 0.5


def distinct(keys: Keys, firsts: Numbers, order: Numbers) -> tuple[Mask, Mask]:
    """Return which passages are no copies of better ones, and which are no variants either, both of shape (passages,).

    `keys` has one entry a sentence; those of passage p are firsts[p] to firsts[p + 1]. `order` names the passages from
    the best on. Headings answer nothing, so they count only in a passage of headings.
    """
    kept, new = np.ones(len(order), np.bool_), np.ones(len(order), np.bool_)
    if not len(order):
        return kept, new
    _, same, counts = np.unique(keys, return_inverse=True, return_counts=True)
    if len(counts) == len(keys):
        return kept, new
    heading = is_heading_key(keys)
    counted = ~heading | np.repeat(np.logical_and.reduceat(heading, firsts[:-1]), np.diff(firsts))
    said: set[int] = set()
    for passage in order.tolist():
        own = slice(firsts[passage], firsts[passage + 1])
        again = [one in said for one in same[own][counted[own]].tolist()]
        new[passage] = sum(again) < VARIANT_SHARE * len(again)
        kept[passage] = not all(again)
        if kept[passage]:
            said.update(same[own].tolist())
    return kept, new & kept
