"""The language of a text, where its source does not state one."""

from dataclasses import replace
from functools import cache
from typing import Any

from embeddings.documents import Fact
from embeddings.readers.content import FileContent

# Under so many letters a text may be a list of names; over so many, the beginning tells.
FEWEST_LETTERS = 200
LOOKED_AT = 4_000
# Mostly so many characters are enough: where they are this likely of a language, the longer beginning was of the same
# one in all of 1,500 texts.
LOOKED_AT_FIRST = 600
CERTAIN = 0.99
# By the detector's own probability; under this it is Danish or Norwegian, or a table.
SURE = 0.9
ORIGIN = "detected"


def with_language(content: FileContent) -> FileContent:
    """Return a content with the language that it is written in, as an ISO 639-1 code, if that shows and none is stated.

    M. Lui and T. Baldwin, "langid.py: an off-the-shelf language identification tool", ACL 2012.
    """
    beginning = content.text[:LOOKED_AT]
    if content.language or not (_has_letters(beginning[: 2 * FEWEST_LETTERS]) or _has_letters(beginning)):
        return content
    language, likely = _identifier().classify(beginning[:LOOKED_AT_FIRST])
    if likely < CERTAIN:
        language, likely = _identifier().classify(beginning)
    if likely < SURE:
        return content
    return replace(content, language=language, facts=(*content.facts, Fact("language", language, ORIGIN)))


def _has_letters(text: str) -> bool:
    return sum(map(str.isalpha, text)) >= FEWEST_LETTERS


@cache
def _identifier() -> Any:
    from embeddings.readers.language_scores import identifier

    return identifier()
