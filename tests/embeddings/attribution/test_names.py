from collections.abc import Callable

import pytest

from embeddings.attribution.names import GIVEN_NAMES, OF_THINGS, PERSONS, mentions, named


def test_the_name_at_the_end_of_a_phrase() -> None:
    text = "French Foreign Minister Michel Barnier"
    name = named(text, (0, len(text)))
    assert name is not None
    assert (name.name, text[slice(*name.span)], name.roles, name.title) == (
        "Michel Barnier",
        "Michel Barnier",
        {"minister", "foreign"},
        "Minister",
    )
    assert named("the lock", (0, 8)) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Emir Hamad bin Khalifa al-Thani met Kerry.", ["Hamad bin Khalifa al-Thani", "Kerry"]),
        # The office of a secretary is no part of the name.
        (
            "Secretary of State Hillary Clinton spoke in State College.",
            ["Secretary", "Hillary Clinton", "State College"],
        ),
        ("Secretary of the Treasury Ines Lind spoke.", ["Secretary", "Ines Lind"]),
        ("Minister of Finance Karl Lind met Chief of Mission Bo Ek.", ["Minister", "Karl Lind", "Chief", "Bo Ek"]),
        ("Under Secretary for Political Affairs William Lind spoke.", ["Secretary", "William Lind"]),
        # What is a part of titles is a part of other names, too.
        ("Foreign Policy wrote so.", ["Foreign Policy"]),
        ("Harbour CEO Ines Lind and Labour MP Bo Ek spoke.", ["Ines Lind", "Bo Ek"]),
        # What opens a sentence before a name.
        ("Does Marta know? Unlike Holm, she does.", ["Marta", "Holm"]),
        # When a thing was told is no part of whom it was told.
        ("She told Lind Wednesday. Lind came on Jan. 24.", ["Lind", "Lind", "Jan"]),
        ("Will Young came.", ["Will Young"]),
        ("They told Harbour TODAY so.", ["Harbour TODAY"]),
    ],
)
def test_names_of_a_text(text: str, expected: list[str]) -> None:
    assert [name.name for name in mentions(text)] == expected


def test_the_lists_do_not_contradict_each_other() -> None:
    assert GIVEN_NAMES.isdisjoint(OF_THINGS)
    assert {"county", "university"} <= OF_THINGS
    assert {"senator", "husband", "spokesperson"} <= PERSONS


def test_names_take_linear_time(takes_linear_time: Callable[[Callable[[str], object], str], None]) -> None:
    for unit in ("Ana Ek ", "Ana Wednesday ", "Mr. ", "al ", "Secretary of the Treasury "):
        takes_linear_time(mentions, unit)


def test_what_offices_and_honours_write_after_a_name_is_no_part_of_it() -> None:
    assert [name.name for name in mentions("Ana Ruiz QC met Bo Ek MP and Sir Tom Lind KC OBE.")] == [
        "Ana Ruiz",
        "Bo Ek",
        "Tom Lind",
    ]
