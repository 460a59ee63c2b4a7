"""What is put to somebody: "She put it to him that the dam leaks", "It was put to Lind that it was old"."""

import re
from typing import NamedTuple

from embeddings.attribution.parsing import Parsed
from embeddings.documents import Span

_PUT = re.compile(r"\b(?:put|puts|putting)\s+(?:it\s+)?to\s+\w", re.IGNORECASE)
# Whoever it is put to is named in so many words at most.
_MOST_WORDS = 8


class Put(NamedTuple):
    """What is put to somebody, as a stretch of words, and the word at the head of whom it is put to."""

    content: Span
    addressee: int


def is_put_to(text: str, span: Span) -> bool:
    """Whether something is put to somebody in [start, end) of a text."""
    return _PUT.search(text, *span) is not None


def put_to(sentence: Parsed, number: int) -> Put | None:
    """Return what the verb of a number puts to somebody; None where it puts something somewhere."""
    words = [word.lower() for word in sentence.words]
    to = number + 1 + (words[number + 1 : number + 2] == ["it"])
    if words[number] not in {"put", "puts", "putting"} or words[to : to + 1] != ["to"]:
        return None
    that = next((at for at in range(to + 2, min(to + 2 + _MOST_WORDS, len(words))) if words[at] == "that"), -1)
    objects = [at for at in sentence.of(to, "pobj") if to < at < that]
    last = len(words) - 1 - (words[-1] in {".", "?", "!"})
    return Put((that, last), objects[0] if objects else that - 1) if 0 < that < last else None
