import time

import pytest

from qa.question.several import asks_for_several


@pytest.mark.parametrize(
    "question",
    [
        "Which countries abstained?",
        "What reasons did the envoy give?",
        "who else signed the letter",
        "What were the conditions of the loan?",
        "List all boats that sank.",
        "What did the three ministers say?",
        "Did both sides sign?",
        "Which of the ports closed?",
        "What economic reasons did he give?",
        "Which Harbour Board rules were broken?",
        "Which Gulf rulers and princes wrote?",
    ],
)
def test_a_question_for_several_things(question: str) -> None:
    assert asks_for_several(question)


@pytest.mark.parametrize(
    "question",
    [
        "Who was the envoy?",
        "What is the river called?",
        "Which port has the larger harbour?",
        "When did the talks begin?",
        "What was his name?",
        "In which year did it sink?",
        "Why did the minister resign?",
        "How many boats sank?",
        "Which envoy says this?",
    ],
)
def test_a_question_for_one_thing(question: str) -> None:
    assert not asks_for_several(question)


def test_a_long_question_is_looked_at_in_no_time() -> None:
    begun = time.thread_time()
    for part in ("which ", "a, ", "the two "):
        asks_for_several(part * 4_000)
    assert time.thread_time() - begun < 1
