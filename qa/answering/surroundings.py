"""What the document around an excerpt holds: its years, days, numbers and words, each read when asked for."""

from functools import cached_property, lru_cache

from embeddings.documents import Document
from embeddings.index.catalogue import CACHED_DOCUMENTS
from embeddings.times.figures import Day
from qa.question.names import Vocabulary
from qa.question.numbers import numbers
from qa.question.times import days, years

# A document of more than three times so many characters is read around a place only: a book may be of many times and
# places, and reading all of it would take long.
BLOCK = 50_000
# Facts that name those whom a mail or a telegram was sent to, with the houses in their addresses.
CORRESPONDENTS = frozenset({"to", "cc", "bcc"})


class Surroundings:
    """What a document holds around an excerpt, with its title, author and publisher; each read when asked for.

    `text` are all of these, one after another; `correspondents` are those whom it states that it was sent to.
    """

    def __init__(self, text: str, correspondents: str = "") -> None:
        self.text = text
        self._correspondents = correspondents

    @cached_property
    def years(self) -> set[int]:
        """The years that it names."""
        return years(self.text)

    @cached_property
    def days(self) -> dict[Day, str]:
        """The days that it names, as qa.question.times.days returns them."""
        return days(self.text)

    @cached_property
    def numbers(self) -> set[float]:
        """The numbers that it names, years aside."""
        return {number.value for number in numbers(self.text)}

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """Its words, with the names of its correspondents."""
        return Vocabulary(f"{self.text}\n\n{self._correspondents}")


def surroundings(document: Document, place: int) -> Surroundings:
    """Return what a document holds: all of it, or around a place in a long one."""
    whole = len(document.text) <= 3 * BLOCK
    return _surroundings(document, None if whole else place // BLOCK)


@lru_cache(maxsize=CACHED_DOCUMENTS)
def _surroundings(document: Document, block: int | None) -> Surroundings:
    text = document.text if block is None else document.text[max(0, block - 1) * BLOCK : (block + 2) * BLOCK]
    about = (document.title, document.author, document.publisher, text)
    correspondents = "\n\n".join(fact.value for fact in document.facts if fact.name in CORRESPONDENTS)
    return Surroundings("\n\n".join(part for part in about if part), correspondents)
