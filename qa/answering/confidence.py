"""How sure it is that the first excerpt answers: one probability from a few signals that can be told in words.

It is a logistic regression. Its weights stand in confidence.json, with how they were fitted; docs/confidence.md says
what it is worth, and `benchmarks/fit_confidence.py` fits it again.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

from embeddings.text.words import terms
from qa.answering.claims import terms_in_other_forms
from qa.answering.introductions import context_of
from qa.answering.relevance import SURE_READING
from qa.answers import Hit
from qa.odds import logistic
from qa.question.question import Question

# As many hits have a say: the margin wants the next document, which is seldom further down.
LOOKED_AT = 5
# The best sentence is looked for in so many passages.
BEST = 3
# Characters before and after a passage, most of a story: names and dates that it takes for granted stand there.
AROUND = 2_000
# The margin where no other document can be compared: the mean over the questions that the weights were fitted on, with
# the passage there (0.30) and hidden (0.07). With 0 an archive of one document would refuse nearly all questions.
MARGIN_WITHOUT_RIVAL = 0.2
# Below this an answer is marked: of those, about one in three or more is wrong.
CONFIDENT = 0.65
WEIGHTS = Path(__file__).with_name("confidence.json")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for an answer.

    `sentence_cosine` is the highest cosine of a sentence with the question. `late_interaction` is how near the first
    passage comes to each of the question's words. `names` is the share of the question's names and numbers that stand
    in the first passage or around it, 1 where it has none. `margin` is how far the first passage's score stands above
    the highest of another document that tells another story; it is below 0 where the passage is first because it reads
    better, and MARGIN_WITHOUT_RIVAL where there is no such document. `reading` is the log of the odds, by the reader,
    that the passage's best sentence holds the answer, within SURE_READING; None where it was not read. `most_sure` is
    the highest probability that the question's unsupported claims leave (qa.answering.claims), 1 without any.
    """

    sentence_cosine: float
    late_interaction: float
    names: float
    margin: float
    reading: float | None = None
    most_sure: float = 1.0


SIGNALS = tuple(field.name for field in fields(Evidence) if field.name != "most_sure")


@dataclass(frozen=True, slots=True)
class Weights:
    """The fitted regression: the sum of bias and each signal times its weight is the log of the odds."""

    bias: float
    signals: dict[str, float]


def probability(evidence: Evidence) -> float:
    """Return the probability, 0 to 1, that the fitted weights give to some evidence."""
    weights = _weights()["unread" if evidence.reading is None else "read"]
    odds = weights.bias + sum(weight * getattr(evidence, name) for name, weight in weights.signals.items())
    return min(evidence.most_sure, logistic(odds))


@cache
def _weights() -> dict[str, Weights]:
    """Return the weights with a reader and without."""
    fitted = json.loads(WEIGHTS.read_text("utf-8"))
    return {name: Weights(fitted[name]["bias"], fitted[name]["signals"]) for name in ("read", "unread")}


def evidence(
    question: Question, hits: Sequence[Hit], most_sure: float = 1.0, passed_over: Sequence[Hit] = ()
) -> Evidence:
    """Return the evidence of the best hits, of which there must be one.

    Those passed over since they do not fit the question still tell how far the first stands out.
    """
    first = hits[0]
    # Another telling of the same story is no rival.
    rivals = [hit for hit in (*hits, *passed_over) if hit.cluster is None or hit.cluster != first.cluster]
    rival_scores = [hit.score for hit in rivals if hit.document.id != first.document.id]
    in_reach = set(terms(f"{titled_passage(first)}\n{_around(first)}")) | terms_in_other_forms(question, first)
    names = [bool(name & in_reach) for name in question.name_terms]
    return Evidence(
        sentence_cosine=max(hit.signals.sentence_cosine for hit in hits[:BEST]),
        late_interaction=first.signals.late_interaction,
        names=sum(names) / len(names) if names else 1.0,
        margin=first.score - max(rival_scores) if rival_scores else MARGIN_WITHOUT_RIVAL,
        reading=max(-SURE_READING, min(max(first.readings), SURE_READING)) if first.readings else None,
        most_sure=most_sure,
    )


def titled_passage(hit: Hit) -> str:
    """Return what a question can be met by: a passage with its document's title and year, and what introduces it."""
    year = (hit.document.published or "")[:4]
    above = [hit.document.text[start:end] for start, end in context_of(hit.document.text, hit.passage.start)]
    return "\n".join([hit.document.title or "", year, *above, hit.text])


def _around(hit: Hit) -> str:
    """Return what stands around a passage, which a writer need not say again in it."""
    text, passage = hit.document.text, hit.passage
    return f"{text[max(0, passage.start - AROUND) : passage.start]}\n{text[passage.end : passage.end + AROUND]}"
