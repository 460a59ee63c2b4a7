"""Things of one kind that are told apart by the number after their name: "Year 9", "room 12", "Resolution 1929"."""

import re
from functools import lru_cache
from typing import NamedTuple

from embeddings.times.months import ORDINAL, TENS, UNITS, ordinal_of
from qa.question.numbers import Number
from qa.question.stop_words import says_nothing
from qa.question.times import READ_TEXTS

# What bears numbers in small letters too; of other words, "killed 12", a capital tells that they name something.
_WORDS = """
act amendment annex appendix article bay bill block box building bus cable case category chapter class clause
convoy court decree directive district division episode exhibit exit flight floor form gate grade group hall
highway house invoice item law lesson level line lot model module order page paragraph part phase platform plot
proposition protocol question reactor regulation report resolution room round route row rule school season section
sector series session shaft stage stand step table team telegram ticket track train tram type unit version volume
ward week well year zone
"""
# What a text may number without its name: "5. Allotments" is item 5 of the minutes.
_PARAGRAPHS = frozenset({"clause", "condition", "finding", "item", "paragraph", "point", "recommendation", "section"})
_BEARING_NUMBERS = frozenset(word.removesuffix("s") for word in _WORDS.split())
_BEFORE = re.compile(r"(?P<label>[^\W\d_]{2,})[ \n](?:(?:no|nr)\.?[ \n]?|number[ \n]|#)?$", re.IGNORECASE)
# As far back, in characters, is looked for the word before a number.
_LOOKED_BACK = 40
_OPENS = re.compile(r"(?:^|[.?!:;\n“\"‘'(])\s*$")
_NAMED_NUMBERS = UNITS | TENS
_NUMBER = rf"(?:\d{{1,6}}|{'|'.join(_NAMED_NUMBERS)})(?![\w%]|[.,:]\d)"
_COUNTED = re.compile(rf"\b(?P<ordinal>{ORDINAL})[ \n]$", re.IGNORECASE)
_FIGURE = re.compile(rf"(?P<joined>\s*(?:[-–]|\bto\b|\bthrough\b)\s*)?(?P<number>{_NUMBER})", re.IGNORECASE)


class Numbered(NamedTuple):
    """Things of one kind with the numbers from `first` to `last`, which may be one, in the words of their text."""

    first: int
    last: int
    text: str

    def has(self, value: float) -> bool:
        """Whether one of them has a number."""
        return self.first <= value <= self.last


def label_of(question: str, number: Number) -> str | None:
    """Return the name that a number of a question tells apart, as it is typed; None where it is no such number.

    "Year" in "Where does Year 9 go?"; None in "Who killed 12 sailors?".
    """
    before = _BEFORE.search(question, max(0, number.start - _LOOKED_BACK), number.start)
    if before is None:
        return None
    label = before["label"]
    is_first = _OPENS.search(question, 0, before.start())
    # "The April one" is none that has a number.
    is_pronoun = question[number.start : number.end] == "one"
    is_name = label[0].isupper() and not is_first and not is_pronoun and not says_nothing(label)
    return label if is_name or bears_numbers(label) else None


def bears_numbers(label: str) -> bool:
    """Whether things of a name are told apart by numbers as a rule, such as rooms; not academies or cups."""
    return _singular(label) in _BEARING_NUMBERS


def has_paragraph(text: str, label: str, value: float) -> bool:
    """Whether a name is that of a paragraph, "item" or "section", and a text has one that begins with a number."""
    return _singular(label) in _PARAGRAPHS and re.search(rf"(?m)^[ \t]*\(?{value:.0f}[.)]\s", text) is not None


@lru_cache(maxsize=READ_TEXTS)
def numbered(text: str, label: str) -> tuple[Numbered, ...]:
    """Return the things of a name that a text tells apart: "Years 7 to 11", "rooms 3 and 9", "the third room"."""
    found: list[Numbered] = []
    for match in _named(_singular(label)).finditer(text):
        for figure in _FIGURE.finditer(match["numbers"] or ""):
            value = _value(figure["number"])
            if figure["joined"] and found and found[-1].first < value:
                found[-1] = Numbered(found[-1].first, value, f"{match['label']} {found[-1].first} to {value}")
            else:
                found.append(Numbered(value, value, f"{match['label']} {figure['number']}"))
        counted = _COUNTED.search(text, max(0, match.start() - _LOOKED_BACK), match.start())
        if counted and not match["numbers"]:
            value = ordinal_of(counted["ordinal"])
            found.append(Numbered(value, value, text[counted.start() : match.end()]))
    return tuple(found)


@lru_cache(maxsize=64)
def _named(label: str) -> re.Pattern[str]:
    """Return what finds a name, given in the singular, with the numbers that stand after it, if any do."""
    joint = r"(?:(?:,?\s*(?:\band\b|\bor\b|&)|,|\s*[-–]|\s*\bto\b|\s*\bthrough\b)\s*"
    numbers = rf"[ \n](?:(?:no|nr)s?\.?[ \n]?|numbers?[ \n]|#)?(?P<numbers>{_NUMBER}{joint}{_NUMBER})*)"
    return re.compile(rf"\b(?P<label>{re.escape(label)}(?:s?e?s)?)\b(?:{numbers})?", re.IGNORECASE)


def _singular(label: str) -> str:
    return label.lower().removesuffix("s")


def _value(number: str) -> int:
    return int(number) if number.isdigit() else _NAMED_NUMBERS[number.lower()]
