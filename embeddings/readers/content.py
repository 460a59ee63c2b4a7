"""What a reader takes from a file."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class FileContent:
    """The canonical text of a file and what the file states of itself.

    `published` is an ISO 8601 date: a day, a month or a year. What the file does not state is None. `left_out` is how
    many lines, or blocks of a web page, were left out as site furniture or page breaks.
    """

    text: str
    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    published: str | None = None
    url: str | None = None
    language: str | None = None
    left_out: int = field(default=0, compare=False)


class NotReadWhole(Exception):
    """A file of which a reader would leave something out; the message says why, and what to do."""
