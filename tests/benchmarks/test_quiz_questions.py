import random

import pytest
from quiz_questions import TIMES, in_place
from train_questions import Question

CONTEXT = (
    "The ferry, an old one, was built in the shipyard of Odense in 1961. Twelve boats left Varde (a port) that night. "
    "It rained."
)


@pytest.fixture
def chance(monkeypatch: pytest.MonkeyPatch) -> random.Random:
    monkeypatch.setattr("quiz_questions.TIMED", 0)
    monkeypatch.setattr("quiz_questions.LEFT_OUT", 0)
    return random.Random(3)  # noqa: S311  # no secret hangs on it


def question_of(text: str, answer: str, *, sentence_answers: bool = False) -> Question:
    start = CONTEXT.index(answer)
    return Question("squadshifts", "Varde", "", CONTEXT, text, ((start, start + len(answer)),), sentence_answers)


@pytest.mark.parametrize(
    ("text", "answer", "asked"),
    [
        (
            "In what city was it?",
            "Odense",
            "The ferry, an old one, was built in the shipyard of what city in 1961?",
        ),
        ("When was it built?", "1961", "The ferry, an old one, was built in the shipyard of Odense in which year?"),
        ("How many boats did leave Varde?", "Twelve", "How many boats left Varde (a port) that night?"),
        ("which harbour did the boats leave", "Varde", "Twelve boats left which harbour (a port) that night?"),
        ("Where was it built?", "shipyard", "The ferry, an old one, was built where of Odense in 1961?"),
    ],
)
def test_what_is_asked_for_stands_where_the_answer_would(
    text: str, answer: str, asked: str, chance: random.Random
) -> None:
    assert in_place(question_of(text, answer), chance) == asked


def test_some_words_are_left_out_and_a_time_is_put_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quiz_questions.TIMED", 1)
    monkeypatch.setattr("quiz_questions.LEFT_OUT", 1)
    chance = random.Random(3)  # noqa: S311  # no secret hangs on it
    found = in_place(question_of("How many boats did leave Varde?", "Twelve"), chance)
    assert found in {f"How many boats left Varde that night {time}?" for time in TIMES}


def test_of_other_questions_none_is_made(chance: random.Random) -> None:
    # No answer, no words that ask, a sentence that answers, a sentence of too few words, a long answer.
    unanswerable = question_of("Who was it?", "ferry")._replace(answers=())
    assert in_place(unanswerable, chance) is None
    assert in_place(question_of("Why so?", "ferry"), chance) is None
    assert in_place(question_of("What was it?", "ferry", sentence_answers=True), chance) is None
    assert in_place(question_of("What did it do?", "rained"), chance) is None
    assert in_place(question_of("What was built?", "ferry, an old one, was built in the"), chance) is None
