import time

import pytest

from qa.question.several_questions import several_questions


@pytest.mark.parametrize(
    ("message", "questions"),
    [
        ("When was it adopted? Who voted no?", ("When was it adopted?", "Who voted no?")),
        ("I read of Lund. Who paid? When? I need it.", ("I read of Lund. Who paid?", "When? I need it.")),
        ("Who led in 2009, and what did he offer?", ("Who led in 2009?", "And what did he offer?")),
        (
            "who is the founder of lund and when was it founded",
            ("who is the founder of lund?", "And when was it founded?"),
        ),
        ("Can you tell me who signed it and why?", ("who signed it?", "And why?")),
        (
            "What did Lund, Erik Berg and the mayor each say in Oslo about the plant?",
            (
                "What did Lund say in Oslo about the plant?",
                "What did Erik Berg say in Oslo about the plant?",
                "What did the mayor say in Oslo about the plant?",
            ),
        ),
        (
            "Compare the talk with Lund and that with Berg",
            ("Tell me about the talk with Lund.", "Tell me about the talk with Berg."),
        ),
        (
            "Compare the talks in Lund and Berg",
            ("Tell me about the talks in Lund.", "Tell me about the talks in Berg."),
        ),
        (
            "Compare the talks in Lund with those in Berg",
            ("Tell me about the talks in Lund.", "Tell me about the talks in Berg."),
        ),
        (
            "Compare the Bank of Lund and Erik Berg",
            ("Tell me about the Bank of Lund.", "Tell me about Erik Berg."),
        ),
        ("Compare Lund with Erik Berg!", ("Tell me about Lund.", "Tell me about Erik Berg.")),
        (
            "Can you compare the first talks to the second ones?",
            ("Tell me about the first talks.", "Tell me about the second ones."),
        ),
        ("how did lund and berg each react", ("how did lund react?", "how did berg react?")),
        (
            "How much money did each of Lund, and Erik Berg give?",
            ("How much money did Lund give?", "How much money did Erik Berg give?"),
        ),
        ("How many came by boat and how many by rail?", ("How many came by boat?", "And how many by rail?")),
    ],
)
def test_the_questions_of_a_message_are_parted(message: str, questions: tuple[str, ...]) -> None:
    assert several_questions(message) == questions


@pytest.mark.parametrize(
    "message",
    [
        "Who paid?",
        "I write of Lund. Who paid?",
        "When and where was it signed?",
        "Who paid the bail and who left the town?",
        "What did he say of how it began and who paid?",
        "What made the king forget his grief and how tired he was?",
        "What do I need for a pier and what to put on it?",
        "What did the council and WHO office ask of them?",
        "Did he sign and did she?",
        "What did Lund and Berg give each child?",
        "Compare the boats.",
        "How does Lund compare with Berg?",
        "What do Lund and Berg think of each other?",
        "What did each of the three ministers say?",
        "What did Lund say to Berg and Haas each day?",
        "What did A, B, C, D and E each say?",
        'Who asked: "How? Why?"',
        "Who? When? Where? Why? How?",
        "Lund and who else",
        "",
    ],
)
def test_what_asks_one_thing_is_one_question(message: str) -> None:
    assert several_questions(message) == ()


def test_a_long_text_is_one_question() -> None:
    assert several_questions("Who paid? " * 200) == ()


@pytest.mark.parametrize("part", ["who ", "who is a ", " and ", "how many and ", "is, ", "a? "])
def test_a_message_of_any_length_is_looked_at_in_no_time(part: str) -> None:
    begun = time.thread_time()
    for size in (990, 20_000):
        several_questions("what is " + part * (size // len(part)))
    assert time.thread_time() - begun < 1
