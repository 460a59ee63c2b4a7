"""The named endpoints that programs call: ask, retrieve, search, cite, similar, export, people, rebuild."""

from collections.abc import Callable, Mapping
from typing import Any

from gradio.events import api
from pydantic import BaseModel, Field

from qa.archive import Archive
from qa.question.filters import Filters
from qa.settings import Settings
from ui.web.exporting import MOST_EXPORTED, exported
from ui.web.filtering import SentFilters, with_filters
from ui.web.inputs import Place, validate
from ui.web.logins import Login
from ui.web.logs import ask_and_log
from ui.web.payloads import payload_of
from ui.web.people_endpoint import people_endpoint
from ui.web.rebuild_endpoint import rebuild_endpoint

# Excerpts that one call returns at most, however many are asked for.
MOST_EXCERPTS = 100
# Documents that one call of search returns at most.
MOST_DOCUMENTS = 100


class SentQuestion(BaseModel):
    """What a program asks, and how many excerpts it wants."""

    question: str
    k: int = 5


class SentReference(BaseModel):
    """The reference of an excerpt, and how many passages like it a program wants."""

    reference: str
    k: int = 5


class SentSearch(BaseModel):
    """What a program searches for, and from which document on it wants what was found."""

    search: str
    exact: bool = False
    first: Place = 0


class SentQuestions(BaseModel):
    """The questions of a conversation, and the format of the answers."""

    questions: list[str] = Field(min_length=1, max_length=MOST_EXPORTED)
    form: str


OpenArchive = Callable[[], Archive]


def add_endpoints(
    settings: Settings, logins: Mapping[str, Login] | None, open_archive: OpenArchive, sent_filters: SentFilters
) -> None:
    """Add the endpoints to the page that is being built."""
    api(with_filters(_ask(open_archive), sent_filters), api_name="ask")
    api(with_filters(_retrieve(open_archive), sent_filters), api_name="retrieve")
    api(with_filters(_search(open_archive), sent_filters), api_name="search")
    api(_cite(open_archive), api_name="cite")
    api(with_filters(_similar(open_archive), sent_filters), api_name="similar")
    api(with_filters(_export(open_archive), sent_filters), api_name="export")
    api(people_endpoint(open_archive), api_name="people")
    api(rebuild_endpoint(settings, logins), api_name="rebuild", concurrency_limit=1)


def _ask(open_archive: OpenArchive) -> Callable[..., dict[str, Any]]:
    def ask(question: str, *, filters: Filters) -> dict[str, Any]:
        """Answer a question with cited verbatim excerpts, or say that the archive does not say.

        Args:
            question: A question in plain words, at most 20,000 characters.

        Returns:
            question, filters if there are any, filters_leave_none where no document meets them, status ("answered" or
            "not_found"), confidence (0 to 1), low_confidence (whether the answer is not sure), reason (why it
            is not, or why nothing was found), excerpts, nearest, sources (how many of them are quoted, reprints counted
            once), generation.
        """
        sent = validate(SentQuestion, {"question": question}, "The caller")
        return ask_and_log("endpoint", lambda: open_archive().ask(sent.question, filters=filters)).to_dict()

    return ask


def _retrieve(open_archive: OpenArchive) -> Callable[..., dict[str, Any]]:
    def retrieve(question: str, k: int = 5, *, filters: Filters) -> dict[str, Any]:
        """Return the best excerpt of each of the k passages that speak to a question most, best first.

        Args:
            question: A question in plain words, at most 20,000 characters.
            k: How many excerpts, from 1 to 100.

        Returns:
            question, filters if there are any, excerpts, generation.
        """
        sent = validate(SentQuestion, {"question": question, "k": k}, "The caller")
        archive = open_archive()
        excerpts = archive.retrieve(sent.question, min(sent.k, MOST_EXCERPTS), filters=filters)
        return {
            "question": sent.question,
            **({"filters": filters.to_dict()} if filters else {}),
            "excerpts": [excerpt.to_dict() for excerpt in excerpts],
            "generation": archive.generation,
        }

    return retrieve


def _search(open_archive: OpenArchive) -> Callable[..., dict[str, Any]]:
    def search(search: str, exact: bool = False, first: int = 0, *, filters: Filters) -> dict[str, Any]:
        """Return every document that meets an exact search, with every occurrence: who checks that nothing is missed.

        Args:
            search: Words, "phrases", AND, OR, NOT, NEAR/5, begin*, one letter wrong~, title:, author:, speaker:.
            exact: Whether to find words as they are typed, but for capitals; else in any spelling and ending.
            first: Skip so many documents; 100 are returned at most.

        Returns:
            search, exact, filters if there are any, document_count and occurrence_count (of all), documents (each with
            its occurrences: text, start, end, place, reference), generation.
        """
        sent = validate(SentSearch, {"search": search, "exact": exact, "first": first}, "The caller")
        found = open_archive().search(sent.search, filters, exact=sent.exact)
        return found.to_dict(sent.first, MOST_DOCUMENTS)

    return search


def _cite(open_archive: OpenArchive) -> Callable[..., dict[str, Any]]:
    def cite(reference: str) -> dict[str, Any]:
        """Follow a permanent reference to the words that it cites, or to what became of them; never to other words.

        Args:
            reference: The reference of an excerpt, as ask and retrieve return it.

        Returns:
            reference, status ("same", "moved", "reprint", "changed" or "gone"), excerpt (the words as they stand now,
            null where no document has them), document (the one cited, as it is now), cited (the words cited, where
            a text that is kept has them), nearest (the place that has most of them), differences (word by word).
        """

        def followed() -> dict[str, Any]:
            sent = validate(SentReference, {"reference": reference}, "The caller")
            return open_archive().resolve(sent.reference).to_dict()

        return payload_of(followed)

    return cite


def _similar(open_archive: OpenArchive) -> Callable[..., dict[str, Any]]:
    def similar(reference: str, k: int = 5, *, filters: Filters) -> dict[str, Any]:
        """Return the passages that are nearest in meaning to the one with the words of a reference.

        Args:
            reference: The reference of an excerpt, as ask and retrieve return it.
            k: How many passages, from 1 to 100.

        Returns:
            reference, filters if there are any, excerpts (those of other documents first, nearest first; score is the
            cosine), generation.
        """
        sent = validate(SentReference, {"reference": reference, "k": k}, "The caller")
        archive = open_archive()
        excerpts = archive.similar(sent.reference, min(sent.k, MOST_EXCERPTS), filters)
        return {
            "reference": sent.reference,
            **({"filters": filters.to_dict()} if filters else {}),
            "excerpts": [excerpt.to_dict() for excerpt in excerpts],
            "generation": archive.generation,
        }

    return similar


def _export(open_archive: OpenArchive) -> Callable[..., dict[str, Any]]:
    def export(questions: list[str], form: str, *, filters: Filters) -> dict[str, Any]:
        """Answer questions and return the answers, with their citations, in a format to keep or to send on.

        Args:
            questions: One question, or those of a conversation in their order, each read with those before it.
            form: markdown, text, json, csl-json, ris, bibtex or html.

        Returns:
            form, media_type, text, generation.
        """
        sent = validate(SentQuestions, {"questions": questions, "form": form}, "The caller")
        turns = [(question, filters) for question in sent.questions]
        return exported(open_archive(), turns, sent.form)

    return export
