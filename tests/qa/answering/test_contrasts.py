import pytest

from qa.answering.contrasts import Said, holds, is_other, kind_of_difference


@pytest.mark.parametrize(
    ("words", "other", "differs"),
    [
        ("John Kerry", "Kerry", False),
        ("the envoy Barnier", "Kerry", True),
        ("12", "twelve", False),
        ("12 boats", "14 boats", True),
        ("May 2005", "2005", False),
        ("3 May 2005", "May 2005", False),
        ("2005", "2006", True),
        ("", "Kerry", False),
    ],
)
def test_answers_that_say_the_same_in_other_words_are_no_others(words: str, other: str, *, differs: bool) -> None:
    assert is_other(words, other) == is_other(other, words) == differs


@pytest.mark.parametrize(
    ("text", "words", "held"),
    [
        ("In 2005 John Kerry's boat sank.", "John Kerry", True),
        ("In 2005 José Kerry won.", "jose kerry", True),
        ("Kerry and John won.", "John Kerry", False),
        ("He saw 120 boats.", "12", False),
    ],
)
def test_a_text_holds_the_words_of_an_answer_next_to_each_other(text: str, words: str, *, held: bool) -> None:
    assert holds(text, words) == held


@pytest.mark.parametrize(
    ("said", "other", "kind"),
    [
        (("12", "He saw 12 boats."), ("14", "She saw 14 boats."), "number"),
        (("12", "He saw 12 boats."), ("14", "She saw 14 men."), None),
        (("12", "He saw about 12 boats."), ("14", "She saw 14 boats."), None),
        (("17", "With 17 seconds left"), ("3:08", "With 3:08 left"), None),
        (("60%", "It is 60% of it."), ("0.62 to 0.37 tons", "It is 0.62 to 0.37 tons."), None),
        (("2005", "He left in 2005."), ("1999", "He left in 1999."), "date"),
        (("2005", "He left in 2005."), ("Monday", "He left on Monday."), None),
        (("John Kerry", "John Kerry won."), ("Michel Barnier", "Michel Barnier won."), "name"),
        (("John Kerry", "John Kerry won."), ("the senator from Maine", "The senator won."), None),
        (("John Kerry", "John Kerry won."), ("Senator Kerry", "Senator Kerry won."), None),
        (("a red boat", "A red boat."), ("the mill", "The mill."), None),
    ],
)
def test_only_values_of_one_kind_differ(said: tuple[str, str], other: tuple[str, str], kind: str | None) -> None:
    assert kind_of_difference(Said(*said), Said(*other)) == kind
