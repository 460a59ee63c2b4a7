"""The words of a text and the terms of the BM25 index that stand for them."""

import re
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import normalize

import tantivy

from embeddings.documents import Span
from embeddings.text.plain_dates import with_plain_dates
from embeddings.text.spelling import ACRONYM, one_spelling
from embeddings.text.unspaced import is_unspaced, with_spaced_pairs, word_spans

# What nobody sees within a word, and soft hyphens. A space of no width parts words where others are not written.
_UNSEEN = "\u00ad\u200b-\u200d\u2060\ufeff"
_UNSPACED_LETTER = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
# What parts a word at the end of a line, or unseen anywhere in it. OCR writes some hyphens as the sign "not".
_BREAK = (
    r"(?<=[^\W\d_])(?:[-\u2010\u00ac\u00ad][^\S\n]*+\n[^\S\n]*+"
    rf"|(?<![{_UNSPACED_LETTER}])[{_UNSEEN}]++)(?=[^\W\d_])"
)
# Accents that stand behind their letters, as macOS writes them.
_MARK = "[\u0300-\u036f]"
_PARTED = re.compile(rf"(?<!\w)\w++(?:{_BREAK}\w++|{_MARK}++\w*+)++")
_BREAKS, _MARKS, _ODD = re.compile(_BREAK), re.compile(_MARK), re.compile(f"[{_UNSEEN}\u0300-\u036f]")
# What begins like no acronym is not looked at as one: words are found in 0.7 of the time.
_WORD = re.compile(rf"(?=[A-Za-z]\.){ACRONYM.pattern}|\w++(?:{_BREAK}\w++|{_MARK}++\w*+)*+")
# Words repeat: with a cache of this size, the analyzer takes a small part of a rebuild.
CACHED_WORDS = 100_000
LONGEST_WORD = 60


def analyzer() -> tantivy.TextAnalyzer:
    """Return the analyzer that makes terms of a text in one spelling."""
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
    """Return the terms of a text, in order, with repetitions.

    Passages are indexed by their terms, and questions search by theirs.
    """
    return _TERMS.analyze(search_copy(text))


def search_copy(text: str) -> str:
    """Return a copy of a text from which the analyzer makes its terms; offsets into the text do not hold for it.

    It is in one spelling, dates are written alike, and letters have their accents in themselves. A word parted at the
    end of a line stands in it as one word and as its parts, since only a reader knows whether the hyphen belongs:
    "ex-minister", "pharmacy". Chinese and Japanese stand in it as pairs of characters.
    """
    # Most sentences hold none of these, and a rebuild does this to all.
    is_odd = not text.isascii() and _ODD.search(text) is not None
    if is_odd and _MARKS.search(text):
        text = _MARKS.sub("", normalize("NFC", text))
    if ("\n" in text or is_odd) and _BREAKS.search(text):
        text = _PARTED.sub(lambda match: f"{_BREAKS.sub('', match[0])} {_BREAKS.sub(' ', match[0])}", text)
    if is_unspaced(text):
        text = with_spaced_pairs(text)
    return one_spelling(with_plain_dates(text))


@dataclass(frozen=True, slots=True)
class Word:
    """A word at [start, end) of its text, with its term in the BM25 index."""

    start: int
    end: int
    term: str

    @property
    def span(self) -> Span:
        """Its [start, end) in the text."""
        return self.start, self.end


def content_words(text: str) -> list[Word]:
    """Return the words of a text in order, without stop words. A word parted at the end of a line is one."""
    return [word for word in all_words(text) if word.term]


def all_words(text: str) -> list[Word]:
    """Return the words of a text in order; the term of a stop word is empty. A word parted at a line's end is one.

    Each two neighbouring characters of Chinese and Japanese are a word: these overlap.
    """
    return [Word(start, end, term_of(text[start:end])) for start, end in spans_of_words(text)]


def spans_of_words(text: str) -> list[Span]:
    """Return where the words of a text stand, as `all_words` has them."""
    if is_unspaced(text):
        return [span for match in _WORD.finditer(text) for span in word_spans(match.group(), match.start())]
    return [match.span() for match in _WORD.finditer(text)]


def unparted(text: str) -> str:
    """Return a text, or a word of it, as it is where no line's end parts a word."""
    # Hardly a word holds either; to look for them first takes a fifth of the time.
    is_parted = "\n" in text or (not text.isascii() and _ODD.search(text))
    return _BREAKS.sub("", text) if is_parted else text


@lru_cache(maxsize=CACHED_WORDS)
def term_of(word: str) -> str:
    """Return the term of a word of a text, empty for a stop word."""
    return " ".join(terms(unparted(word)))
