"""A hit -> the one to three sentences that answer, as an Excerpt checked against its document.

An excerpt never leaves its paragraph: what stands between two paragraphs on the page may have been removed as site
furniture, and a quotation across it would not be found in the source.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache

import numpy as np

from embeddings.documents import Sentence
from embeddings.index.catalogue import CACHED_DOCUMENTS
from embeddings.text.splitting import is_heading, paragraphs
from qa.answers import Excerpt, Hit
from qa.question.answer_kinds import kind_finder
from qa.question.question import Query

MOST_SENTENCES = 3
# Weights beside the cosine's, which is 1. On 3,197 judged questions of squad2 and xquad_en whose passage was found
# first, the best sentence holds the gold answer in 0.89 and 0.85 of the cases; by the cosine alone in 0.80 and 0.77.
# Weights two to five times as high do as well there, but worse on questions that are not worded like their answer.
MATCH_WEIGHT = 1.0
UNTITLED_TERMS_WEIGHT = 0.3
KIND_WEIGHT = 0.15
# With readers that had not seen their articles, the best sentence then holds the gold answer in 0.850 of all 719
# questions of xquad_en and 0.848 of all 2,966 of squad2, with 0.16 in 0.844 and 0.848; without a reader in 0.837 and
# 0.815.
READING_WEIGHT = 0.12
# A reader's values beyond this, about e^3 to one, say no more.
SURE_READING = 3.0
# A sentence this near to the best one joins it. On the 3,197 questions above excerpts then have 1.7 sentences and hold
# the gold answer in 0.97 and 0.95 of the cases; three sentences always would in 0.98 and 0.97.
NEAR_BEST = 0.4
# The same where the passage was read, which sets the sentences further apart: first excerpts have 56 words on xquad_en
# and 54 on squad2 and hold the gold answer in 0.937 and 0.903 of all questions. With 0.75 they have 60 and 59, and hold
# it in 0.939 and 0.903.
NEAR_BEST_READ = 0.65
# A sentence this near to the best one is an excerpt of its own where it stands apart. The answers shown then hold the
# gold answer in 0.996 of 240 questions of xquad_en, with 0.65 in 0.988; of 248 of squad2 0.988 with both. They are 25
# words longer. Without a limit it is the same.
NEAR_ENOUGH_APART = 1.2
# A sentence without an end is a heading or a caption; as an answer it helps only where nothing else does.
HEADING_PENALTY = 0.5

# A sentence that opens so cannot be understood, or quoted fairly, without the one before it.
_REFERS_BACK = re.compile(
    r"[“\"‘'(\[]*(?:(?:But|And|Yet|So|Still|Then|Nor|When|While|If|As|Although|In response|Instead)\b,?\s+)?"
    r"(?:he|she|it|they|his|her|their|its|this|that|these|those|such|the (?:former|latter)|both|neither)\b",
    re.IGNORECASE,
)

Terms = Callable[[str], list[str]]


def excerpt(hit: Hit, query: Query, terms: Terms) -> Excerpt:
    """Return the sentences of a hit that answer the question best."""
    return excerpts(hit, query, terms, 1)[0]


def excerpts(hit: Hit, query: Query, terms: Terms, most: int) -> list[Excerpt]:
    """Return the sentences of a hit that answer the question best, then the best of those left out if they come near.

    They are 1 to `most` excerpts and do not overlap.
    """
    text, sentences = hit.document.text, hit.passage.sentences
    scored = relevance(hit, query, terms)
    near = NEAR_BEST_READ if hit.readings else NEAR_BEST
    left, found = list(range(len(scored))), list[Excerpt]()
    while left and len(found) < most:
        best = max(left, key=scored.__getitem__)
        if scored[best] < max(scored) - NEAR_ENOUGH_APART:
            break
        limits = _stretch(left, best, _paragraph(text, sentences, best))
        span = _with_near_best(scored, best, limits, near)
        first, last = _with_context(text, sentences, span, limits)
        start, end = sentences[first].start, sentences[last].end
        found.append(Excerpt(document=hit.document, start=start, end=end, text=text[start:end], score=hit.score))
        left = [number for number in left if not first <= number <= last]
    return found


def _stretch(left: Sequence[int], best: int, limits: tuple[int, int]) -> tuple[int, int]:
    """Return the first and last of the sentences around the best one, within limits, that are all left."""
    first = last = best
    while first - 1 in left and first > limits[0]:
        first -= 1
    while last + 1 in left and last < limits[1]:
        last += 1
    return first, last


def relevance(hit: Hit, query: Query, terms: Terms) -> list[float]:
    """Return for each sentence of a hit how likely it is to hold the answer; comparable within the hit.

    Terms of the question that stand in the document's title count less: the whole document is about them.
    """
    sentences = [hit.document.text[own.start : own.end] for own in hit.passage.sentences]
    title = set(terms(hit.document.title or ""))
    untitled = {term: weight for term, weight in query.weights.items() if term not in title}
    has_kind = kind_finder(query.text)
    scores = []
    for sentence, cosine, match in zip(sentences, hit.sentence_cosines, hit.sentence_matches, strict=True):
        held = terms(sentence)
        score = cosine + MATCH_WEIGHT * match
        score += UNTITLED_TERMS_WEIGHT * coverage(held, untitled) + KIND_WEIGHT * has_kind(sentence)
        scores.append(score - HEADING_PENALTY * is_heading(sentence))
    read = np.clip(hit.readings, -SURE_READING, SURE_READING) if hit.readings else np.zeros(len(scores))
    return [score + READING_WEIGHT * float(reading) for score, reading in zip(scores, read, strict=True)]


def coverage(held: Iterable[str], weights: Mapping[str, float]) -> float:
    """Return the share of a question's terms, each with its weight, that are among a text's terms: 0 to 1."""
    total = sum(weights.values())
    there = set(held)
    return sum(weight for term, weight in weights.items() if term in there) / total if total else 0.0


def _with_near_best(scored: Sequence[float], best: int, limits: tuple[int, int], near: float) -> tuple[int, int]:
    """Widen to sentences of the same paragraph that are nearly as good, the better ones first."""
    first = last = best
    for other in sorted(range(limits[0], limits[1] + 1), key=lambda number: -scored[number]):
        wider = min(first, other), max(last, other)
        if scored[other] >= scored[best] - near and wider[1] - wider[0] < MOST_SENTENCES:
            first, last = wider
    return first, last


def _with_context(
    text: str, sentences: Sequence[Sentence], span: tuple[int, int], limits: tuple[int, int]
) -> tuple[int, int]:
    """Widen, within the paragraph, by what the sentences need to be understood.

    The sentence before joins while the first one refers back to it; the ones around join where a quotation would
    else be left open.
    """
    first, last = span
    while first > limits[0] and last - first + 1 < MOST_SENTENCES:
        if not _REFERS_BACK.match(text, sentences[first].start):
            break
        first -= 1
    return _close_quotation(text, sentences, (first, last), limits)


def _paragraph(text: str, sentences: Sequence[Sentence], best: int) -> tuple[int, int]:
    """Return the first and last sentence of the passage in the same paragraph as the best one."""
    bounds = _paragraphs(text)
    start, end = bounds[bisect_right(bounds, (sentences[best].start, len(text))) - 1]
    inside = [number for number, own in enumerate(sentences) if start <= own.start and own.end <= end]
    return inside[0], inside[-1]


@lru_cache(maxsize=CACHED_DOCUMENTS)
def _paragraphs(text: str) -> list[tuple[int, int]]:
    return paragraphs(text)


def _close_quotation(
    text: str, sentences: Sequence[Sentence], span: tuple[int, int], limits: tuple[int, int]
) -> tuple[int, int]:
    """Take in the sentences in which a quotation begins or ends, if the excerpt stays short enough."""
    first, last = span
    while last - first + 1 < MOST_SENTENCES:
        quoted = text[sentences[first].start : sentences[last].end]
        if quoted.count("“") > quoted.count("”") and last < limits[1]:
            last += 1
        elif quoted.count("”") > quoted.count("“") and first > limits[0]:
            first -= 1
        else:
            return first, last
    quoted = text[sentences[first].start : sentences[last].end]
    # A long quotation does not fit: better its best sentences than half of what stands around it.
    return (first, last) if quoted.count("“") == quoted.count("”") else span
