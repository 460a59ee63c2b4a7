"""Questions for what stands at one end of a table: "Which farm was the smallest?", "Who joined last?"."""

import re
from dataclasses import dataclass
from typing import Literal, NamedTuple

from embeddings.text.words import terms

End = Literal["highest", "lowest"]
Kind = Literal["number", "time"]


class Wanted(NamedTuple):
    """Which end of which kind of column is wanted, and the terms by which such columns may be called.

    `is_money` says that amounts of money are meant, `may_be_any` that any column of the kind may be; else the question
    has to name the column.
    """

    kind: Kind
    end: End
    names: frozenset[str] = frozenset()
    is_money: bool = False
    may_be_any: bool = False


def _names(words: str) -> frozenset[str]:
    return frozenset(terms(words))


_PRICE = _names("price cost fare fee rent charge deposit")
_SIZE = _names("size area acres acreage hectares population inhabitants")
_LENGTH = _names("length duration distance hours minutes days weeks km miles")
_HEIGHT = _names("height elevation altitude")
_WEIGHT = _names("weight mass kg")
_VISITS = _names("visits visitors passengers attendance")
_AGE = _names("age")
# Not when somebody joined or was last seen.
_BEGAN = _names("born birth built bought made founded established opened acquired planted written published created")

# What each superlative may mean, the likelier first: "the oldest" is of the highest age, or began first.
MEANINGS: dict[str, tuple[Wanted, ...]] = {
    **dict.fromkeys(("most", "highest", "greatest"), (Wanted("number", "highest"),)),
    **dict.fromkeys(("least", "fewest", "lowest"), (Wanted("number", "lowest"),)),
    **dict.fromkeys(("largest", "biggest"), (Wanted("number", "highest", _SIZE),)),
    "smallest": (Wanted("number", "lowest", _SIZE),),
    "longest": (Wanted("number", "highest", _LENGTH),),
    "shortest": (Wanted("number", "lowest", _LENGTH),),
    "tallest": (Wanted("number", "highest", _HEIGHT),),
    "heaviest": (Wanted("number", "highest", _WEIGHT),),
    "lightest": (Wanted("number", "lowest", _WEIGHT),),
    "busiest": (Wanted("number", "highest", _VISITS),),
    **dict.fromkeys(("most expensive", "dearest", "costliest"), (Wanted("number", "highest", _PRICE, is_money=True),)),
    **dict.fromkeys(("least expensive", "cheapest"), (Wanted("number", "lowest", _PRICE, is_money=True),)),
    # Whether more is better, no table says.
    **dict.fromkeys(("best", "worst"), ()),
    "oldest": (Wanted("number", "highest", _AGE), Wanted("time", "lowest", _BEGAN)),
    "youngest": (Wanted("number", "lowest", _AGE), Wanted("time", "highest", _BEGAN)),
    "earliest": (Wanted("time", "lowest", may_be_any=True),),
    **dict.fromkeys(("latest", "newest", "most recent"), (Wanted("time", "highest", may_be_any=True),)),
    "first": (Wanted("time", "lowest"),),
    **dict.fromkeys(("most recently", "last"), (Wanted("time", "highest"),)),
}
# "At least", "most of them" and "last year" ask for no end of anything; "first" and "last" do after a verb, at the end.
_EXTREME = re.compile(
    r"(?<!\bat )\b(?P<word>(?:most|least)\s+(?:expensive|recent(?:ly)?)|most(?!\s+of\b)|least|"
    r"(?:high|great|few|low|larg|bigg|small|long|short|tall|heavi|light|busi|dear|costli|cheap|old|young|earli|lat|new)est"
    r"|best|worst"
    r"|(?:first|last)(?=\s*[?.!]*\s*\Z))\b",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\s*(?:(?:in|on|at|of|for|to|from)\s+)?(?:who|which|what|whose|when|where|how\s+(?:much|many))\b", re.IGNORECASE
)
# "Which country cost the most?", "Who earns least?": amounts of money, by whatever name.
_OF_MONEY = re.compile(r"\b(?:costs?|earn(?:s|ed)?|paid|pays?|spends?|spent)\b", re.IGNORECASE)
_NOUN = re.compile(
    r"\b(?:which|what|whose)\s+(?!(?:is|was|are|were|did|do|does|has|had|of)\b)([^\W\d_]+)", re.IGNORECASE
)
_NOUN_AFTER = re.compile(r"\s+([^\W\d_]+)")
# What restricts or compares is more than one end of a column: "the cheapest under 20 pounds", "the second largest".
_RESTRICTS = re.compile(
    r"\b(?:before|after|since|until|under|over|above|below|between|than|except|without|apart|besides|not|second|third"
    r"|next|average|per)\b|\bn['’]t\b",
    re.IGNORECASE,
)
# What is counted follows them.
_COUNTING = ("most", "least", "fewest")
# A longer question has more than one thing to say.
_MOST_CHARACTERS = 150


@dataclass(frozen=True, slots=True)
class AskedExtreme:
    """What a question asks for by a superlative.

    `word` is the superlative, in small letters, and `meanings` what it may mean. `noun` is the term of what is asked
    for, "farm", None for a person ("who") or where it is not said. `counted` is the term of the word after "most",
    "least" or "fewest", by which a column must be called: "visits", but also "popular".
    """

    word: str
    meanings: tuple[Wanted, ...]
    noun: str | None
    counted: str | None = None


def asked_extreme(question: str) -> AskedExtreme | None:
    """Return which end of something a question asks for; None for most questions."""
    if len(question) > _MOST_CHARACTERS or not _ASKS.match(question) or _RESTRICTS.search(question):
        return None
    found = list(_EXTREME.finditer(question))
    if len(found) != 1:
        return None
    word = " ".join(found[0]["word"].lower().split())
    after = _NOUN_AFTER.match(question, found[0].end())
    asked_for, counted = _NOUN.search(question, 0, found[0].start()), None
    if word in _COUNTING:
        after, counted = None, after
    noun, counted_term = asked_for or after, _term(counted)
    meanings = MEANINGS[word]
    if word in _COUNTING and counted_term is None and _OF_MONEY.search(question):
        meanings = tuple(wanted._replace(names=_PRICE, is_money=True) for wanted in meanings)
    return AskedExtreme(word, meanings, _term(noun), counted_term)


def _term(match: re.Match[str] | None) -> str | None:
    """Return the term of the word that was matched, None for a word of grammar."""
    return next(iter(terms(match[1])), None) if match else None


def says_extreme(text: str) -> bool:
    """Whether a text names one end of something: "the largest of the farms"."""
    return _EXTREME.search(text) is not None
