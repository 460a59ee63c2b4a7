"""The words of a text that count: those of which the BM25 index makes terms, with their places."""

import re
from dataclasses import dataclass
from functools import lru_cache

import tantivy

from embeddings.documents import Span
from embeddings.text.spelling import ACRONYM, one_spelling

_WORD = re.compile(rf"{ACRONYM.pattern}|\w+")
# Words repeat; a cache of this many makes the analyzer's part in a rebuild small.
CACHED_WORDS = 100_000
LONGEST_WORD = 60


def analyzer() -> tantivy.TextAnalyzer:
    """Return what turns text of one spelling into terms."""
    return (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.remove_long(LONGEST_WORD))
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.ascii_fold())
        .filter(tantivy.Filter.stopword("english"))
        .filter(tantivy.Filter.stemmer("english"))
        .build()
    )


_TERMS = analyzer()


def terms(text: str) -> list[str]:
    """Return the terms of a text, in order, with repetitions: what is indexed and asked for."""
    return _TERMS.analyze(one_spelling(text))


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
