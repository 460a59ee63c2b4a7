"""Names of those who speak that a question has in small letters: "what did marta say about the bridge"."""

import re
from collections.abc import Iterator

from embeddings.attribution.cues import verb, verb_classes
from embeddings.attribution.names import IN_NO_NAME, TITLES
from embeddings.documents import Span
from embeddings.generations.store import Generation
from embeddings.index.people import People
from embeddings.index.selection import folded

# The words of a name are so many at most.
MOST_WORDS = 4
_WORD = re.compile(r"[^\W_](?:[\w’'.-]*\w)?")
_AUXILIARY = frozenset({"did", "do", "does", "had", "has", "have"})
# After these somebody may be named to whom, or by whom, a thing is said: "tell barnier", "quotes by kerry".
_BEFORE_NAME = re.compile(
    r"\b(?:tell|told|according\s+to|(?:say|said|speak|spoke|spoken|talk|write|written|wrote|reply|replied)\s+to"
    r"|(?:quotes?|quotations?|statements?|remarks?|comments?|words)\s+(?:by|from|of))\s+",
    re.IGNORECASE,
)
_CLASSES = frozenset({"say", "think"})


def with_capitals(question: str, generation: Generation) -> str:
    """Return a question without capitals in which those whose words are asked for are written as the archive does.

    Only names of people who speak there are, where the question has a speaker, or whom one speaks to.
    """
    if question[1:] != question[1:].lower():
        return question
    # Each is as long as the words that it takes the place of, so that the places stay.
    for start, end in _places(question):
        if name := _as_written(question[start:end], generation.catalogue.facts.voices.people):
            question = question[:start] + name + question[end:]
    return question


def _places(question: str) -> Iterator[Span]:
    """Yield where a question may name who speaks, before a verb of saying, or who is spoken to."""
    words = [match.span() for match in _WORD.finditer(question)]
    texts = [question[slice(*span)].lower() for span in words]
    for number, text in enumerate(texts):
        ahead = range(number + 2, min(number + 2 + MOST_WORDS, len(texts)))
        if text in _AUXILIARY and (
            at := next((at for at in ahead if _CLASSES.intersection(verb_classes(verb(texts[at])))), 0)
        ):
            yield words[number + 1][0], words[at - 1][1]
    for match in _BEFORE_NAME.finditer(question):
        following = [span for span in words if span[0] >= match.end()][:MOST_WORDS]
        yield from ((match.end(), end) for _, end in following)


def _as_written(words: str, people: People) -> str | None:
    """Return words as the archive writes them in somebody's name; None where nobody who speaks there has them."""
    each = words.split()
    titles = next((number for number, word in enumerate(each) if word.lower() not in TITLES), len(each))
    name = each[titles:]
    if not name or not IN_NO_NAME.isdisjoint(map(str.lower, name)):
        return None
    found = people.called(" ".join(name))
    written = {folded(word): word for word in found[0].name.split()} if found else {}
    if not all(folded(word) in written for word in name):
        return None
    as_written = " ".join([*each[:titles], *(written[folded(word)] for word in name)])
    return as_written if len(as_written) == len(words) else None
