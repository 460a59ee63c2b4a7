"""Score fusion: the signals of passages become one score for each, by min-max, weights and a sum."""

from collections.abc import Callable

import numpy as np

from embeddings.arrays import Floats, Mask, Numbers

# Measured together on the judged collections (docs/retrieval.md); the figures hardly change within half and twice each.
WEIGHTS = {
    "bm25": 0.3,
    "document_bm25": 0.4,
    "passage_cosine": 0.4,
    "sentence_evidence": 1.0,
    "late_interaction": 1.0,
}
# Late interaction reads each word's vector, and a reranker each passage, so only the best by the other signals are
# looked at; late interaction over all of them does no better.
RERANKED = 30


def fuse(
    signals: dict[str, Floats], late_interaction: Callable[[Numbers], Floats], is_new: Mask | None = None
) -> Floats:
    """Return the scores of passages, 0 to 1, by the signals that have a weight, arrays of one length.

    `late_interaction` is called with the rows of the best by the other signals, and its values join the signals.
    `is_new` says which passages are no near-duplicates of better ones and count among the best; without it all do.
    """
    scores = weighted_sum(signals)
    order = np.argsort(-scores, kind="stable")
    best = order[:RERANKED] if is_new is None else order[: enough(is_new[order], RERANKED)]
    signals["late_interaction"][best] = late_interaction(best)
    scores[best] += WEIGHTS["late_interaction"] * min_max(signals["late_interaction"][best])
    return scores / sum(WEIGHTS.values())


def weighted_sum(signals: dict[str, Floats]) -> Floats:
    """Return the weighted sum of all signals but late interaction, each brought to 0..1, shape (passages,)."""
    names = [name for name in WEIGHTS if name != "late_interaction"]
    return np.asarray(sum(WEIGHTS[name] * min_max(signals[name]) for name in names))


def enough(is_new: Mask, count: int) -> int:
    """Return how many of the first passages hold so many new ones."""
    rows = np.flatnonzero(is_new)
    return int(rows[count - 1]) + 1 if len(rows) >= count else len(is_new)


def min_max(scores: Floats) -> Floats:
    """Return scores brought to 0..1: the lowest is 0, the highest 1; all 0 where they are equal."""
    low, high = scores.min(), scores.max()
    return (scores - low) / (high - low) if high > low else np.zeros_like(scores)
