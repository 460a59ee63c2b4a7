from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from embeddings.models.encoder import Encoder
from qa.answering.several_answers import answer_to_each
from qa.answers import Answer
from qa.archive import Archive


@pytest.fixture
def found(archive: Archive) -> Answer:
    return replace(
        archive.ask("Who invited both sides to Muscat?"), status="answered", low_confidence=False, reason=None
    )


@pytest.fixture
def unsure(archive: Archive) -> Answer:
    answer = archive.ask("How many centrifuges did the worm wreck at Natanz?")
    return replace(
        answer, status="answered", low_confidence=True, reason="why", excerpts=answer.excerpts or answer.nearest
    )


@pytest.fixture
def not_found(archive: Archive) -> Answer:
    return archive.ask("Which architect designed the opera house in Sydney?")


def test_what_answers_each_stands_first(archive: Archive, found: Answer, unsure: Answer) -> None:
    answer = answer_to_each("Who? How many?", [found, unsure], archive._generation)
    assert [one.document.id for one in answer.excerpts[:2]] == ["oman.txt", "stuxnet.txt"]
    assert (answer.status, answer.low_confidence, answer.nearest) == ("answered", True, ())
    assert answer.confidence == min(found.confidence, unsure.confidence)
    assert answer.reason == f"on “{unsure.question}” why"
    assert answer.read_as == f"{found.question} {unsure.question}"
    assert (answer.question, answer.sources) == ("Who? How many?", 2)
    assert [part.question for part in answer.parts] == [found.question, unsure.question]


def test_a_question_without_an_answer_makes_it_unsure_and_is_named(
    archive: Archive, found: Answer, not_found: Answer
) -> None:
    answer = answer_to_each("Who? Which?", [found, not_found], archive._generation)
    assert (answer.status, answer.low_confidence, answer.confidence) == ("answered", True, found.confidence)
    assert answer.excerpts == found.excerpts
    assert answer.reason == f"on “{not_found.question}” the archive does not say: {not_found.reason}"


def test_where_nothing_is_found_the_nearest_of_each_is_shown(archive: Archive, not_found: Answer) -> None:
    other = archive.ask("How do I bake sourdough bread?")
    answer = answer_to_each("Which? How?", [not_found, other], archive._generation)
    assert (answer.status, answer.low_confidence, answer.excerpts) == ("not_found", False, ())
    assert answer.nearest[0] == not_found.nearest[0]
    assert {one.document.id for one in answer.nearest} == {one.document.id for one in not_found.nearest + other.nearest}
    assert answer.reason is not None
    assert answer.reason.count("the archive does not say") == 2


def test_two_sure_answers_are_sure_and_none_is_shown_twice(archive: Archive, found: Answer) -> None:
    answer = answer_to_each("Who? Who?", [found, found], archive._generation)
    assert (answer.low_confidence, answer.reason) == (False, None)
    assert answer.excerpts == found.excerpts


def test_questions_that_were_read_as_they_stand_say_nothing_of_how(archive: Archive, found: Answer) -> None:
    assert answer_to_each(f"{found.question} {found.question}", [found, found], archive._generation).read_as is None


def test_what_is_asked_of_each_of_some_is_asked_of_one_after_another(
    index_of: Callable[[dict[str, str]], Path], encoder: Encoder
) -> None:
    texts = {
        "vote.txt": "Lund said that the harbour should be closed.",
        "week.txt": "The harbour should be dredged, Berg said.",
        "sea.txt": "The sea was calm that year.",
    }
    answer = Archive.open(index_of(texts), encoder=encoder).ask("What did Lund and Berg each say about the harbour?")
    assert [part.question for part in answer.parts] == [
        "What did Lund say about the harbour?",
        "What did Berg say about the harbour?",
    ]
    shown = [excerpt.document.id for excerpt in answer.excerpts or answer.nearest]
    assert shown[:2] == ["vote.txt", "week.txt"]
