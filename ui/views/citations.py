"""Links to the places that citations name, relative to the page."""

from urllib.parse import urlencode

from embeddings.documents import Document
from qa.answers import Excerpt, Reprint
from qa.citations.lines import title_of
from ui.views.html import escape


def source_link(excerpt: Excerpt) -> str:
    """Return the address, relative to the page, that opens an excerpt in its source; it can be shared, and stays."""
    return f"?ref={excerpt.reference}"


def document_link(document: Document) -> str:
    """Return the address, relative to the page, that opens a document."""
    return f"?{urlencode({'doc': document.id}, errors='replace')}"


def reprint_link(reprint: Reprint, excerpt: Excerpt) -> str:
    """Return the address, relative to the page, that opens a reprint at the words of the excerpt that it has too."""
    return f"?{urlencode({'doc': reprint.id, 'words': excerpt.text}, errors='replace')}"


def numbered_link(number: int, excerpt: Excerpt) -> str:
    """Return a link, as safe HTML, that opens an excerpt in its source: its number in the answer, and its title."""
    document = excerpt.document
    return (
        f'<a class="occurrence numbered" href="{escape(source_link(excerpt))}" data-doc="{escape(document.id)}"'
        f' data-start="{excerpt.start}" data-end="{excerpt.end}" data-text="{document.text_sha256[:12]}"'
        f' data-reference="{excerpt.reference}"><span class="number">{number}</span>'
        f' <cite class="title" dir="auto">{escape(title_of(document))}</cite></a>'
    )
