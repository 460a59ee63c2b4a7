"""Clippings are followed to where their words stand now, and become what can be quoted of the archive as it is."""

from collections.abc import Callable, Sequence
from itertools import starmap
from typing import Any, NamedTuple

from embeddings.documents import Document
from qa.citations.lines import quoted, quoted_lines
from qa.citations.resolving import Resolved
from qa.kept.clippings import Clipping


class Followed(NamedTuple):
    """A clipping, and what its reference leads to in the archive as it is."""

    clipping: Clipping
    resolved: Resolved

    @property
    def document(self) -> Document:
        """What cites the words: the document that has them now, else what cited them when they were kept."""
        if self.resolved.excerpt:
            return self.resolved.excerpt.document
        return Document(text=self.clipping.text, **self.clipping.document)

    @property
    def place(self) -> str:
        """Where the words stand in the document: there now, or where they stood when they were kept."""
        return self.resolved.excerpt.place if self.resolved.excerpt else self.clipping.place

    @property
    def lines(self) -> list[str]:
        """The words, quoted, as they stand in the document now; else as they were kept."""
        return quoted_lines(self.resolved.excerpt) if self.resolved.excerpt else quoted(self.clipping.text)

    def to_dict(self) -> dict[str, Any]:
        """Return the clipping as JSON values, with `status` as in Resolved, and where they stand now, if they do."""
        excerpt = self.resolved.excerpt
        now = {"document": excerpt.document.id, "start": excerpt.start, "end": excerpt.end} if excerpt else None
        return {**self.clipping.to_dict(), "status": self.resolved.status, "now": now}


def follow(clippings: Sequence[Clipping], resolve_all: Callable[[list[str]], list[Resolved]]) -> list[Followed]:
    """Follow the references of clippings with what follows references: Archive.resolve_all, or what that calls."""
    resolved = resolve_all([clipping.reference for clipping in clippings])
    return list(starmap(Followed, zip(clippings, resolved, strict=True)))
