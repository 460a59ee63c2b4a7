"""What other words WordNet has for a word: synonyms, words akin to it, and words for the next wider idea.

WordNet 3.0 (Princeton University, under its own licence, which allows any use) is read as it is published, from the
files `data.noun`, `index.noun` and so on; Debian's package wordnet-base puts them into /usr/share/wordnet.
"""

import re
from collections.abc import Iterator, Set
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

# WordNet's names of the parts of speech, by their universal names, and the letters it uses for them.
FILES = {"NOUN": "noun", "VERB": "verb", "ADJ": "adj", "ADV": "adv"}
LETTERS = {"n": "NOUN", "v": "VERB", "a": "ADJ", "s": "ADJ", "r": "ADV"}
# How likely the senses of a word are, the commonest first; WordNet has them in this order. Others are not looked at.
SENSES = (1.0, 0.3)
# Wider words ("@") and those akin to an adjective ("&") are so likely beside synonyms, two of each.
POINTERS = {"@", "&"}
POINTED_AT = 0.2
WORDS_POINTED_AT = 2
# A marker of where an adjective may stand: "galore(ip)".
_MARKER = re.compile(r"\(\w+\)$")


class Sense(NamedTuple):
    """Words of one meaning, and to which other senses WordNet points from it: kind, part of speech and number."""

    words: tuple[str, ...]
    pointers: tuple[tuple[str, str, int], ...]


class Thesaurus:
    """The words of a WordNet, of which only those made of some common words are returned."""

    def __init__(self, folder: Path, common: Set[str]) -> None:
        self.folder, self.common = folder, common

    def others(self, lemma: str, part_of_speech: str) -> dict[str, float]:
        """Return other words for a lemma, of one or two words each, with how likely they are beside each other."""
        found: dict[str, float] = {}
        numbers = self._numbers.get((part_of_speech, lemma), ())
        for number, likely in zip(numbers, SENSES, strict=False):
            sense = self._senses[part_of_speech, number]
            for words in sense.words:
                found[words] = max(found.get(words, 0), likely)
            for _, other, to in sense.pointers:
                for words in self._senses[other, to].words[:WORDS_POINTED_AT]:
                    found[words] = max(found.get(words, 0), likely * POINTED_AT)
        return {words: likely for words, likely in found.items() if self._is_common(words) and not _alike(words, lemma)}

    def _is_common(self, words: str) -> bool:
        parts = re.findall(r"\w+", words)
        return len(parts) < 3 and self.common.issuperset(parts)

    @cached_property
    def _senses(self) -> dict[tuple[str, int], Sense]:
        return {
            (part_of_speech, number): sense
            for part_of_speech, name in FILES.items()
            for number, sense in map(_sense_of, self._lines(f"data.{name}"))
        }

    @cached_property
    def _numbers(self) -> dict[tuple[str, str], tuple[int, ...]]:
        """The senses of each word, the commonest first."""
        found = {}
        for part_of_speech, name in FILES.items():
            for line in self._lines(f"index.{name}"):
                word, _, senses, *fields = line.split()
                found[part_of_speech, word.replace("_", " ")] = tuple(map(int, fields[-int(senses) :]))
        return found

    def _lines(self, name: str) -> Iterator[str]:
        """Yield the lines of a file but those of the licence, which begin with spaces."""
        with (self.folder / name).open(encoding="utf-8") as lines:
            yield from (line for line in lines if not line.startswith(" "))


def _sense_of(line: str) -> tuple[int, Sense]:
    """Return the number of a sense and what it says (wndb(5WN): all numbers are decimal, but that of words)."""
    number, _, _, many, *fields = line.split(" | ", maxsplit=1)[0].split()
    words = [_MARKER.sub("", word).replace("_", " ") for word in fields[: 2 * int(many, 16) : 2]]
    rest = fields[2 * int(many, 16) :]
    pointers = [tuple(rest[at : at + 3]) for at in range(1, 1 + 4 * int(rest[0]), 4)]
    kept = tuple((kind, LETTERS[letter], int(to)) for kind, to, letter in pointers if kind in POINTERS)
    return int(number), Sense(tuple(words), kept)


def _alike(words: str, lemma: str) -> bool:
    """Whether one is the other, or a part of it."""
    return lemma in words or words in lemma
