import time
from datetime import date

import pytest

from qa.question.asked_quotations import AskedQuotations, asked_quotations, possible_quotations
from qa.question.asked_times import AskedTime


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
    ("question", "speaker", "to", "subject"),
    [
        ("What did Kerry tell Ruiz?", "Kerry", "Ruiz", None),
        ("What did the ambassador tell the minister about fog?", "the ambassador", "the minister", "fog"),
        ("What did Ana Ruiz say to reporters in Lund?", "Ana Ruiz", "reporters", "Lund"),
        ("What did Lund’s mayor write to the board?", "Lund’s mayor", "the board", None),
        ("What was the Emir of Varde told about fog?", None, "the Emir of Varde", "fog"),
        ("What was said to Ruiz?", None, "Ruiz", None),
        ("Who spoke to Ruiz?", None, "Ruiz", None),
    ],
)
def test_what_somebody_told_somebody_may_be_asked_for(
    question: str, speaker: str | None, to: str, subject: str | None
) -> None:
    assert possible_quotations(question) == AskedQuotations(speaker, subject, to)
    assert asked_quotations(question) is None


@pytest.mark.parametrize(
    "question",
    [
        "What did Kerry tell him?",
        "What did Kerry tell Ruiz to do?",
        "What did Kerry tell her brother?",
        "Who spoke about fog?",
        "What did his envoy say to Ruiz?",
    ],
)
def test_what_is_told_to_nobody_in_particular_is_asked_in_another_way(question: str) -> None:
    assert possible_quotations(question) is None


def test_when_it_was_said_is_no_subject() -> None:
    in_2009 = AskedTime("in 2009", date(2009, 1, 1), date(2009, 12, 31))
    assert possible_quotations("What did Kerry say about fog in 2009?") == AskedQuotations("Kerry", "fog", when=in_2009)
    thursday = AskedTime("on Thursday", weekday=3)
    assert possible_quotations("What did Kerry say on Thursday?") == AskedQuotations("Kerry", None, when=thursday)
    assert asked_quotations("Quotes by Kerry on fog in 2009") == AskedQuotations("Kerry", "fog", when=in_2009)


def test_by_which_verb_and_how_often_and_in_which_document() -> None:
    assert possible_quotations("What did Kerry deny about fog?") == AskedQuotations("Kerry", "fog", verb="deny")
    assert possible_quotations("What did Kerry write in a letter?") == AskedQuotations(
        "Kerry", "a letter", verb="write"
    )
    assert possible_quotations("What has Kerry asked?") == AskedQuotations("Kerry", None, verb="ask")
    counted = AskedQuotations("Kerry", "fog", is_counted=True)
    assert asked_quotations("How often did Kerry mention fog?") == counted
    titled = AskedQuotations(None, None, title="The fog of Lund")
    assert asked_quotations("Who is quoted in “The fog of Lund”?") == titled


@pytest.mark.parametrize(
    "question",
    [
        "What did Kerry say that the council had to do?",
        "What did the report say?",
        "What does the author say about fog?",
        "What did he say about the ferry?",
        "What did Resolution 1929 say about banks?",
        "What was the position of the ferry?",
        "What did Kerry ask for?",
        "What is Kerry's position?",
        "What did people think of it?",
        "Who said that?",
        "quotes",
        "What are the words of the oath?",
        "Quotes by Kerry " + "and more " * 40,
        "",
    ],
    ids=[
        "what he said that",
        "a report",
        "of a text",
        "a pronoun",
        "a number",
        "a place",
        "a thing asked for",
        "a post",
        "many",
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
