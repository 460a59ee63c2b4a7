"""The works that answers cite, each once with all that is quoted of it: what goes into a list of references."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from embeddings.documents import Document, Span
from embeddings.index.selection import names_in
from qa.answers import Answer, Excerpt, Fact
from qa.citations.lines import fact_line, title_of
from qa.citations.standing import standing_lines
from qa.references import id_digest
from qa.wording import is_web_address, replace_control_characters

# The kinds of works that a document can be known to be; all else is "document".
MAIL_SUFFIXES = (".eml", ".msg", ".mbox")
# Words of a title that go into the key of a work.
KEY_WORDS = 3


@dataclass(frozen=True, slots=True)
class Work:
    """A document that is cited, with the excerpts that are, and the facts that it states of itself.

    `key` is short, unique among the works and the same whenever the document is cited. `kind` is "webpage" for a
    document that states a web address, "mail" for a message, else "document". `accessed` is the day of the export.
    `doubts` says for each question that it is cited for, but not as a sure answer, how that answer stands.
    """

    key: str
    kind: str
    document: Document
    excerpts: tuple[Excerpt, ...]
    facts: tuple[Fact, ...]
    accessed: date
    doubts: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """The title, or what the document goes by where it states none."""
        return one_line(title_of(self.document))

    @property
    def authors(self) -> tuple[str, ...]:
        """The names of the authors; one that is of several persons is parted."""
        names = names_in(self.document.author or "")
        return tuple(one_line(name) for name in names[1:] or names)

    @property
    def pages(self) -> str:
        """The pages that are quoted, as "3, 12"; empty where the document has none."""
        names = [place.name for excerpt in self.excerpts for place in excerpt.places if place.kind == "page"]
        return ", ".join(dict.fromkeys(names))

    @property
    def date_parts(self) -> list[int]:
        """The year, month and day that the document states, as far as it states them; none where it states no date."""
        return [int(part) for part in (self.document.dated or "").split("-") if part]


def works(answers: Sequence[Answer], accessed: date) -> list[Work]:
    """Return the works that answers cite, in the order in which they are cited first."""
    cited: list[Excerpt | Fact] = []
    doubts: dict[str, list[str]] = {}
    for answer in answers:
        parts: list[Excerpt | Fact] = [*answer.facts, *(answer.excerpts or answer.nearest)]
        cited += parts
        if doubt := _doubt(answer):
            for name in dict.fromkeys(part.document.id for part in parts):
                doubts.setdefault(name, []).append(doubt)
    return [replace(work, doubts=tuple(doubts.get(work.document.id, ()))) for work in works_of(cited, accessed)]


def _doubt(answer: Answer) -> str:
    """Return how an answer stands to its question, in a line; nothing where it is sure."""
    standing = standing_lines(answer)
    return one_line(f"“{answer.question}” {' '.join(standing)}") if standing else ""


def works_of(cited: Iterable[Excerpt | Fact], accessed: date) -> list[Work]:
    """Return the works that excerpts and facts are of, in the order in which they come first."""
    documents: dict[str, Document] = {}
    excerpts: dict[str, dict[Span, Excerpt]] = {}
    facts: dict[str, dict[str, Fact]] = {}
    for part in cited:
        name = part.document.id
        documents.setdefault(name, part.document)
        if isinstance(part, Fact):
            facts.setdefault(name, {})[part.name] = part
        else:
            excerpts.setdefault(name, {})[part.start, part.end] = part
    return [
        Work(
            key=_key(document),
            kind=_kind(document),
            document=document,
            excerpts=tuple(excerpts.get(name, {}).values()),
            facts=tuple(facts.get(name, {}).values()),
            accessed=accessed,
        )
        for name, document in documents.items()
    ]


def notes(work: Work, address: str) -> list[str]:
    """Return what is quoted of a work, each in a line with its place and reference, and what it states of itself.

    That it is cited for an answer that is not sure stands before them.
    """
    quoted = []
    for excerpt in work.excerpts:
        place = excerpt.place or f"characters {excerpt.start} to {excerpt.end}"
        quoted.append(one_line(f"“{excerpt.text}” ({place}; {link(excerpt, address)})"))
    return [
        *work.doubts,
        *quoted,
        *(one_line(f"{fact_line(fact)}, as the document states of itself") for fact in work.facts),
    ]


def link(excerpt: Excerpt, address: str) -> str:
    """Return the link that opens an excerpt on a page of loccit at an address; without one, the reference."""
    return f"{address}?ref={excerpt.reference}" if address else f"loccit {excerpt.reference}"


def one_line(text: str) -> str:
    """Return text as one line, without characters that cannot be shown."""
    return " ".join(replace_control_characters(text).split())


def _key(document: Document) -> str:
    """Return the key of a document: letters that every format takes, the year, and digits of the hash of its id."""
    plain = unicodedata.normalize("NFKD", document.title or document.id.rpartition("/")[2])
    words = re.findall(r"[a-z0-9]+", plain.encode("ascii", "ignore").decode().lower())[:KEY_WORDS]
    year = (document.published or "")[:4]
    return "-".join([*words, *([year] if year else []), id_digest(document.id)[:6]])


def _kind(document: Document) -> str:
    if document.path.lower().endswith(MAIL_SUFFIXES) or document.member.lower().endswith(MAIL_SUFFIXES):
        return "mail"
    return "webpage" if document.url and is_web_address(document.url) else "document"
