from collections.abc import Callable, Sequence

import pytest

from embeddings.models.encoder import Encoder
from qa.answering.named_first import without_nameless
from qa.answering.reader import Reader, SentenceReading
from qa.answering.reading import read
from qa.answering.windows import Window
from qa.archive import Archive
from qa.question.question import analyse
from qa.retrieval.ranking import rank
from qa.retrieval.scope import Scope

FILES = {
    "muscat.md": "# The first round\n\nThe first round of talks took place in Muscat. The round took two hours.\n",
    "oslo.md": "# The second round\n\nThe second round of talks took place in Oslo. It was held at night.\n",
    "rome.md": "# At the embassy\n\nPolice closed streets at the embassy in Rome. It was their third meeting.\n",
    "sea.md": "# Weather\n\nThe sea was calm.\n",
}
ASKED = "Which round of talks took place in Rome?"


def reader_of(value: float) -> Reader:
    """Return a reader that gives a sentence about a third meeting a value, and each other the least."""

    def read_all(_: str, windows: Sequence[Window]) -> list[list[SentenceReading]]:
        return [
            [
                SentenceReading(value if "third" in window.text[start:end] else -5.0, (start, end))
                for start, end in window.sentences
            ]
            for window in windows
        ]

    return read_all


@pytest.fixture
def first_documents(
    index_of: Callable[[dict[str, str]], object], encoder: Encoder
) -> Callable[[str, float | None], list[str]]:
    """Return the documents of what is chosen for a question, by a reader that gives the right sentence a value."""

    def documents(question: str, value: float | None) -> list[str]:
        generation = Archive.open(index_of(FILES), encoder=encoder)._generation
        scope = Scope(generation)
        asked = analyse(question, (), encoder, generation.lexical)
        reader = None if value is None else reader_of(value)
        hits = list(read(asked, rank(asked, scope, 4), None))
        return [hit.document.id for hit in without_nameless(asked, hits, reader)]

    return documents


def test_passages_without_the_name_make_way_for_one_that_has_it_and_answers(
    first_documents: Callable[[str, float | None], list[str]],
) -> None:
    nearest = first_documents(ASKED, -5.0)
    assert (set(nearest[:2]), nearest[2:]) == ({"muscat.md", "oslo.md"}, ["rome.md", "sea.md"])
    assert first_documents(ASKED, 3.0) == ["rome.md", "sea.md"]


@pytest.mark.parametrize(
    ("question", "value"),
    [
        (ASKED, None),
        (ASKED, -0.5),
        ("Which round of talks took place there?", 3.0),
        (ASKED.replace("Rome", "Lima"), 3.0),
    ],
    ids=["no reader", "no answer", "no name", "a name of no document"],
)
def test_they_stay_where_none_is_known_to_answer(
    first_documents: Callable[[str, float | None], list[str]], question: str, value: float | None
) -> None:
    documents = first_documents(question, value)
    assert (set(documents[:2]), len(documents)) == ({"muscat.md", "oslo.md"}, len(FILES))
