"""The numbers and years that a text names, in digits or in words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
_UNITS = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
_SMALL = dict(zip((*_UNITS.split(), "seventeen", "eighteen", "nineteen"), range(20), strict=True))
_ROUND = "twenty thirty forty fifty sixty seventy eighty ninety"
_TENS = dict(zip(_ROUND.split(), range(20, 100, 10), strict=True))
_SCALES = {"hundred": 100, "dozen": 12, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_SMALL_WORD = "|".join((*_SMALL, *_TENS))
_SCALE = "|".join(_SCALES)
_NUMBER = re.compile(
    # Not "IR-1", "G20", or the end of another number.
    rf"(?<![\w+])(?<![A-Za-z]-)(?<!\d[.,])(?P<digits>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?)(?![\w,.]*\d)"
    rf"(?:[ \n-](?P<scale>{_SCALE})s?\b|(?![A-Za-z]))"
    rf"|\b(?P<words>(?:{_SMALL_WORD})(?:(?:[ \n-]|[ \n]and[ \n])(?:{_SMALL_WORD}|{_SCALE}))*)\b",
    re.IGNORECASE,
)
# A day belongs to its date, which says nothing of how many there were.
_DAY = re.compile(rf"\b{MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?\b(?!,\d)|\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{MONTH}")
_FOLLOWING = re.compile(r"[ \n-]*(?:(?:per\s+cent|[^\W\d_]+)[ \n-]*){0,3}")
_WORD = re.compile(r"[^\W\d_]+")

_YEAR = re.compile(r"(?<![\w$€£+.,])(?:1[1-9]|20)\d\d(?![\d%]|[,.]\d)(?P<decade>['’]?s\b)?(?!\w)")
_RANGE = re.compile(
    r"\b((?:1[1-9]|20)\d\d)\s*(?:[-–—]|to|until|through|(?<=between \d{4} )and)\s*((?:(?:1[1-9]|20)\d\d)|\d\d)\b"
)
# What stands before or after four digits that are no year.
_NUMBERED = re.compile(
    r"(?:\b(?i:resolution|section|article|order|chapter|number|no\.|route|flight|model|page|law|act|room|about|nearly"
    r"|some|than|over|almost|approximately|around)|(?<=[\w,;] )[A-Z][\w’']+(?<![’']s))\s+$"
)
_COUNTED = re.compile(
    r"\s+(?:\w+\s+)?(?:kilograms?|kg|kilomet(?:er|re)s?|met(?:er|re)s?|miles?|feet|tons?|tonnes?|people|men|women|troops"
    r"|soldiers|dollars|euros|pounds|votes|barrels|centrifuges|hertz|hectares|acres|degrees|students|members|percent)\b",
    re.IGNORECASE,
)
_APPROXIMATELY = re.compile(
    r"\b(?:about|around|approximately|roughly|some|nearly|almost|over|under|than|least|most|to|up|only|which|what"
    r"|first|last|next|these|those)\s+(?:the\s+)?[$€£]?$",
    re.IGNORECASE,
)
_DURING = re.compile(
    rf"\b(?:in|since|until|by|during|{MONTH}|\d{{1,2}}),?[ \n]+(?:(?:early|late|mid)[ \n-]+)?$", re.IGNORECASE
)
_MONTH_BEFORE = re.compile(rf"{MONTH},?\s+(?:\d{{1,2}}(?:st|nd|rd|th)?,?\s+)?$")


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


@dataclass(frozen=True, slots=True)
class ClaimedYears:
    """A year in a question, or all years of a decade or a century.

    `is_time` says whether it is when something was: "in 2003", not "the proposal of 2003".
    """

    years: range
    is_time: bool

    @property
    def text(self) -> str:
        """The year in figures: "2003", "1700s"."""
        return f"{self.years[0]}s" if len(self.years) > 1 else str(self.years[0])


def numbers(text: str) -> list[Number]:
    """Return the numbers of a text in order: "1,200", "1200", "twelve hundred" and "1.2 thousand" are the same.

    Years and days of dates are none.
    """
    dated = [match.span() for match in _DAY.finditer(text)] + [span for _, span in _years(text)]
    undated = []
    for match in _NUMBER.finditer(text):
        if any(start <= match.start() < end for start, end in dated):
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
            text=" ".join((question[number.start : number.end], *number.what[:1])),
            is_approximate=bool(_APPROXIMATELY.search(question[: number.start])),
        )
        for number in numbers(question)
    ]


def days(text: str) -> dict[tuple[str, int], str]:
    """Return the days of the year that a text names, as month (its first three letters) and day, with their words."""
    found_days: dict[tuple[str, int], str] = {}
    for match in _DAY.finditer(text):
        words = match.group()
        month = re.search(MONTH, words, re.IGNORECASE)
        day = re.search(r"\d+", words)
        if month and day:
            found_days.setdefault((month.group()[:3].lower(), int(day.group())), words)
    return found_days


def years(text: str) -> set[int]:
    """Return the years that a text names for certain, those of decades and between the ends of ranges included."""
    named = {year for named, _ in _years(text) for year in named}
    for match in _RANGE.finditer(text):
        first, last = match[1], match[2]
        first_year, last_year = int(first), int(last if len(last) == len(first) else first[:2] + last)
        # A longer range says too little of each of its years.
        if first_year < last_year <= first_year + 50:
            named.update(range(first_year, last_year + 1))
    return named


def claimed_years(question: str) -> list[ClaimedYears]:
    """Return the years that a question names, a decade or a century ("1700s") as all its years."""
    return [ClaimedYears(named, bool(_DURING.search(question, 0, start))) for named, (start, _end) in _years(question)]


def _years(text: str) -> Iterator[tuple[range, tuple[int, int]]]:
    for match in _YEAR.finditer(text):
        before = text[max(0, match.start() - 40) : match.start()]
        if (_NUMBERED.search(before) and not _MONTH_BEFORE.search(before)) or _COUNTED.match(text, match.end()):
            continue
        year = int(match.group()[:4])
        length = 1 if not match["decade"] else 100 if year % 100 == 0 else 10
        yield range(year, year + length), match.span()


def _value(match: re.Match[str]) -> float:
    if digits := match["digits"]:
        return float(digits.replace(",", "")) * _SCALES.get((match["scale"] or "").lower(), 1)
    whole = part = 0
    for word in _WORD.findall(match["words"].lower()):
        if word in _SCALES:
            part = max(part, 1) * _SCALES[word]
            if _SCALES[word] >= _SCALES["thousand"]:
                whole, part = whole + part, 0
        elif word != "and":
            part += _SMALL.get(word, _TENS.get(word, 0))
    return float(whole + part)


def _units(text: str, end: int, what: tuple[str, ...]) -> tuple[str, ...]:
    """Write percent in one way."""
    if text.startswith("%", end):
        return ("percent", *what[:2])
    return ("percent", *what[2:]) if what[:2] == ("per", "cent") else what
