"""Questions as a quiz asks them: "The ferry that sank off Varde was built in which country?".

What is asked for stands where the answer would. Judged questions hardly ever ask so; these are made of the sentence
that answers one, with the words with which that asks in the answer's place. Windows that answer and those that do not
get them alike.
"""

import random
import re

from context_windows import sentences_of
from train_questions import Question

from qa.question.asked_for import AUXILIARIES

# A longer answer is no name, number or short description that could be asked for so.
ANSWER_WORDS = 6
# Words before what is asked for, and after it: a sentence with more is none that a quiz would ask.
WORDS = range(16)
FEWEST = 4
# A clause between commas is left out so often, and so often the question says when it happened.
LEFT_OUT = 0.5
TIMED = 0.15
TIMES = ("this week", "recently", "last month", "this year", "on Tuesday", "on Monday")

_ASKED_WITH = re.compile(
    r"(?:(?:in|on|at|by|from|to|for|of|with) )?"
    r"(?P<asked>(?:what|which)(?: [\w’'-]+){0,3}?|who|whom|when|where|how (?:many|much)(?: [\w’'-]+){0,2}?)"
    rf"(?= (?:{AUXILIARIES})\b| [a-z]+ed\b)",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:1\d{3}|20\d\d)")
_ARTICLE_AT_END = re.compile(r"\b(?:the|an?|his|her|its|their)\s+$", re.IGNORECASE)
_PREPOSITION_AT_END = re.compile(r"\b(?:in|on|at|from|to|near)\s+$", re.IGNORECASE)
_SPACE_BEFORE_MARK = re.compile(r"\s+(?=[,.;:])")
_CLAUSE = re.compile(r",[^,]{3,80}(?=,)|\s*\([^()]{1,80}\)")


def in_place(question: Question, chance: random.Random) -> str | None:
    """Return a question for the same answer in the words of the sentence that answers; None where none can be made."""
    asked = _ASKED_WITH.match(question.text)
    if not asked or question.sentence_answers or not question.answers:
        return None
    start, end = chance.choice(question.answers)
    answer = question.context[start:end]
    own = next((part for part in sentences_of(question.context) if part.start <= start and end <= part.end), None)
    if own is None or len(answer.split()) > ANSWER_WORDS:
        return None
    before, after = question.context[own.start : start], question.context[end : own.end]
    asked_for = asked["asked"].lower()
    if asked_for == "when" and _YEAR.fullmatch(answer):
        asked_for = "which year"
    elif asked_for in {"when", "where"}:
        before = _PREPOSITION_AT_END.sub("", _ARTICLE_AT_END.sub("", before))
    named = asked_for.split()[2 if asked_for.startswith("how ") else 1 :]
    if named and after.lower().split()[: len(named)] == named:
        after = " ".join(after.split()[len(named) :])
    before, after = (_shortened(part, chance) for part in (_ARTICLE_AT_END.sub("", before), after))
    sides = before.split(), after.rstrip(' .!?"”').split()
    if any(len(side) not in WORDS for side in sides) or sum(map(len, sides)) < FEWEST:
        return None
    text = _SPACE_BEFORE_MARK.sub("", " ".join([*sides[0], asked_for, *sides[1]])).strip(" ,;:")
    timed = f" {chance.choice(TIMES)}" if chance.random() < TIMED else ""
    return f"{text[0].upper()}{text[1:]}{timed}?"


def _shortened(text: str, chance: random.Random) -> str:
    return _CLAUSE.sub(lambda clause: "" if chance.random() < LEFT_OUT else clause.group(), text)
