"""What a reader narrows a search to: publishers, authors, dates of publication, documents."""

import difflib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any, Literal, get_args

from embeddings.dates import human_date, iso_date, span
from embeddings.index.facts import Facts, Names
from embeddings.index.selection import Selection
from qa.errors import FilterError

Undated = Literal["keep", "leave_out"]

# How many names an error suggests, and how many a description lists before it counts.
NEAR_NAMES = 3
# How many names are compared for that, and how long they may be: an error must come at once.
COMPARED_NAMES = 20_000
LONGEST_SHOWN = 100
NAMED_DOCUMENTS = 3


@dataclass(frozen=True, slots=True)
class Filters:
    """The documents to search: those that meet every condition given; of several names, any one.

    `published_from` and `published_to`, both inclusive, are days, months or years, in ISO 8601 or as in "30 November
    2010"; they are kept in ISO 8601. A document meets them if any day that its own date names lies between, so one of
    "2010" is found from June 2010. `undated` says what becomes of documents that state no date. `documents` are ids,
    or names of files.

    Raises FilterError for a date that is none, dates that run backwards, or a value of the wrong kind.
    """

    publishers: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    published_from: str | None = None
    published_to: str | None = None
    documents: tuple[str, ...] = ()
    undated: Undated = "keep"

    def __post_init__(self) -> None:
        for name in ("publishers", "authors", "documents"):
            object.__setattr__(self, name, _names(name, getattr(self, name)))
        for name in ("published_from", "published_to"):
            object.__setattr__(self, name, _date(name, getattr(self, name)))
        if self.undated not in get_args(Undated):
            raise FilterError(f'The filter undated is {_shown(self.undated)}; it is "keep" or "leave_out".')
        if self.published_from and self.published_to and span(self.published_from)[0] > span(self.published_to)[1]:
            raise FilterError(
                f"The filter's dates run backwards: published_from {self.published_from} is after published_to "
                f"{self.published_to}; swap them."
            )

    def __bool__(self) -> bool:
        """Whether anything is narrowed."""
        return self != Filters()

    def __str__(self) -> str:
        """Say it as a reader would: "published 2010 to 2013, by The Example; undated left out"."""
        said = ", ".join(part for part in (_published(self), _by(self), _written(self), _in(self)) if part)
        dated = self.published_from or self.published_to
        undated = "undated left out" if self.undated == "leave_out" else "undated kept" if dated else ""
        return "; ".join(part for part in (said, undated) if part)

    def to_dict(self) -> dict[str, Any]:
        """Return the filters as JSON values; `from_dict` takes them back."""
        return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(self).items()}

    @classmethod
    def from_dict(cls, values: object) -> "Filters":
        """Take JSON values as `to_dict` gives them; what is missing, None or empty narrows nothing.

        Raises FilterError for anything but a mapping, for an unknown name, and as the constructor does.
        """
        if not isinstance(values, Mapping):
            raise FilterError(f"The filters are {_shown(values)}; give names and values, as in a JSON object.")
        known = [field.name for field in fields(cls)]
        for name in values:
            if name not in known:
                raise FilterError(f"There is no filter {_shown(name)}; there are {', '.join(known)}.")
        return cls(**{name: value for name, value in values.items() if value})


def selection(filters: Filters, facts: Facts) -> Selection:
    """Return the filters as the indexes understand them: the archive's own names, and days.

    A name is taken as the archive has it, else in every spelling that differs only in case, accents and spaces.
    Raises FilterError for a name that the archive does not have.
    """
    return Selection(
        publishers=_known("publisher", filters.publishers, facts.publishers),
        authors=_known("author", filters.authors, facts.authors),
        documents=_known("document", filters.documents, facts.ids),
        first_day=span(filters.published_from)[0].toordinal() if filters.published_from else None,
        last_day=span(filters.published_to)[1].toordinal() if filters.published_to else None,
        undated=filters.undated == "keep",
    )


def _names(field: str, given: object) -> tuple[str, ...]:
    if isinstance(given, str) or not isinstance(given, Iterable):
        raise FilterError(f"The filter {field} is {_shown(given)}; give a list of names.")
    names = tuple(dict.fromkeys(given))
    for name in names:
        if not isinstance(name, str) or not name.strip():
            raise FilterError(f"The filter {field} holds {_shown(name)}; give names.")
    return names


def _date(field: str, given: object) -> str | None:
    if given is None:
        return None
    found = iso_date(given)
    if found is None:
        raise FilterError(f"The filter {field} is {_shown(given)}; give a date such as 2010-11-30, 2010-11 or 2010.")
    return found


def _known(kind: str, wanted: Iterable[str], there: Names) -> tuple[str, ...]:
    found: list[str] = []
    for name in wanted:
        spellings = [name] if name in there else _spellings(name, there.names, of_file=kind == "document")
        if not spellings:
            raise FilterError(_unknown(kind, name, there.names))
        found += spellings
    return tuple(dict.fromkeys(found))


def _spellings(name: str, names: Sequence[str], *, of_file: bool) -> list[str]:
    folded = _folded(name)
    return [one for one in names if folded in (_folded(one), of_file and _folded(_file(one)))]


def _unknown(kind: str, name: str, names: Sequence[str]) -> str:
    said = f"The archive has no {kind} {_shown(name)}"
    if not names:
        return f"{said}: no document in it states one. Take the filter out."
    if near := _near(name, names, of_file=kind == "document"):
        return f"{said}; did you mean {_either(near)}?"
    more = len(names) - NEAR_NAMES
    listed = ", ".join(_shown(one) for one in names[:NEAR_NAMES])
    return f"{said}; it has {listed}{f' and {more:,} more' if more > 0 else ''}."


def _near(name: str, names: Sequence[str], *, of_file: bool) -> list[str]:
    """Return the names that hold every word of a name, then those that are spelt much like it."""
    wanted = _folded(name)
    folded: dict[str, list[str]] = {}
    for one in names[:COMPARED_NAMES]:
        if len(one) <= LONGEST_SHOWN:
            folded.setdefault(_folded(_file(one) if of_file else one), []).append(one)
    holding = [form for form in folded if all(word in form for word in wanted.split())]
    alike = difflib.get_close_matches(wanted[:LONGEST_SHOWN], folded, NEAR_NAMES)
    near = [_shown(one) for form in dict.fromkeys([*holding, *alike]) for one in folded[form]]
    return near[:NEAR_NAMES]


def _file(document_id: str) -> str:
    return document_id.rpartition("/")[2]


def _shown(given: object) -> str:
    shown = repr(given)
    return shown if len(shown) <= LONGEST_SHOWN else f"{shown[:LONGEST_SHOWN]}…"


def _folded(name: str) -> str:
    """Return a name without case, accents and needless spaces."""
    folded = name.casefold()
    if not folded.isascii():
        parted = unicodedata.normalize("NFKD", folded)
        folded = "".join(mark for mark in parted if not unicodedata.combining(mark))
    return " ".join(folded.split())


def _published(filters: Filters) -> str:
    since = human_date(filters.published_from) if filters.published_from else ""
    until = human_date(filters.published_to) if filters.published_to else ""
    if since and until:
        return f"published {since} to {until}" if since != until else f"published {since}"
    return f"published from {since}" if since else f"published until {until}" if until else ""


def _by(filters: Filters) -> str:
    if not filters.publishers:
        return ""
    dated = filters.published_from or filters.published_to
    return f"{'by' if dated else 'published by'} {_either(filters.publishers)}"


def _written(filters: Filters) -> str:
    return f"written by {_either(filters.authors)}" if filters.authors else ""


def _in(filters: Filters) -> str:
    if len(filters.documents) > NAMED_DOCUMENTS:
        return f"in {len(filters.documents):,} documents"
    return f"in {_either(filters.documents)}" if filters.documents else ""


def _either(names: Sequence[str]) -> str:
    return " or ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)
