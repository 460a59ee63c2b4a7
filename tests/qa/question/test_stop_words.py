import pytest

from qa.question.stop_words import STOP_WORDS, is_acronym, says_nothing


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
