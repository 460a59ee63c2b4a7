"""The named endpoints that programs call: ask, retrieve, search, cite, export, people, rebuild."""

from collections.abc import Callable, Mapping
from typing import Any, Literal

from gradio.events import api
from pydantic import BaseModel, Field

from qa.archive import Archive
from qa.settings import Settings
from ui.web.exporting import MOST_EXPORTED, exported
from ui.web.inputs import Place, filters_of, validate
from ui.web.logins import Login
from ui.web.logs import ask_and_log
from ui.web.payloads import payload_of
from ui.web.people_endpoint import people_endpoint
from ui.web.rebuild_endpoint import rebuild_endpoint

MOST_EXCERPTS = 100
# Documents that one call of search returns at most.
MOST_DOCUMENTS = 100


class SentQuestion(BaseModel):
    """What a program asks, and how many excerpts it wants."""

    question: str
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


def add_endpoints(settings: Settings, logins: Mapping[str, Login] | None, open_archive: OpenArchive) -> None:
    """Add the endpoints to the page that is being built."""
    api(_ask(open_archive), api_name="ask")
    api(_retrieve(open_archive), api_name="retrieve")
    api(_search(open_archive), api_name="search")
    api(_cite(open_archive), api_name="cite")
    api(_export(open_archive), api_name="export")
    api(people_endpoint(open_archive), api_name="people")
    api(rebuild_endpoint(settings, logins), api_name="rebuild", concurrency_limit=1)


def _ask(open_archive: OpenArchive) -> Callable[..., dict[str, Any]]:
    def ask(  # noqa: PLR0917  # Gradio calls by position
        question: str,
        publishers: list[str] | None = None,
        authors: list[str] | None = None,
        published_from: str | None = None,
        published_to: str | None = None,
        documents: list[str] | None = None,
        undated: Literal["keep", "leave_out"] = "keep",
        languages: list[str] | None = None,
        about: str | None = None,
        speakers: list[str] | None = None,
        to: list[str] | None = None,
    ) -> dict[str, Any]:
        """Answer a question with cited verbatim excerpts, or say that the archive does not say.

        Args:
            question: A question in plain words, at most 20,000 characters.
            publishers: Search only what one of these published.
            authors: Search only what one of these wrote.
            published_from: Search only what was published on this day, month or year or later, such as 2010-11.
            published_to: Search only what was published on this day, month or year or earlier.
            documents: Search only the documents of these ids.
            undated: Whether to "keep" documents of unknown date or to "leave_out" them.
            languages: Search only what is written in one of these languages, by codes such as "en".
            about: Search only passages that speak of this time, such as 2005 or 2003..2007.
            speakers: Search only what one of these says, by their names.
            to: Search only what is said to one of these.

        Returns:
            question, filters if there are any, status ("answered" or "not_found"), confidence (0 to 1),
            low_confidence (whether the answer is not sure), reason (why it is not, or why nothing was found),
            excerpts, nearest, sources (how many of them are quoted, reprints counted once), generation.
        """

        def answer() -> dict[str, Any]:
            sent = validate(SentQuestion, {"question": question}, "The caller")
            filters = filters_of(
                *(publishers, authors, published_from, published_to, documents, undated, languages, about, speakers, to)
            )
            return ask_and_log("endpoint", lambda: open_archive().ask(sent.question, filters=filters)).to_dict()

        return payload_of(answer)

    return ask


def _retrieve(open_archive: OpenArchive) -> Callable[..., dict[str, Any]]:
    def retrieve(  # noqa: PLR0917  # Gradio calls by position
        question: str,
        k: int = 5,
        publishers: list[str] | None = None,
        authors: list[str] | None = None,
        published_from: str | None = None,
        published_to: str | None = None,
        documents: list[str] | None = None,
        undated: Literal["keep", "leave_out"] = "keep",
        languages: list[str] | None = None,
        about: str | None = None,
        speakers: list[str] | None = None,
        to: list[str] | None = None,
    ) -> dict[str, Any]:
        """Return the best excerpt of each of the k passages that speak to a question most, best first.

        Args:
            question: A question in plain words, at most 20,000 characters.
            k: How many excerpts, from 1 to 100.
            publishers: Search only what one of these published.
            authors: Search only what one of these wrote.
            published_from: Search only what was published on this day, month or year or later, such as 2010-11.
            published_to: Search only what was published on this day, month or year or earlier.
            documents: Search only the documents of these ids.
            undated: Whether to "keep" documents of unknown date or to "leave_out" them.
            languages: Search only what is written in one of these languages, by codes such as "en".
            about: Search only passages that speak of this time, such as 2005 or 2003..2007.
            speakers: Search only what one of these says, by their names.
            to: Search only what is said to one of these.

        Returns:
            question, filters if there are any, excerpts, generation.
        """

        def search() -> dict[str, Any]:
            sent = validate(SentQuestion, {"question": question, "k": k}, "The caller")
            filters = filters_of(
                *(publishers, authors, published_from, published_to, documents, undated, languages, about, speakers, to)
            )
            archive = open_archive()
            excerpts = archive.retrieve(sent.question, min(sent.k, MOST_EXCERPTS), filters=filters)
            return {
                "question": sent.question,
                **({"filters": filters.to_dict()} if filters else {}),
                "excerpts": [excerpt.to_dict() for excerpt in excerpts],
                "generation": archive.generation,
            }

        return payload_of(search)

    return retrieve


def _search(open_archive: OpenArchive) -> Callable[..., dict[str, Any]]:
    def search(  # noqa: PLR0917  # Gradio calls by position
        search: str,
        exact: bool = False,  # Gradio calls by position
        first: int = 0,
        publishers: list[str] | None = None,
        authors: list[str] | None = None,
        published_from: str | None = None,
        published_to: str | None = None,
        documents: list[str] | None = None,
        undated: Literal["keep", "leave_out"] = "keep",
        languages: list[str] | None = None,
        about: str | None = None,
        speakers: list[str] | None = None,
        to: list[str] | None = None,
    ) -> dict[str, Any]:
        """Return every document that meets an exact search, with every occurrence: who checks that nothing is missed.

        Args:
            search: Words, "phrases", AND, OR, NOT, NEAR/5, begin*, one letter wrong~, title:, author:.
            exact: Whether to find words as they are typed, but for capitals; else in any spelling and ending.
            first: Skip so many documents; 100 are returned at most.
            publishers: Search only what one of these published.
            authors: Search only what one of these wrote.
            published_from: Search only what was published on this day, month or year or later, such as 2010-11.
            published_to: Search only what was published on this day, month or year or earlier.
            documents: Search only the documents of these ids.
            undated: Whether to "keep" documents of unknown date or to "leave_out" them.
            languages: Search only what is written in one of these languages, by codes such as "en".
            about: Search only passages that speak of this time, such as 2005 or 2003..2007.
            speakers: Search only what one of these says, by their names.
            to: Search only what is said to one of these.

        Returns:
            search, exact, filters if there are any, document_count and occurrence_count (of all), documents (each with
            its occurrences: text, start, end, place, reference), generation.
        """

        def find() -> dict[str, Any]:
            sent = validate(SentSearch, {"search": search, "exact": exact, "first": first}, "The caller")
            filters = filters_of(
                *(publishers, authors, published_from, published_to, documents, undated, languages, about, speakers, to)
            )
            found = open_archive().search(sent.search, filters, exact=sent.exact)
            return found.to_dict(sent.first, MOST_DOCUMENTS)

        return payload_of(find)

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
        return payload_of(lambda: open_archive().resolve(reference).to_dict())

    return cite


def _export(open_archive: OpenArchive) -> Callable[..., dict[str, Any]]:
    def export(  # noqa: PLR0917  # Gradio calls by position
        questions: list[str],
        form: str,
        publishers: list[str] | None = None,
        authors: list[str] | None = None,
        published_from: str | None = None,
        published_to: str | None = None,
        documents: list[str] | None = None,
        undated: Literal["keep", "leave_out"] = "keep",
        languages: list[str] | None = None,
        about: str | None = None,
        speakers: list[str] | None = None,
        to: list[str] | None = None,
    ) -> dict[str, Any]:
        """Answer questions and return the answers, with their citations, in a format to keep or to send on.

        Args:
            questions: One question, or those of a conversation in their order, each read with those before it.
            form: markdown, text, json, csl-json, ris, bibtex or html.
            publishers: Search only what one of these published.
            authors: Search only what one of these wrote.
            published_from: Search only what was published on this day, month or year or later, such as 2010-11.
            published_to: Search only what was published on this day, month or year or earlier.
            documents: Search only the documents of these ids.
            undated: Whether to "keep" documents of unknown date or to "leave_out" them.
            languages: Search only what is written in one of these languages, by codes such as "en".
            about: Search only passages that speak of this time, such as 2005 or 2003..2007.
            speakers: Search only what one of these says, by their names.
            to: Search only what is said to one of these.

        Returns:
            form, media_type, text, generation.
        """

        def write() -> dict[str, Any]:
            filters = filters_of(
                *(publishers, authors, published_from, published_to, documents, undated, languages, about, speakers, to)
            )
            sent = validate(SentQuestions, {"questions": questions, "form": form}, "The caller")
            turns = [(question, filters) for question in sent.questions]
            return exported(open_archive(), turns, sent.form)

        return payload_of(write)

    return export
