from collections.abc import Callable

import pytest

from qa.answering.sentence_answers import Judges, answer_to
from qa.archive import Archive
from qa.question.question import Question
from qa.retrieval.ranking import rank
from qa.retrieval.scope import Scope


@pytest.mark.parametrize(("threshold", "status", "shown"), [(0.0, "answered", 1), (1.1, "not_found", 0)])
def test_excerpts_are_the_answer_from_the_threshold_on(
    archive: Archive, question_of: Callable[[str], Question], threshold: float, status: str, shown: int
) -> None:
    question = question_of("Who invited both sides to Muscat?")
    answer = answer_to(question, Scope(archive._generation), Judges(None, None, threshold))
    assert (answer.question, answer.generation, answer.status) == (question.text, archive.generation, status)
    assert len(answer.excerpts[:1]) == shown
    assert (answer.excerpts or answer.nearest)[0].document.id == "oman.txt"
    assert [hit.document.id for hit in answer.hits] == [
        hit.document.id for hit in rank(question, Scope(archive._generation), 5)
    ]
    assert "hits" not in answer.to_dict()
