import pytest

from qa.question.stop_words import STOP_WORDS, is_acronym, says_nothing, says_something


@pytest.mark.parametrize("word", ["during", "The", "thanks", "WHO"])
def test_words_of_grammar_and_of_talk_say_nothing_of_a_subject(word: str) -> None:
    assert says_nothing(word)


@pytest.mark.parametrize("word", ["sanctions", "Kerry", "refused", "2005", ""])
def test_other_words_say_something(word: str) -> None:
    assert not says_nothing(word)


def test_the_list_is_in_lower_case() -> None:
    assert all(word == word.lower() for word in STOP_WORDS)
    assert len(STOP_WORDS) > 200


def test_words_in_capitals_are_names() -> None:
    assert [word for word in ("US", "us", "WHO", "Who", "I", "A", "U2") if is_acronym(word)] == ["US", "WHO", "U2"]


@pytest.mark.parametrize(
    ("words", "text", "expected"),
    [
        (["1", "1"], "=1+1", False),
        (["10"], "10%", False),
        ([], "?", False),
        (["12", "00"], "12:00", False),
        (["1929"], "1929", True),
        (["911"], "911", True),
        (["9", "11"], "9/11", True),
        (["5", "boats"], "5 boats", True),
    ],
)
def test_figures_of_one_or_two_digits_say_nothing_by_themselves(words: list[str], text: str, expected: bool) -> None:
    assert says_something(words, text) is expected
