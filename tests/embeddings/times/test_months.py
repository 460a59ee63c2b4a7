import pytest

from embeddings.times.months import count_of, month_number, ordinal_of


@pytest.mark.parametrize(("name", "number"), [("Feb.", 2), ("SEPTEMBER", 9), ("août", 8), ("März", 3), ("mayo", 5)])
def test_months_have_numbers_in_several_languages(name: str, number: int) -> None:
    assert month_number(name) == number


@pytest.mark.parametrize(("words", "count"), [("five", 5), ("12", 12), ("a  couple of", 2), ("Eighteen", 18), ("a", 1)])
def test_counts_are_read_from_words_and_figures(words: str, count: int) -> None:
    assert count_of(words) == count


@pytest.mark.parametrize(("words", "number"), [("3rd", 3), ("nineteenth", 19), ("twenty-first", 21)])
def test_ordinals_are_read_from_words_and_figures(words: str, number: int) -> None:
    assert ordinal_of(words) == number
