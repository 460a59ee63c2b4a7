import pytest

from embeddings.readers.raised import is_mark, lowered, marks_words, raised


@pytest.mark.parametrize(
    ("before", "text", "after", "reads"),
    [
        ("ran at 10", "5", " pascals", "^5"),
        ("3 × 10", "−9", " m", "^−9"),
        ("of 2", "n", " steps", "^n"),
        ("since 5", "2", " = 25", "^2"),
        ("= 5", "2", "", "^2"),
        ("(a + b)", "2", " = 4", "^2"),
        ("12 km", "2", " of flats", "²"),
        ("12 m", "3", "", "³"),
        ("4 m s", "-1", "", "^-1"),
        ("9 in", "2", "", "²"),
        ("the R", "2", " was", "²"),
        ("y = mc", "2", "", "²"),
        ("x", "4", "", "^4"),
        ("Ca", "2+", "", "^2+"),
    ],
)
def test_a_power_is_written_by_a_caret_or_its_own_letter(before: str, text: str, after: str, reads: str) -> None:
    assert raised(before, text, after, linked=False) == reads


@pytest.mark.parametrize(
    ("before", "text", "after", "reads"),
    [
        ("cover 1,400", "12", " square", "[12]"),
        ("at 210", "4", " milligrams", "[4]"),
        ("in 1998", "a", ",", "[a]"),
        ("the ministry", "3", " said", "[3]"),
        ("went in", "2", " May", "[2]"),
        ("he said.", "1,2", "", "[1,2]"),
        ("he said (twice)", "7", "", "[7]"),
        ("", "3", "See Smith", "[3] "),
        ("", "3", " See Smith", "[3]"),
        ("he said ", "3", " and", "[3]"),
    ],
)
def test_the_mark_of_a_note_stands_in_brackets(before: str, text: str, after: str, reads: str) -> None:
    assert raised(before, text, after, linked=False) == reads


def test_what_leads_to_a_note_is_its_mark() -> None:
    assert raised("on day 10", "5", "", linked=True) == "[5]"
    assert raised("the flats", "b", "", linked=True) == "[b]"


@pytest.mark.parametrize(
    ("before", "text", "after"),
    [
        ("the 19", "th", " century"),
        ("le 1", "er", " mai"),
        ("n", "o", " 4"),
        ("la 3", "e", " fois"),
        ("Acme", "TM", " pumps"),
        ("Acme", "®", " pumps"),
        ("he said", "[12]", " and"),
        ("the price", "*", " rose"),
        ("of ", "235", "U fuel"),
        ("he said", "", ""),
    ],
)
def test_what_reads_well_beside_its_word_stays_as_it_is(before: str, text: str, after: str) -> None:
    assert raised(before, text, after, linked=False) == text


def test_a_fraction_is_parted_from_its_number() -> None:
    assert raised("about 3", "1", "/2 cups", linked=False) == " 1"
    assert raised("about ", "1", "/2 cups", linked=False) == "1"


def test_raised_words_are_parted_from_the_word_before() -> None:
    assert raised("the price", "2 for 1", "", linked=False) == " 2 for 1"


@pytest.mark.parametrize(("before", "text", "reads"), [("H", "2", "2"), ("SO", "4", "4"), ("x", "1", "1")])
def test_a_formula_stays_whole(before: str, text: str, reads: str) -> None:
    assert lowered(before, text) == reads


def test_a_lowered_number_does_not_lengthen_a_number() -> None:
    assert lowered("101", "2") == "_2"


def test_a_number_in_a_link_marks_the_words_that_it_stands_against() -> None:
    assert marks_words("by Hallmark.", "1")
    assert marks_words("the report", " iv ")
    assert marks_words("of 20.6%", "4")
    assert not marks_words("see section ", "3")
    assert not marks_words("in 199", "9")
    assert not marks_words("the word", "here")
    assert is_mark("12")
    assert not is_mark("1999")
