"""What a reader takes from a file."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reading:
    """Canonical text and what the source states of itself; None is what it does not state."""

    text: str
    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    published: str | None = None
    url: str | None = None
    language: str | None = None
