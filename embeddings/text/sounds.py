"""What spellings of a name in another script have in common: "Gaddafi" and "Qadhafi"."""

from itertools import groupby
from string import ascii_lowercase

import numpy as np
from numpy.typing import NDArray

from embeddings.arrays import Numbers

_ONE_SOUND = str.maketrans({"q": "k", "g": "k", "c": "k", "x": "k", "d": "t", "z": "s", "j": "y", "w": "v", "b": "p"})
_NOT_SOUNDED = frozenset("aeiouyh'-.")
# Of fewer consonants too many names are made.
FEWEST_CONSONANTS = 3

# Of each letter of ASCII its sound, and whether it is a consonant; other letters are sounds of their own.
_ASCII = range(128)
_SOUNDS = np.array([ord(chr(letter).translate(_ONE_SOUND)) for letter in _ASCII], np.uint64)
_SOUNDED = np.array([chr(sound) not in _NOT_SOUNDED for sound in _SOUNDS])
# Odd numbers without a pattern: sounds are made far apart by one, and told apart by their places by the other.
_SPREAD, _PLACE = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xD1342543DE82EF95)
# The bytes of UTF-8 that go on with a character that has begun.
_GOES_ON, _GOES_ON_BITS = 0x80, 0xC0


def consonants(word: str) -> str:
    """Return what spellings of a name in another script have in common: "Gaddafi" and "Qadhafi" are both "ktf".

    Letters that stand for one sound become one, doubled ones too; vowels and the letter h go.
    """
    undoubled = (sound for sound, _ in groupby(word.translate(_ONE_SOUND)))
    return "".join(sound for sound in undoubled if sound not in _NOT_SOUNDED)


def consonant_keys(letters: bytes, lengths: NDArray[np.uint8]) -> NDArray[np.uint64]:
    """Return a number for each of some words, shape (len(lengths),): of words with the same `consonants` the same one.

    Words of other consonants hardly ever have the same number. The words stand one after another in UTF-8; none is
    empty, and each is so many bytes long. Raises UnicodeDecodeError where they are not UTF-8.
    """
    if not len(lengths):
        return np.empty(0, np.uint64)
    characters = np.frombuffer(letters.decode().encode("utf-32-le"), np.uint32)
    firsts = _first_characters(letters, lengths)
    is_ascii = characters < len(_SOUNDS)
    places = np.where(is_ascii, characters, 0)
    sounds = np.where(is_ascii, _SOUNDS[places], characters.astype(np.uint64))
    is_new = np.concatenate([[True], sounds[1:] != sounds[:-1]])
    is_new[firsts] = True
    kept = is_new & (_SOUNDED[places] | ~is_ascii)
    # Each consonant has a place among those of its word.
    before: Numbers = np.cumsum(kept) - kept
    place: Numbers = before - np.repeat(before[firsts], np.diff(firsts, append=len(characters)))
    with np.errstate(over="ignore"):
        powers = np.cumprod(np.full(int(place.max(initial=0)) + 1, _PLACE))
        mixed = (sounds + np.uint64(1)) * _SPREAD
        parts = np.where(kept, (mixed ^ mixed >> np.uint64(29)) * powers[place], np.uint64(0))
        keys: NDArray[np.uint64] = np.add.reduceat(parts, firsts)
    return keys


def _first_characters(letters: bytes, lengths: NDArray[np.uint8]) -> Numbers:
    """Return the place of the first character of each word among the characters of all, given the bytes of each."""
    begins = (np.frombuffer(letters, np.uint8) & _GOES_ON_BITS) != _GOES_ON
    ends: Numbers = np.cumsum(lengths, dtype=np.int64)
    characters: Numbers = np.cumsum(begins) - 1
    return np.asarray(characters[ends - lengths], np.int64)


def first_letters(word: str) -> str:
    """Return the letters with which other spellings of a name may begin: "kqgcx" for "Qadhafi"."""
    first = word[:1]
    if first in _NOT_SOUNDED or first == "j":
        return "aeiouhyj"
    sound = first.translate(_ONE_SOUND)
    return "".join(letter for letter in ascii_lowercase if letter.translate(_ONE_SOUND) == sound)
