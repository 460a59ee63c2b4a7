"""How sure it is that the first excerpt answers: one probability from a few signals that can be told in words.

A logistic regression, the weights of which stand in confidence.json with how they were fitted; docs/confidence.md says
what it is worth. `benchmarks/fit_confidence.py` fits it again.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

from qa.answering.excerpts import Terms, coverage
from qa.answers import Hit
from qa.odds import logistic
from qa.question.question import Query

# As many hits have a say: the margin wants the next document, which is seldom further down.
LOOKED_AT = 5
# The best sentence and the best coverage are looked for in so many passages.
BEST = 3
# Characters before and after a passage, most of a story: names and dates that it takes for granted stand there.
AROUND = 2_000
# Below this an answer is marked: of those, about one in three or more is wrong.
CONFIDENT = 0.65
WEIGHTS = Path(__file__).with_name("confidence.json")

_NAME_OR_NUMBER = re.compile(r"(?<!^)\b[A-Z][\w’'-]*|\b\d[\d,.]*\b")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for an answer.

    `sentence_cosine` is the highest of a sentence with the question, `coverage` the highest share of the question's
    terms, weighted by idf, that a passage and its title hold, where terms that only stand around it count half;
    `late_interaction` how near the first passage comes to each of the question's words; `names` the share of the
    question's names and numbers that stand in the first passage or around it, 1 without any; `margin` how far the first
    passage's score stands above the highest of another document, below 0 where it is first since it reads better;
    `reading` the probability, by a reader (qa.answering.reader), that its best sentence holds the answer, None where it
    was not read. `most_sure` is the highest probability that what does not fit the question leaves
    (qa.answering.claims), 1 where all fits.
    """

    sentence_cosine: float
    coverage: float
    late_interaction: float
    names: float
    margin: float
    reading: float | None = None
    most_sure: float = 1.0


SIGNALS = tuple(own.name for own in fields(Evidence) if own.name != "most_sure")


@dataclass(frozen=True, slots=True)
class Weights:
    """The fitted regression: the sum of bias and each signal times its weight is the log of the odds."""

    bias: float
    signals: dict[str, float]


def probability(found: Evidence) -> float:
    """Return the probability, 0 to 1, that the fitted weights give to some evidence."""
    weights = _weights()["unread" if found.reading is None else "read"]
    odds = weights.bias + sum(weight * getattr(found, name) for name, weight in weights.signals.items())
    return min(found.most_sure, logistic(odds))


@cache
def _weights() -> dict[str, Weights]:
    """Return the weights with a reader and without."""
    said = json.loads(WEIGHTS.read_text("utf-8"))
    return {name: Weights(said[name]["bias"], said[name]["signals"]) for name in ("read", "unread")}


def evidence(
    query: Query, hits: Sequence[Hit], terms: Terms, most_sure: float = 1.0, passed_over: Sequence[Hit] = ()
) -> Evidence:
    """Return the evidence of the best hits, of which there must be one.

    Those passed over since they do not fit the question still tell how far the first stands out.
    """
    first, looked_at = hits[0], hits[:BEST]
    held = [(set(terms(_passage(hit))), set(terms(_around(hit)))) for hit in looked_at]
    rivals = [hit.score for hit in (*hits, *passed_over) if hit.document.id != first.document.id]
    named = [set(terms(name)) for name in _NAME_OR_NUMBER.findall(query.text)]
    named = [name for name in named if name]
    return Evidence(
        sentence_cosine=max(hit.signals.sentence_cosine for hit in looked_at),
        coverage=max(
            _mean([coverage(own, query.weights) for own in (inside, inside | around)]) for inside, around in held
        ),
        late_interaction=first.signals.late_interaction,
        names=_mean([bool(name & (held[0][0] | held[0][1])) for name in named]) if named else 1.0,
        margin=first.score - (max(rivals) if rivals else hits[-1].score if len(hits) > 1 else 0.0),
        reading=first.reading,
        most_sure=most_sure,
    )


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _passage(hit: Hit) -> str:
    """Return what a question can be met by: a passage with its document's title and year."""
    document, passage = hit.document, hit.passage
    year = (document.published or "")[:4]
    return f"{document.title or ''}\n{year}\n{document.text[passage.start : passage.end]}"


def _around(hit: Hit) -> str:
    """Return what stands around a passage, which a writer need not say again in it."""
    text, passage = hit.document.text, hit.passage
    return f"{text[max(0, passage.start - AROUND) : passage.start]}\n{text[passage.end : passage.end + AROUND]}"
