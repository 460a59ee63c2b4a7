"""Calibration on judged questions: those that the archive answers, and those that it should refuse."""

from collections.abc import Callable

import numpy as np

from qa.archive import Archive
from qa.errors import CalibrationError
from qa.evaluation.calibration import Calibration, threshold_figures
from qa.evaluation.collections import Collection, JudgedQuestion


def calibrate_judged(
    archive: Archive, collection: Collection, progress: Callable[[int, int], None] = lambda *_: None
) -> Calibration:
    """Ask an archive the questions of a judged collection; those marked `unanswerable` should be refused.

    `progress(done, total)` is called as questions are asked. Raises CalibrationError where the collection has none of
    one kind.
    """
    if not collection.unanswerable:
        raise CalibrationError(
            f"{collection.folder} marks no question as unanswerable, so that there is none to refuse; judge some "
            "answers as not the answer."
        )
    total = len(collection.questions) + len(collection.unanswerable)
    asked = []
    for number, question in enumerate((*collection.questions, *collection.unanswerable), 1):
        asked.append(_asked(archive, question))
        progress(number, total)
    count = len(collection.questions)
    confidence, is_right = map(np.array, zip(*asked, strict=True))
    return threshold_figures(confidence[:count], is_right[:count], confidence[count:], archive.threshold)


def _asked(archive: Archive, question: JudgedQuestion) -> tuple[float, bool]:
    """Return the confidence of a question, and whether a relevant document was cited first."""
    answer = archive.ask(question.text, question.history)
    cited = (answer.excerpts or answer.nearest)[:1]
    is_right = any(excerpt.document.id in question.relevant_documents for excerpt in cited)
    return answer.confidence, is_right
