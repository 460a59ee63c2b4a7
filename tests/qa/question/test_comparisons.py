import time

import pytest

from qa.question.comparisons import compared


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        (
            "Which came first, the Oslo talks or the Paris letter?",
            ("When was the Oslo talks?", "When was the Paris letter?"),
        ),
        ("Who signed earlier: Ana Ruiz or Bo Ek", ("When Ana Ruiz signed?", "When Bo Ek signed?")),
        ("Which was founded first, Lund or Varde?", ("When was Lund founded?", "When was Varde founded?")),
        ("Who is older, Ana Ruiz or Bo Ek?", ("When was Ana Ruiz born?", "When was Bo Ek born?")),
        ("Which bridge is older, the iron or the stone one?", ("When was the iron?", "When was the stone one?")),
        (
            "Is the north pier longer than the south pier?",
            ("How long is the north pier?", "How long is the south pier?"),
        ),
        ("Which is the largest, Lund or Varde?", ("How large is Lund?", "How large is Varde?")),
        ("Were the nets heavier than the sails?", ("How heavy were the nets?", "How heavy were the sails?")),
        ("Was Varde founded more recently than Lund?", ("When was Varde founded?", "When was Lund?")),
        (
            "Was turnout higher in the vote of 2009 or in that of 2013?",
            ("Was turnout higher in the vote of 2009?", "Was turnout higher in the vote of 2013?"),
        ),
        (
            "When had Varde more boats, in May or in June?",
            ("When had Varde more boats in May?", "When had Varde more boats in June?"),
        ),
        (
            "Which was larger, the profit of Lund in 2016 or in 2017?",
            ("How large was the profit of Lund in 2016?", "How large was the profit of Lund in 2017?"),
        ),
        (
            "Which is bigger, the fleet of 2019 or 2020?",
            ("How big is the fleet of 2019?", "How big is the fleet of 2020?"),
        ),
        ("Who paid more, the bank or the port?", ("Who paid more the bank?", "Who paid more the port?")),
    ],
)
def test_what_is_compared_is_asked_about_each(question: str, asked: tuple[str, str]) -> None:
    assert compared(question) == asked


@pytest.mark.parametrize(
    "question",
    [
        "Who signed the letter?",
        "Did he sign or not?",
        "Which is it, the or a?",
        "Which is older, the port or the port?",
        "Did the minister meet the former envoy in Oslo or in Paris?",
        "When was the first meeting, in May or in June?",
        "In 2009, did Lund accept or reject the offer?",
        "How many injuries or deaths were there?",
        "",
    ],
)
def test_what_compares_nothing_is_one_question(question: str) -> None:
    assert compared(question) == ()


def test_a_long_question_is_looked_at_in_no_time() -> None:
    begun = time.thread_time()
    for part in ("which ", "a, ", "is a more ", ", a or ", "which more , a or ", "is more than ", "in that of "):
        compared(part * 4_000)
        compared(f"Which is older, {part * 4_000}?")
    assert time.thread_time() - begun < 1
