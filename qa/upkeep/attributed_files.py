"""Who says what in some files, without an index."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from embeddings.attribution.finding import attributions
from embeddings.documents import Attribution, Document
from embeddings.files.path_text import path_text
from embeddings.readers.mail_headers import MAIL_HEADER
from embeddings.readers.telegram import LETTER_HEAD, TELEGRAM_HEAD
from qa.upkeep.read_files import FileRead, read_files

# Who is named there says "I" and "we" in the text below.
_HEADS = frozenset({LETTER_HEAD, MAIL_HEADER, TELEGRAM_HEAD})


def attributed_files(files: Iterable[Path | str]) -> dict[str, Any]:
    """Return the attributions of each document of some files, and what could not be read, as JSON values.

    Raises what qa.upkeep.read_files.read_files raises.
    """
    results = list(read_files(files))
    return {
        "documents": [_document(result, document) for result in results for document in result.documents],
        "refused": [refused for result in results for refused in result.refused_as_json()],
    }


def as_json(attribution: Attribution) -> dict[str, Any]:
    """Return an attribution as JSON values; `said` is when its words were said, null where nothing tells."""
    return {**attribution.as_values(), "said": None}


def _document(result: FileRead, document: Document) -> dict[str, Any]:
    return {
        "file": path_text(result.file),
        "id": document.id,
        "text": document.text,
        "attributions": [as_json(one) for one in attributions(document.text, _author(document))],
    }


def _author(document: Document) -> str | None:
    return next((fact.value for fact in document.facts if fact.name == "author" and fact.origin in _HEADS), None)
