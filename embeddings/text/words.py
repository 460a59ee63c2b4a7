"""The words of a text that count: those of which the BM25 index makes terms, with their places."""

import re
from dataclasses import dataclass
from functools import lru_cache

from embeddings.index.lexical import terms
from embeddings.models.encoder import Span
from embeddings.text.spelling import ACRONYM

_WORD = re.compile(rf"{ACRONYM.pattern}|\w+")
# Words repeat; a cache of this many makes the analyzer's part in a rebuild small.
CACHED_WORDS = 100_000


@dataclass(frozen=True, slots=True)
class Word:
    """A word at [start, end) of its text, and its term in the BM25 index."""

    start: int
    end: int
    term: str

    @property
    def span(self) -> Span:
        """Its place in the text."""
        return self.start, self.end


def content_words(text: str) -> list[Word]:
    """Return the words of a text in order, without stop words."""
    found = ((match, _term(match.group())) for match in _WORD.finditer(text))
    return [Word(match.start(), match.end(), term) for match, term in found if term]


@lru_cache(maxsize=CACHED_WORDS)
def _term(word: str) -> str:
    """Return a word's term, empty for a stop word."""
    return " ".join(terms(word))
