"""What kind of thing a question asks for, and whether a sentence has one that the question does not already name.

Small patterns, no model: they need to be right often enough to prefer one sentence to its neighbour.
"""

import re
from dataclasses import dataclass
from typing import Literal

from embeddings.times.months import MONTH_NAMES, WEEKDAY

_HOW_MANY = re.compile(
    r"\bhow (?:many|much|long|old|far|high|large|big|tall|wide|deep|often|fast)\b"
    r"|\b(?:what|which) (?:percent|percentage|number|amount|proportion|share)\b",
    re.IGNORECASE,
)
_WHEN = re.compile(
    r"\bwhen\b|\b(?:what|which) (?:year|date|day|month|century|decade|time)\b",
    re.IGNORECASE,
)
_WHO_OR_WHERE = re.compile(
    r"\bwho(?:m|se)?\b|\bwhere\b|\b(?:what|which) (?:country|countries|city|place|state|region|town)\b",
    re.IGNORECASE,
)
_WHY = re.compile(r"\b(?:why|how come)\b|\bwhat (?:caused|reasons?)\b", re.IGNORECASE)

_FIGURE = re.compile(r"\d[\d,.]*")
_NUMBER_WORD = re.compile(
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|twenty|thirty|forty|fifty|sixty"
    r"|seventy|eighty|ninety|hundreds?|thousands?|millions?|billions?|half|third|quarter|percent|per cent)\b",
    re.IGNORECASE,
)
_YEAR_OR_DAY = re.compile(r"\b\d{3,4}\b|\b\d{1,2}(?:st|nd|rd|th)?\b")
_TIME_WORD = re.compile(
    rf"\b(?:{MONTH_NAMES}|(?:Jan|Feb|Aug|Sept|Oct|Nov|Dec)\.|{WEEKDAY}"
    r"|century|decade|morning|spring|summer|autumn|winter)\b"
)
# A capital that does not only begin the sentence.
_NAME = re.compile(r"(?<=[\w,;:’'”\")–—-] )[A-Z][\w’'-]+|\b[A-Z]{2,}\b")
_REASON = re.compile(
    r"\b(?:because|since|due|so that|in order|reasons?|caus(?:ed?|ing)|therefore|as a result|to (?:avoid|prevent))\b",
    re.IGNORECASE,
)

Kind = Literal["number", "time", "name", "reason"]

# What a question of each kind looks like; the first that fits counts.
_ASKED: tuple[tuple[re.Pattern[str], Kind], ...] = (
    (_HOW_MANY, "number"),
    (_WHEN, "time"),
    (_WHO_OR_WHERE, "name"),
    (_WHY, "reason"),
)
# What an answer of each kind looks like, reasons aside.
_ANSWERS = {"number": (_FIGURE, _NUMBER_WORD), "time": (_YEAR_OR_DAY, _TIME_WORD), "name": (_NAME,)}


@dataclass(frozen=True, slots=True)
class AnswerKind:
    """The kind of thing that a question asks for, None for no kind known here; `question` is in lower case."""

    kind: Kind | None
    question: str

    def stands_in(self, sentence: str) -> bool:
        """Whether a sentence holds a thing of this kind.

        A number, date or name that the question itself gives does not count.
        """
        if self.kind is None:
            return False
        if self.kind == "reason":
            return bool(_REASON.search(sentence))
        matches = (match for pattern in _ANSWERS[self.kind] for match in pattern.finditer(sentence))
        return any(match[0].lower() not in self.question for match in matches)


def answer_kind(question: str) -> AnswerKind:
    """Return the kind of thing that a question asks for."""
    kind = next((kind for pattern, kind in _ASKED if pattern.search(question)), None)
    return AnswerKind(kind, question.lower())
