import pytest

from qa.question.sounds import consonants, first_letters


@pytest.mark.parametrize(
    ("name", "sounds"),
    [("gaddafi", "ktf"), ("qadhafi", "ktf"), ("mahmoudi", "mmt"), ("omar", "mr"), ("barclay", "prkl")],
)
def test_vowels_go_and_letters_of_one_sound_are_one(name: str, sounds: str) -> None:
    assert consonants(name) == sounds


@pytest.mark.parametrize(
    ("name", "letters"),
    [("qadhafi", "cgkqx"), ("omar", "aeiouhyj"), ("jusuf", "aeiouhyj"), ("mahmudi", "m")],
)
def test_the_letters_with_which_other_spellings_begin(name: str, letters: str) -> None:
    assert first_letters(name) == letters
