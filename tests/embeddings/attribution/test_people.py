from collections.abc import Callable

import pytest

from embeddings.attribution.names import Named
from embeddings.attribution.people import People, Person


def person(people: People, *words: str, roles: tuple[str, ...] = ()) -> Person | None:
    return people.person(Named((0, 0), words, frozenset(roles)))


def names(people: People) -> list[str]:
    return [mention.name for mention in people.mentions]


def test_forms_of_one_name_are_one_person() -> None:
    people = People("Sen. Ines Alvarado met Tom Reyes. Alvarado left; Mr. Reyes stayed.")
    alvarado, reyes = person(people, "Alvarado"), person(people, "Reyes")
    assert alvarado is not None
    assert (alvarado.name, alvarado.roles, alvarado.pronoun) == ("Ines Alvarado", {"senator"}, "")
    assert reyes is not None
    assert (reyes.name, reyes.pronoun) == ("Tom Reyes", "he")


def test_a_surname_of_two_is_nobodys() -> None:
    people = People("Bo Ek met Ana Ek. Ek left.")
    assert person(people, "Ek") is None
    assert person(people, "Ana", "Ek") is not None


def test_a_title_tells_which_of_two_bears_a_surname() -> None:
    people = People("Emma Lind met her father. Mr. Lind had told Mrs. Lind. Lind left.")
    he, she, emma = (
        person(people, "Lind", roles=("mr",)),
        person(people, "Lind", roles=("mrs",)),
        person(people, "Emma", "Lind"),
    )
    assert he
    assert she
    assert emma
    assert (he.name, he.pronoun, emma.pronoun) == ("Mr. Lind", "he", "she")
    assert she is emma
    assert person(people, "Lind") is None


def test_a_couple_without_first_names_are_two() -> None:
    people = People("Mr. Holm met Mrs. Holm.")
    he, she = person(people, "Holm", roles=("mr",)), person(people, "Holm", roles=("mrs",))
    assert he
    assert she
    assert (he.name, she.name) == ("Mr. Holm", "Mrs. Holm")


def test_the_wife_of_a_prince_is_no_man() -> None:
    people = People("Ana Holm, wife of the prince, came.")
    ana = person(people, "Ana", "Holm")
    assert ana
    assert ana.pronoun == "she"


def test_a_first_name_is_the_person_who_has_it_in_full() -> None:
    people = People("Emma Lind and Bo Ek came. Emma left. Marta stayed.")
    emma, marta = person(people, "Emma"), person(people, "Marta")
    assert emma
    assert marta
    assert (emma.name, marta.name, marta.pronoun) == ("Emma Lind", "Marta", "she")
    assert person(People("Edmonton Oilers lost. Edmonton sleeps."), "Edmonton") is None


@pytest.mark.parametrize("name", ["Douglas County", "Street Journal", "Marta Lind University", "National Post"])
def test_the_name_of_a_thing_is_nobodys(name: str) -> None:
    people = People(f"He went to {name} today.")
    found = person(people, *name.split())
    assert found
    assert found.is_thing
    assert not Person("Douglas Holm", (0, 12)).is_thing
    assert not Person("Emma Post", (0, 9)).is_thing


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("She never saw Marta again, but Marta did. Saw Marta to the door.", ["Marta", "Marta", "Marta"]),
        # A name that stands within a sentence, too, is whole.
        ("Green Holm met Holm in the green park of Green Holm.", ["Green Holm", "Holm", "Green Holm"]),
        ("He mentioned Holm once. Young Holm left.", ["Holm", "Young Holm"]),
    ],
)
def test_a_word_that_opens_a_sentence_is_no_name(text: str, expected: list[str]) -> None:
    assert names(People(text)) == expected


def test_a_role_beside_a_name_shows_that_it_is_a_persons() -> None:
    people = People("The spokesperson Lu Kang met Tove Jarl, a lawyer of Lund, in Nova Holm.")
    known = {name: person(people, *name.split()) for name in ("Lu Kang", "Tove Jarl", "Nova Holm")}
    assert {name: found.is_person for name, found in known.items() if found} == {
        "Lu Kang": True,
        "Tove Jarl": True,
        "Nova Holm": False,
    }


def test_particles_and_abbreviations_are_of_the_name() -> None:
    people = People("The Emir Hamad bin Khalifa al-Thani came. He met Michel Barnier. Kerry left.")
    assert names(people) == ["Hamad bin Khalifa al-Thani", "Michel Barnier", "Kerry"]
    thani = person(people, "Al-Thani")
    assert thani is not None
    assert thani.name == "Hamad bin Khalifa al-Thani"


def test_who_is_called_by_a_role() -> None:
    text = "Petra Lindqvist, an engineer of the city, and Gov. Bo Ek spoke."
    people = People(text)
    assert [person.name for person in people.with_role("engineer", len(text))] == ["Petra Lindqvist"]
    assert [person.name for person in people.with_role("governor", len(text))] == ["Bo Ek"]
    assert people.with_role("governor", 0) == []


def test_a_name_in_a_phrase_is_without_the_word_that_opens_its_sentence() -> None:
    text = "She saw Marta. Saw Marta to the door."
    found = People(text).named((15, 24))
    assert found
    assert (found.name, text[slice(*found.span)]) == ("Marta", "Marta")
    assert People(text).named((0, 7)) is None


def test_names_take_linear_time(takes_linear_time: Callable[[Callable[[str], object], str], None]) -> None:
    for unit in ("Ana Ek ", "Ana, a ", "Mr. ", "al ", "Sen. Ana Ek, a b, ", "Saw Ana. she saw Ana "):
        takes_linear_time(People, unit)


def test_an_office_after_an_adjective_is_nobodys_name() -> None:
    people = People("The British Ambassador came. He left. Emma Governor stayed.")
    british, emma = person(people, "British", "Ambassador"), person(people, "Emma", "Governor")
    assert british
    assert emma
    assert (british.is_thing, emma.is_thing) == (True, False)


def test_a_first_name_after_what_somebody_is_is_a_person() -> None:
    people = People("His wife, Solveig, came with her son Torkel and the fisherman Ove. Edvard left Orm.")
    known = [person(people, name) for name in ("Solveig", "Torkel", "Ove", "Edvard", "Orm")]
    assert [one.pronoun if one else None for one in known] == ["she", "he", "he", None, None]


def test_by_what_office_somebody_is_introduced() -> None:
    people = People(
        "They say that foreign minister Ana Ruiz came.\n\nThe British Ambassador Bo Ek left.\n\nAmbassador Eva Lind:"
    )
    ana, bo, eva = (person(people, *name.split()) for name in ("Ana Ruiz", "Bo Ek", "Eva Lind"))
    assert ana
    assert bo
    assert eva
    assert people.is_introduced_as(ana, ["Foreign", "Minister"])
    assert people.is_introduced_as(ana, ["Minister"])
    assert not people.is_introduced_as(ana, ["Prime", "Minister"])
    assert not people.is_introduced_as(bo, ["Ambassador"])
    assert people.is_introduced_as(bo, ["British", "Ambassador"])
    assert people.is_introduced_as(eva, ["Ambassador"])


def test_whom_an_office_names() -> None:
    text = "Minister Bo Ek met the foreign minister Ana Ruiz. "
    people = People(text)
    offices = (["minister"], ["Minister"], ["Foreign", "Minister"])
    found = [[person.name for person in people.with_office(office, len(text))] for office in offices]
    assert found == [["Bo Ek", "Ana Ruiz"], [], ["Ana Ruiz"]]


def test_a_name_after_a_ships_word_is_a_things_unless_a_person_bears_it() -> None:
    ship = person(People("The ferry Ana Holm sank."), "Ana", "Holm")
    assert ship is not None
    assert ship.is_thing
    bearer = person(People("The ferry Ana Holm sank. Captain Ana Holm swam."), "Ana", "Holm")
    assert bearer is not None
    assert not bearer.is_thing


def test_an_office_of_a_place_before_a_name_is_its_bearers() -> None:
    people = People("In June the Emir of Varde, Hamad bin Khalifa, came. The Emir left.")
    assert [found.name for found in people.with_office(["Emir"], 1_000)] == ["Hamad bin Khalifa"]
    assert person(people, "Emir") is None
