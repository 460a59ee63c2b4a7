"""Judged questions asked while their answers are there and while they are hidden, to see whether the confidence tells.

Each question is asked of the whole archive, of the archive without the documents that answer it, and without all
documents of the same title (an article parted into documents). Questions that the collection calls unanswerable are
asked of the whole archive.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from embeddings.generations.store import Generation
from embeddings.index.selection import Selection
from embeddings.models.encoder import Encoder
from qa.answering.confidence import Evidence, probability
from qa.answering.reader import Reader
from qa.answering.verdicts import Assessment
from qa.evaluation.assessment import assess_within
from qa.evaluation.collections import Collection, JudgedQuestion
from qa.question.question import analyse
from qa.retrieval.scope import Scope

Condition = Literal["whole", "passage_hidden", "article_hidden", "unanswerable"]
ECE_BINS = 10

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Judged:
    """One question under one condition.

    `right` says whether its first excerpt holds a gold answer, `right_sentence` whether the best sentence of that does.
    """

    question: str
    article: str
    condition: Condition
    evidence: Evidence | None
    right: bool
    right_sentence: bool
    excerpt_words: int

    @property
    def confidence(self) -> float:
        """The probability that the shipped weights give."""
        return probability(self.evidence) if self.evidence else 0.0


def judge(
    collection: Collection,
    generation: Generation,
    encoder: Encoder,
    reader: Reader | None = None,
    *,
    limit: int | None = None,
    progress: Callable[[str, int, int], None] = lambda *_: None,
) -> Iterator[Judged]:
    """Yield each question that has gold answers under three conditions, then the unanswerable ones."""
    titles = {document.id: document.title or document.id for document in collection.documents}
    by_title: dict[str, list[str]] = {}
    for document, title in titles.items():
        by_title.setdefault(title, []).append(document)
    questions = [question for question in collection.questions if question.has_answers][:limit]
    unanswerable = collection.unanswerable[:limit]
    total = len(questions) + len(unanswerable)
    for number, question in enumerate(questions, 1):
        relevant = [document for document, grade in question.relevance.items() if grade > 0]
        articles = sorted({titles[document] for document in relevant if document in titles})
        hidden: dict[Condition, tuple[str, ...]] = {
            "whole": (),
            "passage_hidden": tuple(relevant),
            "article_hidden": tuple(document for title in articles for document in by_title[title]),
        }
        query = analyse(question.text, question.history, encoder, generation.lexical)
        for condition, documents in hidden.items():
            within = Selection(hidden=documents) if documents else None
            made = assess_within(query, Scope(generation, within), reader)
            asked = _Asked(articles[0] if articles else question.id, condition)
            yield _judged(question, made, asked, best_sentence(made))
        progress("asking", number, total)
    for number, question in enumerate(unanswerable, 1):
        query = analyse(question.text, question.history, encoder, generation.lexical)
        made = assess_within(query, Scope(generation), reader)
        article = titles[made.fitting[0].hit.document.id] if made.fitting else question.id
        yield _judged(question, made, _Asked(article, "unanswerable"), "")
        progress("asking", len(questions) + number, total)


class _Asked(NamedTuple):
    article: str
    condition: Condition


def _judged(question: JudgedQuestion, made: Assessment, asked: _Asked, sentence: str) -> Judged:
    if made.evidence is None:
        return Judged(question.id, *asked, None, right=False, right_sentence=False, excerpt_words=0)
    first, whole = made.fitting[0].excerpt.text, asked.condition == "whole"
    return Judged(
        question.id,
        *asked,
        made.evidence,
        right=whole and question.answered_by(first),
        right_sentence=whole and question.answered_by(sentence),
        excerpt_words=len(first.split()),
    )


def best_sentence(made: Assessment) -> str:
    """Return the sentence around which the first excerpt that could answer was chosen; "" without one."""
    if not made.fitting:
        return ""
    hit = made.fitting[0].hit
    best = hit.passage.sentences[max(range(len(hit.sentence_relevance)), key=hit.sentence_relevance.__getitem__)]
    return hit.document.text[best.start : best.end]


def figures(judged: Sequence[Judged], threshold: float) -> dict[str, float | int | None]:
    """Return how well the confidence tells, each figure None where no question speaks to it.

    AUROC is the chance that an answerable question has the higher confidence. Refusal counts the questions with their
    archive whole and with the passage hidden, half and half; so does the expected calibration error, which compares
    the confidence with the share of first excerpts that hold a gold answer in ten bins of equal width (Naeini, Cooper,
    Hauskrecht, AAAI 2015).
    """
    by_condition = {
        condition: np.array([one.confidence for one in judged if one.condition == condition])
        for condition in ("whole", "passage_hidden", "article_hidden", "unanswerable")
    }
    whole, hidden = by_condition["whole"], by_condition["passage_hidden"]
    refused = int((hidden < threshold).sum())
    refused_wrongly = int((whole < threshold).sum())
    half = [one for one in judged if one.condition in ("whole", "passage_hidden")]
    shown = [one for one in judged if one.condition == "whole"]
    return {
        "answer_in_first_excerpt": _mean([one.right for one in shown]),
        "answer_in_first_sentence": _mean([one.right_sentence for one in shown]),
        "auroc_passage_hidden": auroc(whole, hidden),
        "auroc_article_hidden": auroc(whole, by_condition["article_hidden"]),
        "auroc_unanswerable": auroc(whole, by_condition["unanswerable"]),
        "refusal_precision": round(refused / (refused + refused_wrongly), 4) if refused + refused_wrongly else None,
        "refusal_recall": round(refused / len(hidden), 4) if len(hidden) else None,
        "ece": calibration_error(np.array([one.confidence for one in half]), np.array([one.right for one in half])),
        "mean_first_excerpt_words": _mean([one.excerpt_words for one in shown], 1),
    }


def _mean(values: Sequence[float], digits: int = 4) -> float | None:
    return round(float(np.mean(values)), digits) if values else None


def auroc(positive: Floats, negative: Floats) -> float | None:
    """Return the chance that a positive value is above a negative one, ties counted as half; None without both."""
    if not len(positive) or not len(negative):
        return None
    ordered = np.sort(negative)
    below = np.searchsorted(ordered, positive, side="left") + np.searchsorted(ordered, positive, side="right")
    return round(float(below.mean() / 2 / len(negative)), 4)


def calibration_error(confidences: Floats, right: NDArray[np.bool_]) -> float | None:
    """Return the expected calibration error, 0 to 1: by how much confidence and share of right answers differ."""
    if not len(confidences):
        return None
    bins = np.minimum((confidences * ECE_BINS).astype(int), ECE_BINS - 1)
    apart = [abs(confidences[bins == one].sum() - right[bins == one].sum()) for one in range(ECE_BINS)]
    return round(float(sum(apart) / len(confidences)), 4)
