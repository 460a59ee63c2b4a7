import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.question.requests import parted, without_request


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("Can you tell me when the pier was opened?", "when the pier was opened?"),
        ("Could you please help me find out what Ruiz told Ek in 2005?", "what Ruiz told Ek in 2005?"),
        ("I would like to know who signed", "who signed"),
        ("I'd like to find out how many boats sank", "how many boats sank"),
        ("I was wondering whether the sultan paid the bail", "the sultan paid the bail"),
        ("I'm trying to find out where they met", "where they met"),
        ("Do you know if Lund signed the treaty?", "Lund signed the treaty?"),
        ("Does anyone happen to know why it failed?", "why it failed?"),
        ("please tell me what Ruiz told Ek", "what Ruiz told Ek"),
        ("Show me who voted no", "who voted no"),
        ("Hello! Who is Ruiz?", "Who is Ruiz?"),
        ("Thanks. And when?", "And when?"),
        ("hi there, can you explain why the pier closed", "why the pier closed"),
        ("According to the archive, who signed for Lund?", "who signed for Lund?"),
        ("In the documents, what does it say about why it failed?", "why it failed?"),
        ("What do the files say about who paid?", "who paid?"),
        ("My question is: who paid?", "who paid?"),
        ("Who signed it, please?", "Who signed it?"),
        ("Where is it please", "Where is it"),
        ("When was it built? Thanks!", "When was it built!"),
        ("Who led the talks, according to the documents?", "Who led the talks?"),
        ("Is Lund named in this archive?", "Is Lund named?"),
    ],
)
def test_the_words_around_what_is_asked_are_left_out(question: str, asked: str) -> None:
    assert without_request(question) == asked
    assert without_request(asked) == asked


@pytest.mark.parametrize(
    "question",
    [
        "When was the pier opened?",
        "If Lund signed, who counted?",
        "Who can tell me apart from my brother?",
        "What did you say?",
        "Did the report say who paid?",
        "How many letters are in the archive?",
        "When did Ruiz receive a vote of thanks?",
        "What may members vote as they please?",
        "What did he do in thanks?",
        "What else would be good from the material?",
        "According to the report of 2009, who paid?",
        "Tell me about the pier",
        "hello",
        "thank you",
        "",
        "  Who paid? ",
    ],
)
def test_a_question_without_such_words_stays_as_it_is(question: str) -> None:
    assert without_request(question) == question


@given(st.text(alphabet="aA ,.?!\n", max_size=30), st.sampled_from(["Can you tell me who paid?", "Who paid, please?"]))
def test_what_is_left_is_of_the_question_and_asks_nothing_around_it(noise: str, question: str) -> None:
    asked = without_request(question + noise)
    assert without_request(asked) == asked
    assert asked.rstrip("?.! \n") in question + noise


@pytest.mark.parametrize("part", ["please ", "can you tell me ", "   ", "\n", ", ", "hi! ", "who ", "in the archive "])
def test_a_long_question_is_looked_at_in_no_time(part: str) -> None:
    begun = time.thread_time()
    for size in (990, 20_000):
        without_request(part * (size // len(part)))
        parted(part * (size // len(part)) + "?")
    assert time.thread_time() - begun < 1


@pytest.mark.parametrize(
    ("message", "question", "around"),
    [
        ("I am writing about the ferry. When did it sink?", "When did it sink?", "I am writing about the ferry."),
        ("Who met Mr. Ruiz? I need it today. Thanks!", "Who met Mr. Ruiz?", "I need it today. Thanks!"),
        ("When did the U.S. sign?", "When did the U.S. sign?", ""),
        ("Who paid? And when?", "Who paid? And when?", ""),
        ('Who said: "He left. Why did he?"?', 'Who said: "He left. Why did he?"?', ""),
        ("Who said “He left. I stayed.”?", "Who said “He left. I stayed.”?", ""),
        ('I read “Lund”. Who wrote "Ek"?', 'Who wrote "Ek"?', "I read “Lund”."),
        ("Ruiz signed. Ek did not.", "Ruiz signed. Ek did not.", ""),
        ("", "", ""),
    ],
)
def test_one_question_among_statements_is_parted_from_them(message: str, question: str, around: str) -> None:
    assert parted(message) == (question, around)


def test_a_long_text_is_not_parted() -> None:
    message = "The boats lay in the harbour. " * 40 + "Who paid?"
    assert parted(message) == (message, "")
