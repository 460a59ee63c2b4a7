"""Answered, or the archive does not say: the one place where that is decided.

A logistic regression over three signals of the best passages. This is a first, simple decision, to be replaced by a
calibrated one.
"""

import math
from collections.abc import Sequence

from qa.answers import Hit
from qa.excerpts import Terms, coverage
from qa.retrieval import Query

ANSWERED = 0.5
LOOKED_AT = 3

BIAS, SENTENCE, PASSAGE, COVERAGE = -6.0, 6.0, 2.0, 5.0


def confidence(query: Query, hits: Sequence[Hit], terms: Terms) -> float:
    """Return how sure it is, 0 to 1, that the best hits hold an answer."""
    if not hits or not query.terms:
        return 0.0
    looked_at = hits[:LOOKED_AT]
    sentence = max(hit.signals.sentence_cosine for hit in looked_at)
    passage = max(hit.signals.passage_cosine for hit in looked_at)
    covered = max(coverage(terms(_searched_text(hit)), query) for hit in looked_at)
    return 1 / (1 + math.exp(-(BIAS + SENTENCE * sentence + PASSAGE * passage + COVERAGE * covered)))


def _searched_text(hit: Hit) -> str:
    return f"{hit.document.title or ''}\n{hit.document.text[hit.passage.start : hit.passage.end]}"
