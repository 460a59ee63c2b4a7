from collections.abc import Callable
from pathlib import Path

import pytest

from embeddings.models.encoder import Encoder
from qa.answering.confidence import LEAST_MARGIN, MARGIN_WITHOUT_RIVAL, MOST_MARGIN, evidence
from qa.answering.reading import read
from qa.archive import Archive
from qa.question.question import analyse
from qa.retrieval.ranking import rank
from qa.retrieval.scope import Scope
from tests.qa.conftest import NEWS


@pytest.mark.parametrize(
    ("question", "document", "words"),
    [
        ("What had Kerry told Barnier that remained an alternative?", "paris.txt", "sanctions remained an alternative"),
        ("Who invited both sides to Muscat?", "oman.txt", "The sultan of Oman"),
        ("A computer worm wrecked how many centrifuges at Natanz?", "stuxnet.txt", "a thousand centrifuges"),
    ],
)
def test_a_question_in_the_archives_own_words_is_answered(
    archive: Archive, question: str, document: str, words: str
) -> None:
    answer = archive.ask(question)
    assert answer.status == "answered"
    assert answer.excerpts[0].document.id == document
    assert words in answer.excerpts[0].text
    assert answer.nearest == ()


@pytest.mark.parametrize(
    "question",
    [
        "asdf qwer zxcv hjkl",
        "Which architect designed the opera house in Sydney?",
        "How do I bake sourdough bread?",
        "伊朗核问题",
    ],
)
def test_gibberish_and_other_subjects_are_not_found_and_the_nearest_is_shown(archive: Archive, question: str) -> None:
    answer = archive.ask(question)
    assert answer.status == "not_found"
    assert answer.excerpts == ()
    assert len(answer.nearest) == 3
    assert {near.document.id for near in answer.nearest} <= NEWS.keys()


@pytest.mark.parametrize("question", ["%%% ### !!!", "the of and to in", "Hello!", "thanks", "Why?"])
def test_a_question_that_names_nothing_says_so_and_shows_nothing(archive: Archive, question: str) -> None:
    answer = archive.ask(question)
    assert (answer.status, answer.confidence, answer.nearest) == ("not_found", 0.0, ())
    assert answer.reason is not None
    assert answer.reason.startswith("the question has no words that could be looked for")


def test_confidence_grows_with_the_share_of_the_question_that_is_met(archive: Archive) -> None:
    asked = [
        "Which recipe suits a rainy Sunday afternoon?",
        "Which recipe suits Kerry on a rainy afternoon?",
        "Kerry told Barnier about a rainy afternoon.",
        "Kerry told Barnier that sanctions remained an alternative.",
    ]
    sure = [archive.ask(question).confidence for question in asked]
    assert sure == sorted(sure)
    assert sure[0] < 0.1
    assert sure[-1] > 0.9


def test_confidence_is_a_share(archive: Archive) -> None:
    for question in ("the", "Kerry told Barnier that sanctions remained an alternative. " * 20, "x"):
        assert 0 <= archive.ask(question).confidence <= 1


def test_the_excerpts_of_an_answer_come_near_the_best(archive: Archive) -> None:
    answer = archive.ask("Kerry told Barnier that sanctions remained an alternative.")
    assert [excerpt.document.id for excerpt in answer.excerpts] == ["paris.txt"]


def test_how_far_a_passage_stands_out_tells_within_limits_only(
    index_of: Callable[[dict[str, str]], Path], encoder: Encoder
) -> None:
    files = {"paris.txt": "Kerry told Barnier that sanctions remained.", "bread.txt": "Bake the bread for an hour."}
    archive = Archive.open(index_of(files), encoder=encoder)
    question = analyse("What had Kerry told Barnier?", (), encoder, archive._generation.lexical)
    first, second = read(question, rank(question, Scope(archive._generation), 2), None)
    assert first.score - second.score > MOST_MARGIN
    assert evidence([first, second]).margin == MOST_MARGIN
    assert evidence([second, first]).margin == LEAST_MARGIN
    assert evidence([first]).margin == MARGIN_WITHOUT_RIVAL


def test_the_same_story_in_other_tellings_is_no_rival(
    index_of: Callable[[dict[str, str]], Path], encoder: Encoder
) -> None:
    story = (
        "Kerry told Barnier that sanctions remained an alternative for both sides. He flew home to Boston on Monday."
    )
    question = "What had Kerry told Barnier that remained an alternative?"
    alone = Archive.open(index_of({**NEWS, "paris.txt": f"{story} Rain fell."}), encoder=encoder).ask(question)
    tellings = {f"paris{number}.txt": f"{story} Rain fell in the town of {number}." for number in range(4)}
    retold = Archive.open(index_of(tellings), encoder=encoder).ask(question)
    assert (alone.status, retold.status) == ("answered", "answered")
    # With a margin of nothing it would be half as sure.
    assert retold.confidence > alone.confidence - 0.3


def test_an_archive_of_one_document_can_be_asked(index_of: Callable[[dict[str, str]], Path], encoder: Encoder) -> None:
    archive = Archive.open(index_of({"news.txt": "\n\n".join(NEWS.values())}), encoder=encoder)
    answer = archive.ask("What had Kerry told Barnier that remained an alternative?")
    assert "sanctions remained an alternative" in answer.excerpts[0].text
    assert answer.confidence > 0.5
