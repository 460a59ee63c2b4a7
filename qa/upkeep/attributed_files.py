"""Who says what in some files, without an index."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from embeddings.attribution.dating import dated, dated_in_chat
from embeddings.attribution.finding import attributions
from embeddings.documents import Attribution, Document
from embeddings.files.path_text import path_text
from embeddings.readers.attributed import author_of, is_english
from embeddings.text.splitting import paragraph_sentences
from embeddings.times.told import document_times
from qa.upkeep.read_files import FileRead, read_files


def attributed_files(files: Iterable[Path | str]) -> dict[str, Any]:
    """Return the attributions of each document of some files, and what could not be read, as JSON values.

    Raises what qa.upkeep.read_files.read_files raises.
    """
    results = list(read_files(files))
    return {
        "documents": [_document(result, document) for result in results for document in result.documents],
        "refused": [refused for result in results for refused in result.refused_as_json()],
    }


def _document(result: FileRead, document: Document) -> dict[str, Any]:
    return {
        "file": path_text(result.file),
        "id": document.id,
        "text": document.text,
        "attributions": [one.as_values() for one in _attributions(document)],
    }


def _attributions(document: Document) -> tuple[Attribution, ...]:
    """Return all attributions of a document, however long it is."""
    text = document.text
    author = author_of(document.facts, text, document.places)
    found = attributions(text, author, None if is_english(document.language) else 0)
    sentences = [(sentence.start, sentence.end) for group in paragraph_sentences(text) for sentence in group]
    found = dated_in_chat(text, found, document.dated)
    return dated(text, found, document_times(document), sentences)
