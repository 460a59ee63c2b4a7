"""Fixtures of questions: analysed without an index, where every term is as rare as any other."""

from collections.abc import Callable, Sequence

import pytest

from embeddings.models.encoder import Encoder
from qa.question.follow_ups import Turn
from qa.question.question import Question, analyse


class EqualTerms:
    """Statistics of an index in which every term has the idf 1."""

    def inverse_frequency(self, _term: str) -> float:
        return 1.0


@pytest.fixture
def question_of(encoder: Encoder) -> Callable[..., Question]:
    """Analyse a text, and the turns before it if there are any."""

    def analysed(text: str, history: Sequence[Turn] = ()) -> Question:
        return analyse(text, history, encoder, EqualTerms())

    return analysed
