"""Questions for what somebody said, or for who said something: "What did Kerry tell Barnier?", "Who warned ...?"."""

import re
from dataclasses import dataclass

from embeddings.attribution.cues import is_said_to, is_told, verb, verb_classes
from qa.question.asked_facts import asked_fact

_AUXILIARY = r"(?:did|does|do|had|has|have|will|would|was|were|is|are)"
_WHAT = re.compile(rf"\b(?:what|how|when|where|why|whether)\b[^?]{{0,80}}?\b{_AUXILIARY}\s+", re.IGNORECASE)
_WHO = re.compile(
    rf"\W*(?:and |but |so )?who\s+(?:(?:else|first|also|{_AUXILIARY})\s+)*(?P<verb>[a-z]+)\b", re.IGNORECASE
)
_ACCORDING = re.compile(
    r"\b(?:according to|said by|told by)\s+([^?,;:]{1,80}?)(?=[?,;:]|\s(?:what|how|who|when|why|did|was|is)\b|$)",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\s?,;:]+")
# Up to so many words name whoever is asked about.
MOST_WORDS = 7
# They end the words for whom it was said to.
_AFTER_WHOM = frozenset(
    [
        *("about", "after", "at", "before", "concerning", "during", "for", "how", "if", "in", "on", "regarding"),
        *("that", "to", "was", "were", "is", "when", "whether", "why", "with"),
    ]
)
_TO = re.compile(r"[^?]{0,80}?\bto\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class AskedVoice:
    """Whose words a question asks for: `speaker` and `to` as it names them, None where it does not.

    Without a speaker it asks who said something.
    """

    speaker: str | None
    to: str | None


def asked_voice(question: str) -> AskedVoice | None:
    """Return whose words a question asks for; None for most questions."""
    for match in _WHAT.finditer(question):
        if found := _after_auxiliary(question, match.end()):
            return found
    who = _WHO.match(question)
    if who and _is_said(who["verb"]) and not asked_fact(question):
        return AskedVoice(None, _whom(question, who.end(), verb(who["verb"])))
    according = _ACCORDING.search(question)
    speaker = named_speaker(according[1]) if according else None
    return AskedVoice(speaker, None) if speaker else None


def _after_auxiliary(question: str, place: int) -> AskedVoice | None:
    """Return whose words are asked for, where a name and then a verb of saying follow: "did Kerry tell ..."."""
    words = [match for _, match in zip(range(MOST_WORDS + 1), _WORD.finditer(question, place), strict=False)]
    for number, match in enumerate(words[1:], 1):
        if match[0].islower() and _is_said(match[0]):
            name = named_speaker(question[place : words[number - 1].end()])
            return AskedVoice(name, _whom(question, match.end(), verb(match[0]))) if name else None
    return None


def _is_said(word: str) -> bool:
    return "say" in verb_classes(verb(word))


def _whom(question: str, place: int, lemma: str) -> str | None:
    """Return whom it was said to, by the words after a verb: "tell Barnier about", "say to Barnier"."""
    if not is_told(lemma):
        found = _TO.match(question, place) if is_said_to(lemma) else None
        if found is None:
            return None
        place = found.end()
    start, end = place, place
    for _, word in zip(range(MOST_WORDS), _WORD.finditer(question, place), strict=False):
        if word[0].lower() in _AFTER_WHOM or question[end : word.start()].strip():
            break
        end = word.end()
    return named_speaker(question[start:end].removesuffix(" of"))


def named_speaker(words: str) -> str | None:
    """Return words that name somebody: with a capital, since "he" and "the report" are not told from others."""
    words = " ".join(words.split()).removesuffix("’s").removesuffix("'s")
    has_capital = any(word[0].isupper() or ("-" in word and word != word.lower()) for word in words.split())
    return words if has_capital else None
