from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from embeddings.models.encoder import Encoder
from qa import Archive
from qa.answering.asked_sources import first_as_asked
from qa.answering.confidence import CONFIDENT
from qa.answering.excerpts import excerpts_of
from qa.answering.reader import SentenceReading
from qa.answering.windows import Window
from qa.answers import Answer

pytest.importorskip("spacy")

FILES = {
    "kerry.txt": "John Kerry told Michel Barnier that the sanctions on the harbour were useless.",
    "glaser.txt": "Daniel Glaser told Ana Ruiz that the sanctions on the harbour were useful and useless.",
}


@pytest.fixture
def ask(index_of: Callable[[dict[str, str]], Path], encoder: Encoder) -> Callable[..., Answer]:
    def asked(question: str, files: dict[str, str] = FILES) -> Answer:
        archive = Archive.open(index_of(files), encoder=encoder)
        archive.threshold = 0.0
        return archive.ask(question)

    return asked


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("What did Kerry say about sanctions on the harbour that were useful and useless?", "kerry.txt"),
        ("What did Daniel Glaser say about sanctions on the harbour that were useless?", "glaser.txt"),
        ("Who told Barnier about the sanctions on the harbour?", "kerry.txt"),
        ("Who told Ruiz about the sanctions on the harbour?", "glaser.txt"),
    ],
)
def test_the_words_of_the_one_asked_for_go_first(ask: Callable[..., Answer], question: str, first: str) -> None:
    assert ask(question).excerpts[0].document.id == first


def test_the_words_of_another_say_whose_they_are(ask: Callable[..., Answer]) -> None:
    files = {"kerry.txt": f"{FILES['kerry.txt']} Daniel Glaser went home."}
    answer = ask("What did Daniel Glaser say about the sanctions on the harbour?", files)
    assert answer.status == "answered"
    assert answer.low_confidence
    assert answer.confidence < CONFIDENT
    assert answer.reason == "these are the words of John Kerry, not of Daniel Glaser"


def test_an_excerpt_that_is_put_first_is_read_if_it_was_not(
    index_of: Callable[[dict[str, str]], Path], encoder: Encoder
) -> None:
    read: list[str] = []

    def reader(_question: str, windows: Sequence[Window]) -> list[list[SentenceReading]]:
        read.extend(window.text for window in windows)
        return [[SentenceReading(-2.0)] * len(window.sentences) for window in windows]

    archive = Archive.open(index_of(FILES), encoder=encoder)
    question = "What did Kerry say about sanctions on the harbour?"
    hits = {hit.document.id: replace(hit, score=1.0) for hit in archive.explain(question)}
    glaser, kerry = ((hits[name], next(iter(excerpts_of(hits[name])))) for name in ("glaser.txt", "kerry.txt"))
    asked = archive._analyse(question, ())
    assert first_as_asked(asked, [kerry, glaser], reader) == [kerry, glaser]
    assert read == []
    (first, _), second = first_as_asked(asked, [glaser, kerry], reader)
    assert (first.document.id, first.readings, second) == ("kerry.txt", (-2.0,), glaser)
    assert read == [FILES["kerry.txt"]]


def test_what_was_said_to_another_says_to_whom(ask: Callable[..., Answer]) -> None:
    files = {"kerry.txt": f"{FILES['kerry.txt']} Ana Ruiz went home."}
    answer = ask("What did Kerry tell Ana Ruiz about the sanctions on the harbour?", files)
    assert answer.reason == "it was said to Michel Barnier, not to Ana Ruiz"


@pytest.mark.parametrize(
    "question",
    [
        "What did John Kerry say about the sanctions on the harbour?",
        "What did Kerry tell Barnier about the sanctions on the harbour?",
        "What were the sanctions on the harbour?",
    ],
)
def test_the_words_of_the_one_asked_for_say_no_more(ask: Callable[..., Answer], question: str) -> None:
    reason = ask(question, {"kerry.txt": FILES["kerry.txt"]}).reason or ""
    assert "words of" not in reason
    assert "said to" not in reason


def test_what_was_said_to_an_office_is_not_its_holders_words(ask: Callable[..., Answer]) -> None:
    files = {"kerry.txt": "John Kerry told the Emir that the harbour was shut. Ana Ruiz went home."}
    answer = ask("What did the Emir tell John Kerry about the harbour?", files)
    assert answer.low_confidence
    assert answer.reason == "these are the words of John Kerry, not of the Emir"
