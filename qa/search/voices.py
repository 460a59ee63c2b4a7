"""Who speaks in an archive, how often and to whom, and all that one of them says there, in the order of time."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from embeddings.documents import Attribution, Document, is_date_of_file
from embeddings.generations.store import Generation
from embeddings.index.people import is_persons_name
from embeddings.index.roles import is_any_of, names_in, role_of
from embeddings.times.resolving import published_time
from embeddings.times.values import Time, parse_notation
from qa.answers import Excerpt, cited_fields
from qa.question.filters import forms_of
from qa.question.speakers import not_looked_for
from qa.wording import count_of

# People to whom one speaks that a line names; of the rest it says how many there are.
NAMED_ADDRESSEES = 3
# What stands over the voices whose names are not a person's in full.
OTHERS = "Organisations, places, and names in part"


@dataclass(frozen=True, slots=True)
class Voice:
    """A person, or an organisation, who speaks in an archive.

    `forms` are the names that its documents have for them, `statements` how often something is said to be theirs, in so
    many `documents`, and `to` to whom, with how often, the most frequent first.
    """

    name: str
    forms: tuple[str, ...]
    statements: int
    documents: int
    to: tuple[tuple[str, int], ...] = ()

    @property
    def is_person(self) -> bool:
        """Whether the name is likely a person's in full; see embeddings.index.people.is_persons_name."""
        return is_persons_name(self.name)

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {
            "name": self.name,
            "person": self.is_person,
            "forms": list(self.forms),
            "statements": self.statements,
            "documents": self.documents,
            "to": [{"name": name, "statements": count} for name, count in self.to],
        }


@dataclass(frozen=True, slots=True)
class Statement:
    """Something that a document says somebody said: `speaker` and `to` are the names that the archive has for them."""

    document: Document
    attribution: Attribution
    speaker: str
    to: str | None

    @property
    def excerpt(self) -> Excerpt:
        """The words from the first to the last that are attributed, with what stands between."""
        start, end = self.attribution.content[0][0], max(end for _, end in self.attribution.content)
        return Excerpt(self.document, start, end, self.document.text[start:end], 1.0)

    @property
    def time(self) -> Time | None:
        """When it was said, or where that is unknown when its document was published."""
        said = self.attribution.said
        return parse_notation(said) if said else published_time(self.document.dated)

    @property
    def published(self) -> str:
        """When its document was published, in words, where nothing tells when it was said; else empty."""
        is_known = self.time and not self.attribution.said and not is_date_of_file(self.document.facts)
        return f"published {self.time}" if is_known else ""

    @property
    def words(self) -> str:
        """What was said; a sign stands for what parts it."""
        return " […] ".join(" ".join(self.document.text[start:end].split()) for start, end in self.attribution.content)

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON values: the attribution with its words, the reference of its place, and its document."""
        excerpt = self.excerpt
        return {
            **self.attribution.with_words(self.document.text),
            "speaker": self.speaker,
            "to": self.to,
            "text": self.words,
            "time": self.time.notation if self.time else None,
            "reference": excerpt.reference,
            "place": excerpt.place,
            "document": cited_fields(self.document),
        }


def voice_counts(voice: Voice) -> str:
    """Return how often somebody speaks, in how many documents, and to whom: "3 statements in 1 document, to Bo (2)"."""
    named = ", ".join(f"{name} ({count:,})" for name, count in voice.to[:NAMED_ADDRESSEES])
    more = len(voice.to) - NAMED_ADDRESSEES
    to = f", to {named}{f' and {more:,} more' if more > 0 else ''}" if named else ""
    return f"{count_of(voice.statements, 'statement')} in {count_of(voice.documents, 'document')}{to}"


def voices(generation: Generation) -> list[Voice]:
    """Return who speaks in a generation, persons before others, the most frequent first; only who has a name."""
    people = generation.catalogue.facts.voices.people
    spoken: Counter[str] = Counter()
    documents: dict[str, set[int]] = defaultdict(set)
    to: dict[str, Counter[str]] = defaultdict(Counter)
    for number, speaker, addressee in generation.catalogue.spoken():
        name = people.name_of(speaker)
        spoken[name] += 1
        documents[name].add(number)
        if addressee:
            to[name][people.name_of(addressee)] += 1
    found = [
        Voice(person.name, person.forms, spoken[person.name], len(documents[person.name]), _sorted(to[person.name]))
        for person in people.all
        if person.name in spoken
    ]
    return sorted(found, key=lambda voice: (not voice.is_person, -voice.statements, voice.name))


def _sorted(counts: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def statements(generation: Generation, speaker: str, to: str = "") -> list[Statement]:
    """Return all that somebody says in a generation, in the order of time; what has none stands last.

    `to` narrows it to what is said to somebody. Raises FilterError as the filters `speakers` and `to`.
    """
    people = generation.catalogue.facts.voices.people
    note = not_looked_for(generation.manifest)
    speakers = forms_of("speaker", [speaker], people, note)
    addressees = forms_of("addressee", [to], people, note) if to else ()
    catalogue = generation.catalogue
    are_roles = role_of(speaker) or role_of(to)
    said = _said_by_roles(generation, speakers, addressees) if are_roles else catalogue.said_by(speakers)
    found = [
        Statement(catalogue.numbered(number), one, people.name_of(one.speaker or ""), one.to and people.name_of(one.to))
        for number, one in said
        if are_roles or not to or one.to in addressees
    ]
    return sorted(found, key=_order)


def _said_by_roles(
    generation: Generation, speakers: Sequence[str], addressees: Sequence[str]
) -> Iterator[tuple[int, Attribution]]:
    """Yield what is said by some to some, whom documents call so, or by a name and so, with the document's number."""
    catalogue = generation.catalogue
    passages = catalogue.documents_of_passages
    spoken = catalogue.facts.voices.spoken(speakers, addressees, len(passages))
    for number in dict.fromkeys(passages[spoken].tolist()):
        document = catalogue.numbered(number)
        called = names_in(document)
        for one in document.attributions:
            if is_any_of(one.speaker, speakers, called) and is_any_of(one.to, addressees, called):
                yield number, one


def _order(statement: Statement) -> tuple[bool, int, int]:
    time = statement.time
    return (time is None, time.first.toordinal() if time else 0, time.last.toordinal() if time else 0)
