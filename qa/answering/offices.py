"""Whether whoever answers a question for the holder of an office bears another office in the text.

"Who is the president of France?" is not answered by "French Foreign Minister Michel Barnier". A reader takes him for
the answer where an archive names nobody else who holds an office in France.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from embeddings.attribution.names import TITLES
from embeddings.documents import Span
from qa.question.stop_words import says_nothing

# What tells the holders of offices apart: "general" or "doctor" may stand before any. Those of a line are one office.
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
_HEADS = {word: line.split()[0] for line in _OFFICES.strip().splitlines() for word in line.split()}
# Of these there are several, told apart by the words before them: "foreign minister", "finance minister".
_OF_SEVERAL_KINDS = frozenset(["adviser", "commissioner", "minister", "secretary"])
# Whoever is one of these does not hold the office itself.
_LESSER = frozenset(["assistant", "deputy", "under", "vice"])
# Whoever is acting in the place of one may be meant.
_ACTING = "acting"
# Words before an office that do not tell it from others.
_SAYS_NO_OTHER = frozenset(["current", "first", "former", "last", "late", "new", "next", "present", "then"])
_AFTER_OFFICE = r"(?:\b(?:after|at|before|during|for|from|in|of|on|that|to|under|when|who)\b|[,.;:)?]|\Z)"
# "Who was France's foreign minister in 2005".
_WHO_HOLDS = re.compile(
    r"\W*(?:and |but |so )?who(?:['’]s| is| was| are| were| became| becomes)\s+(?:[\w .-]{1,40}['’]s?\s+)?"
    rf"(?P<office>(?:[\w-]+\s+){{0,4}}?[\w-]+)\s*{_AFTER_OFFICE}",
    re.IGNORECASE,
)
# Behind a name: ", the French foreign minister," or ", then ambassador to Norway."
_EXPLAINED = re.compile(rf",\s+(?P<office>(?:[\w’'-]+\s+){{0,5}}?[\w-]+)\s*{_AFTER_OFFICE}")
_NAMED = re.compile(rf"(?:[\w’'-]+ ){{0,4}}\b(?:{'|'.join(_HEADS)})\b", re.IGNORECASE)
_WORD = re.compile(r"[\w’'-]+\.?")
# So many characters before a name may be its titles.
_LOOKED_BACK = 60


class Office(NamedTuple):
    """An office: the word that names it in one form, what is said before that ("foreign"), and all as it is written."""

    head: str
    kinds: frozenset[str]
    words: str


def asked_office(question: str) -> Office | None:
    """Return the office whose holder a question asks for, "Who was the prime minister of France?"; None without one."""
    asked = _WHO_HOLDS.match(question)
    return _office(asked["office"].split()) if asked else None


def other_office(asked: Office, text: str, answer: Span, around: Span) -> Office | None:
    """Return the office that a text gives to whom it names at a place, instead of the one asked for.

    It is None where it gives none there, or speaks of the one asked for anywhere in the span around it.
    """
    offices = list(_offices_at(text, *answer))
    named = (_office(match.group().split()) for match in _NAMED.finditer(text, *around))
    if not offices or any(_may_be_one(asked, office) for office in (*offices, *named) if office):
        return None
    return offices[0]


def _offices_at(text: str, start: int, end: int) -> Iterator[Office]:
    """Yield the offices by which a text calls whom it names at a place: before the name, and behind it."""
    named = _WORD.findall(text[start:end])
    titles = next((number for number, word in enumerate(named) if not _is_title(word)), len(named))
    run = [*_WORD.findall(text[max(0, start - _LOOKED_BACK) : start]), *named[:titles]]
    others = [number for number, word in enumerate(run) if not _is_title(word)]
    explained = _EXPLAINED.match(text, end)
    for words in (run[max(others, default=-1) + 1 :], explained["office"].split() if explained else []):
        if office := _office(words):
            yield office


def _is_title(word: str) -> bool:
    return word.rstrip(".").lower() in TITLES


def _office(words: Sequence[str]) -> Office | None:
    """Return the office that the last of some words names, with those before; None where that is none."""
    if not words:
        return None
    last = words[-1].rstrip(".").lower()
    each = [*words[:-1], *(["prime", "minister"] if last == "premier" else words[-1:])]
    small = [word.rstrip(".").lower() for word in each]
    head = _HEADS.get(TITLES.get(small[-1]) or small[-1])
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


def _may_be_one(one: Office, other: Office) -> bool:
    """Whether two offices may be one: "minister" may be "foreign minister", which is no "prime minister"."""
    if one.head != other.head or bool(one.kinds & _LESSER) != bool(other.kinds & _LESSER):
        return False
    is_of_a_kind = one.head in _OF_SEVERAL_KINDS and one.kinds and other.kinds
    return not is_of_a_kind or bool(one.kinds & other.kinds)
