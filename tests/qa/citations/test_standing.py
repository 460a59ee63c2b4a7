from dataclasses import replace

import pytest

from embeddings.documents import Document
from qa.answers import Answer, Excerpt
from qa.citations import standing
from qa.question.filters import Filters

FOUND = Excerpt(Document(id="a", path="/a", text="He left.", sha256="0" * 64), start=0, end=8, text="He left.", score=1)
SURE = Answer(
    question="Who?", status="answered", confidence=0.875, excerpts=(FOUND,), nearest=(), sources=1, generation="g"
)
UNSURE = replace(SURE, confidence=0.456, low_confidence=True, reason="no passage mentions “Natanz”")
NOT_FOUND = replace(
    SURE,
    status="not_found",
    excerpts=(),
    nearest=(FOUND,),
    reason="the nearest passage is from 2005, not from 2013",
)
NARROWED = replace(NOT_FOUND, filters=Filters(published_from="2010"))
NOTHING = replace(NARROWED, nearest=(), filters_leave_none=True, reason="no document was searched")


@pytest.mark.parametrize(
    ("answer", "verdict", "reason"),
    [
        (SURE, "", ""),
        (UNSURE, "Not sure that this answers.", "No passage mentions “Natanz”."),
        (NOT_FOUND, "The archive does not say.", "The nearest passage is from 2005, not from 2013."),
        (
            replace(NOT_FOUND, nearest=(), kind="archive", reason="this is asked of the archive itself"),
            "What this archive holds.",
            "This is asked of the archive itself.",
        ),
        (NARROWED, "The documents searched do not say.", "The nearest passage is from 2005, not from 2013."),
        # That no document was searched is said already.
        (NOTHING, "Nothing in the archive matches these filters.", ""),
        (
            replace(NOTHING, reason="no document was searched. Only labelled speakers were looked for."),
            "Nothing in the archive matches these filters.",
            "Only labelled speakers were looked for.",
        ),
        (
            replace(NARROWED, nearest=(), reason="no document was searched whole"),
            "The documents searched do not say.",
            "No document was searched whole.",
        ),
        (replace(UNSURE, reason=None), "Not sure that this answers.", ""),
        (replace(UNSURE, reason="who is “He”?"), "Not sure that this answers.", "Who is “He”?"),
    ],
)
def test_an_answer_stands_in_words(answer: Answer, verdict: str, reason: str) -> None:
    assert (standing.verdict_line(answer), standing.reason_line(answer)) == (verdict, reason)


def test_how_sure_an_answer_is_is_a_sentence() -> None:
    assert standing.confidence_line(UNSURE) == "Confidence 0.46 of 1."
