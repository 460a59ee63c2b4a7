"""What a conversation holds is exported: each question is asked once more, and the answers written in a format."""

from collections.abc import Sequence
from typing import Any

from qa.archive import Archive
from qa.citations.export import MEDIA_TYPES, SUFFIXES, checked_form, export
from qa.question.filters import Filters

# Turns of a conversation that are exported at once; each takes as long as asking.
MOST_EXPORTED = 50
# Earlier questions that a follow-up is read with at most; more are never looked at.
MOST_BEFORE = 8


def exported(
    archive: Archive, turns: Sequence[tuple[str, Filters]], form: str, *, only_last: bool = False, address: str = ""
) -> dict[str, Any]:
    """Return the answers to the questions of a conversation, each with its filters, in a format.

    `only_last` leaves out all but the last, which is read with those before it. The result has the `form`, its
    `media_type` and the `suffix` of its files, the `text`, and the `generation` that answered.
    Raises ExportError, QuestionError and FilterError.
    """
    checked = checked_form(form)
    questions = [question for question, _ in turns]
    first = len(turns) - 1 if only_last else 0
    answers = [
        archive.ask(question, questions[max(0, number - MOST_BEFORE) : number], filters)
        for number, (question, filters) in enumerate(turns)
        if number >= first
    ]
    return {
        "form": checked,
        "media_type": MEDIA_TYPES[checked],
        "suffix": SUFFIXES[checked],
        "text": export(answers, checked, address=address),
        "generation": archive.generation,
    }
