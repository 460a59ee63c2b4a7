"""Whether an excerpt bears out what its question takes for granted: its years, numbers, names, offices, denials.

"Did Kerry support bombing Iran in 2013?" is not answered by his words of 2005. Small rules, no model. Where the
document speaks against a claim, the excerpt is no answer. A claim that is merely not borne out makes it less sure: to
refuse wrongly is worse. docs/answers.md has the rules in a table.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from embeddings.dates import MONTHS
from embeddings.documents import Document
from embeddings.times.resolving import published_time
from qa.answering.other_offices import other_office
from qa.answering.surroundings import Surroundings, surroundings
from qa.answers import Excerpt
from qa.question.names import Name, Vocabulary
from qa.question.negations import contradiction
from qa.question.numbered import bears_numbers, has_paragraph, numbered
from qa.question.numbers import contradicting, is_rough, numbers
from qa.question.question import Question
from qa.question.times import ClaimedYears, days, years

Kind = Literal["year", "day", "number", "name", "office", "negation"]
Strength = Literal["hard", "doubtful", "slight"]

# How far before an excerpt, in characters, the year of a narrative may stand.
RUNNING = 2_000
# Years.
DECADE = 10
# Years that are named in place of another, at most: a list of more says nothing.
NAMED_YEARS = 2
# How likely it is, at most, that an excerpt answers all the same: "hard" ones answered in 8 of 675 cases; the number of
# "doubtful" ones is chosen so that such answers are shown, but marked. docs/answers.md has the counts.
MOST_SURE = {"hard": 0.06, "doubtful": 0.6, "slight": 1.0}
# Counts as small as these are often the asker's own: "the two ambassadors".
SMALL = 10
# So many things may well be counted in a text: "9 pupils" say nothing of Year 9; 1929 seldom stands there by chance.
# Chosen, not measured.
COUNTED = 100


@dataclass(frozen=True, slots=True)
class UnsupportedClaim:
    """A claim of a question that an excerpt does not bear out; `instead` is what stands in its place, if anything.

    `strength` is "hard" where the document speaks against the claim, "doubtful" where it may be of something else, and
    "slight" where it may well say the same in other words.
    """

    kind: Kind
    claim: str
    instead: str | None
    strength: Strength

    @property
    def is_hard(self) -> bool:
        """Whether the document speaks against the claim."""
        return self.strength == "hard"

    def __str__(self) -> str:
        """Return it for a reader: "the nearest passage is from 2005, not from 2013"."""
        if self.kind == "year" and self.instead:
            return f"the nearest passage is {self.instead}, not from {self.claim}"
        if self.kind == "year":
            return f"the nearest passage does not speak of {self.claim}"
        if self.kind == "negation":
            return f"the question says “{self.claim}”, the nearest passage “{self.instead}”"
        verb = "mention" if self.kind == "name" else "say"
        instead = f" but “{self.instead}”" if self.instead else ""
        return f"the nearest passage does not {verb} “{self.claim}”{instead}"


def unsupported_claims(question: Question, excerpt: Excerpt, passage_text: str) -> tuple[UnsupportedClaim, ...]:
    """Return what a question takes for granted and an excerpt, in its passage and document, does not bear out."""
    document = surroundings(excerpt.document, excerpt.start)
    return (
        *_years(question, excerpt, passage_text, document),
        *_days(question, excerpt, document),
        *_numbers(question, excerpt, passage_text, document),
        *_numbered(question, excerpt, document),
        *_names(question, document),
        *_office(question, excerpt),
        *_negation(question, excerpt),
    )


def most_sure(claims: Sequence[UnsupportedClaim]) -> float:
    """Return the highest probability that an excerpt with these unsupported claims answers, 1 without any that tell."""
    return min((MOST_SURE[claim.strength] for claim in claims), default=1.0)


# Years


def _years(question: Question, excerpt: Excerpt, passage_text: str, around: Surroundings) -> list[UnsupportedClaim]:
    if not question.years:
        return []
    document = excerpt.document
    excerpt_years = years(excerpt.text)
    # A column is called "Calls 2023", a list "Votes of 2023:".
    with_above = "\n".join([*excerpt.context_texts, excerpt.text])

    def is_of_document(claim: ClaimedYears) -> bool:
        return bool(
            _years_of(document).intersection(claim.years)
            or (not excerpt_years and around.years.intersection(claim.years))
        )

    named = years(with_above)
    missed = [claim for claim in question.years if not _names_any(with_above, named, claim.years)]
    if all(map(is_of_document, missed)):
        return []
    # What "five years later" means is worked out last, since it takes longest.
    resolved = {year for spoken in excerpt.times for year in spoken.time.years}
    missed = [claim for claim in missed if not resolved.intersection(claim.years)]
    if not missed:
        return []
    near = years(passage_text) | years(document.text[: excerpt.start][-RUNNING:]) | _next_to_publication(document)
    unsupported = []
    for claim in missed:
        claimed = claim.years
        if is_of_document(claim):
            continue
        # Where the excerpt names one year of several, or the question means a century, the others say little; and "the
        # proposal of 2003" may be spoken of in any year.
        of_a_thing = around.years.intersection(claimed) and not claim.is_time
        one_of_several = len(missed) < len(question.years)
        is_doubtful = one_of_several or len(claimed) > DECADE or near.intersection(claimed) or of_a_thing
        is_dated = bool(around.years or document.dated)
        instead = _dates(excerpt_years or years(passage_text), document)
        strength: Strength = "hard" if is_dated and not is_doubtful else "doubtful"
        unsupported.append(UnsupportedClaim("year", claim.text, instead, strength))
    return unsupported


def _names_any(text: str, text_years: set[int], claimed: range) -> bool:
    """Whether a text names any of the years, be it in a name: "Scotland Act 1978"."""
    return bool(text_years.intersection(claimed)) or re.search(rf"\b{claimed[0]}\b", text) is not None


def _years_of(document: Document) -> set[int]:
    """Return the years of a document as a whole: of its title and its publication."""
    published = {int(document.dated[:4])} if document.dated else set()
    return years(document.title or "") | published


def _next_to_publication(document: Document) -> set[int]:
    """Return the years that a document may mean by "last December" or "next year"."""
    return {int(document.dated[:4]) + step for step in (-1, 1)} if document.dated else set()


def _dates(named: set[int], document: Document) -> str | None:
    """Say from when an excerpt is: by the years that it names, if they are few, or by its document's publication."""
    if len(named) > NAMED_YEARS:
        return "from other years"
    if named:
        return f"from {' and '.join(map(str, sorted(named)))}"
    return f"from {document.dated[:4]}" if document.dated else None


# Days


def _days(question: Question, excerpt: Excerpt, around: Surroundings) -> list[UnsupportedClaim]:
    if not question.days:
        return []
    excerpt_days = days(excerpt.text)
    if not excerpt_days:
        return _days_of_others(question, excerpt, around)
    instead = next(iter(excerpt_days.values()))
    return [
        UnsupportedClaim("day", words, instead, "doubtful" if day in around.days else "hard")
        for day, words in question.days.items()
        if day not in excerpt_days
    ]


def _days_of_others(question: Question, excerpt: Excerpt, around: Surroundings) -> list[UnsupportedClaim]:
    """Judge days where an excerpt names none: its document should name them if it names others."""
    missed = {day: words for day, words in question.days.items() if around.days and day not in around.days}
    if not missed:
        return []
    times = [spoken.time for spoken in excerpt.times] + [published_time(excerpt.document.dated)]
    told = {(MONTHS[time.first.month - 1], time.first.day) for time in times if time}
    return [UnsupportedClaim("day", words, None, "doubtful") for day, words in missed.items() if day not in told]


# Numbers


def _numbers(question: Question, excerpt: Excerpt, passage_text: str, around: Surroundings) -> list[UnsupportedClaim]:
    if not question.numbers:
        return []
    unsupported = []
    excerpt_numbers = numbers(excerpt.text)
    excerpt_values = {number.value for number in excerpt_numbers}
    exact_numbers = [number for number in excerpt_numbers if not is_rough(excerpt.text, number)]
    for claim in question.numbers:
        value = claim.number.value
        if value in excerpt_values or value <= 1 or claim in question.labels:
            continue
        other = contradicting(claim, exact_numbers)
        if other is None and (claim.is_approximate or value <= SMALL or value in around.numbers):
            continue
        # What stands next to the excerpt may be what the question means.
        is_doubtful = claim.is_approximate or any(number.value == value for number in numbers(passage_text))
        instead = excerpt.text[other.start : other.end] if other else None
        strength: Strength = "hard" if other and not is_doubtful else "doubtful"
        unsupported.append(UnsupportedClaim("number", claim.text, instead, strength))
    return unsupported


def _numbered(question: Question, excerpt: Excerpt, around: Surroundings) -> list[UnsupportedClaim]:
    """Judge numbers that tell things apart: "Year 9" where the excerpt speaks of Year 6 only."""
    unsupported = []
    for claim, label in question.labels.items():
        value = claim.number.value
        of_document = numbered(around.text, label)
        is_known = any(one.has(value) for one in of_document) or (value > COUNTED and value in around.numbers)
        # "Penmere Academy 2018": what the document tells of that year. "Item 5": its paragraph 5.
        is_known = is_known or (not bears_numbers(label) and value in around.years | _years_of(excerpt.document))
        is_known = is_known or has_paragraph(around.text, label, value)
        if is_known or not (of_document or value > COUNTED):
            continue
        of_excerpt = numbered("\n".join([*excerpt.context_texts, excerpt.text]), label)
        called = next((one.text for one in question.names if one.text.endswith(f" {label}")), label)
        name = f"{called} {question.text[claim.number.start : claim.number.end]}"
        # Of "room 12 and room 14" another excerpt may speak of the other one.
        is_of_another = any(one.has(other.number.value) for one in of_excerpt for other in question.labels)
        instead = of_excerpt[0].text if of_excerpt else None
        strength: Strength = "hard" if of_excerpt and not is_of_another else "doubtful"
        unsupported.append(UnsupportedClaim("number", name, instead, strength))
    return unsupported


# Names


def _names(question: Question, around: Surroundings) -> list[UnsupportedClaim]:
    unsupported = []
    for name in question.names:
        vocabulary = around.vocabulary
        if vocabulary.has_name(name):
            continue
        # Of "East Port" the word "east", which stands in many texts, tells nobody and no place.
        known_words = [word for word in name.telling_words if vocabulary.has(word)]
        claim = _partly(name, known_words, vocabulary) if known_words else _absent(name, vocabulary)
        if claim:
            unsupported.append(claim)
    return unsupported


def _absent(name: Name, vocabulary: Vocabulary) -> UnsupportedClaim:
    if name.is_context or any(map(vocabulary.near, name.telling_words)):
        return UnsupportedClaim("name", name.text, None, "slight")
    # Whoever asks may know in which country a town lies, and in which town a building; a name of another script may be
    # spelt in several ways; and the rest of "Senate Budget Panel" may be said in other words.
    is_partly_known = len(name.telling_words) < len(name.words) and any(map(vocabulary.has, name.words))
    is_doubtful = name.is_place or is_partly_known or all(map(vocabulary.sounds_like, name.words))
    return UnsupportedClaim("name", name.text, None, "doubtful" if is_doubtful else "hard")


def _partly(name: Name, known_words: Sequence[str], vocabulary: Vocabulary) -> UnsupportedClaim | None:
    """Judge a name of which some words are missing: "John Bolton" where the document knows another John only.

    It is None for "Carla Mendes" where the document has "Ms Mendes".
    """
    first = known_words[-1]
    if first == name.words[-1] and vocabulary.calls_by(first):
        return None
    only_last_is_missing = name.words[0] == first and len(name.words) == len(known_words) + 1
    last_names = vocabulary.followers(first) if only_last_is_missing else None
    if last_names is None or vocabulary.near(name.words[-1]):
        return UnsupportedClaim("name", name.text, None, "slight")
    if vocabulary.sounds_like(name.words[-1]):
        return UnsupportedClaim("name", name.text, None, "doubtful")
    strength: Strength = "hard" if len(last_names) == 1 else "slight"
    return UnsupportedClaim("name", name.text, f"{first} {min(last_names)}".title(), strength)


# Offices


def _office(question: Question, excerpt: Excerpt) -> list[UnsupportedClaim]:
    asked = question.asked_office
    if asked is None or excerpt.answer is None:
        return []
    other = other_office(asked, excerpt.document.text, excerpt.answer, (excerpt.start, excerpt.end))
    return [UnsupportedClaim("office", asked.words, other.words, "doubtful")] if other else []


# Denials


def _negation(question: Question, excerpt: Excerpt) -> list[UnsupportedClaim]:
    words = contradiction(question.denials, excerpt.text)
    return [UnsupportedClaim("negation", *words, "doubtful")] if words else []
