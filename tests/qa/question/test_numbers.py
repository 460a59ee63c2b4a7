import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.question.numbers import ClaimedYears, claimed_numbers, claimed_years, numbers, years


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("He brought 1,200 kilograms.", [1200.0]),
        ("He brought 1200 kilograms.", [1200.0]),
        ("twelve hundred kilograms", [1200.0]),
        ("1.2 thousand kilograms", [1200.0]),
        ("two hundred and fifty-seven delegates", [257.0]),
        ("3.5 million barrels and 19.75 percent", [3_500_000.0, 19.75]),
        ("a score of seventeen to three", [17.0, 3.0]),
        ("The IR-1 machine, the G20 and version 1.2.3 of B52", []),
        ("On 4 May 2003 and on June 9, 2010", []),
        ("nothing at all", []),
    ],
)
def test_numbers_in_digits_and_words_are_the_same(text: str, values: list[float]) -> None:
    assert [number.value for number in numbers(text)] == values


def test_a_number_knows_its_place_and_what_it_counts() -> None:
    text = "There were 20 sets of parts."
    (number,) = numbers(text)
    assert text[number.start : number.end] == "20"
    assert number.what == ("sets", "of", "parts")


@pytest.mark.parametrize("text", ["40% of it", "40 percent of it", "40 per cent of it"])
def test_percent_is_written_in_one_way(text: str) -> None:
    (number,) = numbers(text)
    assert (number.value, number.what[0]) == (40.0, "percent")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("in 2005 and 1979", {2005, 1979}),
        ("from 2003 to 2006", {2003, 2004, 2005, 2006}),
        ("between 2003 and 2005", {2003, 2004, 2005}),
        ("in 2003 and 2005", {2003, 2005}),
        ("the 2003–06 freeze", {2003, 2004, 2005, 2006}),
        ("in the 1980s", set(range(1980, 1990))),
        ("Iran's 2013 election", {2013}),
        ("Resolution 1929 passed", set()),
        ("about 2000 centrifuges", set()),
        ("1400 centrifuges", set()),
        ("$2010 and 2010.5 and 2,010", set()),
        ("May 2010", {2010}),
    ],
)
def test_years_are_told_from_other_numbers(text: str, named: set[int]) -> None:
    assert years(text) == named


def test_a_question_claims_a_year_or_a_decade() -> None:
    claims = claimed_years("What did he say in 2013 of the plan of the 1970s?")
    assert claims == [ClaimedYears(range(2013, 2014), True), ClaimedYears(range(1970, 1980), False)]
    assert [claim.text for claim in claims] == ["2013", "1970s"]


def test_a_year_in_other_figures_has_a_place_as_well() -> None:
    assert claimed_years("Was it in 20１３?") == [ClaimedYears(range(2013, 2014), True)]


def test_a_question_claims_numbers_of_things_for_certain_or_about() -> None:
    (certain,) = claimed_numbers("Why did 12 ministers resign in 2013?")
    assert (certain.number.value, certain.text, certain.is_approximate) == (12, "12 ministers", False)
    (rough,) = claimed_numbers("Why did about twelve ministers resign?")
    assert (rough.number.value, rough.text, rough.is_approximate) == (12, "twelve ministers", True)


@given(st.text(max_size=200))
def test_any_text_has_numbers_at_the_places_given(text: str) -> None:
    for number in numbers(text):
        assert 0 <= number.start < number.end <= len(text)
        assert any(letter.isalnum() for letter in text[number.start : number.end])


@given(st.integers(min_value=0, max_value=10**9))
def test_a_number_is_read_as_it_was_written(value: int) -> None:
    (number,) = numbers(f"They counted {value:,} of them.")
    assert number.value == value
