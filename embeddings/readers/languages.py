"""The language of a text, where its source does not state one."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from embeddings.documents import Fact
from embeddings.readers.content import FileContent

# Under so many letters a text may be a name. Parts of texts in 15 languages were told from 60 letters on: 2 % of those
# of which the detector was sure were told wrongly, as of 200 letters, and of lists of names it is not sure.
FEWEST_LETTERS = 60
# Over so many characters, the beginning tells.
LOOKED_AT = 4_000
# Mostly so many characters are enough: where they are this likely of a language, the longer beginning was of the same
# one in all of 1,500 texts.
LOOKED_AT_FIRST = 600
CERTAIN = 0.99
# By the detector's own probability; under this it is Danish or Norwegian, or a table.
SURE = 0.9
# Of more documents in a file so many are looked at first, from all over it.
SAMPLED = 24
# A document with so many of the words that stand in half of those, and with half of these words, is in their language:
# of 50,000 pairs of a sample and a text 4,800 were found so, 11 otherwise than by the detector: English of which it is
# unsure, or which it takes for Japanese.
COMMON_WORDS = 6
ORIGIN = "detected"
# What programs state where nobody chose a language: a template is English, or names the attribute itself. Of 37 texts
# of other projects that state a language three do so wrongly; of so many letters the detector was sure of these alone.
_OF_PROGRAMS, FEWEST_TO_CORRECT = frozenset({"en", "lang", "und"}), 200
# What the detector calls what is written in no language, such as codes.
NO_LANGUAGE = "zxx"

_NO_LETTERS = bytes(code for code in range(128) if not chr(code).isalpha())


def with_languages(contents: Sequence[FileContent]) -> tuple[FileContent, ...]:
    """Return the documents of a file, each with its language as `with_language` finds it.

    The rows of a table are mostly in one language. Where a sample of them is, those that share its commonest words are
    in that language too, which takes a small part of the time that finding it does.
    """
    sample = contents[:: max(1, len(contents) // SAMPLED)]
    if len(contents) < 2 * SAMPLED:
        return tuple(map(with_language, contents))
    found = [(content, _language_of(content.text)) for content in sample if not content.language]
    languages = {language for _, language in found}
    common = _common_words([content.text for content, _ in found]) if len(languages) == 1 else frozenset()
    language = next(iter(languages)) if common else None
    return tuple(
        _in(content, language)
        if language and not content.language and _shares(content.text, common)
        else with_language(content)
        for content in contents
    )


def with_language(content: FileContent) -> FileContent:
    """Return a content with the language that it is written in, as an ISO 639-1 code, if that shows and none is stated.

    M. Lui and T. Baldwin, "langid.py: an off-the-shelf language identification tool", ACL 2012.
    """
    if content.language:
        return _corrected(content)
    language = _language_of(content.text)
    return _in(content, language) if language else content


def _corrected(content: FileContent) -> FileContent:
    """Return a content that states a language which only its program set there, in that which it is written in."""
    stated = (content.language or "").lower().partition("-")[0]
    if stated not in _OF_PROGRAMS or not _has_letters(content.text[:LOOKED_AT], FEWEST_TO_CORRECT):
        return content
    language, likely = likely_language(content.text)
    if likely < CERTAIN or language in {stated, NO_LANGUAGE}:
        return content
    facts = tuple(fact for fact in content.facts if fact.name != "language")
    return _in(replace(content, facts=facts), language)


def _in(content: FileContent, language: str) -> FileContent:
    return replace(content, language=language, facts=(*content.facts, Fact("language", language, ORIGIN)))


def _language_of(text: str) -> str | None:
    beginning = text[:LOOKED_AT]
    if not (_has_letters(beginning[: 2 * FEWEST_LETTERS]) or _has_letters(beginning)):
        return None
    language, likely = likely_language(beginning)
    return None if likely < SURE or language == NO_LANGUAGE else language


def likely_language(text: str) -> tuple[str, float]:
    """Return the likeliest language of the beginning of a text, as an ISO 639-1 code, and its probability."""
    beginning = text[:LOOKED_AT]
    language, likely = _identifier().classify(beginning[:LOOKED_AT_FIRST])
    if likely < CERTAIN:
        language, likely = _identifier().classify(beginning)
    return str(language), float(likely)


def _has_letters(text: str, fewest: int = FEWEST_LETTERS) -> bool:
    if text.isascii():
        return len(text.encode().translate(None, _NO_LETTERS)) >= fewest
    return sum(map(str.isalpha, text)) >= fewest


def _common_words(texts: Sequence[str]) -> frozenset[str]:
    """Return the words in small letters that stand in half of the beginnings of texts."""
    counts = Counter(word for text in texts for word in _small_words(text))
    return frozenset(word for word, count in counts.items() if 2 * count >= len(texts))


def _small_words(text: str) -> set[str]:
    return {word for word in text[:LOOKED_AT_FIRST].split() if word.isalpha() and word.islower()}


def _shares(text: str, common: frozenset[str]) -> bool:
    """Whether a text has letters enough and shares the common words of a language."""
    shared = len(common.intersection(text[:LOOKED_AT_FIRST].split()))
    return shared >= max(COMMON_WORDS, len(common) / 2) and _has_letters(text[: 2 * FEWEST_LETTERS])


@cache
def _identifier() -> Any:
    from embeddings.readers.language_scores import identifier

    return identifier()
