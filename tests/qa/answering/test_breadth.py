from collections.abc import Callable

import pytest

from qa.answering.breadth import EXPLAINED, FIRST_PASSAGE_EXCERPTS, SEVERAL_OF_FIRST, breadth
from qa.answering.confidence import LOOKED_AT
from qa.question.question import Question


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Who built the lock?", (LOOKED_AT, FIRST_PASSAGE_EXCERPTS)),
        ("Which countries signed the treaty?", (EXPLAINED, SEVERAL_OF_FIRST)),
    ],
)
def test_more_is_looked_at_where_several_things_are_asked_for(
    question_of: Callable[[str], Question], question: str, expected: tuple[int, int]
) -> None:
    assert breadth(question_of(question)) == expected
