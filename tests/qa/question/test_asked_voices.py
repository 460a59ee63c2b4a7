from collections.abc import Callable

import pytest

from qa.question.asked_voices import AskedVoice, asked_voice


@pytest.mark.parametrize(
    ("question", "speaker", "to"),
    [
        ("What did Kerry tell Barnier about Iran?", "Kerry", "Barnier"),
        ("What did Kerry tell the Emir of Qatar about Iran?", "Kerry", "the Emir of Qatar"),
        ("What did Obama say to Cameron about the war?", "Obama", "Cameron"),
        ("What did Sen. Kerry warn Congress of?", "Sen. Kerry", "Congress"),
        ("When did the U.S. Treasury announce it?", "the U.S. Treasury", None),
        ("According to Mr. Glaser, what would succeed?", "Mr. Glaser", None),
        ("What would succeed according to Glaser?", "Glaser", None),
        ("Who said that it was near?", None, None),
        ("who told Kerry that it was near?", None, "Kerry"),
    ],
)
def test_whose_words_are_asked_for(question: str, speaker: str | None, to: str | None) -> None:
    assert asked_voice(question) == AskedVoice(speaker, to)


@pytest.mark.parametrize(
    "question",
    [
        "What did he say?",
        "What does the report say about fish?",
        "Who wrote the article on sanctions?",
        "What is the capital of France?",
        "Who built the lock?",
        "Kerry told Barnier",
        "",
    ],
)
def test_most_questions_ask_for_nobodys_words(question: str) -> None:
    assert asked_voice(question) is None


@pytest.mark.parametrize("unit", ["what did ", "who said to ", "according to a ", "What did Kerry tell "])
def test_hostile_questions_take_linear_time(
    unit: str, takes_linear_time: Callable[[Callable[[str], object], str], None]
) -> None:
    takes_linear_time(asked_voice, unit)
