import pytest

from qa.question.numbered import has_paragraph, label_of, numbered
from qa.question.numbers import numbers


@pytest.mark.parametrize(
    ("question", "label"),
    [
        ("Where does Year 9 go?", "Year"),
        ("Who was in room 12?", "room"),
        ("What do Resolutions 1929 demand?", "Resolutions"),
        ("What does directive No. 12 say?", "directive"),
        ("Year 9 goes where?", "Year"),
        ("Which Boeing 747 was it?", "Boeing"),
        ("How Long Is One Day?", None),
        ("Who killed 12 sailors?", None),
        ("Were 12 sailors killed?", None),
        ("Killed 12 sailors?", None),
        ("Who missed the April one?", None),
        ("When does phase one end?", "phase"),
        ("12 sailors were killed by whom?", None),
    ],
)
def test_a_number_after_a_name_tells_things_apart(question: str, label: str | None) -> None:
    [number] = numbers(question)
    assert label_of(question, number) == label


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Year 6 goes to the mill.", [(6, 6, "Year 6")]),
        ("years 7 to 11", [(7, 11, "years 7 to 11")]),
        ("Years 3, 4 and 6\u20138", [(3, 3, "Years 3"), (4, 4, "Years 4"), (6, 8, "Years 6 to 8")]),
        ("Year Nine, year no. 10", [(9, 9, "Year Nine"), (10, 10, "year 10")]),
        ("6 years, 1.5 yearly, year 12% and year 7.5", []),
        ("In their third year, not year 4", [(3, 3, "third year"), (4, 4, "year 4")]),
        ("Leap years", []),
    ],
)
def test_things_are_found_by_name_and_number(text: str, found: list[tuple[int, int, str]]) -> None:
    assert [tuple(one) for one in numbered(text, "Year")] == found
    assert numbered(text, "Room") == ()


def test_one_of_several_has_the_numbers_between() -> None:
    [one] = numbered("Classes 5-7", "class")
    assert [value for value in range(10) if one.has(value)] == [5, 6, 7]


def test_an_item_is_a_paragraph_that_begins_with_its_number() -> None:
    minutes = "4. Quay\nThe wall is 5. of its kind.\n\n  (6) Rents\nThey rise."
    assert [has_paragraph(minutes, label, value) for label, value in (("item", 4), ("Items", 6))] == [True, True]
    assert not has_paragraph(minutes, "item", 5)
    assert not has_paragraph(minutes, "Year", 4)
