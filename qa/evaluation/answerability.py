"""Answerability: whether the confidence tells questions that the archive answers from those that it does not.

Each judged question is asked of the whole archive, of the archive without the documents that answer it, and of the
archive without any document of the same title (the parts of one article). Questions that the collection calls
unanswerable are asked of the whole archive.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from embeddings.documents import Document
from embeddings.index.selection import Selection
from qa.answering.confidence import Evidence, probability
from qa.answering.verdicts import Assessment
from qa.evaluation.assessment import assess_within
from qa.evaluation.collections import JudgedQuestion, normalised
from qa.evaluation.judged_archive import JudgedArchive
from qa.question.question import Question, analyse
from qa.retrieval.scope import Scope

Condition = Literal["whole", "passage_hidden", "article_hidden", "unanswerable"]
ECE_BINS = 10
_ARTICLES = re.compile(r"\b(?:a|an|the)\b")

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class JudgedAnswer:
    """The answer to one question under one condition.

    `article` is the title of the documents that answer the question, or of the first one that is cited where none
    does. `right` says whether the first excerpt holds a gold answer, and `right_sentence` whether the best sentence of
    that excerpt does. `overlap` is how far the words marked in it are a gold answer (token F1).
    """

    question: str
    article: str
    condition: Condition
    evidence: Evidence | None
    right: bool
    right_sentence: bool
    excerpt_words: int
    overlap: float = 0.0

    @property
    def confidence(self) -> float:
        """The probability that the weights in confidence.json give."""
        return probability(self.evidence) if self.evidence else 0.0


def judge_answers(
    archive: JudgedArchive,
    *,
    limit: int | None = None,
    progress: Callable[[str, int, int], None] = lambda *_: None,
) -> Iterator[JudgedAnswer]:
    """Yield the answers to each question that has gold answers under three conditions, then to the unanswerable ones.

    `limit` is how many questions of either kind are asked at most.
    """
    questions = [question for question in archive.collection.questions if question.has_gold_answers][:limit]
    unanswerable = archive.collection.unanswerable[:limit]
    total = len(questions) + len(unanswerable)
    articles = _Articles(archive.collection.documents)
    for number, question in enumerate(questions, 1):
        yield from _answers_while_hidden(archive, question, articles)
        progress("asking", number, total)
    for number, question in enumerate(unanswerable, len(questions) + 1):
        yield _answer_to_unanswerable(archive, question, articles)
        progress("asking", number, total)


class _Articles:
    """The articles of a collection: the documents that share a title are the parts of one."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self.titles = {document.id: document.title or document.id for document in documents}
        self._ids_by_title: dict[str, list[str]] = {}
        for document_id, title in self.titles.items():
            self._ids_by_title.setdefault(title, []).append(document_id)

    def titles_of(self, document_ids: Iterable[str]) -> list[str]:
        """Return the titles of those documents that the collection has, in alphabetical order."""
        return sorted({self.titles[document_id] for document_id in document_ids if document_id in self.titles})

    def documents_of(self, titles: Iterable[str]) -> tuple[str, ...]:
        """Return the ids of all documents with one of some titles."""
        return tuple(document_id for title in titles for document_id in self._ids_by_title[title])


def _answers_while_hidden(
    archive: JudgedArchive, question: JudgedQuestion, articles: _Articles
) -> Iterator[JudgedAnswer]:
    """Yield the answers of the whole archive, and of the archive while what answers the question is hidden."""
    relevant = question.relevant_documents
    titles = articles.titles_of(relevant)
    hidden: dict[Condition, tuple[str, ...]] = {
        "whole": (),
        "passage_hidden": tuple(relevant),
        "article_hidden": articles.documents_of(titles),
    }
    analysed = _analysed(archive, question)
    for condition, document_ids in hidden.items():
        selection = Selection(hidden=document_ids) if document_ids else None
        assessment = assess_within(analysed, Scope(archive.generation, selection), archive.judges)
        yield _judged_answer(question, assessment, titles[0] if titles else question.id, condition)


def _answer_to_unanswerable(archive: JudgedArchive, question: JudgedQuestion, articles: _Articles) -> JudgedAnswer:
    assessment = assess_within(_analysed(archive, question), Scope(archive.generation), archive.judges)
    fitting = assessment.fitting
    article = articles.titles[fitting[0].hit.document.id] if fitting else question.id
    return _judged_answer(question, assessment, article, "unanswerable")


def _analysed(archive: JudgedArchive, question: JudgedQuestion) -> Question:
    return analyse(question.text, question.history, archive.encoder, archive.generation.lexical)


def _judged_answer(
    question: JudgedQuestion, assessment: Assessment, article: str, condition: Condition
) -> JudgedAnswer:
    if assessment.evidence is None:
        return JudgedAnswer(question.id, article, condition, None, right=False, right_sentence=False, excerpt_words=0)
    excerpt = assessment.fitting[0].excerpt
    first_excerpt = excerpt.text
    is_whole = condition == "whole"
    return JudgedAnswer(
        question.id,
        article,
        condition,
        assessment.evidence,
        right=is_whole and question.answered_by(first_excerpt),
        right_sentence=is_whole and question.answered_by(best_sentence(assessment)),
        excerpt_words=len(first_excerpt.split()),
        overlap=max((token_f1(excerpt.answer_text or "", gold) for gold in question.gold_answers), default=0.0),
    )


def best_sentence(assessment: Assessment) -> str:
    """Return the sentence around which the first excerpt that could answer was chosen; "" without one."""
    if not assessment.fitting:
        return ""
    hit = assessment.fitting[0].hit
    best = hit.passage.sentences[max(range(len(hit.sentence_relevance)), key=hit.sentence_relevance.__getitem__)]
    return hit.document.text[best.start : best.end]


def figures(answers: Sequence[JudgedAnswer], threshold: float) -> dict[str, float | int | None]:
    """Return how well the confidence tells right answers, each figure None where it counts no question.

    AUROC is the chance that an answerable question has the higher confidence. Refusal counts the questions with their
    archive whole and with the passage hidden, half and half. So does the expected calibration error, which compares
    the confidence with the share of first excerpts that hold a gold answer in ten bins of equal width (Naeini, Cooper,
    Hauskrecht, AAAI 2015).
    """
    confidences = {
        condition: np.array([answer.confidence for answer in answers if answer.condition == condition])
        for condition in get_args(Condition)
    }
    whole, hidden = confidences["whole"], confidences["passage_hidden"]
    refused = int((hidden < threshold).sum())
    refused_wrongly = int((whole < threshold).sum())
    half_hidden = [answer for answer in answers if answer.condition in ("whole", "passage_hidden")]
    answers_of_whole = [answer for answer in answers if answer.condition == "whole"]
    return {
        "answer_in_first_excerpt": _mean([answer.right for answer in answers_of_whole]),
        "answer_in_first_sentence": _mean([answer.right_sentence for answer in answers_of_whole]),
        "auroc_passage_hidden": auroc(whole, hidden),
        "auroc_article_hidden": auroc(whole, confidences["article_hidden"]),
        "auroc_unanswerable": auroc(whole, confidences["unanswerable"]),
        "refusal_precision": round(refused / (refused + refused_wrongly), 4) if refused + refused_wrongly else None,
        "refusal_recall": round(refused / len(hidden), 4) if len(hidden) else None,
        "ece": calibration_error(
            np.array([answer.confidence for answer in half_hidden]), np.array([answer.right for answer in half_hidden])
        ),
        "marked_answer_f1": _mean([answer.overlap for answer in answers_of_whole]),
        "mean_first_excerpt_words": _mean([answer.excerpt_words for answer in answers_of_whole], 1),
    }


def token_f1(marked: str, gold: str) -> float:
    """Return how far two answers have the same words, 0 to 1, as SQuAD compares them: articles and marks do not count.

    P. Rajpurkar et al., "SQuAD: 100,000+ questions for machine comprehension of text", EMNLP 2016.
    """
    tokens, gold_tokens = (_ARTICLES.sub(" ", normalised(text)).split() for text in (marked, gold))
    same = sum((Counter(tokens) & Counter(gold_tokens)).values())
    return 2 * same / (len(tokens) + len(gold_tokens)) if same else 0.0


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
    """Return the expected calibration error, 0 to 1: how far the confidence is from the share of right answers."""
    if not len(confidences):
        return None
    bins = np.minimum((confidences * ECE_BINS).astype(int), ECE_BINS - 1)
    gaps = [abs(confidences[bins == number].sum() - right[bins == number].sum()) for number in range(ECE_BINS)]
    return round(float(sum(gaps) / len(confidences)), 4)
