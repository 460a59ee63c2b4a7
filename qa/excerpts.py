"""A hit -> the one to three sentences that answer, as an Excerpt checked against its document.

An excerpt never leaves its paragraph: what stands between two paragraphs on the page may have been removed as site
furniture, and a quotation across it would not be found in the source.
"""

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from embeddings.documents import Sentence
from embeddings.splitting import is_heading
from qa.answers import Excerpt, Hit
from qa.retrieval import Query

MOST_SENTENCES = 3
# Measured over the judged questions of xquad_en and squad2: the share of gold answers in the chosen sentence.
TERMS_WEIGHT = 0.3
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
    text = hit.document.text
    scored = [
        _relevance(text[sentence.start : sentence.end], cosine, query, terms)
        for sentence, cosine in zip(hit.passage.sentences, hit.sentence_cosines, strict=True)
    ]
    best = max(range(len(scored)), key=scored.__getitem__)
    first, last = _with_context(text, hit.passage.sentences, best)
    start, end = hit.passage.sentences[first].start, hit.passage.sentences[last].end
    return Excerpt(document=hit.document, start=start, end=end, text=text[start:end], score=hit.score)


def coverage(text_terms: Sequence[str], query: Query) -> float:
    """Return the share of a question's terms, weighted by idf, that a text holds: 0 to 1."""
    total = sum(query.weights.values())
    held = set(text_terms)
    return sum(weight for term, weight in query.weights.items() if term in held) / total if total else 0.0


def _relevance(sentence: str, cosine: float, query: Query, terms: Terms) -> float:
    penalty = HEADING_PENALTY if is_heading(sentence) else 0.0
    return cosine + TERMS_WEIGHT * coverage(terms(sentence), query) - penalty


def _with_context(text: str, sentences: Sequence[Sentence], best: int) -> tuple[int, int]:
    """Widen a sentence, within its paragraph, by what it needs to be understood.

    The sentence before joins while the first one refers back to it; the ones around join where a quotation would
    else be left open.
    """
    lowest, highest = _paragraph(text, sentences, best)
    first = last = best
    while first > lowest and last - first + 1 < MOST_SENTENCES and _REFERS_BACK.match(text, sentences[first].start):
        first -= 1
    return _close_quotation(text, sentences, (first, last), (lowest, highest))


def _paragraph(text: str, sentences: Sequence[Sentence], best: int) -> tuple[int, int]:
    """Return the first and last sentence of the passage in the same paragraph as the best one."""
    breaks = [
        number + 1
        for number, (one, next_one) in enumerate(pairwise(sentences))
        if text.count("\n", one.end, next_one.start) > 1
    ]
    lowest = max((number for number in breaks if number <= best), default=0)
    highest = min((number for number in breaks if number > best), default=len(sentences)) - 1
    return lowest, highest


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
