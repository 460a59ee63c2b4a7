import random

import pytest
from made_up_questions import says_something, sources_of
from reader_examples import Example
from reworded_questions import reworded

from embeddings.documents import Document

# Each says what the one beside it says, in other words.
TEXTS = (
    "Envoy Farid Karimi signed the accord on the dam in Samarkand in 2003. The rain had stopped by then.",
    "It was at Samarkand that Farid Karimi put his name to the treaty about the dam, in 2003. Nobody applauded.",
    "The museum at Gorki bought nine paintings by Elena Petrova for its new wing in 1987.",
    "In 1987 nine canvases of Elena Petrova went to Gorki, where the museum had built a wing for them.",
)

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def found() -> list[Example]:
    documents = [
        Document(id=str(number), path=str(number), text=text, sha256="0" * 64) for number, text in enumerate(TEXTS)
    ]
    chance = random.Random(3)  # noqa: S311  # no secret hangs on it
    return [one for _ in range(20) for one in reworded(sources_of(documents), chance)]


def test_what_was_left_out_stands_in_another_text_than_was_asked_from(found: list[Example]) -> None:
    answered = [one for one in found if one.answers]
    assert {one.window.text[start:end] for one in answered for start, end in one.answers} >= {"2003", "1987"}
    assert {one.window.text.split()[0] for one in answered} >= {"Envoy", "It", "The", "In"}


def words_of(text: str) -> set[str]:
    return {word.strip("?.,").lower() for word in text.split()}


def test_the_sentence_that_answers_has_some_of_the_words_asked_with_but_not_all(found: list[Example]) -> None:
    for one in (one for one in found if one.answers):
        ((at, _),) = one.answers
        (held,) = [one.window.text[start:end] for start, end in one.window.sentences if start <= at < end]
        asked = set(filter(says_something, words_of(one.question.partition(" ")[2])))
        assert asked & words_of(held)
        assert asked - words_of(held)


def test_only_questions_that_nothing_answers_name_what_the_window_does_not(found: list[Example]) -> None:
    for one in found:
        named = [word for word in one.question.split()[1:] if not word[0].islower()]
        unknown = words_of(" ".join(named)) - words_of(one.window.text)
        assert not (one.answers and unknown)
    assert any(not one.answers for one in found)


def test_no_sentence_answers_what_is_asked_of_another_subject(found: list[Example]) -> None:
    for one in (one for one in found if one.answers):
        assert not ("Samarkand" in one.window.text and "museum" in one.question)
        assert not ("Gorki" in one.window.text and "Karimi" in one.question)
