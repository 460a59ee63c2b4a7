"""The office whose holder a question asks for, "Who was the foreign minister of France?", and what words name one."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from embeddings.attribution.names import TITLES
from qa.question.stop_words import says_nothing

# Words of which one is borne at a time, while a general or a doctor may hold any office. Those of a line are one.
_OFFICES = """
    adviser advisor
    ambassador
    archbishop
    ceo
    cfo
    chairman chairwoman
    chancellor
    commissioner
    director
    governor
    king queen emperor empress emir sultan
    mayor
    minister
    pope
    president
    prosecutor
    secretary
    senator
    spokesman spokeswoman
"""
HEADS = {word: line.split()[0] for line in _OFFICES.strip().splitlines() for word in line.split()}
# Of these there are several, told apart by the words before them: "foreign minister", "finance minister".
_OF_SEVERAL_KINDS = frozenset(["adviser", "commissioner", "minister", "secretary"])
# Whoever is one of these does not hold the office itself.
_LESSER = frozenset(["assistant", "deputy", "under", "vice"])
# Whoever is acting in the place of one may be meant.
_ACTING = "acting"
# Words before an office that do not tell it from others.
_SAYS_NO_OTHER = frozenset(["current", "first", "former", "last", "late", "new", "next", "present", "then"])
# What stands behind the words of an office.
AFTER_OFFICE = r"(?:\b(?:after|at|before|during|for|from|in|of|on|that|to|under|when|who)\b|[,.;:)?]|\Z)"
# "Who was France's foreign minister in 2005".
_WHO_HOLDS = re.compile(
    r"\W*(?:and |but |so )?who(?:['’]s| is| was| are| were| became| becomes)\s+(?:[\w .-]{1,40}['’]s?\s+)?"
    rf"(?P<office>(?:[\w-]{{1,40}}\s+){{0,4}}?[\w-]{{1,40}})\s*{AFTER_OFFICE}",
    re.IGNORECASE,
)


class Office(NamedTuple):
    """An office: the word that names it in one form, what is said before that ("foreign"), and all as it is written."""

    head: str
    kinds: frozenset[str]
    words: str


def asked_office(question: str) -> Office | None:
    """Return the office whose holder a question asks for, "Who was the prime minister of France?"; None without one."""
    asked = _WHO_HOLDS.match(question)
    return office_of(asked["office"].split()) if asked else None


def office_of(words: Sequence[str]) -> Office | None:
    """Return the office that the last of some words names, with those before; None where that is none."""
    if not words:
        return None
    last = words[-1].rstrip(".").lower()
    each = [*words[:-1], *(["prime", "minister"] if last == "premier" else words[-1:])]
    small = [word.rstrip(".").lower() for word in each]
    head = HEADS.get(TITLES.get(small[-1]) or small[-1])
    # "The mayor who became president": what is told of an office is no part of it.
    told = [number for number, word in enumerate(small) if word in {"who", "and", "or", "of"}]
    before = [] if _ACTING in small else small[max(told, default=-1) + 1 : -1]
    # "Iranian" says whose it is, as "of Iran" does, and not which.
    kinds = {
        word
        for word, written in zip(before, each[-1 - len(before) : -1], strict=True)
        if word.isalpha() and not says_nothing(word) and (written.islower() or word in TITLES)
    } - _SAYS_NO_OTHER
    return Office(head, frozenset(kinds), " ".join(words)) if head else None


def may_be_one(one: Office, other: Office) -> bool:
    """Whether two offices may be one: "minister" may be "foreign minister", which is no "prime minister"."""
    if one.head != other.head or bool(one.kinds & _LESSER) != bool(other.kinds & _LESSER):
        return False
    is_of_a_kind = one.head in _OF_SEVERAL_KINDS and one.kinds and other.kinds
    return not is_of_a_kind or bool(one.kinds & other.kinds)
