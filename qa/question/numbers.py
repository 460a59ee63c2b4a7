"""The numbers that a text names, in digits or in words; years and dates are none (qa.question.times)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import filterfalse

from embeddings.times.months import TENS, UNITS
from qa.question.stop_words import says_nothing
from qa.question.times import places_of_dates

_SMALL = {"zero": 0} | UNITS | TENS
_SCALES = {"hundred": 100, "dozen": 12, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
# "3.4bn"; "m" may be metres.
_SHORT_SCALES = {"mn": 10**6, "bn": 10**9, "tn": 10**12}
# What a number is multiplied by where such a word follows it.
SCALES = _SCALES | _SHORT_SCALES
_SMALL_WORD = "|".join(_SMALL)
_SCALE = "|".join(_SCALES)
_NUMBER = re.compile(
    # Not "IR-1", "G20", or the end of another number.
    rf"(?<![\w+])(?<![A-Za-z]-)(?<!\d[.,])(?P<digits>\d{{1,3}}(?:,\d{{3}})++(?:\.\d++)?|\d++(?:\.\d++)?)(?![\w,.]{{0,40}}\d)"
    rf"(?:[ \n-](?P<scale>{_SCALE})s?\b|(?P<short>bn|mn|tn)\b|(?![A-Za-z]))"
    rf"|\b(?P<words>(?:{_SMALL_WORD})(?:(?:[ \n-]|[ \n]and[ \n])(?:{_SMALL_WORD}|{_SCALE}))*)\b",
    re.IGNORECASE,
)
_FOLLOWING = re.compile(r"[ \n-]*(?:(?:per\s+cent|[^\W\d_]+)[ \n-]*){0,3}")
_WORD = re.compile(r"[^\W\d_]+")

_APPROXIMATELY = re.compile(
    r"\b(?:about(?!\s+the\b)|around|approximately|roughly|some|nearly|almost|over|under|than|least|most|up|only|which|what"
    # "Up to 20", "10 to 20", but not "guilty to three offences".
    rf"|first|last|next|these|those|(?:up|close|\d[\d.,]*%?|{_SMALL_WORD}|{_SCALE})\s{{1,3}}to)\s{{1,3}}(?:the\s{{1,3}})?[$€£]?$",
    re.IGNORECASE,
)
# Words after a number that name nothing that is counted.
_NOT_NOUNS = """of the a an in on at and or to for by from with did do does is was were are has had have
my our your his her its their these those them us"""
_NO_NOUNS = frozenset(_NOT_NOUNS.split())
# As far back, in characters, is looked for a word that makes a number a rough one.
_LOOKED_BACK = 40


@dataclass(frozen=True, slots=True)
class Number:
    """A number at [start, end) of its text; `what` are the words after it, up to three, in lower case."""

    value: float
    start: int
    end: int
    what: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClaimedNumber:
    """A number in a question; `text` is how the question words it, with what is counted: "12 ministers"."""

    number: Number
    text: str
    is_approximate: bool


def numbers(text: str) -> list[Number]:
    """Return the numbers of a text in order: "1,200", "1200", "twelve hundred" and "1.2 thousand" are the same.

    Years and days of dates are none.
    """
    dated = bytearray(len(text) + 1)
    for start, end in places_of_dates(text):
        dated[start:end] = b"1" * (end - start)
    undated = []
    for match in _NUMBER.finditer(text):
        if dated[match.start()]:
            continue
        following = _FOLLOWING.match(text, match.end())
        what = tuple(_WORD.findall(following.group().lower())) if following else ()
        undated.append(Number(_value(match), match.start(), match.end(), _units(text, match.end(), what)))
    return undated


def claimed_numbers(question: str) -> list[ClaimedNumber]:
    """Return the numbers that a question names, as `numbers` does."""
    return [
        ClaimedNumber(
            number,
            text=" ".join((question[number.start : number.end], *filterfalse(says_nothing, number.what[:1]))),
            is_approximate=is_rough(question, number),
        )
        for number in numbers(question)
    ]


def is_rough(text: str, number: Number) -> bool:
    """Whether a text gives a number only roughly, or as a limit: "about 20", "less than 15 tons"."""
    return bool(_APPROXIMATELY.search(text, max(0, number.start - _LOOKED_BACK), number.start))


def contradicting(claim: ClaimedNumber, text_numbers: Sequence[Number]) -> Number | None:
    """Return the number that a text gives of the same thing."""
    counted = _nouns(claim.number)
    return next(
        (other for other in text_numbers if counted & _nouns(other) and other.value != claim.number.value), None
    )


def _nouns(number: Number) -> set[str]:
    """Return what a number counts, in the singular: of "two of our drivers" the drivers."""
    words = number.what if number.what[:1] == ("of",) else number.what[:2]
    return {word.removesuffix("s") for word in words if word not in _NO_NOUNS}


def _value(match: re.Match[str]) -> float:
    if digits := match["digits"]:
        return float(digits.replace(",", "")) * SCALES.get((match["scale"] or match["short"] or "").lower(), 1)
    # Not whole numbers, which may grow beyond what a float can hold.
    whole = part = 0.0
    for word in _WORD.findall(match["words"].lower()):
        if word in _SCALES:
            part = max(part, 1.0) * _SCALES[word]
            if _SCALES[word] >= _SCALES["thousand"]:
                whole, part = whole + part, 0.0
        elif word != "and":
            part += _SMALL.get(word, 0)
    return whole + part


def _units(text: str, end: int, what: tuple[str, ...]) -> tuple[str, ...]:
    """Write percent in one way."""
    if text.startswith("%", end):
        return ("percent", *what[:2])
    return ("percent", *what[2:]) if what[:2] == ("per", "cent") else what
