"""Whether a question asks for several answers, and between what it asks to choose."""

import re
from typing import NamedTuple

from embeddings.text.words import terms

# "Which countries ...", "what other reasons ...", "Who else ...", "Name the three ...", "What did both ...".
_SEVERAL = re.compile(
    r"\b(?:which|what)(?: other| of the| are the| were the| kinds? of)? \w{2,}(?<!s)s\b"
    # "Which Gulf rulers ...", "Which Security Council resolutions ...".
    r"|\b(?:[Ww]hich|[Ww]hat)(?-i:(?: [A-Z][\w’'-]*){1,3} [a-z]\w+(?<!s)s)\b"
    # "What economic reasons did ...", but not "Which envoy says ...".
    r"|\b(?:which|what)(?: \w+){1,2} \w{2,}(?<!s)s (?:are|can|could|did|do|had|have|may|should|were|will|would)\b"
    r"|\b(?:who|what|where|which) else\b"
    r"|\b(?:who|which|what) (?:are|were) (?:the|all|some)\b"
    r"|\b(?:list|name|enumerate)(?: me)?(?: all| the| some| every)"
    r"|\b(?:all|both|each|the (?:two|three|four|five|six|seven|eight|several|various|different))(?: of)? \w+"
    r"|\bwho (?:all|were the others)\b",
    re.IGNORECASE,
)
# "is", "was", "has": words that end like a plural.
_NO_PLURAL = re.compile(r"\b(?:is|was|has|does|this|his|its|us|years?|times?|always|perhaps|news)\b", re.IGNORECASE)
# "Which came first, A or B?", "Is A older than B?": the ends of a question that asks to choose.
_CHOICE = re.compile(r"[,:]\s*(?P<first>[^,:?]{2,80}?),?\s+or\s+(?P<second>[^,:?]{2,80}?)\s*\?*\s*\Z", re.IGNORECASE)
_COMPARISON = re.compile(
    r"\A(?:is|was|are|were|did|does|do|has|had)\s+(?P<first>.{2,80}?)\s+(?:\w+er|more\s+\w+|less\s+\w+|before|after)"
    r"\s+than\s+(?P<second>[^,?]{2,80}?)\s*\?*\s*\Z",
    re.IGNORECASE,
)
# "Was A higher in B or in C?"
_EITHER = re.compile(
    r"\A(?:is|was|are|were|did|does|do|has|had|when|where|who|which|what)\b.{2,80}?\b(?:\w+er|more|less|most|first|best)\b"
    r".{0,60}?\b(?P<first>(?:in|at|under|by|for|with|on) [^,?]{2,60}?) or (?P<second>[^,?]{2,60}?)\s*\?*\s*\Z",
    re.IGNORECASE,
)


class Alternative(NamedTuple):
    """One of the things that a question asks to choose between: its words and its terms."""

    text: str
    terms: frozenset[str]


def asks_for_several(text: str) -> bool:
    """Whether a question asks for more than one thing, such as "Which countries ...?"."""
    return _SEVERAL.search(_NO_PLURAL.sub("-", text)) is not None


def alternatives(text: str) -> tuple[Alternative, ...]:
    """Return the two things between which a question asks to choose or that it compares; none in other questions."""
    match = _CHOICE.search(text) or _COMPARISON.match(text) or _EITHER.match(text)
    if not match:
        return ()
    both = tuple(Alternative(match[name], frozenset(terms(match[name]))) for name in ("first", "second"))
    return both if all(alternative.terms for alternative in both) and both[0].terms != both[1].terms else ()
