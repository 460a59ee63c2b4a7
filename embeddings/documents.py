"""The values an archive is made of: Document, Attribution, Fact, Place, Sentence, Passage.

All offsets count characters of a document's canonical text. That is its text without site furniture; nothing else is
changed. `start` is inclusive, `end` exclusive.
"""

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, fields
from functools import cached_property
from itertools import accumulate
from typing import Any, NamedTuple

# Between the id or the path of a file and the place of a document inside it.
INSIDE = "!/"

# [start, end) of a text, in characters.
Span = tuple[int, int]


class Place(NamedTuple):
    """A part of a document by the name that a citation gives it, as [start, end) of its text.

    `kind` is one of PLACE_KINDS, `name` what the part is called there: the "12" of page 12, "Budget", "00:12:31".
    A table has tens of thousands, and a tuple is made twice as fast as a frozen dataclass.
    """

    kind: str
    name: str
    start: int
    end: int


# From the widest to the narrowest. A place may hold others: a chapter its pages, a sheet its rows.
PLACE_KINDS = (
    *("message", "article", "sheet", "chapter", "section", "post", "forwarded", "quotation", "signature"),
    *("slide", "page", "row", "time", "paragraph", "line"),
)


@dataclass(frozen=True, slots=True)
class Fact:
    """What is stated of a document, such as `name` "author" and `value` "Ana Ruiz", and by what: "mail header"."""

    name: str
    value: str
    origin: str


# What an office file or a PDF states of itself without showing it; its date is that on which the file was made.
OF_PROPERTIES = "document properties"
# The origin of a date on which paper was scanned: no date of what stands on it.
OF_A_SCAN = "document properties of a scan"


def is_date_of_scan(facts: Sequence[Fact]) -> bool:
    """Whether the date that facts state first is only that of a scan."""
    return _origin_of_date(facts) == OF_A_SCAN


def is_date_of_file(facts: Sequence[Fact]) -> bool:
    """Whether the date that facts state first is only that on which the file was made: written, printed or scanned."""
    return _origin_of_date(facts) in {OF_PROPERTIES, OF_A_SCAN}


def _origin_of_date(facts: Sequence[Fact]) -> str:
    return next((fact.origin for fact in facts if fact.name == "published"), "")


@dataclass(frozen=True, slots=True)
class Attribution:
    """Words of a document and who is their source, as it says; all spans are [start, end) of its text.

    `content` is what was said, in order, in several pieces where other words part it. `source` is what the text calls
    whoever said it, `speaker` the name or the description which that leads to, `chain` the places that lead there;
    `speaker` is None where the text leaves it open. `to` and `to_span` are the same of whom it was said to. `cue` is
    the word that says so, `setting` where or in what it was said. `kind` is "direct" for words in quotation marks or
    under the speaker's label, "indirect" for others, "mixed" for some of both. `hedged` is what was "reportedly" said,
    `negated` what was not said, or denied. `said` is when it was said, in the letters of ISO 8601 ("2005-02"); None
    where nothing near it tells.
    """

    content: tuple[Span, ...]
    source: Span | None
    speaker: str | None
    cue: Span | None
    kind: str
    to: str | None = None
    to_span: Span | None = None
    setting: Span | None = None
    hedged: bool = False
    negated: bool = False
    chain: tuple[Span, ...] = ()
    said: str | None = None

    def touches(self, start: int, end: int) -> bool:
        """Whether any of its content, or its cue, stands in [start, end) of the text."""
        spans = (*self.content, *([self.cue] if self.cue else []))
        return any(first < end and start < last for first, last in spans)

    def as_values(self) -> dict[str, Any]:
        """Return all of it as values of JSON."""
        return asdict(self)

    def with_words(self, text: str) -> dict[str, Any]:
        """Return all of it as values of JSON, each place with its words in the document's text."""

        def place(span: Span | None) -> dict[str, Any] | None:
            return span and {"text": text[slice(*span)], "start": span[0], "end": span[1]}

        stated = ("speaker", "to", "said", "kind", "hedged", "negated")
        return {
            **{name: getattr(self, name) for name in stated},
            **{name: place(getattr(self, name)) for name in ("source", "cue", "to_span", "setting")},
            **{name: [place(span) for span in getattr(self, name)] for name in ("content", "chain")},
        }

    def as_row(self) -> list[Any]:
        """Return all of it as values of JSON in the order of the fields, as `of` takes it."""
        return [getattr(self, name) for name in _ATTRIBUTION]

    @classmethod
    def of(cls, row: Sequence[Any]) -> "Attribution":
        """Return what `as_row` made a row of, also after JSON has made lists of its tuples."""
        content, source, speaker, cue, kind, to, to_span, setting, hedged, negated, chain, said = row
        return cls(
            *(tuple(map(tuple, content)), source and tuple(source), speaker, cue and tuple(cue), kind, to),
            *(to_span and tuple(to_span), setting and tuple(setting), hedged, negated, tuple(map(tuple, chain)), said),
        )


_ATTRIBUTION = [each.name for each in fields(Attribution)]


class AttributionsByPlace:
    """The attributions of one document, to be found by a place of its text. Each is equal to itself alone."""

    def __init__(self, attributions: Sequence[Attribution]) -> None:
        self.attributions = attributions

    def touching(self, start: int, end: int) -> list[Attribution]:
        """Return those of which content or cue stands in [start, end) of the text, in their order."""
        starts, reached, numbers = self._pieces
        # Before the first that reaches the place none does, and none begins in it after the last.
        among = numbers[bisect_right(reached, start) : bisect_left(starts, end)]
        found = (self.attributions[number] for number in sorted(set(among)))
        return [one for one in found if one.touches(start, end)]

    @cached_property
    def _pieces(self) -> tuple[list[int], list[int], list[int]]:
        """Where each piece begins, in order, how far it or one before it reaches, and the number of whose it is."""
        pieces = sorted(
            (*span, number)
            for number, one in enumerate(self.attributions)
            for span in (*one.content, *([one.cue] if one.cue else []))
        )
        reached = list(accumulate((end for _, end, _ in pieces), max))
        return [start for start, _, _ in pieces], reached, [number for _, _, number in pieces]


@dataclass(frozen=True, slots=True)
class Document:
    """One document of the archive.

    `id` is unique in the archive. `sha256` is the hash of the source's bytes, `text_sha256` that of the canonical text
    in UTF-8; both are in hex. `published` is an ISO 8601 date: a day, a month or a year. What the source does not state
    is None. `member` is where in its file a document stands that shares it with others, empty for the only one.
    `facts` says where what is stated comes from, and more that is stated; `places` are in the order of their starts.
    `attributions` say who is the source of its words, in the order of their contents; `by_place` finds them.
    `sidecar` is the digest of what was said of the file beside it, empty where nothing was. `told_apart` is as much of
    the end of the id as tells it from others of its archive that state the same title, date, author and publisher;
    empty where there are none, and of what stands in no archive.
    """

    id: str
    path: str
    text: str
    sha256: str
    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    published: str | None = None
    url: str | None = None
    language: str | None = None
    member: str = ""
    facts: tuple[Fact, ...] = ()
    places: tuple[Place, ...] = ()
    sidecar: str = ""
    attributions: tuple[Attribution, ...] = ()
    told_apart: str = field(default="", compare=False)
    text_sha256: str = field(init=False)
    by_place: AttributionsByPlace = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        digest = hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()
        object.__setattr__(self, "text_sha256", digest)
        object.__setattr__(self, "by_place", AttributionsByPlace(self.attributions))

    @property
    def dated(self) -> str | None:
        """When what it says was written, as far as it states that: `published`, but for the day of a scan."""
        return None if is_date_of_scan(self.facts) else self.published


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, or a heading, as [start, end) of its document's text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Passage:
    """Consecutive sentences of one document: the unit that is searched."""

    document_id: str
    sentences: tuple[Sentence, ...]

    @property
    def start(self) -> int:
        """First character of the passage."""
        return self.sentences[0].start

    @property
    def end(self) -> int:
        """One past the last character of the passage."""
        return self.sentences[-1].end


def joined(file: str, member: str) -> str:
    """Return the id or path of what stands in a file, given those of the file; the file's where `member` is empty."""
    return f"{file}{INSIDE}{member}" if member else file
