"""Whether an excerpt fits what its question takes for granted: the years, numbers, names and negations in it.

"Did Kerry support bombing Iran in 2013?" is not answered by his words of 2005. Small rules, no model. A misfit is hard
where the document speaks against it: then the excerpt is no answer. The others only make the answer less sure, since to
refuse wrongly is the worse mistake.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from embeddings.catalogue import CACHED_DOCUMENTS
from embeddings.documents import Document
from qa.answers import Excerpt
from qa.names import Name, Vocabulary, names
from qa.numbers import Number, claimed_years, numbers, years

Kind = Literal["year", "number", "name", "negation"]

# Years.
DECADE = 10
# Counts as small as these are often the asker's own: "the two ambassadors".
SMALL = 10
_ABOUT = re.compile(
    r"\b(?:about|around|approximately|roughly|some|nearly|almost|over|under|than|least|most|to|up|only|which|what"
    r"|first|last|next|these|those)\s+(?:the\s+)?[$€£]?$",
    re.IGNORECASE,
)
_NOT_NOUNS = "of the a an in on at and or to for by from with did do does is was were are has had have"
_NO_NOUNS = frozenset(_NOT_NOUNS.split())
_NOT = re.compile(r"\b(?:not|never|cannot)\b|n[’']t\b", re.IGNORECASE)
# "Didn't he …?" asks whether he did; "not only" and "whether or not" deny nothing.
_NOT_A_CLAIM = re.compile(r"^\W*\w+n[’']t\b|\bnot only\b|\bor not\b|\bwhy not\b|\bif not\b", re.IGNORECASE)
_DENIES = re.compile(
    r"\b(?:not|never|cannot|no|none|nor|neither|nobody|nothing|nowhere|without|only|little|few|hardly|unable|unlike"
    r"|(?:refus|reject|den|fail|declin|oppos|lack|forb|bar|prevent|prohibit|exclud|abstain|avoid|ban|stop|cease|end"
    r"|except|rather|instead|too|but|unless|despite|impossib|absen|miss|rul(?:e|ed|ing) out)\w*)\b|n[’']t\b"
    r"|\b(?:un|in|im|ir|non|dis)[a-z]{4,}",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Misfit:
    """A claim of a question that an excerpt does not bear out; `found` is what stands in its place, if anything.

    `hard` where the document speaks against the claim.
    """

    kind: Kind
    claimed: str
    found: str | None
    hard: bool

    def __str__(self) -> str:
        """Return it for a reader: "nearest passage is from 2005; nothing from 2013"."""
        if self.kind == "year":
            return f"nearest passage is {self.found or 'without a date'}; nothing from {self.claimed}"
        if self.kind == "number":
            instead = f" but “{self.found}”" if self.found else ""
            return f"the nearest passage does not say “{self.claimed}”{instead}"
        if self.kind == "name":
            instead = f" but “{self.found}”" if self.found else ""
            return f"the nearest passage does not mention “{self.claimed}”{instead}"
        return f"the question says “{self.claimed}”; the nearest passage denies nothing"


def misfits(question: str, excerpt: Excerpt, passage_text: str) -> tuple[Misfit, ...]:
    """Return what a question takes for granted and an excerpt, in its passage and document, does not bear out."""
    return (
        *_years(question, excerpt, passage_text),
        *_numbers(question, excerpt),
        *_names(question, excerpt.document),
        *_negation(question, passage_text),
    )


def reason(found: Sequence[Misfit]) -> str:
    """Say in one line what does not fit."""
    return "; ".join(dict.fromkeys(map(str, found)))


# Years


def _years(question: str, excerpt: Excerpt, passage_text: str) -> list[Misfit]:
    document = excerpt.document
    known = _known(document)
    claims = claimed_years(question)
    held = years(excerpt.text)
    missed = [claimed for claimed in claims if not _says(excerpt.text, held, claimed)]
    near = years(passage_text) | years(document.text[: excerpt.start][-RUNNING:]) | _next_to_publication(document)
    found = []
    for claimed in missed:
        if _stated(document).intersection(claimed) or (not held and known.years.intersection(claimed)):
            continue
        # Where the excerpt names one year of several, or the question means a century, the others say little.
        doubtful = len(missed) < len(claims) or len(claimed) > DECADE or near.intersection(claimed)
        dated = bool(known.years or document.published)
        said = f"{claimed[0]}s" if len(claimed) > 1 else str(claimed[0])
        spoken = held or years(passage_text)
        found.append(Misfit("year", said, _dates(spoken, document), hard=dated and not doubtful))
    return found


def _says(text: str, held: set[int], claimed: range) -> bool:
    """Whether a text names any of the years, be it in a name: "Scotland Act 1978"."""
    return bool(held.intersection(claimed)) or re.search(rf"\b{claimed[0]}\b", text) is not None


# How far before an excerpt the year of a narrative may stand.
RUNNING = 2_000


def _stated(document: Document) -> set[int]:
    """Return the years of a document as a whole: of its title and its publication."""
    published = {int(document.published[:4])} if document.published else set()
    return years(document.title or "") | published


def _next_to_publication(document: Document) -> set[int]:
    """Return the years that a document may mean by "last December" or "next year"."""
    return {int(document.published[:4]) + step for step in (-1, 1)} if document.published else set()


def _dates(spoken: set[int], document: Document) -> str | None:
    """Say from when an excerpt is: by the years it speaks of, or else by its document's publication."""
    if spoken:
        return f"from {min(spoken)}" if len(spoken) == 1 else f"from {min(spoken)} to {max(spoken)}"
    return f"from {document.published[:4]}" if document.published else None


# Numbers


def _numbers(question: str, excerpt: Excerpt) -> list[Misfit]:
    known = _known(excerpt.document).numbers
    found = []
    for claimed in numbers(question):
        if claimed.value in known or claimed.value <= 1:
            continue
        other = _contradicting(claimed, excerpt.text)
        doubtful = bool(_ABOUT.search(question[: claimed.start]))
        if other is None and (doubtful or claimed.value <= SMALL):
            continue
        said = " ".join((question[claimed.start : claimed.end], *claimed.what[:1]))
        instead = excerpt.text[other.start : other.end] if other else None
        found.append(Misfit("number", said, instead, hard=other is not None and not doubtful))
    return found


def _contradicting(claimed: Number, text: str) -> Number | None:
    """Return the number that a text gives of the same thing."""
    same = {_singular(word) for word in claimed.what[:2]} - _NO_NOUNS
    for other in numbers(text):
        if same & ({_singular(word) for word in other.what[:2]} - _NO_NOUNS) and other.value != claimed.value:
            return other
    return None


def _singular(word: str) -> str:
    return word.removesuffix("s")


# Names


def _names(question: str, document: Document) -> list[Misfit]:
    found = []
    for name in names(question):
        vocabulary = _known(document).vocabulary
        if vocabulary.has_name(name):
            continue
        held = [word for word in name.words if vocabulary.has(word)]
        found.append(_absent(name, vocabulary) if not held else _partly(name, held, vocabulary))
    return found


def _absent(name: Name, vocabulary: Vocabulary) -> Misfit:
    return Misfit("name", name.text, None, hard=not (name.is_context or any(map(vocabulary.near, name.words))))


def _partly(name: Name, held: Sequence[str], vocabulary: Vocabulary) -> Misfit:
    """Judge a name of which some words are missing: "John Bolton" where the document knows another John only."""
    others = vocabulary.followers(held[-1]) if name.words[0] == held[-1] and len(name.words) == len(held) + 1 else None
    if others is None or vocabulary.near(name.words[-1]):
        return Misfit("name", name.text, None, hard=False)
    return Misfit("name", name.text, f"{held[-1]} {min(others)}".title(), hard=len(others) == 1)


# Negations


def _negation(question: str, passage_text: str) -> list[Misfit]:
    denied = _NOT.search(question)
    if not denied or _NOT_A_CLAIM.search(question) or _DENIES.search(passage_text):
        return []
    return [Misfit("negation", denied.group(), None, hard=False)]


@dataclass(frozen=True, slots=True)
class _Known:
    """What a document holds, with its title, author and publisher."""

    years: set[int]
    numbers: set[float]
    vocabulary: Vocabulary


@lru_cache(maxsize=CACHED_DOCUMENTS)
def _known(document: Document) -> _Known:
    about = (document.title, document.author, document.publisher, document.text)
    text = "\n\n".join(part for part in about if part)
    return _Known(years(text), {number.value for number in numbers(text)}, Vocabulary(text))
