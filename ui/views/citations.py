"""Links to the places that citations name, relative to the page."""

from urllib.parse import urlencode

from embeddings.documents import Document
from qa.answers import Excerpt, Reprint


def source_link(excerpt: Excerpt) -> str:
    """Return the address, relative to the page, that opens an excerpt in its source; it can be shared, and stays."""
    return f"?ref={excerpt.reference}"


def document_link(document: Document) -> str:
    """Return the address, relative to the page, that opens a document."""
    return f"?{urlencode({'doc': document.id}, errors='replace')}"


def reprint_link(reprint: Reprint, excerpt: Excerpt) -> str:
    """Return the address, relative to the page, that opens a reprint at the words of the excerpt that it has too."""
    return f"?{urlencode({'doc': reprint.id, 'words': excerpt.text}, errors='replace')}"
