"""Calibration: whether the threshold fits an archive, measured without judged questions.

Passages are drawn at random. Each is asked about in some of the words of one of its sentences, twice. The first time
its document is in the archive and should be found. The second time the document and its reprints are hidden, and the
question should be refused. Such questions are rougher than a person's: the shares serve to compare archives and
thresholds, and do not say how many of a person's questions are answered.
"""

import random
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from embeddings.generations.store import Generation
from embeddings.index.selection import Selection
from embeddings.models.encoder import Encoder
from embeddings.text.splitting import is_heading
from embeddings.text.words import content_words
from qa.answering.reprints import documents_of_one_origin
from qa.answering.sentence_answers import Judges
from qa.errors import CalibrationError
from qa.evaluation.answerability import auroc
from qa.evaluation.assessment import assess_within
from qa.question.question import analyse
from qa.retrieval.scope import Scope

# A question holds this share of the words of the sentence that answers it: 0.24 on squad2, 0.22 on xquad_en.
WORDS_KEPT = 0.25
# No question is made of a sentence with fewer words than these, stop words left out.
FEWEST_WORDS = 8
# Every hundredth between 0 and 1 is tried as the threshold.
STEPS = 100
# The same archive is asked the same questions every time.
SEED = 1


@dataclass(frozen=True, slots=True)
class Calibration:
    """The shares at the threshold in force, and at the threshold that separates the two kinds of questions best.

    `answered` is the share of questions answered from the right document while it was there. `refused` is the share
    refused while it was hidden. The suggested threshold has the highest mean of both. `auroc` is the chance that a
    question has the higher confidence while its document is there.
    """

    questions: int
    threshold: float
    answered: float
    refused: float
    suggested_threshold: float
    suggested_answered: float
    suggested_refused: float
    auroc: float

    def to_dict(self) -> dict[str, Any]:
        """Return the fields as JSON values."""
        return asdict(self)


def calibrate(
    scope: Scope,
    encoder: Encoder,
    judges: Judges,
    *,
    questions: int = 200,
    progress: Callable[[int, int], None] = lambda *_: None,
) -> Calibration:
    """Ask about passages drawn at random, with their documents in the archive and with them hidden.

    Raises CalibrationError where the archive has fewer than two documents, or no sentence to ask about.
    """
    generation = scope.generation
    if generation.manifest.documents == 1:
        raise CalibrationError("The archive has one document; with that hidden nothing is left to be asked.")
    randomness = random.Random(SEED)  # noqa: S311  # no secret hangs on it
    passages = list(range(generation.manifest.passages))
    randomness.shuffle(passages)
    asked: list[_Asked] = []
    for number in passages:
        question = draw_question(generation, number, randomness)
        if question is None:
            continue
        analysed = analyse(question, (), encoder, generation.lexical)
        documents = documents_of_one_origin(number, generation)
        whole = assess_within(analysed, scope, judges)
        is_right = any(checked.hit.document.id in documents for checked in whole.fitting[:1])
        without_it = replace(scope, selection=Selection(hidden=tuple(documents)))
        hidden = assess_within(analysed, without_it, judges)
        asked.append(_Asked(whole.confidence, is_right, hidden.confidence))
        progress(len(asked), min(questions, len(passages)))
        if len(asked) == questions:
            break
    if not asked:
        raise CalibrationError(f"The archive has no sentence of {FEWEST_WORDS} words or more to ask about.")
    with_document, right, without = map(np.array, zip(*asked, strict=True))
    return threshold_figures(with_document, right, without, judges.threshold)


class _Asked(NamedTuple):
    """A question's confidence with its document there and hidden; `is_right` where the document was cited first."""

    confidence: float
    is_right: bool
    confidence_hidden: float


def draw_question(generation: Generation, number: int, randomness: random.Random) -> str | None:
    """Return some of the words of one sentence of a passage, in their order; None where no sentence is fit for it."""
    text = generation.catalogue.document_of(number).text
    sentences = [text[span.start : span.end] for span in generation.catalogue.passage(number).sentences]
    fit = [
        sentence for sentence in sentences if len(content_words(sentence)) >= FEWEST_WORDS and not is_heading(sentence)
    ]
    if not fit:
        return None
    sentence = randomness.choice(fit)
    words = content_words(sentence)
    places = sorted(randomness.sample(range(len(words)), round(WORDS_KEPT * len(words))))
    return " ".join(sentence[words[place].start : words[place].end] for place in places)


def threshold_figures(
    confidence: NDArray[np.float64],
    is_right: NDArray[np.bool_],
    confidence_hidden: NDArray[np.float64],
    threshold: float,
) -> Calibration:
    """Return what thresholds come to, given the confidences of questions to answer and of questions to refuse.

    `is_right` has one value for each question to answer: whether the right document was cited first.
    """

    def shares(tried: float) -> tuple[float, float]:
        """Return the shares answered and refused at a threshold."""
        return float(((confidence >= tried) & is_right).mean()), float((confidence_hidden < tried).mean())

    best = max((step / STEPS for step in range(1, STEPS)), key=lambda tried: sum(shares(tried)))
    answered, refused = shares(threshold)
    best_answered, best_refused = shares(best)
    return Calibration(
        questions=len(confidence),
        threshold=threshold,
        answered=round(answered, 3),
        refused=round(refused, 3),
        suggested_threshold=best,
        suggested_answered=round(best_answered, 3),
        suggested_refused=round(best_refused, 3),
        auroc=auroc(confidence, confidence_hidden) or 0.0,
    )
