"""The documents of earlier links and filters, by the ids that they have now."""

from dataclasses import replace
from pathlib import Path

from embeddings.index.catalogue import Catalogue
from qa.question.filters import Filters


def current_id(document_id: str, catalogue: Catalogue) -> str:
    """Return the id that a document has now, given one that it may have had; that itself if it is not clear."""
    if catalogue.number_of(document_id) is not None:
        return document_id
    ids = catalogue.ids_at(document_id)
    return ids[0] if len(ids) == 1 else document_id


def with_current_ids(filters: Filters, index: Path, catalogue: Catalogue) -> Filters:
    """Return filters whose documents are named as they are now, and whose tags and stars are this user's documents.

    Raises FilterError for a tag that the user has given nothing, and KeptError where what is kept cannot be read.
    """
    if (filters.tags or filters.starred) and filters.marked is None:
        from qa.kept.marks import narrowed_for_this_user

        filters = narrowed_for_this_user(filters, index, catalogue.present)
    # A name without a folder may be that of several files; qa.question.filters finds all of them.
    documents = (current_id(name, catalogue) if "/" in name else name for name in filters.documents)
    return replace(filters, documents=tuple(documents))
