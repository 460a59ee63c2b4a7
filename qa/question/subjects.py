"""Questions for all that is said of a subject: "What does the archive say about Israel?", "Tell me about Natanz".

They have no one answer that a sentence could give. What is wanted are the places that speak of the subject.
"""

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from embeddings.attribution.names import PERSONS, TITLES
from embeddings.text.words import content_words
from qa.question.requests import ALL_OF_IT, whole_forms, without_request
from qa.question.stop_words import is_acronym, says_nothing, says_something

# Words without a verb name a subject: "fuel swap", "the sinking of the ferry". Longer ones say what is asked of it.
MOST_BARE_WORDS = 4
# The words of a subject that is asked about, at most: longer ones ask something of it.
MOST_WORDS = 8
# No request for a subject is longer.
MOST_CHARACTERS = 300

_ABOUT = r"(?:about|on|regarding|concerning|related\s+to|relating\s+to|with\s+regard\s+to)"
_SOMETHING_ABOUT = (
    rf"(?:(?:(?:some|any|every)thing|all|more)\s+{_ABOUT}"
    r"|(?:(?:all|any|some|every|the|more|an?|few|short|brief|further)\s+)*(?:information|info|background|context|details?"
    r"|facts?|material|news|documents?|articles?|stories|reports?|passages?|quotes?|quotations?|excerpts?|sentences?"
    r"|references?|mentions?|overview|summary|outline|account|description|timeline)\s+"
    rf"(?:(?:there\s+is|you\s+have|we\s+have|that\s+(?:is|are))\s+)?(?:{_ABOUT}|of|to|mentioning|(?:that|which)\s+(?:mention|name|discuss)s?))"
)
_POINTS = (
    r"(?:(?:(?:main|key|chief|central|most\s+important|essential)\s+)+(?:points?|facts?|findings?|ideas?|takeaways?|provisions?"
    r"|conclusions?|arguments?|events?)|(?:highlights|gist|background|details|essence|contents?|substance))"
)
_SPEAKS_OF = (
    r"(?:mentions?|discuss(?:es)?|covers?|names?|describes?|addresse?s?|deals?\s+with|refers?\s+to"
    r"|(?:speaks?|talks?|writes?|tells?|reports?|is|are|was|were)\s+(?:about|of|on)"
    rf"|(?:says?|tells?(?:\s+(?:us|me))?|knows?|has|have|holds?|contains?|includes?)\s+{_SOMETHING_ABOUT})"
)
_PLURAL = r"(?:the|these|those|your|our)\s+(?:articles|cables|e-?mails|letters|memos|minutes|news|reports|stories)"
_SOURCES = rf"(?:{ALL_OF_IT}|{_PLURAL}|you|we)"
_SUBJECT = r"(?P<subject>.+?)"
_ASK_TO = r"(?:(?:can|could|would|will)\s+you\s+)?(?:please\s+)?"


# One of these words stands in each of the forms. Most questions have none, and the forms take 20 ms to compile.
_HINT = re.compile(
    r"\b(?:\w+thing|all|more|about|regarding|concerning|relat(?:ed|ing)|regard|know|known|say|said|written|reported|recorded|stated|published"
    r"|there|mention\w*|discuss\w*|cover\w*|names?|describes?|addresse?s?|deals?|refer\w*|speaks?|talks?|writes?|search\w*"
    r"|look\w*|interested|summari[sz]e|summary|info\w*|background|context|details?|facts?|material|news|documents?|articles?"
    r"|stories|reports?|passages?|quotes?|quotations?|excerpts?|sentences?|overview|outline|account|description|timeline)\b",
    re.IGNORECASE,
)


_SAID_OF = (
    # "What does the archive say about ...?", "What do you know of ...?"
    rf"what\s+(?:else\s+)?(?:do|does|did|can|could|would)\s+{_SOURCES}\s+(?:say|tell(?:\s+(?:me|us))?|know|report|have"
    rf"|contain|hold|reveal|show|mention|state|find)\s+(?:{_ABOUT}|of)\s+{_SUBJECT}",
    # "What is known about ...?", "What was said of ...?"
    r"what(?:\s+(?:else|all))?(?:\s+(?:is|was|were|are)|['’]s|\s+(?:has|have|had)\s+been)\s+(?:there|known|said|written"
    rf"|reported|recorded|stated|published|on\s+record)\s+(?:{_ABOUT}|of)\s+{_SUBJECT}",
    # "Tell me about ...", "Can you tell me more about ...?", "I want to know everything about ..."
    rf"{_ASK_TO}(?:tell|inform|brief|teach)\s+(?:me|us)\s+(?:what\s+(?:you\s+know|is\s+known)\s+{_ABOUT}|{_ABOUT}"
    rf"|{_SOMETHING_ABOUT})\s+{_SUBJECT}",
    r"(?:i|we)(?:\s+would|['’]d)?\s+(?:like|love|want|need|wish|have)\s+(?:to\s+(?:know|read|learn|see|find|hear|ask)\s+)?"
    rf"(?:{_ABOUT}|{_SOMETHING_ABOUT})\s+{_SUBJECT}",
    r"(?:i\s+am|i['’]m|we\s+are|we['’]re)\s+(?:looking\s+for|searching\s+for|interested\s+in)\s+"
    rf"(?:{_SOMETHING_ABOUT}\s+)?{_SUBJECT}",
    # "Show me everything on ...", "Find mentions of ...", "Search for ...", "Summarize ..."
    rf"{_ASK_TO}(?:show|give|find|get|list|bring|quote|search|look|write)(?:\s+for|\s+up)?(?:\s+(?:me|us))?\s+"
    rf"{_SOMETHING_ABOUT}\s+{_SUBJECT}",
    rf"{_ASK_TO}(?:search|look)\s+(?:for|up)\s+{_SUBJECT}",
    rf"{_ASK_TO}summari[sz]e\s+(?:(?:for\s+(?:me|us)\s+)?what\s+is\s+(?:known|said|written)\s+{_ABOUT}\s+"
    rf"|{_SOMETHING_ABOUT}\s+)?{_SUBJECT}",
    # "Is there anything about ...?", "Does the archive mention ...?", "Is ... mentioned anywhere?"
    rf"(?:is|are|was|were)\s+there\s+(?:{_SOMETHING_ABOUT}|(?:any|some)thing\s+(?:said|written|known|here)\s+{_ABOUT})\s+"
    rf"{_SUBJECT}",
    rf"(?:do|does|did)\s+{_SOURCES}\s+(?:ever\s+|also\s+|even\s+)?{_SPEAKS_OF}\s+{_SUBJECT}",
    rf"(?:do|have)\s+(?:you|we)\s+(?:(?:have|know|got)\s+)?{_SOMETHING_ABOUT}\s+{_SUBJECT}",
    rf"(?:is|are|was|were)\s+{_SUBJECT}\s+(?:ever\s+|also\s+)?(?:mentioned|discussed|covered|referred\s+to|talked\s+about)"
    r"(?:\s+(?:anywhere|at\s+all))?",
    rf"where\s+(?:is|are|was|were)\s+{_SUBJECT}\s+(?:mentioned|discussed|referred\s+to)",
    rf"(?:which|what|how\s+many)(?:\s+of)?(?:\s+the)?\s+(?:articles|cables|documents|files|letters|passages|pieces|reports|sources"
    rf"|stories|texts)\s+(?:do\s+)?{_SPEAKS_OF}\s+{_SUBJECT}",
)
# "Everything about ...": without a verb of its own, so nor may the subject have one.
_NOUNS_OF = rf"{_SOMETHING_ABOUT}\s+{_SUBJECT}"
# They may as well ask for one thing: "What happened in Geneva?", "Explain the delay".
_MAY_BE_OF = whole_forms(
    rf"{_ASK_TO}(?:describe|explain|outline)(?:\s+(?:for|to)\s+(?:me|us))?\s+{_SUBJECT}",
    rf"what\s+(?:is|are|was|were)\s+the\s+{_POINTS}\s+(?:of|in|about|on)\s+{_SUBJECT}",
    rf"(?:what|which)\s+(?:role|part)\s+(?:did|do|does|has|have|had|was|were)\s+{_SUBJECT}\s+play(?:ed|ing)?(?P<rest>\s.+?)?",
    rf"what\s+(?:is|are|was|were)\s+the\s+(?:roles?|part)\s+(?:of|played\s+by)\s+{_SUBJECT}",
    r"what(?:\s+(?:else|all))?\s+(?:happened|took\s+place|occurred|went\s+on|was\s+going\s+on)\s+(?:in|on|during|at|around)"
    rf"\s+{_SUBJECT}",
)
# "Who was Lund?", "What is the Treaty of Lund?": a few words, each with a capital.
_NAMED = re.compile(
    r"(?:who|what)\s+(?:is|was|are|were)\s+(?P<subject>(?:the\s+)?(?-i:[A-Z])[\w.’'-]*"
    r"(?:\s+(?:(?:of|the|de|del|la|von|van|al|bin|and)\s+){0,2}(?-i:[A-Z])[\w.’'-]*){0,5})\s*[?.!]*\Z",
    re.IGNORECASE,
)
_WHO = re.compile(r"who\b", re.IGNORECASE)
_NEXT = re.compile(
    rf"(?:(?:and\s+)?(?:what|how)\s+about|and(?:\s+{_ABOUT}|\s+of)?)\s+(?P<subject>[^?.!]+)[?.!]*", re.IGNORECASE
)
# "The role of Turkey": whoever speaks of Turkey seldom says "role".
_ASPECT = re.compile(
    r"(?:the\s+|a\s+)?(?:role|part|place|position|history|background|story|case|importance|significance|question|issue|topic"
    r"|subject|theme)s?\s+(?:of|played\s+by)\s+(?=\S)",
    re.IGNORECASE,
)
# A subject that asks something is a question: "What is known about who paid?".
_ASKS = re.compile(
    r"[.!?;]\s|\b(?:who|whom|whose|what|when|where|which|why|how|whether|if)\b|\A(?:that|this|it)\b", re.IGNORECASE
)
_HAS_VERB = re.compile(
    r"[.!?;:]\s|\b(?:who|whom|whose|what|when|where|which|why|how|is|are|was|were|am|be|been|do|does|did|has|have|had|can"
    r"|could|will|would|shall|should|may|might|must|not|i|you|he|she|it|we|they|me|him|them|us|this|these|those|there"
    r"|then|that|please)\b|n['’]t\b",
    re.IGNORECASE,
)


def as_asked(question: str) -> str:
    """Return what is asked, or the subject that is asked about, without the words around it."""
    asked = without_request(question)
    return asked_subject(asked) or asked


@lru_cache(maxsize=256)
def asked_subject(question: str) -> str | None:
    """Return the subject that a question asks everything about, in its words; None for most questions."""
    asked = without_request(question)
    if not _HINT.search(asked):
        return None
    noun_of = _subject_of(asked, _nouns_of())
    return _subject_of(asked, _said_of()) or (None if noun_of and _HAS_VERB.search(noun_of) else noun_of)


@cache
def _said_of() -> tuple[re.Pattern[str], ...]:
    return whole_forms(*_SAID_OF)


@cache
def _nouns_of() -> tuple[re.Pattern[str], ...]:
    return whole_forms(_NOUNS_OF)


def bare_subject(question: str) -> str | None:
    """Return the subject that a question names without a verb, "fuel swap", or "Natanz?"; None for most questions."""
    bare = without_request(question).strip().rstrip("?.! ")
    has_verb = _HAS_VERB.search(bare) or any(form.match(bare) for form in _MAY_BE_OF)
    return bare if _is_subject(bare, MOST_BARE_WORDS) and not has_verb else None


def next_subject(question: str, before: str) -> str | None:
    """Return the subject that a question asks about after one on another, "And Turkey?"; None for other questions."""
    match = _NEXT.fullmatch(without_request(question).strip())
    found = match["subject"] if match and asked_subject(before) else ""
    return found if _is_subject(found, MOST_BARE_WORDS) and not _HAS_VERB.search(found) else None


def possible_subject(question: str) -> str | None:
    """Return the subject that a question may ask everything about, or one thing of; None for most questions.

    "Explain the delay", "What happened in Geneva?".
    """
    return _subject_of(without_request(question), _MAY_BE_OF)


def named_subject(question: str) -> str | None:
    """Return the name of whom or what a question asks to be told about, "Who was Lund?"; None for most questions."""
    return _subject_of(without_request(question).strip(), (_NAMED,))


def named_person(question: str) -> str | None:
    """Return the name of whom a question asks to be told about, "Who was Lund?"; None for most questions.

    "Who is the Minister of Finance?" asks for a name, and "What is Lund?" for no person.
    """
    asked = without_request(question).strip()
    name = named_subject(asked) if _WHO.match(asked) else None
    words = name.lower().split() if name else []
    return None if words[:1] == ["the"] or PERSONS.union(TITLES).intersection(words) else name


def _subject_of(question: str, forms: Sequence[re.Pattern[str]]) -> str | None:
    """Return what stands for the subject in the first of some forms that a question has."""
    if len(question) > MOST_CHARACTERS:
        return None
    matches = (form.match(question) for form in forms)
    found = next((match.groupdict() for match in matches if match), {})
    subject = f"{found.get('subject', '')}{found.get('rest') or ''}".strip(" ,")
    aspect = _ASPECT.match(subject)
    subject = subject[aspect.end() :] if aspect else subject
    return subject if _is_subject(subject, MOST_WORDS) and not _ASKS.search(subject) else None


def _is_subject(text: str, most_words: int) -> bool:
    """Whether a text of few words has one that says something; "US" and "9/11" do, "us" and "9" do not."""
    if len(text) > MOST_CHARACTERS:
        return False
    words = [text[word.start : word.end] for word in content_words(text)]
    telling = (word for word in words if not says_nothing(word) or is_acronym(word))
    return len(words) <= most_words and says_something(telling, text)
