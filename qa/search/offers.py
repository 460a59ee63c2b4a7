"""Exact searches that an answer leads to.

Where a question has no answer, they are for its names and quoted words; where it asks for documents and only the first
are cited, for the words that it asks for.
"""

import re
from dataclasses import dataclass

from embeddings.generations.store import Generation
from embeddings.text.words import content_words
from qa.question.asked_documents import asked_documents
from qa.question.filters import Filters
from qa.question.names import names
from qa.question.stop_words import says_nothing
from qa.search.searching import search_generation

# Offers below an answer, at most.
MOST_OFFERS = 3

# Whoever asks for "the ferry" also means "a ferry".
_ARTICLE = re.compile(r"\A(?:the|an?)\s+(?=\S)", re.IGNORECASE)
_QUOTED = re.compile(r'["“]([^"“”]{2,100})["”]')


@dataclass(frozen=True, slots=True)
class Offer:
    """A search that finds something: what is typed, its words in quotes, and in how many documents they stand."""

    search: str
    words: str
    documents: int


def offers(question: str, generation: Generation, filters: Filters | None = None) -> list[Offer]:
    """Return the searches for names and quoted words of a question that find any document, in their order."""
    found = []
    for words in _names(question):
        search = f'"{words}"'
        documents = len(search_generation(search, generation, filters, exact=False).documents)
        found += [Offer(search, f"“{words}”", documents)] if documents else []
        if len(found) == MOST_OFFERS:
            break
    return found


def searches_of(subject: str) -> list[tuple[str, str]]:
    """Return the searches for a subject, each with what its words are: one after another, then all of them anywhere."""
    phrase = _ARTICLE.sub("", subject)
    telling = telling_words(subject)
    words = " and ".join(f"“{word}”" for word in telling)
    return [(f'"{phrase}"', f"“{phrase}”"), (" ".join(f'"{word}"' for word in telling), words)]


def telling_words(subject: str) -> list[str]:
    """Return the words of a subject that tell anything."""
    each = [subject[word.start : word.end] for word in content_words(subject)]
    return [word for word in each if not says_nothing(word)]


def offers_of_documents(
    question: str, shown: int, generation: Generation, filters: Filters | None = None
) -> list[Offer]:
    """Return the search for the documents that a question asks for, where it finds more of them than are shown."""
    asked = asked_documents(question)
    for search, words in searches_of(asked.subject) if asked and asked.subject else ():
        documents = len(search_generation(search, generation, filters, exact=False).documents)
        if documents:
            return [Offer(search, words, documents)] if documents > shown else []
    return []


def _names(question: str) -> list[str]:
    quoted = _QUOTED.findall(question)
    named = [name.text for name in names(_QUOTED.sub(" ", question))]
    return list(dict.fromkeys(words for words in [*quoted, *named] if re.search(r"\w", words)))
