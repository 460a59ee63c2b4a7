"""Duplicates and near-duplicates among the passages of a search: a story printed 120 times is one candidate.

A passage is a duplicate if every sentence of it stands in the same words in better passages. It is a near-duplicate if
half of it or more does. A near-duplicate is kept, since what else it says may be what was asked for, but it takes no
other passage's place.
"""

from collections import Counter
from typing import NamedTuple

import numpy as np

from embeddings.arrays import Mask, Numbers
from embeddings.index.sentence_keys import Keys, is_heading_key

# Of the sentences of a passage.
NEAR_DUPLICATE_SHARE = 0.5


class Distinct(NamedTuple):
    """Which passages are no duplicates of better ones (`kept`), and which no near-duplicates either (`is_new`).

    `clusters` has for each passage the best one of its cluster: itself if it is new, else the one that it has most
    sentences in common with. All have the shape (passages,).
    """

    kept: Mask
    is_new: Mask
    clusters: Numbers


def distinct_passages(keys: Keys, firsts: Numbers, order: Numbers) -> Distinct:
    """Tell passages from the duplicates of better ones.

    `keys` has one entry a sentence; those of passage p are firsts[p] to firsts[p + 1]. `order` names the passages from
    the best on. Headings answer nothing, so they count only in a passage of headings.
    """
    kept, is_new = np.ones(len(order), np.bool_), np.ones(len(order), np.bool_)
    clusters = np.arange(len(order))
    if not len(order):
        return Distinct(kept, is_new, clusters)
    _, key_numbers, counts = np.unique(keys, return_inverse=True, return_counts=True)
    if len(counts) == len(keys):
        return Distinct(kept, is_new, clusters)
    is_heading = is_heading_key(keys)
    counted = ~is_heading | np.repeat(np.logical_and.reduceat(is_heading, firsts[:-1]), np.diff(firsts))
    shares_any = np.logical_or.reduceat((counts > 1)[key_numbers], firsts[:-1])
    cluster_of: dict[int, int] = {}
    # The others are like none.
    for passage in order[shares_any[order]].tolist():
        sentences = slice(firsts[passage], firsts[passage + 1])
        counted_keys = key_numbers[sentences][counted[sentences]].tolist()
        repeated = [cluster_of[key] for key in counted_keys if key in cluster_of]
        kept[passage] = len(repeated) < len(counted_keys)
        is_new[passage] = kept[passage] and len(repeated) < NEAR_DUPLICATE_SHARE * len(counted_keys)
        if repeated and not is_new[passage]:
            clusters[passage] = Counter(repeated).most_common(1)[0][0]
        if kept[passage]:
            for key in key_numbers[sentences].tolist():
                cluster_of.setdefault(key, int(clusters[passage]))
    return Distinct(kept, is_new, clusters)
