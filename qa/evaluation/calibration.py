"""Does the threshold fit this archive? Found out without judged questions.

Passages are drawn at random, and each is asked about in some of the words of one of its sentences: once with its
document in the archive, when it should be found, and once with that and its reprints hidden, when the archive should
not say.
Such questions are rougher than a person's, so the shares compare archives and thresholds; they promise nothing.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from embeddings.generations.store import Generation
from embeddings.index.selection import Selection
from embeddings.models.encoder import Encoder
from embeddings.text.splitting import is_heading
from embeddings.text.words import content_words
from qa.answering.reader import Reader
from qa.answering.reprints import documents_of_one_origin
from qa.errors import CalibrationError
from qa.evaluation.answerability import auroc
from qa.evaluation.assessment import assess_within
from qa.question.question import analyse
from qa.retrieval.scope import Scope

# A question holds this share of the words of the sentence that answers it: 0.24 on squad2, 0.22 on xquad_en.
WORDS_KEPT = 0.25
# A sentence with fewer words that count is no sentence to ask about.
FEWEST_WORDS = 8
STEPS = 100


@dataclass(frozen=True, slots=True)
class Calibration:
    """What was found: at the threshold in force, and at the one that parts the two kinds of questions best.

    `answered` is the share of questions answered from the right document while it was there, `refused` the share
    refused while it was hidden; the suggested threshold has the highest mean of both. `auroc` is the chance that a
    question has the higher confidence while its passage is there.
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
        """Return the findings as JSON values."""
        return asdict(self)


def calibrate(
    scope: Scope,
    encoder: Encoder,
    threshold: float,
    reader: Reader | None = None,
    *,
    questions: int = 200,
    seed: int = 1,
    progress: Callable[[int, int], None] = lambda *_: None,
) -> Calibration:
    """Ask about passages drawn at random, shown and hidden.

    Raises CalibrationError where the archive has fewer than two documents, or no sentence to ask about.
    """
    generation = scope.generation
    if generation.manifest.documents == 1:
        raise CalibrationError("The archive has one document; with that hidden nothing is left to be asked.")
    chance = random.Random(seed)  # noqa: S311  # no secret hangs on it
    drawn = list(range(generation.manifest.passages))
    chance.shuffle(drawn)
    shown, found, hidden = [], [], []
    for number in drawn:
        asked = _question(generation, number, chance)
        if asked is None:
            continue
        query = analyse(asked, (), encoder, generation.lexical)
        documents = documents_of_one_origin(number, generation)
        whole = assess_within(query, scope, reader)
        shown.append(whole.confidence)
        found.append(any(one.hit.document.id in documents for one in whole.fitting[:1]))
        without = assess_within(query, Scope(generation, Selection(hidden=tuple(documents))), reader)
        hidden.append(without.confidence)
        progress(len(shown), min(questions, len(drawn)))
        if len(shown) == questions:
            break
    if not shown:
        raise CalibrationError(f"The archive has no sentence of {FEWEST_WORDS} words or more to ask about.")
    return _weighed(shown, found, hidden, threshold)


def _question(generation: Generation, number: int, chance: random.Random) -> str | None:
    """Return some of the words of one sentence of a passage, in their order; None if it has no sentence fit for it."""
    text = generation.catalogue.document_of(number).text
    sentences = [text[own.start : own.end] for own in generation.catalogue.passage(number).sentences]
    fit = [one for one in sentences if len(content_words(one)) >= FEWEST_WORDS and not is_heading(one)]
    if not fit:
        return None
    sentence = chance.choice(fit)
    words = content_words(sentence)
    kept = sorted(chance.sample(range(len(words)), round(WORDS_KEPT * len(words))))
    return " ".join(sentence[words[place].start : words[place].end] for place in kept)


def _weighed(shown: Sequence[float], found: Sequence[bool], hidden: Sequence[float], threshold: float) -> Calibration:
    there, right, gone = np.array(shown), np.array(found), np.array(hidden)

    def shares(at: float) -> tuple[float, float]:
        return float(((there >= at) & right).mean()), float((gone < at).mean())

    best = max((step / STEPS for step in range(1, STEPS)), key=lambda at: sum(shares(at)))
    answered, refused = shares(threshold)
    best_answered, best_refused = shares(best)
    return Calibration(
        questions=len(shown),
        threshold=threshold,
        answered=round(answered, 3),
        refused=round(refused, 3),
        suggested_threshold=best,
        suggested_answered=round(best_answered, 3),
        suggested_refused=round(best_refused, 3),
        auroc=auroc(there, gone) or 0.0,
    )
