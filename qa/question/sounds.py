"""What spellings of a name in another script have in common: "Gaddafi" and "Qadhafi"."""

from itertools import groupby
from string import ascii_lowercase

_ONE_SOUND = str.maketrans({"q": "k", "g": "k", "c": "k", "x": "k", "d": "t", "z": "s", "j": "y", "w": "v", "b": "p"})
_NOT_SOUNDED = frozenset("aeiouyh'-.")
# Of fewer consonants too many names are made.
FEWEST_CONSONANTS = 3


def consonants(word: str) -> str:
    """Return what spellings of a name in another script have in common: "Gaddafi" and "Qadhafi" are both "ktf".

    Letters that stand for one sound become one, doubled ones too; vowels and the letter h go.
    """
    undoubled = (sound for sound, _ in groupby(word.translate(_ONE_SOUND)))
    return "".join(sound for sound in undoubled if sound not in _NOT_SOUNDED)


def first_letters(word: str) -> str:
    """Return the letters with which other spellings of a name may begin: "kqgcx" for "Qadhafi"."""
    first = word[:1]
    if first in _NOT_SOUNDED or first == "j":
        return "aeiouhyj"
    sound = first.translate(_ONE_SOUND)
    return "".join(letter for letter in ascii_lowercase if letter.translate(_ONE_SOUND) == sound)
