"""Duplicates and near-duplicates among the passages of a search: a story printed 120 times is one candidate.

A passage is a duplicate if every sentence of it stands in the same words in better passages. It is a near-duplicate if
half of it or more does. A near-duplicate is kept, since what else it says may be what was asked for, but it takes no
other passage's place.
"""

from collections import Counter
from itertools import compress
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
    # Lists, since a passage has a few sentences only.
    bounds, all_keys, all_counted = firsts.tolist(), key_numbers.tolist(), counted.tolist()
    cluster_of: dict[int, int] = {}
    # The others are like none.
    for passage in order[shares_any[order]].tolist():
        begin, end = bounds[passage], bounds[passage + 1]
        own_keys = all_keys[begin:end]
        counted_keys = list(compress(own_keys, all_counted[begin:end]))
        repeated = [cluster_of[key] for key in counted_keys if key in cluster_of]
        is_kept = len(repeated) < len(counted_keys)
        cluster = passage
        if not is_kept or len(repeated) >= NEAR_DUPLICATE_SHARE * len(counted_keys):
            kept[passage], is_new[passage] = is_kept, False
            cluster = Counter(repeated).most_common(1)[0][0] if repeated else passage
            clusters[passage] = cluster
        if is_kept:
            for key in own_keys:
                cluster_of.setdefault(key, cluster)
    return Distinct(kept, is_new, clusters)
