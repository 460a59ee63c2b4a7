"""How sure it is that the first excerpt answers: one probability from how its sentence was chosen.

It is a logistic regression. Its weights stand in confidence.json, with how they were fitted; docs/confidence.md says
what it is worth, and `benchmarks/fit_confidence.py` fits it again.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from qa.answers import Hit
from qa.odds import logistic

# As many hits have a say: the margin wants the next document, which is seldom further down.
LOOKED_AT = 5
# The margin where no other document can be compared: nearer to the mean over the questions that the weights were fitted
# on with the passage there (0.23) than to that with it hidden (0.07), since who has one document mostly asks what it
# answers. With 0 an archive of one document would refuse nearly all questions.
MARGIN_WITHOUT_RIVAL = 0.2
# A margin beyond these says no more: in an archive of three documents the others are far from everything, and one that
# reads better comes first though it scores lower.
LEAST_MARGIN, MOST_MARGIN = 0.0, 0.4
# Below this an answer is marked as not sure: of those 0.42 (stories) to 0.86 (an encyclopedia) are right, of the others
# 0.90 to 0.98, as confidence.json has it.
CONFIDENT = 0.65
WEIGHTS = Path(__file__).with_name("confidence.json")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for an answer.

    `relevance` is that of the first passage's best sentence, with what a reader says of it (qa.answering.relevance).
    `margin` is how far the passage's score stands above the highest of another document that tells another story, from
    LEAST_MARGIN to MOST_MARGIN; it is MARGIN_WITHOUT_RIVAL where there is no such document.
    The score itself says nothing: it is high or low beside those of other passages, of which there may be few.
    `is_read` says whether a reader has a part in the relevance. `most_sure` is the highest probability that the
    question's unsupported claims leave (qa.answering.claims), 1 without any.
    """

    relevance: float
    margin: float
    is_read: bool = False
    most_sure: float = 1.0


SIGNALS = ("relevance", "margin")


@dataclass(frozen=True, slots=True)
class Weights:
    """The fitted regression: the sum of bias and each signal times its weight is the log of the odds."""

    bias: float
    signals: dict[str, float]


def probability(evidence: Evidence) -> float:
    """Return the probability, 0 to 1, that the fitted weights give to some evidence."""
    weights = _weights()["read" if evidence.is_read else "unread"]
    odds = weights.bias + sum(weight * getattr(evidence, name) for name, weight in weights.signals.items())
    return min(evidence.most_sure, logistic(odds))


@cache
def _weights() -> dict[str, Weights]:
    """Return the weights with a reader and without."""
    fitted = json.loads(WEIGHTS.read_text("utf-8"))
    return {name: Weights(fitted[name]["bias"], fitted[name]["signals"]) for name in ("read", "unread")}


def evidence(hits: Sequence[Hit], most_sure: float = 1.0, passed_over: Sequence[Hit] = ()) -> Evidence:
    """Return the evidence of the best hits, of which there must be one.

    Those passed over since they do not fit the question still tell how far the first stands out.
    """
    first = hits[0]
    # Another telling of the same story is no rival.
    rivals = [hit for hit in (*hits, *passed_over) if hit.cluster is None or hit.cluster != first.cluster]
    rival_scores = [hit.score for hit in rivals if hit.document.id != first.document.id]
    return Evidence(
        relevance=max(first.sentence_relevance),
        margin=_margin(first.score, rival_scores),
        is_read=bool(first.readings),
        most_sure=most_sure,
    )


def _margin(score: float, rivals: Sequence[float]) -> float:
    return min(MOST_MARGIN, max(LEAST_MARGIN, score - max(rivals))) if rivals else MARGIN_WITHOUT_RIVAL
