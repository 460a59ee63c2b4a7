"""Every document that meets a search, with every occurrence in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from embeddings.documents import Document, Span
from embeddings.generations.store import Generation
from qa.answers import Excerpt, cited_fields
from qa.question.filters import Filters, selection_in
from qa.question.speakers import not_looked_for
from qa.retrieval.scope import Scope
from qa.search.matching import may_meet, occurrences
from qa.search.parsing import And, InField, Near, Not, Or, Phrase, Search, Word, parse_search

# Shorter words may be an acronym's letters, which stand in the index as one word.
SHORTEST_INDEXED = 3


@dataclass(frozen=True, slots=True)
class FoundDocument:
    """A document that meets a search, with where its words stand, in order; only its title or author may have them."""

    document: Document
    spans: tuple[Span, ...]

    @property
    def excerpts(self) -> Iterator[Excerpt]:
        """The occurrences as excerpts, which have places and references."""
        for start, end in self.spans:
            yield Excerpt(document=self.document, start=start, end=end, text=self.document.text[start:end], score=1.0)


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found: all documents that meet it, in the order of the archive. `exact` is as in `find_all`.

    `note` says what the index does not know of that was searched for, "" where there is no such thing.
    """

    search: str
    exact: bool
    documents: tuple[FoundDocument, ...]
    generation: str
    filters: Filters | None = None
    note: str = ""

    @property
    def occurrences(self) -> int:
        """How many there are in all documents."""
        return sum(len(found.spans) for found in self.documents)

    def to_dict(self, first: int = 0, most: int | None = None) -> dict[str, Any]:
        """Return what was found as JSON values, of `most` documents from `first` on; the counts are of all."""
        listed = self.documents[first : None if most is None else first + most]
        return {
            "search": self.search,
            "exact": self.exact,
            **({"filters": self.filters.to_dict()} if self.filters else {}),
            **({"note": self.note} if self.note else {}),
            "document_count": len(self.documents),
            "occurrence_count": self.occurrences,
            "documents": [
                {"document": cited_fields(found.document), "occurrences": [_occurrence(x) for x in found.excerpts]}
                for found in listed
            ],
            "generation": self.generation,
        }


def _occurrence(excerpt: Excerpt) -> dict[str, Any]:
    return {
        "text": excerpt.text,
        "start": excerpt.start,
        "end": excerpt.end,
        "place": excerpt.place,
        "reference": excerpt.reference,
    }


def search_generation(typed: str, generation: Generation, filters: Filters | None = None, *, exact: bool) -> Found:
    """Return what a search finds in a generation under filters; see `find_all`. Raises FilterError, too."""
    narrowed = selection_in(filters, generation) if filters else None
    documents = find_all(typed, Scope(generation, narrowed), exact=exact)
    note = not_looked_for(generation.manifest) if _is_of_speakers(parse_search(typed)) else ""
    return Found(typed, exact, tuple(documents), generation.id, filters or None, note)


def _is_of_speakers(tree: Search) -> bool:
    match tree:
        case InField(field=field):
            return field == "speaker"
        case Near(first=first, second=second):
            return _is_of_speakers(first) or _is_of_speakers(second)
        case And(parts=parts) | Or(parts=parts):
            return any(_is_of_speakers(part) for part in parts)
        case Not(search=search):
            return _is_of_speakers(search)
        case _:
            return False


def find_all(typed: str, scope: Scope, *, exact: bool = False) -> list[FoundDocument]:
    """Return the documents of a scope that meet a search, in the order of the archive.

    The index says which documents may meet it, and the texts of these are read. `exact` compares words as they are
    typed, but for capitals; else any spelling and ending of a word is it.

    Raises SearchError for one that cannot be read, and IndexDamaged.
    """
    tree = parse_search(typed)
    generation = scope.generation
    numbers = _candidates(tree, generation)
    if numbers is None:
        numbers = set(range(generation.manifest.documents))
    found = []
    for number in sorted(numbers):
        if scope.documents is not None and not scope.documents[number]:
            continue
        document = generation.catalogue.numbered(number)
        if not may_meet(tree, document.text, exact=exact):
            continue
        spans = occurrences(tree, document, exact=exact)
        if spans is not None:
            found.append(FoundDocument(document, tuple(spans)))
    return found


def _candidates(tree: Search, generation: Generation) -> set[int] | None:
    """Return the numbers of the documents that may meet a search; None where all may."""
    match tree:
        case Phrase(words=words):
            return _all_of([_candidates_of_word(word, generation) for word in words])
        case Near(first=first, second=second):
            return _all_of([_candidates(first, generation), _candidates(second, generation)])
        case And(parts=parts):
            return _all_of([_candidates(part, generation) for part in parts])
        case Or(parts=parts):
            each = [_candidates(part, generation) for part in parts]
            return None if None in each else set().union(*(numbers for numbers in each if numbers is not None))
        case Not() | InField():
            return None


def _all_of(each: list[set[int] | None]) -> set[int] | None:
    sets = [numbers for numbers in each if numbers is not None]
    return set.intersection(*sets) if sets else None


def _candidates_of_word(word: Word, generation: Generation) -> set[int] | None:
    """Return the numbers of the documents with the term of a word.

    Digits stand otherwise in the index where they are of a date, and short words where they are of an acronym.
    """
    if word.ending or not word.term.isalpha() or len(word.text) < SHORTEST_INDEXED:
        return None
    return set(generation.lexical_documents.holding(word.term).tolist())
