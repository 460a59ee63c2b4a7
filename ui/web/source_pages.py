"""The source pane: what the page of the conversation may ask of the server about the document that it shows."""

from functools import partial
from typing import Any

import gradio as gr
from pydantic import BaseModel, ConfigDict, Field

from embeddings.documents import Document
from embeddings.errors import LoccitError
from qa.question.filters import Filters
from ui.views import source_pane
from ui.views.similar import similar_html
from ui.web.citing import follow_reference
from ui.web.endpoints import OpenArchive
from ui.web.inputs import Name, Place, validate
from ui.web.keeping import KeptFile, PageFunction
from ui.web.marking import ReadFilters, mark_on_page, sent_filters, with_marks

# Passages that are shown as like another.
SIMILAR = 6


class CitedPlace(BaseModel):
    """A place in a document as the page sends it; `text` is the beginning of the sha256 of the document's text.

    Where both `start` and `end` are 0, the document is shown at `words`. Where it does not have them, it is shown from
    its beginning, and nothing is marked as the current place. `cited` are the places that other citations name.
    """

    model_config = ConfigDict(extra="forbid")
    document: Name
    start: Place = 0
    end: Place = 0
    text: str = ""
    words: str = Field(default="", max_length=20_000)
    cited: list[tuple[Place, Place]] = Field(default=[], max_length=1000)


class ComparedPlace(BaseModel):
    """A place in a document as the page sends it, to which others are compared, and the filters that are on."""

    model_config = ConfigDict(extra="forbid")
    reference: Name
    filters: dict[str, Any] = {}


def pane_functions(open_archive: OpenArchive, kept_file: KeptFile) -> tuple[PageFunction, ...]:
    """Return what the page may ask of the server about a source, with what its reader marked it with."""

    def show(data: Any, request: gr.Request) -> dict[str, Any]:
        return with_marks(open_archive, kept_file, show_source(open_archive, data), request)

    def follow(data: Any, request: gr.Request) -> dict[str, Any]:
        return with_marks(open_archive, kept_file, follow_reference(open_archive, data), request)

    def mark(data: Any, request: gr.Request) -> dict[str, Any]:
        return mark_on_page(open_archive, kept_file, data, request)

    def similar(data: Any, request: gr.Request) -> dict[str, Any]:
        return similar_to_place(open_archive, data, partial(sent_filters, open_archive, kept_file, request))

    return show, follow, mark, similar


def show_source(open_archive: OpenArchive, data: Any) -> dict[str, Any]:
    """Return the source pane (`html`) for a place that the page sends as a CitedPlace."""
    try:
        place = validate(CitedPlace, data)
        document = open_archive().document(place.document, place.text)
        if document is None:
            return _no_source("This document is not in the archive any more.")
        has_place = (place.start, place.end) != (0, 0)
        if has_place and not _holds(document, place):
            return _no_source("This document has changed since it was cited; ask the question again.")
        span = None if has_place else source_pane.place_of(place.words, document.text)
        return {
            "html": source_pane.source(document, place.cited, span or (place.start, place.end)),
            "document": document.id,
        }
    except LoccitError as error:
        return _no_source(str(error))


def similar_to_place(
    open_archive: OpenArchive, data: Any, read_filters: ReadFilters = Filters.from_dict
) -> dict[str, Any]:
    """Return (`html`) passages like the one that the page sends as a ComparedPlace, or an `error`."""
    try:
        sent = validate(ComparedPlace, data)
        excerpts = open_archive().similar(sent.reference, SIMILAR, read_filters(sent.filters))
    except LoccitError as error:
        return {"error": str(error)}
    return {"html": similar_html(excerpts)}


def _no_source(reason: str) -> dict[str, Any]:
    return {"html": source_pane.no_source(reason)}


def _holds(document: Document, place: CitedPlace) -> bool:
    """Whether a document still has the text that a place was cited from, as far as the place tells."""
    return document.text_sha256.startswith(place.text) and place.start < place.end <= len(document.text)
