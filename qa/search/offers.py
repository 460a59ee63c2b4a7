"""What an exact search would find where a question has no answer: the names and the quoted words of the question."""

import re
from dataclasses import dataclass

from embeddings.generations.store import Generation
from qa.question.filters import Filters
from qa.question.names import names
from qa.search.searching import search_generation

# Offers below an answer, at most.
MOST_OFFERS = 3

_QUOTED = re.compile(r'["“]([^"“”]{2,100})["”]')


@dataclass(frozen=True, slots=True)
class Offer:
    """A search that finds something: what is typed for it, the words, and in how many documents they stand."""

    search: str
    words: str
    documents: int


def offers(question: str, generation: Generation, filters: Filters | None = None) -> list[Offer]:
    """Return the searches for names and quoted words of a question that find any document, in their order."""
    found = []
    for words in _names(question):
        search = f'"{words}"'
        documents = len(search_generation(search, generation, filters, exact=False).documents)
        found += [Offer(search, words, documents)] if documents else []
        if len(found) == MOST_OFFERS:
            break
    return found


def _names(question: str) -> list[str]:
    quoted = _QUOTED.findall(question)
    named = [name.text for name in names(_QUOTED.sub(" ", question))]
    return list(dict.fromkeys(words for words in [*quoted, *named] if re.search(r"\w", words)))
