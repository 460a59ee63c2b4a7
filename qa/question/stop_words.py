"""Words that say nothing of a subject: those of grammar, and those by which people talk to one another."""

import re
from collections.abc import Iterable

from embeddings.text.unspaced import holds_ending

_LISTED = """
    a about above according actually after again against all also am an and another any anyone anything are as at be
    because been before being below between both but by can cannot could did do does doing done down during each
    either else even ever every few for from further get gets give go going good got great had happen happened
    happening happens has have having he heard hello help her here hers herself hey hi him himself his how however i
    if in instead into is it its itself just know later least let lot make many may maybe me mean meant might mine
    more most much must my myself need neither never no none nor not now of off oh ok okay on once one ones only
    oops or other others ought our ours out over own please really said same say says see shall she should show so
    some someone something sorry still such take tell than thank thanks that the their theirs them themselves then
    there therefore these they thing things think this those though through thus to too under until up upon us very
    want was way we well went were what whatever when where whether which while who whom whose why will wish with
    within without wonder would wow yes yet you your yours yourself
"""
STOP_WORDS = frozenset(_LISTED.split())
# Digits of figures that stand for no thing, those of counts and clauses; "911" and "1929" are asked about.
SHORT_FIGURE = 2
_DAY = re.compile(r"(?<![\d/])\d{1,2}/\d{1,2}(?![\d/])")


def says_nothing(word: str) -> bool:
    """Whether a word says nothing of a subject, such as "during"; so does a pair of characters that holds an ending."""
    return word.lower() in STOP_WORDS or holds_ending(word)


def is_acronym(word: str) -> bool:
    """Whether a word is in capitals: "US" and "WHO" are names, though "us" and "who" say nothing."""
    return len(word) > 1 and word.isupper()


def says_something(words: Iterable[str], text: str) -> bool:
    """Whether some words of a text name anything: figures of one or two digits do not; those of a day, "9/11", do."""
    return any(not word.isdigit() or len(word) > SHORT_FIGURE for word in words) or _DAY.search(text) is not None
