import pytest

from embeddings.index.people import People, is_name, is_persons_name


def names(people: People, called: str) -> list[str]:
    return [person.name for person in people.called(called)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *(
            (name, True)
            for name in ("John Kerry", "al-Thani", "MR. HALLORAN", "the State Department", "Maria de la Cruz")
        ),
        *((name, True) for name in ("the EU", "Sen. Kerry", "AMEMBASSY LISBON")),
        *(
            (words, False)
            for words in ("the adviser", "a Kerry spokesman", "The Chairman", "his aide", "officials", "the")
        ),
        *((words, False) for words in ("Iranians and analysts alike", "", "one document")),
    ],
)
def test_names_are_told_from_descriptions(text: str, expected: bool) -> None:
    assert is_name(text) == expected


def test_the_forms_of_one_person_are_one() -> None:
    people = People({"Kerry": 5, "John Kerry": 2, "Sen. John F. Kerry": 1, "MR. KERRY": 1, "Michel Barnier": 3})
    (kerry,) = people.called("kerry")
    assert (kerry.name, kerry.forms) == ("John Kerry", ("Kerry", "John Kerry", "MR. KERRY", "Sen. John F. Kerry"))
    assert [person.name for person in people.all] == ["John Kerry", "Michel Barnier"]
    assert people.name_of("MR. KERRY") == "John Kerry"


def test_nobody_is_called_in_the_capitals_of_a_label_who_is_not_always() -> None:
    people = People({"HANNE DAHL": 5, "Hanne Dahl": 1, "BRITA HOLM": 2})
    assert [(person.name, person.forms[0]) for person in people.all] == [
        ("BRITA HOLM", "BRITA HOLM"),
        ("Hanne Dahl", "HANNE DAHL"),
    ]


def test_two_of_a_surname_stay_two_and_the_surname_alone_is_neithers() -> None:
    people = People({"Kerry": 5, "John Kerry": 2, "Teresa Kerry": 1})
    assert names(people, "Kerry") == ["John Kerry", "Teresa Kerry"]
    assert names(people, "John Kerry") == ["John Kerry"]
    assert names(people, "Mr. Kerry") == ["John Kerry", "Teresa Kerry"]
    assert people.name_of("Kerry") == "Kerry"


def test_case_accents_and_titles_make_no_other_person() -> None:
    people = People({"José Núñez": 1, "President Jose Nunez": 1})
    assert [person.forms for person in people.all] == [("José Núñez", "President Jose Nunez")]
    assert names(people, "nunez") == [people.all[0].name]


def test_a_straight_and_a_curled_apostrophe_make_no_other_person() -> None:
    people = People({"Mary O’Brien": 2, "Mary O'Brien": 1, "O’Brien": 1})
    assert [person.forms for person in people.all] == [("Mary O’Brien", "Mary O'Brien", "O’Brien")]
    assert names(people, "O'Brien") == names(people, "o’brien") == ["Mary O’Brien"]


def test_a_name_inside_another_is_found_where_no_surname_is_it() -> None:
    people = People({"Hamad bin Khalifa al-Thani": 2, "Kerry Campaign": 1, "John Kerry": 1})
    assert names(people, "al-Thani") == ["Hamad bin Khalifa al-Thani"]
    assert names(people, "Khalifa") == ["Hamad bin Khalifa al-Thani"]
    # The last name goes before any other part.
    assert names(people, "Kerry") == ["John Kerry"]
    assert names(people, "Nobody") == []


@pytest.mark.parametrize(
    ("name", "is_persons"),
    [
        ("John Kerry", True),
        ("Hamad bin Khalifa al-Thani", True),
        ("MS. PETRIE", True),
        ("Emily Post", True),
        ("Kerry", False),
        ("Iran", False),
        ("Saudi Arabia", False),
        ("The Lund Post", False),
        ("Washington Post", False),
        ("Russia Today", False),
        ("Ohio Democrats", False),
        ("Jonah Hill", True),
        ("Treasury Department", False),
        ("Ministry of Defence", False),
        ("AMEMBASSY LISBON", False),
    ],
)
def test_a_persons_name_is_told_from_others_by_its_words(name: str, *, is_persons: bool) -> None:
    assert is_persons_name(name) is is_persons


def test_descriptions_are_nobody_and_are_found_by_their_words() -> None:
    people = People({"the adviser": 2, "The Adviser": 1, "an aide": 1})
    assert people.all == ()
    assert people.described("An  AIDE") == ["an aide"]
    assert people.described("the adviser") == ["the adviser", "The Adviser"]
    assert people.of_form("an aide") is None
    assert people.name_of("an aide") == "an aide"


def test_labels_are_names_whatever_they_look_like() -> None:
    people = People(
        {"bo_ek": 2, "+44 7700 900123": 1, "⚓": 1, "🌊": 1, "the adviser": 3}, {"bo_ek", "+44 7700 900123", "⚓", "🌊"}
    )
    assert [person.name for person in people.all] == ["+44 7700 900123", "bo_ek", "⚓", "🌊"]
    assert people.described("the adviser") == ["the adviser"]
    assert names(people, "bo_ek") == ["bo_ek"]


def test_a_description_is_found_in_any_of_its_forms_and_by_its_end() -> None:
    people = People({"the adviser": 2, "his adviser": 1, "the trade adviser": 1, "its board": 1})
    assert people.described("the adviser") == ["the adviser", "his adviser"]
    assert people.described("the Board") == ["its board"]
    assert people.described_further("the adviser") == {"the trade adviser": ["the trade adviser"]}
    assert people.described_further("the envoy") == {}


def test_a_name_may_be_a_part_of_one_or_its_first_letters() -> None:
    people = People({"Luiz Lula da Silva": 1, "International Atomic Energy Agency": 1, "Lula": 1})
    assert [person.name for person in people.holding("Lula")] == ["Luiz Lula da Silva", "Lula"]
    assert [person.name for person in people.called("the IAEA")] == ["International Atomic Energy Agency"]
    assert people.called("IA") == []
