"""Fixtures of questions: an archive of five stories, and questions analysed without an index."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from embeddings.models.encoder import Encoder
from qa.archive import Archive
from qa.question.follow_ups import Turn
from qa.question.question import Question, analyse

NEWS = {
    "bahrain.txt": "The king of Bahrain spoke with the general about the reactor. He wanted it stopped.",
    "geneva.txt": "Delegates in Geneva argued for two days about fuel. Nothing was signed there.",
    "oman.txt": "The sultan of Oman invited both sides to Muscat. They came in secret and left at night.",
    "paris.txt": "Kerry told Barnier that sanctions remained an alternative. He flew home on Monday.",
    "stuxnet.txt": "A computer worm wrecked a thousand centrifuges at Natanz. Nobody claimed it.",
}


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


@pytest.fixture
def archive(index_of: Callable[[dict[str, str]], Path], encoder: Encoder) -> Archive:
    """An archive of five stories that have next to nothing in common."""
    return Archive.open(index_of(NEWS), encoder=encoder)
