"""Questions for all that somebody said: "Quotes by Kerry on sanctions", "Everything Kerry said"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from embeddings.attribution.cues import verb
from embeddings.index.people import is_name
from embeddings.index.roles import role_of
from embeddings.times.mentions import mentions
from qa.question.asked_times import AskedTime, without_time
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
# "What did Kerry deny?" asks for what is told of him by that verb.
_BY_VERB = (
    rf"what\s+(?:else\s+|all\s+)?(?:did|does|do|has|have|had)\s+{_SPEAKER}\s+(?:ever\s+|also\s+)?"
    r"(?P<verb>(?:deny|denied|promised?|announced?|admit(?:ted)?|predict(?:ed)?|demand(?:ed)?|suggest(?:ed)?|proposed?"
    r"|declared?|disclosed?|threaten(?:ed)?|pledged?|write|wrote|written|ask(?:ed)?|reply|replied|answer(?:ed)?))"
    rf"(?:\s+(?:in|at|during|of|{_ON})\s+(?P<subject>.+?))?",
)
# Whom it was said to.
_TO = r"(?P<to>[^?,;:]{1,80}?)"
_ABOUT_IT = rf"(?:\s+(?:in|at|during|after|before|{_ON})\s+(?P<subject>.+?))?"
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
    rf"{_SPEAKER}\s+(?:ever\s+|also\s+)?(?:say|said|state|stated)(?:\s+(?:in|at|during|after|before|of|{_ON})\s+(?P<subject>.+?))?",
    # What he thought of it he may have said: "What did Kerry think of it?", "What is Kerry's view on sanctions?".
    r"what\s+(?:did|does|do|has|have|had)\s+"
    rf"{_SPEAKER}\s+(?:think|believed?|argued?|claim(?:ed)?|warn(?:ed)?)(?:\s+(?:of|{_ON})\s+(?P<subject>.+?))?",
    r"what\s+(?:is|are|was|were)\s+(?:the\s+)?"
    rf"{_SPEAKER}['’]s?\s+{_VIEW}(?:\s+(?:of|to|towards?|{_ON})\s+(?P<subject>.+?))?",
)
# "What did Kerry tell Barnier about Iran?", "What did Jalili say to the press?"
_TOLD = (
    rf"what\s+(?:else\s+|all\s+)?(?:did|does|do|has|have|had)\s+{_SPEAKER}\s+(?:ever\s+|also\s+)?"
    rf"(?:tell|told|(?:say|said|speak|spoken|write|written|reply|replied|answer|answered)\s+to)\s+{_TO}{_ABOUT_IT}",
    # "What was Bush told about it?", "What was said to Bush?", "Who spoke to Bush?"
    rf"what\s+(?:else\s+|all\s+)?(?:was|were|is|has\s+been|have\s+been)\s+{_TO}\s+told{_ABOUT_IT}",
    rf"what\s+(?:else\s+|all\s+)?(?:was|were|is|has\s+been)\s+(?:said|told)\s+to\s+{_TO}{_ABOUT_IT}",
    rf"who(?:\s+(?:else|all))?\s+(?:told|(?:spoke|talked)\s+(?:to|with))\s+{_TO}{_ABOUT_IT}",
)
# "How often did Kerry mention Iran?"
_COUNTED = (
    rf"how\s+(?:often|many\s+times)\s+(?:did|does|do|has|have|had)\s+{_SPEAKER}\s+"
    r"(?:mention(?:ed)?|(?:speak|spoken|talk|talked|say\s+something)\s+(?:of|about))\s+(?P<subject>.+?)",
)
# "Who is quoted in the story on sanctions?"
_ANYBODY = (
    r"who(?:\s+(?:else|all))?\s+(?:is|was|are|were)\s+quoted\s+(?:in\s+(?:the\s+|an?\s+|any\s+)?"
    rf"(?:articles?|documents?|news|reports?|stor(?:y|ies))\s+)?{_ON}\s+(?P<subject>.+?)",
)
# "Who is quoted in “The road through Muscat”?"
_IN_TITLE = r"who(?:\s+(?:else|all))?\s+(?:is|was|are|were)\s+quoted\s+in\s+(?P<title>.+?)"
# One of these words stands in each of the forms.
_HINT = re.compile(
    r"\b(?:quote[sd]?|tell|told|speak|spoken?|talk(?:ed)?|write|wrote|written|reply|replied|answer(?:ed)?|ask(?:ed)?|mention(?:ed)?|quotations?|statements?|remarks?|comments?|sayings?|words|says?|said|stated?|think|believed?|argued?"
    rf"|claim(?:ed)?|warn(?:ed)?|den(?:y|ied)|promised?|announced?|admit(?:ted)?|predict(?:ed)?|demand(?:ed)?|suggest(?:ed)?"
    rf"|proposed?|declared?|disclosed?|threaten(?:ed)?|pledged?|{_VIEW})\b",
    re.IGNORECASE,
)
# No request for quotations is longer.
_LONGEST = 300
# "the deputy foreign minister".
_MOST_DESCRIBING = 5
_OF_TEXTS = frozenset({"author", "writer"})
_OF_NOBODY = re.compile(
    r"(?:his|her|hers|its|their|our|my|your|him|them|it|us|me|you|this|that|these|those|whom|who)\b", re.IGNORECASE
)
_NO_ADDRESSEE = re.compile(
    r"\b(?:to|that|was|were|is|are|if|whether|what|how|who|whom|when|where|why)\b", re.IGNORECASE
)
# Whoever speaks is no "Resolution 1929", and what follows "that" is what he said.
_NO_SPEAKER = re.compile(r"\d|\b(?:that|which|who|when|where|if|about)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class AskedQuotations:
    """Whose words a question asks for, to whom and on what, all as it names them, and when they were said.

    `speaker` is None where it asks who is quoted, `subject` for all that somebody said; one of them is given, or `to`,
    or `title`, the words of the title of the document that is quoted from. `verb` is the verb by which it was said, in
    its first form, "deny", None for any. `is_counted` says whether it asks how often.
    """

    speaker: str | None
    subject: str | None
    to: str | None = None
    when: AskedTime | None = None
    title: str | None = None
    verb: str | None = None
    is_counted: bool = False


def asked_quotations(question: str) -> AskedQuotations | None:
    """Return whose words a question asks for, all of them or all on something; None for most questions."""
    return _timed(question, _all()) or _quotes_on(question) or _counted(question)


def _quotes_on(question: str) -> AskedQuotations | None:
    """Return on what, or in which document, a question asks who is quoted; None for most questions."""
    asked = without_request(question)
    if len(asked) > _LONGEST or not _HINT.search(asked):
        return None
    if match := _anybody().fullmatch(asked):
        return None if _is_day(match["subject"]) else AskedQuotations(None, match["subject"])
    match = _in_title().fullmatch(asked)
    return AskedQuotations(None, None, title=match["title"].strip("\"“”'’ ")) if match else None


def _counted(question: str) -> AskedQuotations | None:
    found = _timed(question, _how_often())
    return replace(found, is_counted=True) if found else None


def possible_quotations(question: str) -> AskedQuotations | None:
    """Return whose words on what a question asks for, or one thing of them; None for most questions."""
    return _timed(question, _one()) or _timed(question, _told()) or _timed(question, _by_verb())


def _timed(question: str, forms: Sequence[re.Pattern[str]]) -> AskedQuotations | None:
    """Return whose words a question asks for by some forms, with when they were said, if it says so."""
    asked = without_request(question)
    if len(asked) > _LONGEST or not _HINT.search(asked):
        return None
    rest, when = without_time(asked)
    found = _quotations_of(rest, forms) if when else None
    return replace(found, when=when) if found else _quotations_of(asked, forms)


def _quotations_of(asked: str, forms: Sequence[re.Pattern[str]]) -> AskedQuotations | None:
    for match in filter(None, (form.match(asked) for form in forms)):
        words = match.groupdict()
        speaker = _speaker(words["speaker"]) if "speaker" in words else None
        to = _addressee(words["to"]) if "to" in words else None
        if (speaker or "speaker" not in words) and (to or "to" not in words):
            subject = words.get("subject")
            lemma = verb(words["verb"].lower()) if words.get("verb") else None
            return None if _is_day(subject) else AskedQuotations(speaker, subject, to, verb=lemma)
    return None


def _speaker(words: str) -> str | None:
    """Return words that name somebody, "Kerry", or describe him, "the Emir of Qatar", "the ambassador"; else None."""
    words = " ".join(words.split())
    if _describes_person(words):
        return words
    name = None if _NO_SPEAKER.search(words) else named_speaker(words)
    return name if name and (is_name(name) or name.lower().startswith("the ")) else None


def _describes_person(words: str) -> bool:
    """Whether words describe a person without a name: "the ambassador", "Oslo’s envoy"; not a text's author, nor "his".

    Whose envoy "his envoy" is, is not told.
    """
    role = role_of(words)
    office = role.partition(" of ")[0].split()[-1] if role else ""
    return bool(office) and office not in _OF_TEXTS and not _OF_NOBODY.match(words)


def _addressee(words: str) -> str | None:
    """Return words that say to whom one speaks, "Barnier", "the press", "reporters"; None for "him", "us to wait"."""
    words = " ".join(words.split())
    is_many = words.islower() and words.endswith("s") and " " not in words
    is_described = words.lower().startswith("the ") and len(words.split()) <= _MOST_DESCRIBING
    if _OF_NOBODY.match(words) or _NO_ADDRESSEE.search(words):
        return None
    return words if is_many or is_described or is_name(words) or _describes_person(words) else None


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
def _told() -> tuple[re.Pattern[str], ...]:
    return whole_forms(*_TOLD)


@cache
def _by_verb() -> tuple[re.Pattern[str], ...]:
    return whole_forms(*_BY_VERB)


@cache
def _how_often() -> tuple[re.Pattern[str], ...]:
    return whole_forms(*_COUNTED)


@cache
def _in_title() -> re.Pattern[str]:
    return whole_forms(_IN_TITLE)[0]


@cache
def _anybody() -> re.Pattern[str]:
    return whole_forms(*_ANYBODY)[0]
