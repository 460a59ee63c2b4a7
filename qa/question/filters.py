"""What a search is narrowed to: publishers, authors, dates of publication, documents, languages, tags, stars."""

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from typing import TYPE_CHECKING, Any, Literal, get_args

from embeddings.dates import iso_date, span
from embeddings.index.facts import Facts, Names
from embeddings.index.people import People
from embeddings.index.selection import Selection, folded
from embeddings.times.stated import stated_time
from embeddings.times.values import parse_notation
from qa.errors import FilterError
from qa.question.filter_phrases import either, phrase_of
from qa.question.speakers import unheard

if TYPE_CHECKING:
    from embeddings.generations.store import Generation

Undated = Literal["keep", "leave_out"]

# How many names an error suggests or lists.
SUGGESTED_NAMES = 3
# Languages that an error lists: codes are short, and nobody can guess which an archive has.
LISTED_LANGUAGES = 40
# An error must come at once, so it compares so many of the archive's names at most, and none longer than this.
COMPARED_NAMES = 20_000
LONGEST_NAME = 100
# People of whom an error says that a name fits them.
OFFERED_PEOPLE = 6
# An id that no document has.
NO_DOCUMENT = ""


@dataclass(frozen=True, slots=True)
class Filters:
    """The documents to search: those that meet every condition. A condition of several names is met by any of them.

    `published_from` and `published_to`, both inclusive, are days, months or years, in ISO 8601 or as in "30 November
    2010". They are kept in ISO 8601. A document meets them if any day that its own date names lies between them, so a
    document of "2010" is found from June 2010. `undated` says what becomes of documents that state no date.
    `documents` are ids, or names of files. `languages` are codes as the documents state them, such as "en"; it stands
    for "en-GB", too.

    `about` is a time that passages speak of: a day, a month, a year, a decade, or two of them as in "2003..2007"; it is
    kept in the letters of ISO 8601, as in "2003/2007". Passages that name no time are left out.

    `speakers` are names of whoever says something, and `to` of whom it is said to: only what one of these says to one
    of those is searched. A surname will do where just one person of the archive bears it.

    `tags` and `starred` stand for the documents that a reader has given one of these tags, or a star (qa.kept.marks).
    `marked` are the ids of these documents once they have been looked up; it is no filter of its own.

    Raises FilterError for a text that is no date, dates that run backwards, or a value of the wrong kind.
    """

    publishers: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    published_from: str | None = None
    published_to: str | None = None
    documents: tuple[str, ...] = ()
    undated: Undated = "keep"
    languages: tuple[str, ...] = ()
    about: str | None = None
    speakers: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    starred: bool = False
    marked: tuple[str, ...] | None = field(default=None, repr=False, compare=False)

    def __post_init__(self) -> None:
        for name in ("publishers", "authors", "documents", "languages", "speakers", "to", "tags"):
            object.__setattr__(self, name, _checked_names(name, getattr(self, name)))
        for name in ("published_from", "published_to"):
            object.__setattr__(self, name, _checked_date(name, getattr(self, name)))
        object.__setattr__(self, "about", _checked_time(self.about))
        if self.undated not in get_args(Undated):
            raise FilterError(f'The filter undated is {_quoted(self.undated)}; it is "keep" or "leave_out".')
        if not isinstance(self.starred, bool):
            raise FilterError(f"The filter starred is {_quoted(self.starred)}; it is true or false.")
        if self.published_from and self.published_to and span(self.published_from)[0] > span(self.published_to)[1]:
            raise FilterError(
                f"The filter's dates run backwards: published_from {self.published_from} is after published_to "
                f"{self.published_to}; swap them."
            )

    def __bool__(self) -> bool:
        """Whether anything is narrowed."""
        return self != Filters()

    def __str__(self) -> str:
        """Describe the filters in words: "published 2010 to 2013, by The Example; undated left out"."""
        return phrase_of(self)

    def to_dict(self) -> dict[str, Any]:
        """Return the filters as JSON values; `from_dict` takes them back."""
        values = {name: value for name, value in asdict(self).items() if name in names_of_filters()}
        return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}

    @classmethod
    def from_dict(cls, values: object) -> "Filters":
        """Make filters of JSON values as `to_dict` returns them.

        A value that is missing, None or empty narrows nothing.

        Raises FilterError for anything but a mapping, for the name of no filter, and as the constructor does.
        """
        if not isinstance(values, Mapping):
            raise FilterError(f"The filters are {_quoted(values)}; give names and values, as in a JSON object.")
        for name in values:
            if name not in names_of_filters():
                raise FilterError(f"There is no filter {_quoted(name)}; there are {', '.join(names_of_filters())}.")
        return cls(**{name: value for name, value in values.items() if value})


def names_of_filters() -> list[str]:
    """Return the names of all filters, in the order of the fields of Filters."""
    return [one.name for one in fields(Filters) if one.compare]


def selection_in(filters: Filters, generation: "Generation") -> Selection:
    """Return the filters as `selection` does, for a generation; an error says which speakers it does not know of."""
    return selection(filters, generation.catalogue.facts, unheard(filters, generation.manifest))


def selection(filters: Filters, facts: Facts, note: str = "") -> Selection:
    """Return the filters as the index understands them: with the archive's spellings of names, and with days.

    Of tags and stars only those that were looked up (`marked`) narrow anything.

    A name stands for every spelling in the archive that differs from it only in case, accents and spaces.
    Raises FilterError for a name that the archive does not have; `note` is said of speakers that it does not.
    """
    return Selection(
        publishers=_spellings("publisher", filters.publishers, facts.publishers),
        authors=_spellings("author", filters.authors, facts.authors),
        documents=_documents(filters, facts),
        first_day=span(filters.published_from)[0].toordinal() if filters.published_from else None,
        last_day=span(filters.published_to)[1].toordinal() if filters.published_to else None,
        undated=filters.undated == "keep",
        languages=_spellings("language", filters.languages, facts.languages),
        about=_days(filters.about) if filters.about else None,
        speakers=forms_of("speaker", filters.speakers, facts.voices.people, note),
        addressees=forms_of("addressee", filters.to, facts.voices.people, note),
    )


def forms_of(kind: str, names: Iterable[str], people: People, note: str = "") -> tuple[str, ...]:
    """Return the forms in which the archive has those who are named.

    Raises FilterError for a name that nobody there has, of which it says `note`, too, or several of whom it does not
    tell which is meant.
    """
    forms: list[str] = []
    for name in names:
        persons = people.called(name)
        if len(persons) > 1:
            offered = [_quoted(person.name) for person in persons[:OFFERED_PEOPLE]]
            more = f" and {len(persons) - OFFERED_PEOPLE:,} more" if len(persons) > OFFERED_PEOPLE else ""
            fits = f"The {kind} {_quoted(name)} fits {len(persons):,} people of the archive"
            raise FilterError(f"{fits}: {', '.join(offered)}{more}; name one of them.")
        found = persons[0].forms if persons else people.described(name)
        if not found:
            unknown = _unknown_name_message(kind, name, [person.name for person in people.all])
            raise FilterError(f"{unknown} {note}".rstrip())
        forms += found
    return tuple(dict.fromkeys(forms))


def _documents(filters: Filters, facts: Facts) -> tuple[str, ...]:
    """Return the ids of the documents that are named or marked; if both, of those that are both."""
    named = _spellings("document", filters.documents, facts.ids)
    if filters.marked is None:
        return named
    both = set(named) & set(filters.marked) if named else filters.marked
    return tuple(both) or (NO_DOCUMENT,)


def _checked_names(field: str, value: object) -> tuple[str, ...]:
    if isinstance(value, str) or not isinstance(value, Iterable):
        raise FilterError(f"The filter {field} is {_quoted(value)}; give a list of names.")
    names = tuple(value)
    for name in names:
        if not isinstance(name, str) or not name.strip():
            raise FilterError(f"The filter {field} holds {_quoted(name)}; give names.")
    return tuple(dict.fromkeys(names))


def _checked_date(field: str, value: object) -> str | None:
    if value is None:
        return None
    date = iso_date(value)
    if date is None:
        raise FilterError(f"The filter {field} is {_quoted(value)}; give a date such as 2010-11-30, 2010-11 or 2010.")
    return date


def _checked_time(value: object) -> str | None:
    if value is None:
        return None
    time = stated_time(str(value))
    if time is None:
        raise FilterError(f"The filter about is {_quoted(value)}; give a time such as 2005, 2005-02 or 2003..2007.")
    return time.notation


def _days(notation: str) -> tuple[int, int]:
    time = parse_notation(notation)
    return time.first.toordinal(), time.last.toordinal()


def _spellings(kind: str, names: Iterable[str], archive_names: Names) -> tuple[str, ...]:
    """Return the archive's spellings of names. Raises FilterError for a name of which it has none."""
    spellings: list[str] = []
    for name in names:
        is_document = kind == "document"
        matches = [name] if name in archive_names else _matches(name, archive_names.names, is_document=is_document)
        if not matches:
            raise FilterError(_unknown_name_message(kind, name, archive_names.names))
        spellings += matches
    return tuple(dict.fromkeys(spellings))


def _matches(name: str, archive_names: Sequence[str], *, is_document: bool) -> list[str]:
    """Return the names that differ from a name in no more than case, accents and spaces; of documents, files' too."""
    folded_name = folded(name)
    return [
        archive_name
        for archive_name in archive_names
        if folded_name in (folded(archive_name), is_document and folded(_file_name(archive_name)))
    ]


def _unknown_name_message(kind: str, name: str, archive_names: Sequence[str]) -> str:
    message = f"The archive has no {kind} {_quoted(name)}"
    if not archive_names:
        return f"{message}: no document in it states one. Take the filter out."
    if kind == "language":
        return f"{message}; it has {', '.join(map(_quoted, archive_names[:LISTED_LANGUAGES]))}."
    if suggestions := _suggestions(name, archive_names, is_document=kind == "document"):
        return f"{message}; did you mean {either(suggestions)}?"
    more = len(archive_names) - SUGGESTED_NAMES
    listed = ", ".join(map(_quoted, archive_names[:SUGGESTED_NAMES]))
    return f"{message}; it has {listed}{f' and {more:,} more' if more > 0 else ''}."


def _suggestions(name: str, archive_names: Sequence[str], *, is_document: bool) -> list[str]:
    """Return the archive's names that hold every word of a name, then those with a similar spelling."""
    folded_name = folded(name)
    names_by_folded: dict[str, list[str]] = {}
    for archive_name in archive_names[:COMPARED_NAMES]:
        if len(archive_name) <= LONGEST_NAME:
            compared = _file_name(archive_name) if is_document else archive_name
            names_by_folded.setdefault(folded(compared), []).append(archive_name)
    words = folded_name.split()
    with_every_word = [candidate for candidate in names_by_folded if all(word in candidate for word in words)]
    similar = difflib.get_close_matches(folded_name[:LONGEST_NAME], names_by_folded, SUGGESTED_NAMES)
    nearest = dict.fromkeys([*with_every_word, *similar])
    suggestions = [_quoted(archive_name) for near_name in nearest for archive_name in names_by_folded[near_name]]
    return suggestions[:SUGGESTED_NAMES]


def _file_name(document_id: str) -> str:
    return document_id.rpartition("/")[2]


def _quoted(value: object) -> str:
    """Return a value as a message quotes it: as Python writes it, cut short."""
    text = repr(value)
    return text if len(text) <= LONGEST_NAME else f"{text[:LONGEST_NAME]}…"
