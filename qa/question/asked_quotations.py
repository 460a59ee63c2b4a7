"""Questions for all that somebody said: "Quotes by Kerry on sanctions", "Everything Kerry said"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from embeddings.attribution.names import PERSONS
from embeddings.index.people import is_name
from embeddings.times.mentions import mentions
from qa.question.asked_voices import named_speaker
from qa.question.requests import whole_forms, without_request

_WORDS = r"(?:quotes?|quotations?|statements?|remarks?|comments?|sayings?|words)"
_ON = r"(?:about|on|regarding|concerning)"
_SPEAKER = r"(?P<speaker>[^?,;:]{1,80}?)"
_SUBJECT = rf"(?:\s+{_ON}\s+(?P<subject>.+?))?"
_LEAD = (
    r"(?:(?:can|could|would|will)\s+you\s+)?(?:(?:please\s+)?(?:show|give|find|get|list|collect|bring)(?:\s+(?:me|us))?\s+|(?:i|we)\s+(?:want|need|am\s+looking\s+for"
    r"|are\s+looking\s+for|would\s+like)\s+|what\s+are\s+|(?:are|is)\s+there\s+|do\s+(?:you|we)\s+have\s+)?"
    r"(?:(?:all|any|some|every|the|a|more|other|direct|best|key|few|several|of)\s+)*"
)
# Without "on" or "towards" a position may be a post.
_VIEW = (
    rf"(?:views?|opinions?|stance|attitude|take|thoughts|argument|assessment|position(?=\s+(?:to|towards?|{_ON})\b))"
)
_SAID = r"(?:(?:has|have|had)\s+)?(?:ever\s+|also\s+)?(?:says|said|stated)"
_ALL = (
    # "Give me all quotes by Kerry on sanctions", "Statements of Susan Rice".
    rf"{_LEAD}{_WORDS}\s+(?:made\s+)?(?:by|from|of)\s+{_SPEAKER}{_SUBJECT}",
    # "Kerry's statements on sanctions", "What are Kerry's remarks about Iran?".
    rf"{_LEAD}{_SPEAKER}['’]s?\s+{_WORDS}{_SUBJECT}",
    # "Everything Kerry said about sanctions".
    rf"{_LEAD}(?:everything|anything|all|whatever|what)\s+(?:that\s+)?{_SPEAKER}\s+{_SAID}(?:\s+(?:of|{_ON})\s+(?P<subject>.+?))?",
    rf"(?:what|how)\s+(?:is|was)\s+{_SPEAKER}\s+quoted(?:\s+(?:as\s+)?saying)?{_SUBJECT}",
)
# "What did Kerry say about sanctions?" may ask for one thing that a sentence tells.
_ONE = (
    r"what\s+(?:else\s+|all\s+)?(?:did|does|do|has|have|had)\s+"
    rf"{_SPEAKER}\s+(?:ever\s+|also\s+)?(?:say|said|state|stated)(?:\s+(?:in|at|during|of|{_ON})\s+(?P<subject>.+?))?",
    # What he thought of it he may have said: "What did Kerry think of it?", "What is Kerry's view on sanctions?".
    r"what\s+(?:did|does|do|has|have|had)\s+"
    rf"{_SPEAKER}\s+(?:think|believed?|argued?|claim(?:ed)?|warn(?:ed)?)(?:\s+(?:of|{_ON})\s+(?P<subject>.+?))?",
    r"what\s+(?:is|are|was|were)\s+(?:the\s+)?"
    rf"{_SPEAKER}['’]s?\s+{_VIEW}(?:\s+(?:of|to|towards?|{_ON})\s+(?P<subject>.+?))?",
)
# "Who is quoted in the story on sanctions?"
_ANYBODY = (
    r"who(?:\s+(?:else|all))?\s+(?:is|was|are|were)\s+quoted\s+(?:in\s+(?:the\s+|an?\s+|any\s+)?"
    rf"(?:articles?|documents?|news|reports?|stor(?:y|ies))\s+)?{_ON}\s+(?P<subject>.+?)",
)
# One of these words stands in each of the forms.
_HINT = re.compile(
    r"\b(?:quote[sd]?|quotations?|statements?|remarks?|comments?|sayings?|words|says?|said|stated?|think|believed?|argued?"
    rf"|claim(?:ed)?|warn(?:ed)?|{_VIEW})\b",
    re.IGNORECASE,
)
# No request for quotations is longer.
_LONGEST = 300
# "the deputy foreign minister".
_MOST_DESCRIBING = 4
_OF_TEXTS = frozenset({"author", "writer"})
# Whoever speaks is no "Resolution 1929", and what follows "that" is what he said.
_NO_SPEAKER = re.compile(r"\d|\b(?:that|which|who|when|where|if|about)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class AskedQuotations:
    """Whose words a question asks for, and on what, both as it names them.

    `speaker` is None where it asks who is quoted, `subject` for all that somebody said; one of them is given.
    """

    speaker: str | None
    subject: str | None


def asked_quotations(question: str) -> AskedQuotations | None:
    """Return whose words a question asks for, all of them or all on something; None for most questions."""
    return _quotations_of(question, _all()) or _quotes_on(question)


def _quotes_on(question: str) -> AskedQuotations | None:
    """Return on what a question asks who is quoted; None for most questions."""
    asked = without_request(question)
    match = _anybody().fullmatch(asked) if len(asked) <= _LONGEST and _HINT.search(asked) else None
    return AskedQuotations(None, match["subject"]) if match and not _is_day(match["subject"]) else None


def possible_quotations(question: str) -> AskedQuotations | None:
    """Return whose words on what a question asks for, or one thing of them; None for most questions."""
    return _quotations_of(question, _one())


def _quotations_of(question: str, forms: Sequence[re.Pattern[str]]) -> AskedQuotations | None:
    asked = without_request(question)
    if len(asked) > _LONGEST or not _HINT.search(asked):
        return None
    for form in forms:
        match = form.match(asked)
        if match and (speaker := _speaker(match["speaker"])):
            return None if _is_day(match["subject"]) else AskedQuotations(speaker, match["subject"])
    return None


def _speaker(words: str) -> str | None:
    """Return words that name somebody, "Kerry", or describe him, "the Emir of Qatar", "the ambassador"; else None."""
    if describes_person(words):
        return " ".join(words.split())
    name = None if _NO_SPEAKER.search(words) else named_speaker(words)
    return name if name and (is_name(name) or name.lower().startswith("the ")) else None


def describes_person(words: str) -> bool:
    """Whether words describe a person without a name: "the ambassador", "the deputy mayor"; not a text's author."""
    article, *described = words.lower().split()
    is_person = 0 < len(described) <= _MOST_DESCRIBING and described[-1] in PERSONS - _OF_TEXTS
    return article == "the" and is_person


def _is_day(subject: str | None) -> bool:
    """Whether something was said "on" a day, and not on a subject."""
    return any(match.start == 0 for match in mentions(subject or ""))


@cache
def _all() -> tuple[re.Pattern[str], ...]:
    return whole_forms(*_ALL)


@cache
def _one() -> tuple[re.Pattern[str], ...]:
    return whole_forms(*_ONE)


@cache
def _anybody() -> re.Pattern[str]:
    return whole_forms(*_ANYBODY)[0]
