"""Tags and stars of documents, each caller's own: what pages and programs may ask of them, and filters by them."""

from collections.abc import Callable
from typing import Any

import gradio as gr
from gradio.events import api
from pydantic import BaseModel, ConfigDict

from embeddings.errors import LoccitError
from qa.archive import Archive
from qa.errors import FilterError
from qa.kept.marks import Mark, given_tags, mark, mark_of, marks, narrowed
from qa.question.filters import Filters
from ui.views.marks import marks_html
from ui.web.inputs import Name, Place, Words, validate
from ui.web.keeping import MOST_SENT, KeptFile
from ui.web.payloads import payload_of

OpenArchive = Callable[[], Archive]
# Makes the filters of values that were sent.
ReadFilters = Callable[[Any], Filters]


class MarkedDocument(BaseModel):
    """A document, and the star and the tags that it shall have; None leaves either as it is."""

    model_config = ConfigDict(extra="forbid")
    document: Name
    starred: bool | None = None
    tags: list[Words] | None = None


class MarksWanted(BaseModel):
    """Which documents are listed: those with a tag, with a star, from which on."""

    model_config = ConfigDict(extra="forbid")
    tag: Words = ""
    starred: bool = False
    first: Place = 0


def sent_filters(open_archive: OpenArchive, kept_file: KeptFile, request: Any, values: Any) -> Filters:
    """Return the filters of values that were sent, with the tags and stars of who sent them looked up.

    Raises FilterError, and SettingError where nothing is kept of who sent them.
    """
    filters = Filters.from_dict(values)
    if not filters.tags and not filters.starred:
        return filters
    return narrowed(filters, kept_file(request), open_archive().present)


def mark_document(archive: Archive, kept_file: KeptFile, sent: MarkedDocument, request: Any) -> Mark:
    """Give a document of the archive a star or tags. Raises FilterError where there is none, and as `mark` does."""
    document = archive.document(sent.document)
    if document is None:
        raise FilterError(f"The archive has no document {sent.document!r}.")
    return mark(kept_file(request), document, archive.present, starred=sent.starred, tags=sent.tags)


def given_by_reader(kept_file: KeptFile, request: Any) -> list[Mark]:
    """Return the documents that a reader gave tags or a star; none where nothing can be kept or read."""
    try:
        return marks(kept_file(request))
    except LoccitError:
        return []


def with_marks(open_archive: OpenArchive, kept_file: KeptFile, shown: dict[str, Any], request: Any) -> dict[str, Any]:
    """Return what is shown of a `document` with the reader's `marks` of it, and the `tags` to choose from.

    Neither is there where no document is shown, or the reader can keep nothing.
    """
    try:
        archive = open_archive()
        document = archive.document(shown.get("document", ""))
        if document is None:
            return shown
        file = kept_file(request)
        return shown | {"marks": marks_html(mark_of(file, document, archive.present)), "tags": given_tags(file)}
    except LoccitError:
        return shown


def mark_on_page(open_archive: OpenArchive, kept_file: KeptFile, data: Any, request: Any) -> dict[str, Any]:
    """Give a document that the page sends a star or tags; return what is shown of it, and what is `said` to the reader.

    Where that cannot be done, only `error` is returned.
    """
    try:
        archive = open_archive()
        given = mark_document(archive, kept_file, validate(MarkedDocument, data), request)
    except LoccitError as error:
        return {"error": str(error)}
    tags = f"Tagged {', '.join(given.tags)}." if given.tags else "No tags."
    return {"marks": marks_html(given), "said": f"{'Starred' if given.starred else 'No star'}. {tags}"}


def add_mark_endpoints(open_archive: OpenArchive, kept_file: KeptFile) -> None:
    """Add the endpoints to the page that is being built."""
    api(_mark(open_archive, kept_file), api_name="mark")
    api(_marks(open_archive, kept_file), api_name="marks")


def _mark(open_archive: OpenArchive, kept_file: KeptFile) -> Callable[..., dict[str, Any]]:
    def mark(
        request: gr.Request, document: str, starred: bool | None = None, tags: list[str] | None = None
    ) -> dict[str, Any]:
        """Give a document a star or tags of the caller, by which ask, retrieve, search and export can be narrowed.

        Args:
            document: The id of the document.
            starred: Whether it has a star; without it, that stays.
            tags: Its new tags; without them, the tags stay.

        Returns:
            document, title, starred, tags.
        """

        def work() -> dict[str, Any]:
            sent = validate(MarkedDocument, {"document": document, "starred": starred, "tags": tags}, "The caller")
            return mark_document(open_archive(), kept_file, sent, request).to_dict()

        return payload_of(work)

    return mark


def _marks(open_archive: OpenArchive, kept_file: KeptFile) -> Callable[..., dict[str, Any]]:
    def listed(request: gr.Request, tag: str = "", starred: bool = False, first: int = 0) -> dict[str, Any]:
        """Return the documents that the caller gave tags or a star.

        Args:
            tag: Only those with this tag.
            starred: Whether to return only those with a star.
            first: Skip so many; 100 are returned at most.

        Returns:
            total, marks (document: its id now, null where the archive has it no longer; title, starred, tags).
        """

        def work() -> dict[str, Any]:
            sent = validate(MarksWanted, {"tag": tag, "starred": starred, "first": first}, "The caller")
            found = marks(kept_file(request), [sent.tag] if sent.tag else (), starred=sent.starred)
            part = found[sent.first : sent.first + MOST_SENT]
            now = open_archive().present([(one.document, one.text_sha256) for one in part])
            listed = [one.to_dict() | {"document": name} for one, name in zip(part, now, strict=True)]
            return {"total": len(found), "marks": listed}

        return payload_of(work)

    return listed
