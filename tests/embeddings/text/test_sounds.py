import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.text.sounds import consonant_keys, consonants, first_letters


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


@given(st.lists(st.text(min_size=1, max_size=20), min_size=1))
def test_words_of_the_same_consonants_and_no_others_have_the_same_key(words: list[str]) -> None:
    letters = [word.encode("utf-8", "ignore") or b"a" for word in words]
    keys = consonant_keys(b"".join(letters), np.array([len(word) for word in letters], np.uint8)).tolist()
    by_key = {key: consonants(word.decode()) for key, word in zip(keys, letters, strict=True)}
    assert [by_key[key] for key in keys] == [consonants(word.decode()) for word in letters]
    assert len(by_key) == len({consonants(word.decode()) for word in letters})


def test_no_words_have_no_keys() -> None:
    assert consonant_keys(b"", np.empty(0, np.uint8)).tolist() == []


def test_letters_that_are_no_text_have_no_keys() -> None:
    with pytest.raises(UnicodeDecodeError):
        consonant_keys(b"s\xffa", np.array([3], np.uint8))
