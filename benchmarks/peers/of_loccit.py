"""loccit's `retrieve`. It is given the documents whole, and parts them itself into the passages that the others get."""

from collections.abc import Callable
from pathlib import Path

from embeddings.building.rebuild import rebuild_documents
from embeddings.models.encoder import load_encoder
from qa import Archive
from qa.evaluation.collections import read_collection

FOUND = 10


def build(folder: Path) -> None:
    """Write the index; what an earlier one has already embedded is taken from there."""
    documents = read_collection(folder / "collection").documents
    rebuild_documents(documents, folder / "loccit", load_encoder, sources=["collection"])


def open_index(folder: Path) -> Callable[[str], list[str]]:
    """Return what answers questions."""
    archive = Archive.open(folder / "loccit")
    return lambda question: [excerpt.document.id for excerpt in archive.retrieve(question, FOUND)]
