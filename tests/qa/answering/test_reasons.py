from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from embeddings.models.encoder import Encoder
from qa import Archive
from qa.answering.reader import SentenceReading
from qa.answering.reasons import LONGEST_MARKED
from qa.answering.windows import Window

FILES = {
    "lisbon.md": "# Dinner in Lisbon\n\nThe envoy of Norway dined with the minister in Lisbon. They spoke of fish.\n",
    "roads.md": "# Roads\n\nThe county mended its roads in the spring. Most of them were dry by May.\n",
    "fishers.md": "# Rules for fishers\n\nDirective 12/7 bound the council of fishers of the north. Nets were few.\n",
}


@pytest.fixture
def reason_of(index_of: Callable[[dict[str, str]], Path], encoder: Encoder) -> Callable[[str], str | None]:
    archive = Archive.open(index_of(FILES), encoder=encoder)
    archive.threshold = 1
    return lambda question: archive.ask(question).reason


def test_a_word_of_no_document_is_named(reason_of: Callable[[str], str | None]) -> None:
    assert reason_of("Which herring did they order with the dinner?") == "no passage mentions “herring” or “order”"


def test_what_the_nearest_passage_speaks_of_and_what_it_does_not_say(reason_of: Callable[[str], str | None]) -> None:
    assert reason_of("When did the envoy of Norway dine in Lisbon with the minister?") == (
        "the nearest passage speaks of Norway and Lisbon, but it does not seem to say when"
    )
    assert reason_of("How many roads were dry by the spring?") == (
        "the nearest passage is about this, but it does not seem to say how many roads"
    )
    assert reason_of("Were the roads of the county mended?") == (
        "the nearest passage is about this, but it does not seem to say whether that is so"
    )


def test_a_name_with_a_number_is_named_with_it(reason_of: Callable[[str], str | None]) -> None:
    assert reason_of("When did Directive 12/7 bind the council of fishers?") == (
        "the nearest passage speaks of Directive 12/7, but it does not seem to say when"
    )
    assert reason_of("When did Directive 13/7 bind the council of fishers?") == (
        "the nearest passage does not say “Directive 13” but “Directive 12”"
    )


def test_words_that_only_other_passages_hold_are_not_listed(reason_of: Callable[[str], str | None]) -> None:
    said = reason_of("Who mended the spring roads of the county with fish?")
    assert said == "the nearest passage is about this, but it does not seem to say who"


def test_few_words_in_common_are_said_plainly_and_no_more_is_claimed(reason_of: Callable[[str], str | None]) -> None:
    assert reason_of("with what dry minister") == "the nearest passage has few words of the question"


def test_few_words_in_common_are_said_of_what_is_shown_as_an_answer_too(
    index_of: Callable[[dict[str, str]], Path], encoder: Encoder
) -> None:
    archive = Archive.open(index_of(FILES), encoder=encoder)
    archive.threshold = 0.0
    answer = archive.ask("with what dry minister")
    assert (answer.status, answer.reason) == ("answered", "the nearest passage has few words of the question")


def test_of_what_is_shown_as_an_answer_it_is_not_said_that_it_does_not_answer(
    index_of: Callable[[dict[str, str]], Path], encoder: Encoder
) -> None:
    archive = Archive.open(index_of(FILES), encoder=encoder)
    archive.threshold = 0.0
    answer = archive.ask("How many roads were dry by the spring?")
    assert (answer.status, answer.low_confidence) == ("answered", True)
    assert answer.reason == "the nearest passage is about this, but it may not say how many roads"


def marking(words: str) -> Callable[[str, Sequence[Window]], list[list[SentenceReading]]]:
    """Return a reader that takes some words for the answer, and is sure of them."""

    def reading(text: str, start: int, end: int) -> SentenceReading:
        at = text.find(words, start, end)
        return SentenceReading(3.0, (at, at + len(words))) if at >= 0 else SentenceReading(-5.0, (start, end))

    return lambda _, windows: [[reading(window.text, *place) for place in window.sentences] for window in windows]


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("the minister", "the minister"),
        (
            "The envoy of Norway dined with the minister in Lisbon by the sea",
            "The envoy of Norway dined with the minister in Lisbon by …",
        ),
    ],
)
def test_marked_words_of_an_answer_are_not_said_to_be_missing(
    index_of: Callable[[dict[str, str]], Path],
    encoder: Encoder,
    monkeypatch: pytest.MonkeyPatch,
    words: str,
    shown: str,
) -> None:
    monkeypatch.setenv("LOCCIT_READER", "true")
    monkeypatch.setenv("LOCCIT_THRESHOLD", "0")
    monkeypatch.setattr("qa.archive.load_reader", lambda: marking(words))
    # However sure, it is not sure enough.
    monkeypatch.setattr("qa.answering.verdicts.CONFIDENT", 1.1)
    files = {
        **FILES,
        "lisbon.md": "The envoy of Norway dined with the minister in Lisbon by the sea. They spoke of fish.\n",
    }
    answer = Archive.open(index_of(files), encoder=encoder).ask("Who dined in Lisbon with the envoy of Norway?")
    assert answer.excerpts[0].answer_text == words
    assert answer.reason == f"the nearest passage speaks of Lisbon and Norway, and may say who: “{shown}”"
    assert len(shown) <= LONGEST_MARKED


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("with what dry minister", "the nearest passage has few words of the question, but may say what: “the envoy”"),
        (
            "who ate the herring with fish?",
            "no passage mentions “ate” or “herring”, but the nearest may say who: “the envoy”",
        ),
    ],
)
def test_marked_words_are_shown_where_words_are_missing_too(
    index_of: Callable[[dict[str, str]], Path],
    encoder: Encoder,
    monkeypatch: pytest.MonkeyPatch,
    question: str,
    said: str,
) -> None:
    monkeypatch.setenv("LOCCIT_READER", "true")
    monkeypatch.setenv("LOCCIT_THRESHOLD", "0")
    monkeypatch.setattr("qa.archive.load_reader", lambda: marking("the envoy"))
    monkeypatch.setattr("qa.answering.verdicts.CONFIDENT", 1.1)
    files = {
        "lisbon.md": "In Lisbon the envoy dined with the minister. They spoke of fish.\n",
        "roads.md": FILES["roads.md"],
    }
    assert Archive.open(index_of(files), encoder=encoder).ask(question).reason == said
