"""Files as the tests read them."""

from pathlib import Path

from embeddings.documents import Document
from embeddings.readers import registry


def read_one(path: Path, document_id: str) -> Document:
    """Return the only document of a file."""
    [document] = registry.read(path, document_id).documents
    return document
