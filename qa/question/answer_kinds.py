"""What kind of thing a question asks for, and whether a sentence has one that the question does not already name.

Small patterns, no model: they need to be right often enough to prefer one sentence to its neighbour.
"""

import re
from collections.abc import Callable

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
_WHY = re.compile(r"\bwhy\b|\bwhat (?:caused|reasons?)\b", re.IGNORECASE)

_FIGURE = re.compile(r"\d[\d,.]*")
_NUMBER_WORD = re.compile(
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|twenty|thirty|forty|fifty|sixty"
    r"|seventy|eighty|ninety|hundreds?|thousands?|millions?|billions?|half|third|quarter|percent|per cent)\b",
    re.IGNORECASE,
)
_YEAR_OR_DAY = re.compile(r"\b\d{3,4}\b|\b\d{1,2}(?:st|nd|rd|th)?\b")
_TIME_WORD = re.compile(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Aug|Sept|Oct|Nov|Dec)\.|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
    r"|century|decade|morning|spring|summer|autumn|winter)\b"
)
# A capital that does not only begin the sentence.
_NAME = re.compile(r"(?<=[\w,;:’'”\")–—-] )[A-Z][\w’'-]+|\b[A-Z]{2,}\b")
_REASON = re.compile(
    r"\b(?:because|since|due|so that|in order|reasons?|caus(?:ed?|ing)|therefore|as a result|to (?:avoid|prevent))\b",
    re.IGNORECASE,
)


def kind_finder(question: str) -> Callable[[str], bool]:
    """Return a function that tells whether a sentence holds the kind of thing a question asks for.

    A number, date or name that the question itself gives does not count. For a question of no kind known here the
    function is always false.
    """
    asked = question.lower()

    def new(pattern: re.Pattern[str], sentence: str) -> bool:
        return any(found.lower() not in asked for found in pattern.findall(sentence))

    if _HOW_MANY.search(question):
        return lambda sentence: new(_FIGURE, sentence) or new(_NUMBER_WORD, sentence)
    if _WHEN.search(question):
        return lambda sentence: new(_YEAR_OR_DAY, sentence) or new(_TIME_WORD, sentence)
    if _WHO_OR_WHERE.search(question):
        return lambda sentence: new(_NAME, sentence)
    if _WHY.search(question):
        return lambda sentence: bool(_REASON.search(sentence))
    return lambda _: False
