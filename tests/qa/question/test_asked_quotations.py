import time

import pytest

from qa.question.asked_quotations import AskedQuotations, asked_quotations, possible_quotations


@pytest.mark.parametrize(
    ("question", "speaker", "subject"),
    [
        ("Give me quotes by Kerry", "Kerry", None),
        ("Quotes from Ana Ruiz about the ferry", "Ana Ruiz", "the ferry"),
        ("Can you please show me all statements of the Emir of Varde on fog?", "the Emir of Varde", "fog"),
        ("Are there any remarks by Ana Ruiz?", "Ana Ruiz", None),
        ("Quotes by the deputy mayor on fog", "the deputy mayor", "fog"),
        ("Kerry’s statements on the ferry", "Kerry", "the ferry"),
        ("what are Ruiz's comments regarding the ferry", "Ruiz", "the ferry"),
        ("Everything that Ana Ruiz has said about fog.", "Ana Ruiz", "fog"),
        ("What is Kerry quoted as saying about fog?", "Kerry", "fog"),
    ],
)
def test_all_words_of_somebody_are_asked_for(question: str, speaker: str, subject: str | None) -> None:
    assert asked_quotations(question) == AskedQuotations(speaker, subject)
    assert possible_quotations(question) is None


@pytest.mark.parametrize(
    ("question", "speaker", "subject"),
    [
        ("What did Kerry say?", "Kerry", None),
        ("What else has Ana Ruiz said about the ferry?", "Ana Ruiz", "the ferry"),
        ("What did the ambassador say about fog?", "the ambassador", "fog"),
        ("What did the Emir say?", "the Emir", None),
        ("What did Kerry say in his letter to the council?", "Kerry", "his letter to the council"),
        ("What did Kerry think of the ferry?", "Kerry", "the ferry"),
        ("what has Ana Ruiz argued", "Ana Ruiz", None),
        ("What was Kerry's position on the ferry?", "Kerry", "the ferry"),
        ("What are Ruiz’ views?", "Ruiz", None),
    ],
)
def test_one_thing_that_somebody_said_may_be_asked_for(question: str, speaker: str, subject: str | None) -> None:
    assert possible_quotations(question) == AskedQuotations(speaker, subject)
    assert asked_quotations(question) is None


@pytest.mark.parametrize(
    ("question", "subject"),
    [
        ("Who is quoted on fog?", "fog"),
        ("Who else was quoted in the article about the ferry?", "the ferry"),
        ("Who is quoted on 28 January 2009?", None),
        ("Who is quoted?", None),
    ],
)
def test_who_is_quoted_may_be_asked(question: str, subject: str | None) -> None:
    assert asked_quotations(question) == (AskedQuotations(None, subject) if subject else None)


@pytest.mark.parametrize(
    "question",
    [
        "What did Kerry say that the council had to do?",
        "What did Kerry tell Ruiz?",
        "What did the report say?",
        "What does the author say about fog?",
        "What did he say about the ferry?",
        "What did Resolution 1929 say about banks?",
        "What was the position of the ferry?",
        "What is Kerry's position?",
        "What did people think of it?",
        "What did Kerry say on 28 January 2009?",
        "Who said that?",
        "quotes",
        "What are the words of the oath?",
        "Quotes by Kerry " + "and more " * 40,
        "",
    ],
    ids=[
        "what he said that",
        "to somebody",
        "a report",
        "of a text",
        "a pronoun",
        "a number",
        "a place",
        "a post",
        "many",
        "a day",
        "who",
        "nobody",
        "a thing",
        "long",
        "none",
    ],
)
def test_other_questions_ask_for_nobodys_words(question: str) -> None:
    assert asked_quotations(question) is None
    assert possible_quotations(question) is None


@pytest.mark.parametrize("part", ["quotes by Ana ", "what did Ana say ", "all the ", "  ", "'s words "])
def test_a_long_question_is_looked_at_in_no_time(part: str) -> None:
    begun = time.thread_time()
    for size in (290, 20_000):
        text = part * (size // len(part))
        asked_quotations(text)
        possible_quotations(text)
    assert time.thread_time() - begun < 1
