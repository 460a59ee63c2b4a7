"""Which documents of before are there now, though their files may have been moved."""

from collections.abc import Sequence

from embeddings.index.catalogue import Catalogue

# Of more, all ids are read at once: 10,000 take less time than to ask for 1,000.
ASKED_ONE_BY_ONE = 500


def current_id(catalogue: Catalogue, document_id: str) -> str:
    """Return the id that a document has now, given one that it may have had; that itself if it is not clear."""
    if catalogue.number_of(document_id) is not None:
        return document_id
    ids = catalogue.ids_at(document_id)
    return ids[0] if len(ids) == 1 else document_id


def current_ids(catalogue: Catalogue, names: Sequence[str]) -> tuple[str, ...]:
    """Return names of documents with those of them that are ids as they are now.

    A name without a folder may be that of several files, and stays.
    """
    return tuple(current_id(catalogue, name) if "/" in name else name for name in names)


def present(catalogue: Catalogue, known: Sequence[tuple[str, str]]) -> list[str | None]:
    """Return the ids that documents have now, given the id of each before and the sha256 of its text.

    A document that has another id now, since its file was moved, is known by its text; None stands for one that has
    gone.
    """
    if len(known) > ASKED_ONE_BY_ONE:
        there = set(catalogue.ids())
    else:
        there = {document_id for document_id, _ in known if catalogue.number_of(document_id) is not None}
    return [
        document_id if document_id in there else next(iter(catalogue.ids_with_text(text_sha256)), None)
        for document_id, text_sha256 in known
    ]
