from collections.abc import Callable

from embeddings.attribution.people import People, named


def test_forms_of_one_name_are_one_person() -> None:
    people = People("Sen. Ines Alvarado met Tom Reyes. Alvarado left; Mr. Reyes stayed.")
    alvarado, reyes = people.person(("Alvarado",)), people.person(("Reyes",))
    assert alvarado is not None
    assert (alvarado.name, alvarado.roles, alvarado.pronoun) == ("Ines Alvarado", {"senator"}, "")
    assert reyes is not None
    assert (reyes.name, reyes.pronoun) == ("Tom Reyes", "he")


def test_a_surname_of_two_is_nobodys() -> None:
    people = People("Bo Ek met Ana Ek. Ek left.")
    assert people.person(("Ek",)) is None
    assert people.person(("Ana", "Ek")) is not None


def test_particles_and_abbreviations_are_of_the_name() -> None:
    people = People("The Emir Hamad bin Khalifa al-Thani came. He met Michel Barnier. Kerry left.")
    assert [mention.name for mention in people.mentions] == ["Hamad bin Khalifa al-Thani", "Michel Barnier", "Kerry"]
    thani = people.person(("Al-Thani",))
    assert thani is not None
    assert thani.name == "Hamad bin Khalifa al-Thani"


def test_who_is_called_by_a_role() -> None:
    text = "Petra Lindqvist, an engineer of the city, and Gov. Bo Ek spoke."
    people = People(text)
    assert [person.name for person in people.with_role("engineer", len(text))] == ["Petra Lindqvist"]
    assert [person.name for person in people.with_role("governor", len(text))] == ["Bo Ek"]
    assert people.with_role("governor", 0) == []


def test_the_name_at_the_end_of_a_phrase() -> None:
    text = "French Foreign Minister Michel Barnier"
    name = named(text, (0, len(text)))
    assert name is not None
    assert (name.name, text[slice(*name.span)], name.roles) == (
        "Michel Barnier",
        "Michel Barnier",
        {"minister", "foreign"},
    )
    assert named("the lock", (0, 8)) is None


def test_names_take_linear_time(takes_linear_time: Callable[[Callable[[str], object], str], None]) -> None:
    for unit in ("Ana Ek ", "Ana, a ", "Mr. ", "al ", "Sen. Ana Ek, a b, "):
        takes_linear_time(People, unit)


def test_the_office_of_a_secretary_of_state_is_no_part_of_the_name() -> None:
    people = People("Secretary of State Hillary Clinton spoke in State College.")
    assert [mention.name for mention in people.mentions] == ["Secretary", "Hillary Clinton", "State College"]
