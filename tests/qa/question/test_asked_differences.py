import time

import pytest

from qa.question.asked_differences import AskedDifferences, asked_differences


@pytest.mark.parametrize(
    ("question", "subject", "is_question"),
    [
        ("What do the sources disagree on about the ferry?", "the ferry", False),
        ("Where do the accounts differ on the ferry?", "the ferry", False),
        ("Do the sources agree on when the ferry sank?", "when the ferry sank", True),
        ("Do the documents contradict each other about who paid?", "who paid", True),
        ("Do they agree on whether the ferry leaked?", "the ferry leaked", True),
        ("Is there any disagreement among the sources about the ferry?", "the ferry", False),
        ("Are there conflicting accounts of the fire?", "the fire", False),
        ("Do the accounts of the fire differ?", "the fire", False),
        ("What is disputed about the fire?", "the fire", False),
        ("Who disagreed about the fire?", "the fire", False),
    ],
)
def test_in_what_sources_may_differ(question: str, subject: str, *, is_question: bool) -> None:
    assert asked_differences(question) == AskedDifferences(subject, is_question)


@pytest.mark.parametrize(
    "question",
    [
        "Did Iran agree to stop?",
        "Did the two sides agree on a date?",
        "How does Lund differ from Berg?",
        "What did Kerry disagree with?",
        "Why did the ministers disagree about the tax?",
        "",
    ],
)
def test_other_questions_ask_for_no_differences(question: str) -> None:
    assert asked_differences(question) is None


@pytest.mark.parametrize("part", ["do the sources agree on ", "disagree ", "the the ", " on about"])
def test_a_long_question_is_looked_at_in_no_time(part: str) -> None:
    begun = time.thread_time()
    for size in (290, 20_000):
        asked_differences(part * (size // len(part)))
    assert time.thread_time() - begun < 1
