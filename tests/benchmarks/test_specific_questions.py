import random

import pytest
from specific_questions import more_specific, other_sentences, worded_otherwise
from train_questions import Question

from qa.answering.windows import Window

CONTEXT = (
    "A boat sank off Oman in 2012. Ten men drowned there, because the pumps had been left in the harbour. It rained."
)
SENTENCES = ["A boat sank off Oman in 2012.", "Ten men drowned there, because the pumps had been left in the harbour."]


@pytest.fixture
def chance() -> random.Random:
    return random.Random(3)  # noqa: S311  # no secret hangs on it


def question_of(text: str, answer: str) -> Question:
    start = CONTEXT.index(answer)
    return Question("squadshifts", "Oman", "Oman", CONTEXT, text, ((start, start + len(answer)),), False)


def test_a_question_gets_phrases_clauses_and_sentences(chance: random.Random) -> None:
    said = {more_specific("Who was saved?", SENTENCES, [], chance) for _ in range(400)}
    assert {
        "Who was saved in 2012?",
        "Who was saved because the pumps had been left in the harbour?",
        "In 2012, who was saved?",
        "A boat sank off Oman in 2012. Who was saved?",
        "Who was saved? A boat sank off Oman in 2012.",
    } <= said
    assert any(text.count("in 2012") and text.count("because") for text in said)


def test_what_is_put_to_a_question_holds_no_answer(chance: random.Random) -> None:
    said = {more_specific("When did it sink?", SENTENCES, ["2012"], chance) for _ in range(200)}
    assert not any("2012" in text for text in said)
    assert len(said) > 1


def test_where_nothing_can_be_added_a_question_stays(chance: random.Random) -> None:
    assert {more_specific("Who?", [], [], chance) for _ in range(20)} == {"Who?"}
    assert {more_specific("Who was saved?", ["Rain fell"], [], chance) for _ in range(50)} == {"Who was saved?"}


def test_the_other_sentences_are_of_the_context_or_the_window_and_answer_not(chance: random.Random) -> None:
    question = question_of("How many men drowned?", "Ten")
    window = Window("", SENTENCES[1], ((0, len(SENTENCES[1])),))
    answered = [tuple(other_sentences(question, window, [(0, 3)], chance)) for _ in range(200)]
    assert set(answered) == {(SENTENCES[0], "It rained."), (SENTENCES[1],)}
    assert answered.count((SENTENCES[1],)) < 100
    unanswered = [tuple(other_sentences(question, window, [], chance)) for _ in range(200)]
    assert unanswered.count((SENTENCES[1],)) > 80


def test_questions_with_few_words_of_their_answer_are_worded_otherwise() -> None:
    alike, otherwise = question_of("How many men drowned?", "Ten"), question_of("What claimed the sailors?", "Ten men")
    assert worded_otherwise([alike, otherwise]) == [otherwise]
    assert worded_otherwise([otherwise._replace(sentence_answers=True), otherwise._replace(answers=())]) == []
