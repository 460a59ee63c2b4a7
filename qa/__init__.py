"""A question becomes cited excerpts.

>>> from qa import Archive, ask, rebuild, retrieve  # doctest: +SKIP

The names are loaded at first use, so that `import qa` costs next to nothing.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from embeddings.documents import Document
    from embeddings.errors import LoccitError
    from qa.answers import Answer, Excerpt, Fact, Hit, Reprint, Signals
    from qa.archive import Archive, ask, retrieve
    from qa.citations.export import export
    from qa.citations.resolving import Resolved
    from qa.question.facets import Facets
    from qa.question.filters import Filters
    from qa.search.searching import Found
    from qa.search.voices import Statement, Voice
    from qa.settings import Settings
    from qa.upkeep.rebuilding import rebuild

__all__ = [
    "Answer",
    "Archive",
    "Document",
    "Excerpt",
    "Facets",
    "Fact",
    "Filters",
    "Found",
    "Hit",
    "LoccitError",
    "Reprint",
    "Resolved",
    "Settings",
    "Signals",
    "Statement",
    "Voice",
    "ask",
    "export",
    "rebuild",
    "retrieve",
]

_MODULES = {
    "Answer": "qa.answers",
    "Archive": "qa.archive",
    "Document": "embeddings.documents",
    "Excerpt": "qa.answers",
    "Fact": "qa.answers",
    "Facets": "qa.question.facets",
    "Filters": "qa.question.filters",
    "Found": "qa.search.searching",
    "Hit": "qa.answers",
    "LoccitError": "embeddings.errors",
    "Reprint": "qa.answers",
    "Resolved": "qa.citations.resolving",
    "Settings": "qa.settings",
    "Signals": "qa.answers",
    "Statement": "qa.search.voices",
    "Voice": "qa.search.voices",
    "ask": "qa.archive",
    "export": "qa.citations.export",
    "rebuild": "qa.upkeep.rebuilding",
    "retrieve": "qa.archive",
}


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module 'qa' has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(_MODULES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
