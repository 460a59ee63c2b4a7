"""Questions that compare two things, such as "Which came first, A or B?", become a question about each.

Seldom does one sentence answer such a question: one says when A came, another when B did.
"""

import re

from embeddings.text.words import terms

# Adjectives whose other forms compare. Not all words in -er do: "Did the minister sign in Paris or in Rome?" has one
# answer, not one for each place.
_ADJECTIVES = (
    "big",
    "cheap",
    "cold",
    "deep",
    "early",
    "fast",
    "great",
    "heavy",
    "high",
    "large",
    "late",
    "long",
    "low",
    "near",
    "new",
    "old",
    "poor",
    "rich",
    "short",
    "slow",
    "small",
    "strong",
    "tall",
    "warm",
    "weak",
    "wide",
    "young",
)


def _forms(adjective: str) -> tuple[str, str]:
    """Return the comparative and the superlative of an adjective."""
    stem = {"big": "bigg", "early": "earli", "heavy": "heavi"}.get(adjective, adjective.removesuffix("e"))
    return f"{stem}er", f"{stem}est"


_ADJECTIVE_OF = {form: adjective for adjective in _ADJECTIVES for form in _forms(adjective)}
_COMPARATIVE = rf"\b(?:more|less|fewer|sooner|{'|'.join(form for form in _ADJECTIVE_OF if form.endswith('r'))})\b"
_SUPERLATIVE = rf"\b(?:first|last|most|least|fewest|{'|'.join(form for form in _ADJECTIVE_OF if form.endswith('t'))})\b"
_ASKS = r"(?:is|was|are|were|did|does|do|has|had|when|where|who|which|what|(?:in|on|at|under) which)\b"
# "Which came first, A or B?" A superlative ends what is asked: "the first meeting" is one thing.
_CHOICE = re.compile(
    rf"(?P<asked>{_ASKS}[^?]{{0,120}}?(?:{_COMPARATIVE}[^?,:]{{0,60}}?|{_SUPERLATIVE}))\s*[,:]\s*"
    r"(?P<one>[^,:?]{2,80}?),?\s+or\s+(?P<other>[^,:?]{2,80}?)\s*\?*",
    re.IGNORECASE,
)
# "Was turnout higher in A or in B?"
_EITHER = re.compile(
    rf"(?P<asked>{_ASKS}[^?]{{2,120}}?{_COMPARATIVE}[^?]{{0,60}}?)\s+"
    r"(?P<one>(?:in|at|under|by|for|with|on)\s[^,?]{2,60}?)\s+or\s+(?P<other>[^,?]{2,60}?)\s*\?*",
    re.IGNORECASE,
)
# "Is A older than B?"
_THAN = re.compile(
    r"(?P<asked>(?:is|was|are|were)\b)\s+(?P<one>[^,?]{2,80}?)\s+"
    rf"(?P<than>(?:more\s+recent(?:ly)?|{_COMPARATIVE}))\s+than\s+(?P<other>[^,?]{{2,80}}?)\s*\?*",
    re.IGNORECASE,
)
# "Who is older", "Who signed earlier", "Which came first", "Which is longer".
_OF_AGE = re.compile(r"who\b.*\b(?:older|oldest|younger|youngest)", re.IGNORECASE)
_OF_DEED = re.compile(
    r"(?:who|which|what)\s+(?P<be>(?:was|were)\s+)?(?P<deed>[a-z]+ed\b.*?)\s+(?:first|last|earlier|later|sooner)",
    re.IGNORECASE,
)
_OF_TIME = re.compile(r".*\b(?:first|last|sooner|(?:earli|lat|new|old)(?:er|est)|more\s+recent(?:ly)?)", re.IGNORECASE)
_OF_SIZE = re.compile(r"(?:which|what|who)\s+(?P<be>is|was|are|were)\s+(?:the\s+)?(?P<form>\w+)", re.IGNORECASE)
# "In 2017", beside "the profit in 2016"; "2017" alone, too.
_LEFT_OUT = re.compile(r"(?P<joint>of|in|at|on|from|under|during|for|by|with)\s", re.IGNORECASE)
_YEAR = re.compile(r"\d{4}")
# "in that of 2013", beside "in the election of 2009".
_THAT = re.compile(r"(?:\w+\s+)?(?:that|those)\s+(?P<joint>of|in|at|on|from)\s+(?P<rest>.+)", re.IGNORECASE)


def compared(question: str) -> tuple[str, ...]:
    """Return the two questions that one asks which compares two things; none of another question."""
    text = question.strip()
    match = _THAN.fullmatch(text) or _CHOICE.fullmatch(text) or _EITHER.fullmatch(text)
    if not match:
        return ()
    things = (match["one"], _in_full(match["other"], match["one"]))
    if len({frozenset(terms(thing)) for thing in things} - {frozenset()}) < len(things):
        return ()
    asked = match["asked"] if "than" not in match.groupdict() else f"which {match['asked']} {match['than']}"
    return tuple(_about(thing, asked) for thing in things)


def _about(thing: str, asked: str) -> str:
    """Return what is asked about one of two things, given what a question asks of both: "which came first"."""
    if _OF_AGE.fullmatch(asked):
        return f"When was {thing} born?"
    if deed := _OF_DEED.fullmatch(asked):
        return f"When {deed['be'] or ''}{thing} {deed['deed']}?"
    if _OF_TIME.fullmatch(asked):
        return f"When was {thing}?"
    size = _OF_SIZE.fullmatch(asked)
    if size and size["form"].lower() in _ADJECTIVE_OF:
        return f"How {_ADJECTIVE_OF[size['form'].lower()]} {size['be'].lower()} {thing}?"
    return f"{asked} {thing}?"


def _in_full(other: str, one: str) -> str:
    """Return the second of two things with the words of the first that "that" stands for, or that it leaves out."""
    if match := _THAT.fullmatch(other):
        before, joint, _ = one.rpartition(f" {match['joint']} ")
        return f"{before}{joint}{match['rest']}" if before else other
    if match := _LEFT_OUT.match(other):
        before, _, _ = one.rpartition(f" {match['joint']} ")
        return f"{before} {other}" if before else other
    return f"{one[:-4]}{other}" if _YEAR.fullmatch(other) and _YEAR.fullmatch(one[-4:]) else other
