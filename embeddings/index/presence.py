"""Which documents of before are there now, though their files may have been moved."""

from collections.abc import Sequence

from embeddings.documents import Document
from embeddings.index.catalogue import Catalogue

# Digits of a text's hash by which a text is found; links have so many.
SHORTEST_HASH = 12
# Of more, all ids are read at once: 10,000 take less time than to ask for 1,000.
ASKED_ONE_BY_ONE = 500


def current_id(catalogue: Catalogue, document_id: str) -> str:
    """Return the id that a document has now, given one that it may have had; that itself if it is not clear."""
    if catalogue.number_of(document_id) is not None:
        return document_id
    ids = catalogue.ids_at(document_id)
    return ids[0] if len(ids) == 1 else document_id


def document_of(catalogue: Catalogue, document_id: str, text_sha256: str) -> Document | None:
    """Return a document, given an id that it may have had, and the beginning of its text's hash if that is known.

    If the document of the id has another text, one that has this text is returned before it.
    """
    document = catalogue.document(current_id(catalogue, document_id))
    if len(text_sha256) < SHORTEST_HASH or (document and document.text_sha256.startswith(text_sha256)):
        return document
    cited = catalogue.ids_with_text(text_sha256)
    return catalogue.document(cited[0]) if cited else document


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
