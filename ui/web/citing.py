"""What the page asks of citations: references are followed, answers exported, words searched for."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from embeddings.errors import LoccitError
from qa.question.filters import Filters
from ui.views import found, source_pane
from ui.views.resolved import resolved_note, resolved_pane
from ui.web.endpoints import OpenArchive
from ui.web.exporting import MOST_EXPORTED, exported
from ui.web.inputs import Name, Place, validate
from ui.web.marking import ReadFilters

# Excerpts of a conversation that are looked for again after a rebuild; the newest are.
MOST_REFERENCES = 100


class CitedReference(BaseModel):
    """A permanent reference as the page sends it; `cited` are as in CitedPlace."""

    model_config = ConfigDict(extra="forbid")
    reference: Name
    cited: list[tuple[Place, Place]] = Field(default=[], max_length=1000)


class ConversationToExport(BaseModel):
    """The turns of a conversation as the page sends them; `only_last` leaves out all but the last of them."""

    model_config = ConfigDict(extra="forbid")
    turns: list[tuple[str, dict[str, Any]]] = Field(min_length=1, max_length=MOST_EXPORTED)
    form: str
    only_last: bool = False
    address: str = Field(default="", max_length=2_000, pattern="^(https?://[^ ]+)?$")


class SearchedWords(BaseModel):
    """An exact search as the page sends it."""

    model_config = ConfigDict(extra="forbid")
    search: str
    exact: bool = False
    filters: dict[str, Any] = {}


class ShownReferences(BaseModel):
    """The references of the excerpts that the page shows."""

    model_config = ConfigDict(extra="forbid")
    references: list[Name] = Field(max_length=MOST_REFERENCES)


def follow_reference(open_archive: OpenArchive, data: Any) -> dict[str, Any]:
    """Return the source pane (`html`) for a reference that the page sends, and the id of the `document` shown."""
    try:
        sent = validate(CitedReference, data)
        resolved = open_archive().resolve(sent.reference)
    except LoccitError as error:
        return {"html": source_pane.no_source(str(error))}
    document = resolved.excerpt.document if resolved.excerpt else resolved.document
    return {"html": resolved_pane(resolved, sent.cited), **({"document": document.id} if document else {})}


def export_turns(open_archive: OpenArchive, data: Any, read_filters: ReadFilters = Filters.from_dict) -> dict[str, Any]:
    """Return the turns that the page sends as a ConversationToExport in a format, as `exported` does, or an `error`."""
    try:
        sent = validate(ConversationToExport, data)
        turns = [(question, read_filters(filters)) for question, filters in sent.turns]
        return exported(open_archive(), turns, sent.form, only_last=sent.only_last, address=sent.address)
    except LoccitError as error:
        return {"error": str(error)}


def search_words(open_archive: OpenArchive, data: Any, read_filters: ReadFilters = Filters.from_dict) -> dict[str, Any]:
    """Return what an exact search that the page sends as SearchedWords finds (`html`, and the line `said`).

    Where it cannot be read, only `error` is returned, which points at the character that is wrong.
    """
    try:
        sent = validate(SearchedWords, data)
        searched = open_archive().search(sent.search, read_filters(sent.filters), exact=sent.exact)
    except LoccitError as error:
        return {"error": str(error)}
    return {"html": found.found_html(searched), "said": found.found_line(searched)}


def recheck_references(open_archive: OpenArchive, data: Any) -> dict[str, Any]:
    """Return the `notes` on those of the references that the page shows whose words changed or moved since, as HTML.

    They are by reference. A reference that cannot be followed has none.
    """
    try:
        archive = open_archive()
        followed = [archive.resolve(reference) for reference in validate(ShownReferences, data).references]
    except LoccitError:
        return {"notes": {}}
    return {"notes": {one.reference: resolved_note(one) for one in followed if one.status != "same"}}
