"""What speaks for passages, in signals -> one score for each: min-max, weighed and added."""

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


def fuse(signals: dict[str, Floats], late_interaction: Callable[[Numbers], Floats], new: Mask | None = None) -> Floats:
    """Return the scores of passages, 0 to 1, by the signals that have a weight, arrays of one length.

    `late_interaction` is asked about the places of the best by the others; what it says joins the signals. `new` says
    which passages are no variants of better ones and count among the best; without it all do.
    """
    scores = weighed(signals)
    order = np.argsort(-scores, kind="stable")
    best = order[:RERANKED] if new is None else order[: enough(new[order], RERANKED)]
    signals["late_interaction"][best] = late_interaction(best)
    scores[best] += WEIGHTS["late_interaction"] * min_max(signals["late_interaction"][best])
    return scores / sum(WEIGHTS.values())


def weighed(signals: dict[str, Floats]) -> Floats:
    """Return the weighted sum of the signals but late interaction, each brought to 0..1, shape (passages,)."""
    others = [name for name in WEIGHTS if name != "late_interaction"]
    return np.asarray(sum(WEIGHTS[name] * min_max(signals[name]) for name in others))


def enough(new: Mask, wanted: int) -> int:
    """Return how many of the first passages hold so many new ones."""
    places = np.flatnonzero(new)
    return int(places[wanted - 1]) + 1 if len(places) >= wanted else len(new)


def min_max(scores: Floats) -> Floats:
    """Return scores brought to 0..1: the lowest is 0, the highest 1; all 0 where they are equal."""
    low, high = scores.min(), scores.max()
    return (scores - low) / (high - low) if high > low else np.zeros_like(scores)
