from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.question.numbers import claimed_numbers, contradicting, is_rough, numbers


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("He brought 1,200 kilograms.", [1200.0]),
        ("He brought 1200 kilograms.", [1200.0]),
        ("twelve hundred kilograms", [1200.0]),
        ("1.2 thousand kilograms", [1200.0]),
        ("two hundred and fifty-seven delegates", [257.0]),
        ("3.5 million barrels and 19.75 percent", [3_500_000.0, 19.75]),
        ("a loan of US$3.4bn and 12tn of debt", [3_400_000_000.0, 12_000_000_000_000.0]),
        ("on 14.01.2011 and 2001-05-03", []),
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


def test_a_limit_is_a_rough_number() -> None:
    text = "A vessel of less than 15 tons, built of 20 planks."
    assert [is_rough(text, number) for number in numbers(text)] == [True, False]


def test_the_end_of_a_range_is_a_rough_number_and_what_somebody_pleads_guilty_to_is_none() -> None:
    text = "Of 10 to 20 ships, or up to 30, he pleaded guilty to three offences, and wrote about the 12 crews."
    assert [is_rough(text, number) for number in numbers(text)] == [False, True, True, False, False]


def test_a_claim_is_worded_with_what_is_counted_and_with_no_word_of_grammar() -> None:
    assert [claim.text for claim in claimed_numbers("Why was £35,000 to be paid for 12 ships?")] == [
        "35,000",
        "12 ships",
    ]


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("They freed two of our drivers.", 2.0),
        ("They freed two of the other drivers.", None),
        ("They freed two of them.", None),
        ("They freed three drivers.", None),
        ("They freed five drivers.", 5.0),
    ],
)
def test_another_number_of_the_same_thing_contradicts(text: str, instead: float | None) -> None:
    [claim] = claimed_numbers("When were the three drivers freed?")
    other = contradicting(claim, numbers(text))
    assert (other and other.value) == instead


def test_a_number_of_any_size_is_read() -> None:
    (number,) = numbers("one" + " hundred" * 300)
    assert number.value == float("inf")
    (number,) = numbers("1" * 400)
    assert number.value == float("inf")


@pytest.mark.parametrize("unit", ["1,", "1,000,", "1", "one hundred and ", "January 1, ", "12 hundred ", "1a", "1.a"])
def test_ten_times_the_text_takes_ten_times_as_long(
    takes_linear_time: Callable[[Callable[[str], object], str], None], unit: str
) -> None:
    takes_linear_time(claimed_numbers, unit)
