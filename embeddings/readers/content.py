"""What a reader gets, and what it takes from a file: one document or many."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from itertools import islice
from operator import attrgetter
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from embeddings.documents import Attribution, Fact, Place

# The facts that a document has a field of its own for.
FIELDS = ("title", "author", "publisher", "published", "url", "language")
# The fact that says how a document was read poorly.
READ_POORLY = "read poorly"
# What columns of tables state, as pairs of a field, or "text", and the name of the column.
Columns = tuple[tuple[str, str], ...]

# Of what is left out of a document so many lines are named, and so many characters of each: a reader who looks at them
# wants to see of what kind they are.
OMITTED_LINES, OMITTED_CHARACTERS = 200, 200
EMPTY = "holds no text"
HEAD_OR_FOOT = "a head or foot of the pages"
STRUCK = "struck through"
CONTENTS_LIST = "a list of contents"


class Omitted(NamedTuple):
    """A line, or a block, that is left out of a text, and why."""

    words: str
    reason: str


@dataclass(frozen=True, slots=True)
class FileContent:
    """The canonical text of a document of a file and what the file states of it.

    `published` is an ISO 8601 date: a day, a month or a year. What the file does not state is None. `left_out` is how
    many lines, or blocks of a web page, were left out as site furniture or page breaks; `omitted` has the first of
    them. `member` is where in the file the document stands, empty for what is the file itself. `poor` says how it was
    read poorly, empty for well. `attributions` are there where they were looked for (embeddings.readers.attributed).
    """

    text: str
    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    published: str | None = None
    url: str | None = None
    language: str | None = None
    left_out: int = field(default=0, compare=False)
    member: str = ""
    facts: tuple[Fact, ...] = field(default=(), compare=False)
    places: tuple[Place, ...] = ()
    poor: str = ""
    omitted: tuple[Omitted, ...] = field(default=(), compare=False)
    attributions: tuple[Attribution, ...] = ()


@dataclass(frozen=True, slots=True)
class Refused:
    """A member of a file that could not be read; the reason says why, and what to do."""

    member: str
    reason: str


@dataclass(frozen=True, slots=True)
class FileContents:
    """The documents of a file, each with another `member`, and its members that could not be read."""

    documents: tuple[FileContent, ...]
    refused: tuple[Refused, ...] = ()

    def as_values(self) -> dict[str, Any]:
        """Return all of it as values of JSON; facts, places and the like as rows, since they may be thousands.

        dataclasses.asdict takes ten times as long over a table of 20,000 rows.
        """
        return {
            "documents": [_values(document) for document in self.documents],
            "refused": [[refused.member, refused.reason] for refused in self.refused],
        }

    @classmethod
    def of(cls, values: dict[str, Any]) -> "FileContents":
        """Return what `as_values` made these values of."""
        return cls(
            tuple(_content(document) for document in values["documents"]),
            tuple(Refused(*refused) for refused in values["refused"]),
        )


class ReadMember(Protocol):
    """Reads what stands in a file as a file of its own; its documents and refusals bear the name before theirs."""

    def __call__(self, name: str, data: bytes, /) -> FileContents:
        """Return what a member holds; it raises LimitReached only, whatever the member is."""


class Parse(Protocol):
    """Makes of a file's path and bytes, and of what is said of columns, what it holds."""

    def __call__(self, path: Path, data: bytes, columns: Columns = (), /) -> FileContents:
        """Return what a file holds; raises as embeddings.readers.registry.contents_of."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a reader takes from one file, so that a hostile one costs no more than itself.

    `members` counts files inside it at any depth, messages among them; `depth` is how far they may be nested;
    `megabytes` is what they may unpack to, together; `ocr_seconds` is how long the processor works on its scans.
    `attributed` is in how many characters of its documents, together, it is looked for who says what.
    """

    pages: int = 5_000
    members: int = 100_000
    depth: int = 4
    megabytes: int = 1_000
    ocr_seconds: float = 80
    # 20 seconds of work of one core.
    attributed: int = 1_000_000


@dataclass(frozen=True, slots=True)
class File:
    """A file as a reader gets it: the last part of its path, its bytes, and what reads the files inside it.

    `columns` is what is said beside it of the columns of tables.
    """

    name: str
    data: bytes
    read_member: ReadMember
    limits: Limits = field(default_factory=Limits)
    columns: Columns = ()


class NotReadWhole(Exception):
    """A file of which a reader would leave something out; the message says why, and what to do."""


class NotRead(NotReadWhole):
    """A file that a reader cannot read, as it is broken, locked or of another kind; the message says what to do."""


class LimitReached(NotReadWhole):
    """A file that holds more than loccit takes from one; the message names the limit and what to do."""


def content_with(
    text: str,
    facts: Sequence[Fact] = (),
    places: Sequence[Place] = (),
    *,
    member: str = "",
    left_out: int | None = None,
    omitted: Sequence[Omitted] = (),
) -> FileContent:
    """Return a content whose fields are the first fact of each name, as the file's own words come before guesses.

    As much is left out as is omitted, if `left_out` says no more.
    """
    fields = {fact.name: fact.value for fact in reversed(facts) if fact.name in FIELDS}
    return FileContent(
        text,
        **fields,
        left_out=len(omitted) if left_out is None else left_out,
        omitted=in_short(omitted),
        member=member,
        facts=tuple(facts),
        places=tuple(places),
        attributions=(),
    )


def missing(before: Iterable[str], after: Iterable[str], reason: str) -> list[Omitted]:
    """Return the lines before of which there are fewer after, in their order, as omitted for a reason."""
    left = Counter(after)
    omitted = []
    for line in before:
        if left[line]:
            left[line] -= 1
        elif line.strip():
            omitted.append(Omitted(line, reason))
    return omitted


def in_short(omitted: Iterable[Omitted]) -> tuple[Omitted, ...]:
    """Return the first of what is omitted, and of each the beginning."""
    return tuple(Omitted(x.words[:OMITTED_CHARACTERS], x.reason) for x in islice(omitted, OMITTED_LINES))


def _values(content: FileContent) -> dict[str, Any]:
    values = {name: getattr(content, name) for name in _NAMES}
    rows = {"facts": [*map(_FACT, content.facts)], "places": [*content.places]}
    return values | rows | {"attributions": [one.as_row() for one in content.attributions]}


def _content(values: dict[str, Any]) -> FileContent:
    facts = tuple(Fact(*fact) for fact in values["facts"])
    places = tuple(map(Place._make, values["places"]))
    omitted = tuple(Omitted(*pair) for pair in values["omitted"])
    attributions = tuple(map(Attribution.of, values["attributions"]))
    several = {"facts": facts, "places": places, "omitted": omitted, "attributions": attributions}
    return FileContent(**values | several)


_NAMES = [each.name for each in fields(FileContent)]
_FACT = attrgetter(*(each.name for each in fields(Fact)))
