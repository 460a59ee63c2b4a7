"""What a search can be narrowed to, with counts: publishers, authors, times, languages, voices."""

from dataclasses import dataclass, replace
from typing import Any

from embeddings.index.facts import Facts
from qa.question.filters import Filters, selection


@dataclass(frozen=True, slots=True)
class Facets:
    """Counts of documents under some filters.

    `documents` and `passages` count what the filters leave to be searched. `publishers` and `authors` are pairs of a
    name and its number of documents, the most frequent name first. `years` are pairs of a year and its number of
    documents, in order. `languages` are pairs of a code and its number of documents. A name, year or code of None
    stands for documents that state none. `speakers` are pairs of who speaks and the number of documents in which they
    do, most frequent first, and `to` the same of whom they speak to; those whom no name is given of are left out.
    `spoken_of` are pairs of a year and the number of documents that speak of it, in order.

    Publishers are counted as if they were not filtered themselves, and so are all others. The counts
    therefore show what another choice would find.
    """

    documents: int
    passages: int
    publishers: tuple[tuple[str | None, int], ...]
    authors: tuple[tuple[str | None, int], ...]
    years: tuple[tuple[int | None, int], ...]
    languages: tuple[tuple[str | None, int], ...] = ()
    speakers: tuple[tuple[str, int], ...] = ()
    to: tuple[tuple[str, int], ...] = ()
    spoken_of: tuple[tuple[int, int], ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the counts as JSON values."""
        return {
            "documents": self.documents,
            "passages": self.passages,
            "publishers": [{"name": name, "documents": count} for name, count in self.publishers],
            "authors": [{"name": name, "documents": count} for name, count in self.authors],
            "years": [{"year": year, "documents": count} for year, count in self.years],
            "languages": [{"code": code, "documents": count} for code, count in self.languages],
            "speakers": [{"name": name, "documents": count} for name, count in self.speakers],
            "to": [{"name": name, "documents": count} for name, count in self.to],
            "spoken_of": [{"year": year, "documents": count} for year, count in self.spoken_of],
        }


def count(facts: Facts, filters: Filters, note: str = "") -> Facets:
    """Count the documents that some filters leave. Raises FilterError, as `selection`, which `note` is for."""
    wanted = selection(filters, facts, note)
    of_any_publisher = facts.documents(selection(replace(filters, publishers=()), facts))
    of_any_author = facts.documents(selection(replace(filters, authors=()), facts))
    of_any_date = facts.documents(
        selection(replace(filters, published_from=None, published_to=None, undated="keep"), facts)
    )
    of_any_language = facts.documents(selection(replace(filters, languages=()), facts))
    of_any_speaker = facts.passages(selection(replace(filters, speakers=()), facts))
    to_anybody = facts.passages(selection(replace(filters, to=()), facts))
    of_any_time = facts.passages(selection(replace(filters, about=None), facts))
    return Facets(
        documents=int(facts.documents(wanted).sum()),
        passages=int(facts.passages(wanted).sum()),
        publishers=tuple(facts.publishers.counts(of_any_publisher)),
        authors=tuple(facts.authors.counts(of_any_author)),
        years=tuple(facts.years_among(of_any_date)),
        languages=tuple(facts.languages.counts(of_any_language)),
        speakers=tuple(facts.voices.speakers_among(of_any_speaker, facts.documents_of_passages, wanted.addressees)),
        to=tuple(facts.voices.addressees_among(to_anybody, facts.documents_of_passages, wanted.speakers)),
        spoken_of=tuple(facts.times.by_year(of_any_time, facts.documents_of_passages)),
    )
