"""Whether an excerpt fits what its question takes for granted: the years, numbers, names and negations in it.

"Did Kerry support bombing Iran in 2013?" is not answered by his words of 2005. Small rules, no model. Where the
document speaks against a claim, the excerpt is no answer. Other misfits only make it less sure: to refuse wrongly is
worse.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal

from embeddings.documents import Document
from embeddings.index.catalogue import CACHED_DOCUMENTS
from qa.answers import Excerpt
from qa.question.names import Name, Vocabulary, names
from qa.question.negations import contradiction
from qa.question.numbers import MONTH, Number, claimed_years, days, numbers, years

Kind = Literal["year", "day", "number", "name", "negation"]
Strength = Literal["hard", "doubtful", "slight"]

_IN_A_YEAR = re.compile(
    rf"\b(?:in|since|until|by|during|{MONTH}|\d{{1,2}}),?[ \n]+(?:(?:early|late|mid)[ \n-]+)?$", re.IGNORECASE
)
# A document of more than three times so many characters is read around the excerpt only: a book may be of many times
# and places, and reading all of it would take long.
BLOCK = 50_000
# Years.
DECADE = 10
# How likely it is, at most, that an excerpt answers all the same. On all questions of xquad_en and squad2, with "hard"
# misfits 8 of 11 first excerpts answered with the archive whole, none of 553 with the passage hidden, and none of 111
# on questions without an answer; with "doubtful" ones 51 of 67, none of 287 and none of 343. So the first number is
# about what was found; the second is chosen, so that such answers are shown, but marked
# (qa.answering.confidence.CONFIDENT).
MOST_SURE = {"hard": 0.06, "doubtful": 0.6, "slight": 1.0}
# Counts as small as these are often the asker's own: "the two ambassadors".
SMALL = 10
_ABOUT = re.compile(
    r"\b(?:about|around|approximately|roughly|some|nearly|almost|over|under|than|least|most|to|up|only|which|what"
    r"|first|last|next|these|those)\s+(?:the\s+)?[$€£]?$",
    re.IGNORECASE,
)
_NOT_NOUNS = "of the a an in on at and or to for by from with did do does is was were are has had have"
_NO_NOUNS = frozenset(_NOT_NOUNS.split())


@dataclass(frozen=True, slots=True)
class Misfit:
    """A claim of a question that an excerpt does not bear out; `found` is what stands in its place, if anything.

    `strength` is "hard" where the document speaks against the claim, "doubtful" where it may be of something else, and
    "slight" where it may well say the same in other words.
    """

    kind: Kind
    claimed: str
    found: str | None
    strength: Strength

    @property
    def is_hard(self) -> bool:
        """Whether the document speaks against the claim."""
        return self.strength == "hard"

    def __str__(self) -> str:
        """Return it for a reader: "nearest passage is from 2005; nothing from 2013"."""
        if self.kind == "year":
            return f"the nearest passage is {self.found or 'without a date'}; nothing from {self.claimed}"
        if self.kind in ("day", "number"):
            instead = f" but “{self.found}”" if self.found else ""
            return f"the nearest passage does not say “{self.claimed}”{instead}"
        if self.kind == "name":
            instead = f" but “{self.found}”" if self.found else ""
            return f"the nearest passage does not mention “{self.claimed}”{instead}"
        return f"the question says “{self.claimed}”, the nearest passage “{self.found}”"


def misfits(question: str, excerpt: Excerpt, passage_text: str) -> tuple[Misfit, ...]:
    """Return what a question takes for granted and an excerpt, in its passage and document, does not bear out."""
    known = surroundings(excerpt)
    return (
        *_years(question, excerpt, passage_text, known),
        *_days(question, excerpt, known),
        *_numbers(question, excerpt, passage_text, known),
        *_names(question, known),
        *_negation(question, excerpt),
    )


def most_sure(found: Sequence[Misfit]) -> float:
    """Return the highest probability that an excerpt with these misfits answers, 1 without any that tell."""
    return min((MOST_SURE[misfit.strength] for misfit in found), default=1.0)


# Years


def _years(question: str, excerpt: Excerpt, passage_text: str, known: "Surroundings") -> list[Misfit]:
    document = excerpt.document
    claims = claimed_years(question)
    held = years(excerpt.text)
    missed = [claimed for claimed in claims if not _says(excerpt.text, held, claimed)]
    near = years(passage_text) | years(document.text[: excerpt.start][-RUNNING:]) | _next_to_publication(document)
    found = []
    for claimed in missed:
        if _stated(document).intersection(claimed) or (not held and known.years.intersection(claimed)):
            continue
        # Where the excerpt names one year of several, or the question means a century, the others say little; and "the
        # proposal of 2003" may be spoken of in any year.
        of_a_thing = known.years.intersection(claimed) and not _IN_A_YEAR.search(question, 0, _place(question, claimed))
        doubtful = len(missed) < len(claims) or len(claimed) > DECADE or near.intersection(claimed) or of_a_thing
        dated = bool(known.years or document.published)
        said = f"{claimed[0]}s" if len(claimed) > 1 else str(claimed[0])
        spoken = held or years(passage_text)
        found.append(Misfit("year", said, _dates(spoken, document), "hard" if dated and not doubtful else "doubtful"))
    return found


def _place(question: str, claimed: range) -> int:
    return question.index(str(claimed[0]))


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
        *others, last = map(str, sorted(spoken))
        return f"from {', '.join(others)} and {last}" if others else f"from {last}"
    return f"from {document.published[:4]}" if document.published else None


# Days


def _days(question: str, excerpt: Excerpt, known: "Surroundings") -> list[Misfit]:
    held = days(excerpt.text)
    missed = {day: said for day, said in days(question).items() if held and day not in held}
    instead = next(iter(held.values()), None)
    return [Misfit("day", said, instead, "doubtful" if day in known.days else "hard") for day, said in missed.items()]


# Numbers


def _numbers(question: str, excerpt: Excerpt, passage_text: str, known: "Surroundings") -> list[Misfit]:
    found: list[Misfit] = []
    held = [number.value for number in numbers(excerpt.text)]
    for claimed in numbers(question):
        if claimed.value in held or claimed.value <= 1:
            continue
        other = _contradicting(claimed, excerpt.text)
        about = bool(_ABOUT.search(question[: claimed.start]))
        if other is None and (about or claimed.value <= SMALL or claimed.value in known.numbers):
            continue
        # What stands next to the excerpt may be what the question means.
        doubtful = about or any(number.value == claimed.value for number in numbers(passage_text))
        said = " ".join((question[claimed.start : claimed.end], *claimed.what[:1]))
        instead = excerpt.text[other.start : other.end] if other else None
        found.append(Misfit("number", said, instead, "hard" if other and not doubtful else "doubtful"))
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


def _names(question: str, known: "Surroundings") -> list[Misfit]:
    found = []
    for name in names(question):
        vocabulary = known.vocabulary
        if vocabulary.has_name(name):
            continue
        held = [word for word in name.words if vocabulary.has(word)]
        found.append(_absent(name, vocabulary) if not held else _partly(name, held, vocabulary))
    return found


def _absent(name: Name, vocabulary: Vocabulary) -> Misfit:
    if name.is_context or any(map(vocabulary.near, name.words)):
        return Misfit("name", name.text, None, "slight")
    # Whoever asks may know in which country a town lies, and in which town a building.
    return Misfit("name", name.text, None, "doubtful" if name.is_place else "hard")


def _partly(name: Name, held: Sequence[str], vocabulary: Vocabulary) -> Misfit:
    """Judge a name of which some words are missing: "John Bolton" where the document knows another John only."""
    others = vocabulary.followers(held[-1]) if name.words[0] == held[-1] and len(name.words) == len(held) + 1 else None
    if others is None or vocabulary.near(name.words[-1]):
        return Misfit("name", name.text, None, "slight")
    return Misfit("name", name.text, f"{held[-1]} {min(others)}".title(), "hard" if len(others) == 1 else "slight")


# Negations


def _negation(question: str, excerpt: Excerpt) -> list[Misfit]:
    differs = contradiction(question, excerpt.text)
    return [Misfit("negation", *differs, "doubtful")] if differs else []


class Surroundings:
    """What a document holds around an excerpt, with its title, author and publisher; each read when asked for."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def years(self) -> set[int]:
        """The years that it names."""
        return years(self._text)

    @cached_property
    def days(self) -> dict[tuple[str, int], str]:
        """The days that it names, as qa.question.numbers.days has them."""
        return days(self._text)

    @cached_property
    def numbers(self) -> set[float]:
        """The numbers that it names, years aside."""
        return {number.value for number in numbers(self._text)}

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """Its words."""
        return Vocabulary(self._text)


def surroundings(excerpt: Excerpt) -> Surroundings:
    """Return what the document of an excerpt holds: all of it, or around the excerpt in a long one."""
    whole = len(excerpt.document.text) <= 3 * BLOCK
    return _surroundings(excerpt.document, None if whole else excerpt.start // BLOCK)


@lru_cache(maxsize=CACHED_DOCUMENTS)
def _surroundings(document: Document, block: int | None) -> Surroundings:
    text = document.text if block is None else document.text[max(0, block - 1) * BLOCK : (block + 2) * BLOCK]
    about = (document.title, document.author, document.publisher, text)
    return Surroundings("\n\n".join(part for part in about if part))
