"""How sure it is that the first excerpt answers: one probability from a few signals that can be told in words.

A logistic regression, the weights of which stand in confidence.json with how they were fitted; docs/confidence.md says
what it is worth. `benchmarks/fit_confidence.py` fits it again.
"""

import json
import math
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from functools import cache
from pathlib import Path

from embeddings.words import content_words
from qa.answers import Hit
from qa.excerpts import Terms, coverage
from qa.retrieval import Query

# As many hits have a say: the margin wants the next document, which is seldom further down.
LOOKED_AT = 5
# The best sentence and the best coverage are looked for in so many passages.
BEST = 3
# Below this an answer is marked: of those, about one in three or more is wrong.
CONFIDENT = 0.65
WEIGHTS = Path(__file__).with_name("confidence.json")

_NAME_OR_NUMBER = re.compile(r"(?<!^)\b[A-Z][\w’'-]*|\b\d[\d,.]*\b")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for an answer.

    `sentence_cosine` is the highest of a sentence with the question, `coverage` the highest share of the question's
    terms, weighted by idf, that a passage and its title hold; `late_interaction` how near the first passage comes to
    each of the question's words; `names` the share of the question's names and numbers that the first passage holds, 1
    without any; `margin` how far the first passage's score stands above that of the next document.
    """

    sentence_cosine: float
    coverage: float
    late_interaction: float
    names: float
    margin: float


@dataclass(frozen=True, slots=True)
class Weights:
    """The fitted regression: the sum of bias and each signal times its weight is the log of the odds."""

    bias: float
    signals: dict[str, float]


def confidence(query: Query, hits: Sequence[Hit], terms: Terms) -> float:
    """Return how sure it is, 0 to 1, that the best sentences of the first hit hold an answer."""
    if not hits or not query.terms:
        return 0.0
    return probability(evidence(query, hits, terms))


def probability(found: Evidence) -> float:
    """Return the probability, 0 to 1, that the fitted weights give to some evidence."""
    weights = _weights()
    odds = weights.bias + sum(weights.signals[name] * value for name, value in asdict(found).items())
    return 1 / (1 + math.exp(-odds))


@cache
def _weights() -> Weights:
    said = json.loads(WEIGHTS.read_text("utf-8"))
    return Weights(said["bias"], {own.name: said["signals"][own.name] for own in fields(Evidence)})


def evidence(query: Query, hits: Sequence[Hit], terms: Terms) -> Evidence:
    """Return the evidence of the best hits, of which there must be one."""
    first, looked_at = hits[0], hits[:BEST]
    held = [set(terms(_searched_text(hit))) for hit in looked_at]
    others = [hit.score for hit in hits[:LOOKED_AT] if hit.document.id != first.document.id]
    named = [set(terms(name)) for name in _NAME_OR_NUMBER.findall(query.text)]
    named = [name for name in named if name]
    return Evidence(
        sentence_cosine=max(hit.signals.sentence_cosine for hit in looked_at),
        coverage=max(coverage(list(own), query.weights) for own in held),
        late_interaction=first.signals.late_interaction,
        names=sum(bool(name & held[0]) for name in named) / len(named) if named else 1.0,
        margin=first.score - (others[0] if others else hits[-1].score if len(hits) > 1 else 0.0),
    )


def missing_words(query: Query, hits: Sequence[Hit], terms: Terms) -> list[str]:
    """Return the words of the question that none of the best hits holds, the rarest first."""
    held = set[str]().union(*(terms(_searched_text(hit)) for hit in hits[:BEST]))
    words = {word.term: query.text[word.start : word.end] for word in content_words(query.text)}
    missing = [term for term in words if term in query.weights and term not in held]
    return [words[term] for term in sorted(missing, key=lambda term: -query.weights[term])]


def _searched_text(hit: Hit) -> str:
    return f"{hit.document.title or ''}\n{hit.document.text[hit.passage.start : hit.passage.end]}"
