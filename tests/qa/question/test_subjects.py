import time

import pytest

from qa.question.subjects import (
    as_asked,
    asked_subject,
    bare_subject,
    named_person,
    named_subject,
    next_subject,
    possible_subject,
)


@pytest.mark.parametrize(
    ("question", "subject"),
    [
        ("What does the archive say about Lund?", "Lund"),
        ("What do these documents tell us about the pier?", "the pier"),
        ("What do the letters say about Ruiz and the Emir?", "Ruiz and the Emir"),
        ("what do you know of the ferry, please?", "the ferry"),
        ("What is known about the oak pier?", "the oak pier"),
        ("What was said about sanctions in the archive?", "sanctions"),
        ("What's there about sanctions?", "sanctions"),
        ("Tell me about Lund", "Lund"),
        ("Can you tell me more about Lund, please?", "Lund"),
        ("I want to know everything about the harbour.", "the harbour"),
        ("I'd like to know more about Lund", "Lund"),
        ("I am looking for information on Bank Lund", "Bank Lund"),
        ("Show me all the passages that mention Lund", "Lund"),
        ("give me a short overview of the embargo", "the embargo"),
        ("Find mentions of Bo Ek", "Bo Ek"),
        ("search for Bo Ek", "Bo Ek"),
        ("Summarize the treaty", "the treaty"),
        ("Please summarise what is known about the treaty", "the treaty"),
        ("everything about the worm", "the worm"),
        ("information on Bank Lund", "Bank Lund"),
        ("Is there anything about Lund?", "Lund"),
        ("Does the archive mention Lund?", "Lund"),
        ("Do the documents say anything about the US?", "the US"),
        ("Do you have anything on SWIFT?", "SWIFT"),
        ("Is Lund mentioned anywhere in the archive?", "Lund"),
        ("Where is Lund mentioned?", "Lund"),
        ("Which documents mention Bank Lund?", "Bank Lund"),
        ("Tell me about the role of Lund in the talks", "Lund in the talks"),
    ],
)
def test_a_subject_that_all_is_asked_of_is_found(question: str, subject: str) -> None:
    assert asked_subject(question) == subject
    assert as_asked(question) == subject


@pytest.mark.parametrize(
    "question",
    [
        "Who is Ruiz?",
        "What did Ruiz say about Lund?",
        "Did Ruiz mention Lund?",
        "Did the report mention Lund?",
        "What is known about who paid?",
        "What is this archive about?",
        "What does the archive say about it?",
        "Tell me about us",
        "Information about a ship was kept by which bank?",
        "The article about Lund was printed in what magazine?",
        "Describe the pier",
        "Lund",
        "What about Lund?",
        "",
        "?",
    ],
)
def test_other_questions_have_no_such_subject(question: str) -> None:
    assert asked_subject(question) is None


def test_what_is_asked_of_a_subject_is_a_question() -> None:
    assert as_asked("What does the archive say about who paid?") == "who paid?"
    assert as_asked("Who paid?") == "Who paid?"


@pytest.mark.parametrize(
    ("question", "subject"),
    [
        ("Lund", "Lund"),
        ("Lund?", "Lund"),
        ("fuel swap", "fuel swap"),
        ("the sinking of the ferry", "the sinking of the ferry"),
        ("1929", "1929"),
        ("9/11", "9/11"),
    ],
)
def test_words_without_a_verb_name_a_subject(question: str, subject: str) -> None:
    assert bare_subject(question) == subject


@pytest.mark.parametrize(
    "question",
    [
        "Who paid",
        "Lund is a port",
        "thanks",
        "one two three four five",
        "why",
        "Stop. Go",
        "tell him",
        "them",
        "=1+1",
        "1",
    ],
)
def test_words_that_say_more_or_nothing_name_none(question: str) -> None:
    assert bare_subject(question) is None


@pytest.mark.parametrize(
    ("question", "subject"),
    [
        ("Describe the pier", "the pier"),
        ("Can you explain the delay?", "the delay"),
        ("What happened in 2009?", "2009"),
        ("What happened at the talks in Lund?", "the talks in Lund"),
        ("What are the main points of the treaty?", "the treaty"),
        ("What is the background of the ferry?", "the ferry"),
        ("What role did Lund play?", "Lund"),
        ("Which part has Ruiz played in the talks on the ferry?", "Ruiz in the talks on the ferry"),
        ("What was the role of Lund in the talks?", "Lund in the talks"),
    ],
)
def test_a_subject_that_all_or_one_thing_may_be_asked_of_is_found(question: str, subject: str) -> None:
    assert possible_subject(question) == subject
    assert (asked_subject(question), bare_subject(question)) == (None, None)


@pytest.mark.parametrize(
    "question", ["Explain why it failed", "What happened to the boats?", "Who paid?", "What role did he play?"]
)
def test_a_question_for_one_thing_has_no_such_subject(question: str) -> None:
    assert possible_subject(question) is None


@pytest.mark.parametrize(
    ("question", "subject"),
    [
        ("Who was Ana Ruiz?", "Ana Ruiz"),
        ("what is the Treaty of Lund", "the Treaty of Lund"),
        ("Can you tell me who Lund is?", None),
        ("Who is responsible?", None),
        ("What is the capital of Denmark?", None),
        ("Who was the mayor of Lund?", None),
        ("Who was Lund's brother?", None),
        ("What is Ana Ruiz said to have done?", None),
        ("Who paid Lund?", None),
    ],
)
def test_whoever_is_asked_about_by_name_is_a_subject(question: str, subject: str | None) -> None:
    assert named_subject(question) == subject
    assert possible_subject(question) is None


def test_the_next_subject_is_asked_about_in_few_words() -> None:
    before = "What does the archive say about Lund?"
    asked = ["And Varde?", "What about the pier", "and how about Bo Ek, please?", "And of Rome?"]
    assert [next_subject(question, before) for question in asked] == ["Varde", "the pier", "Bo Ek", "Rome"]


def test_other_questions_have_no_next_subject() -> None:
    before = "What does the archive say about Lund?"
    for question in ("And who paid?", "And then?", "Varde?", "And what did he say?", "And was it?"):
        assert next_subject(question, before) is None
    assert next_subject("And Varde?", "Who paid for Lund?") is None


@pytest.mark.parametrize("part", ["tell me about ", "is a ", "all the ", "more ", "  ", "? ", "the role of "])
def test_a_long_question_is_looked_at_in_no_time(part: str) -> None:
    begun = time.thread_time()
    for size in (290, 20_000):
        text = part * (size // len(part))
        asked_subject(text)
        bare_subject(text)
        possible_subject(text)
    assert time.thread_time() - begun < 1


def test_who_is_asked_about_by_name_is_no_office_and_no_thing() -> None:
    assert named_person("Who was Lund?") == "Lund"
    assert named_person("Can you tell me who is Bo Ek?") == "Bo Ek"
    for question in ("What is Lund?", "Who is the Mayor of Lund?", "Who is Mayor?"):
        assert named_person(question) is None
