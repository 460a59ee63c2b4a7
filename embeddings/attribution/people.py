"""The persons of a text: whom a name names, by itself, by surname, with a title; and whom "he" and "she" may mean."""

import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from embeddings.attribution.cues import verb, verb_classes
from embeddings.attribution.names import (
    GIVEN_NAMES,
    HE,
    MAYBE_OF_THINGS,
    MEN,
    NO_NAMES_ALONE,
    OF_OFFICES,
    OF_THINGS,
    PERSONS,
    SHE,
    TITLES,
    WOMEN,
    Named,
    mentions,
    named,
)
from embeddings.documents import Span

# "..., acting assistant secretary for ...", "Ana Ruiz (chair)": what a name is explained by.
_ROLE = re.compile(
    r"(?:,\s+|\s\()(?P<article>(?:an?|the|his|her|its|their)\s+)?(?P<role>(?:[a-z][\w\-]*\s+){0,5}[a-z][\w\-]*)"
)
_ROLE_BEFORE = re.compile(r"(?<![\w’'\-])[a-z]+,?\s\Z")
_LOOK_BACK_FOR_ROLE = 20
# "The Emir of Varde, Hamad bin Khalifa": the office, and of what.
_OFFICE_OF = re.compile(r"(?<![\w’'\-])([A-Za-z]+) of (?:the )?[A-Z][\w’'\-]*(?: [A-Z][\w’'\-]*){0,3}, \Z")
# "The ferry Ana Maria" is no Ana, and "she" in what follows is not who bears such a name.
_VESSEL = re.compile(
    r"\b(?:barge|boat|cruiser|destroyer|ferry|freighter|frigate|liner|schooner|ship|steamer|submarine|tanker|trawler|tug|vessel"
    r"|yacht|MS|MV|SS|HMS|RMS|USS) \Z"
)
# So many characters before a name hold the office of whoever bears it.
_LONGEST_OFFICE = 80
# What ends with this is followed by the first word of a sentence, of a quotation or of a line.
_BEFORE_OPENING = re.compile(r"(?:\A|[.!?:…][\"”’)\]]*\s+|\n\s*|[\"“‘(\[])\Z")
# So many characters before a word tell whether it opens a sentence.
_LOOK_BACK = 6
_SMALL = re.compile(r"(?<![\w’'])[a-z]+")


@dataclass(slots=True)
class Person:
    """Who bears a name: where it stands first, and by what roles the text calls them.

    `told` is "he" or "she" where the word before a first name tells: "her daughter Clara". `is_vessel` says whether the
    word before the name is a ship's: "the ferry Ana Maria".
    """

    name: str
    first: Span
    roles: set[str] = field(default_factory=set)
    is_person: bool = False
    told: str = ""
    is_vessel: bool = False

    @property
    def pronoun(self) -> str:
        """Return "he" or "she" where the first name, a title or a word before the name tells, else empty."""
        words = self.name.split()
        first = {words[0].casefold()} if len(words) > 1 or not self.roles else set()
        return _pronoun(first) or self.told or _pronoun(self.roles)

    @property
    def is_human(self) -> bool:
        """Whether a title, a first name or a surname by itself shows that the name is a person's."""
        return self.is_person or bool(self.pronoun)

    @property
    def is_thing(self) -> bool:
        """Whether the name is an organisation's, a place's or a ship's, whatever its first word: "Douglas County"."""
        words = self.name.casefold().split()
        return (
            (self.is_vessel and not self.is_person)
            or words[-1] in OF_THINGS
            or (words[-1] in MAYBE_OF_THINGS | OF_OFFICES and words[0] not in GIVEN_NAMES and len(words) > 1)
        )


class People:
    """The names of a text, and whom they name."""

    def __init__(self, text: str) -> None:
        self._text = text
        found = mentions(text)
        self._opened = _opened(text, found)
        self.mentions = [self._without_opening(name) for name in found]
        self._persons: dict[str, Person] = {}
        self._by_surname: dict[str, set[str]] = defaultdict(set)
        self._by_first: dict[str, set[str]] = defaultdict(set)
        for mention in self.mentions:
            if len(mention.words) > 1:
                person = self._add(mention, mention.name)
                if mention.words[0].casefold() in GIVEN_NAMES:
                    self._by_first[mention.words[0].casefold()].add(mention.name)
                roles = self._explained(mention)
                person.roles |= roles
                person.is_person |= not roles.isdisjoint(PERSONS)
                before = self._text[max(0, mention.span[0] - _LOOK_BACK_FOR_ROLE) : mention.span[0]]
                person.is_vessel |= _VESSEL.search(before) is not None
        self._established = _established(self.mentions)
        self._add_of_one_word()
        for mention in self.mentions:
            if named_so := self.person(mention):
                named_so.roles |= mention.roles
                named_so.is_person |= bool(mention.roles) or len(mention.words) == 1
        self._by_role: dict[str, list[Person]] = defaultdict(list)
        for person in sorted(self._persons.values(), key=lambda person: person.first):
            for role in person.roles:
                self._by_role[role].append(person)

    def _add(self, mention: Named, name: str) -> Person:
        self._by_surname[mention.words[-1].casefold()].add(name)
        return self._persons.setdefault(name, Person(name, mention.span))

    def _explained(self, mention: Named) -> set[str]:
        """Return what a name is explained by: "the spokesman Lu Kang", "Lu Kang, a spokesman of the ministry"."""
        after = _ROLE.match(self._text, mention.span[1])
        explained = after["role"].split() if after and not _opens_predicate(after) else ()
        return {*explained, *self._called_before(mention), *self._office_before(mention)}

    def _office_before(self, mention: Named) -> set[str]:
        """Return the office of which a name is explained by its place: "the Emir of Varde, Hamad bin Khalifa"."""
        start = mention.span[0]
        office = _OFFICE_OF.search(self._text[max(0, start - _LONGEST_OFFICE) : start])
        return {office[1].lower()} & TITLES.keys() if office else set()

    def _called_before(self, mention: Named) -> set[str]:
        start = mention.span[0]
        before = _ROLE_BEFORE.search(self._text[max(0, start - _LOOK_BACK_FOR_ROLE) : start])
        return {before[0].strip(", ")} & PERSONS if before else set()

    def _add_of_one_word(self) -> None:
        """Add who has no other name than one word: "Mr. Glaser", "Mrs. Glaser" beside him, "Emma"."""
        single = [mention for mention in self.mentions if len(mention.words) == 1]
        told: dict[str, set[str]] = defaultdict(set)
        for mention in single:
            told[mention.name.casefold()].add(_pronoun(mention.roles))
        self._couples = {name for name, pronouns in told.items() if {"he", "she"} <= pronouns}
        for mention in single:
            small = mention.name.casefold()
            bearers = self._by_surname.get(small, ())
            if mention.roles and not any(self._may_bear(bearer, mention) for bearer in bearers):
                is_one = not bearers and small not in self._couples
                self._add(mention, mention.name if is_one else f"{mention.title} {mention.name}").roles |= mention.roles
            elif not (mention.roles or bearers or self._by_first.get(small)):
                # "her daughter Clara", "the fisherman Ove".
                called = self._called_before(mention) if small not in NO_NAMES_ALONE else set()
                # "The Emir" is an office, though some are called Emir.
                is_office = small in TITLES and self._text.endswith(("the ", "The "), 0, mention.span[0])
                if called or (small in GIVEN_NAMES - NO_NAMES_ALONE and not is_office):
                    person = self._add(mention, mention.name)
                    person.roles |= called
                    person.told = "he" if called & MEN else "she" if called & WOMEN else ""

    def person(self, name: Named) -> Person | None:
        """Return whom a full name, a surname or a first name names, None where that is nobody, or might be several.

        Of several who bear a surname it is the one whose title stands before it, or who was called by it first.
        """
        may = self.bearers(name)
        if len(may) > 1 and len(name.words) == 1:
            titled = [bearer for bearer in may if not name.roles.isdisjoint(bearer.roles)]
            first = self._established.get(name.words[0].casefold())
            may = titled if len(titled) == 1 else [bearer for bearer in may if bearer.name == first]
        return may[0] if len(may) == 1 else None

    def bearers(self, name: Named) -> list[Person]:
        """Return all whom a name may name."""
        surname = name.words[-1].casefold()
        bearers = self._by_surname.get(surname, set())
        if len(name.words) > 1:
            if name.name in self._persons:
                return [self._persons[name.name]]
            bearers = {bearer for bearer in bearers if bearer.split()[0].casefold() == name.words[0].casefold()}
        elif not bearers and not name.roles:
            bearers = self._by_first.get(surname, set())
        return [self._persons[bearer] for bearer in sorted(bearers) if self._may_bear(bearer, name)]

    def _may_bear(self, bearer: str, name: Named) -> bool:
        """Whether who bears a name may bear the titles of another, too: Emma Woodhouse is no Mr. Woodhouse."""
        titled, known = _pronoun(name.roles), self._persons[bearer].pronoun
        may = {titled} if name.words[-1].casefold() in self._couples else {titled, ""}
        return not titled or known in may

    def named(self, span: Span) -> Named | None:
        """Return the name that a phrase of the text is or ends with, None where there is none."""
        found = named(self._text, span)
        return self._without_opening(found) if found else None

    def with_role(self, role: str, before: int) -> list[Person]:
        """Return the persons named before a place whom the text calls by a role, two where there are more."""
        found: list[Person] = []
        for person in self._by_role.get(role, ()):
            if person.first[0] >= before or len(found) > 1:
                break
            found.append(person)
        return found

    def with_office(self, office: Sequence[str], before: int) -> list[Person]:
        """Return whom the words after "the" call by a role before a place, two where there are more.

        "The Ambassador" is a person only if there is one, and no "British Ambassador"; "the Foreign Minister" whoever
        is introduced by these words.
        """
        found = self.with_role(office[-1].lower(), before)
        if len(office) > 1 or office[0][0].isupper():
            found = [person for person in found if self.is_introduced_as(person, office)]
            return found if len(found) == 1 else []
        return found

    def is_introduced_as(self, person: Person, office: Sequence[str]) -> bool:
        """Whether an office and nothing more stands before a name where it stands first: "Foreign Minister Ana Ruiz".

        "The British Ambassador Ana Ruiz" is not introduced as the Ambassador, but a foreign minister as the Minister.
        """
        line = self._text[max(0, person.first[0] - _LONGEST_OFFICE) : person.first[0]].rpartition("\n")[2]
        if (of := _OFFICE_OF.search(line)) and office[-1:] == [of[1]]:
            line = line[: of.end(1)]
        before = line.split()
        held, before = before[-len(office) :], before[: -len(office)]
        while before and before[-1].lower() in TITLES:
            before.pop()
        is_qualified = bool(before) and before[-1].isalpha() and before[-1][0].isupper() and before[-1] != "The"
        return [word.lower() for word in held] == [word.lower() for word in office] and not is_qualified

    def _without_opening(self, name: Named) -> Named:
        if name.words not in self._opened or name.roles:
            return name
        start = name.span[0] + len(name.words[0])
        start += len(self._text[start : name.span[1]]) - len(self._text[start : name.span[1]].lstrip())
        return replace(name, span=(start, name.span[1]), words=name.words[1:])


def _established(mentions: Sequence[Named]) -> dict[str, str | None]:
    """Return for each surname who alone had been named in full when the text first called somebody by it alone.

    A text that goes on to name another of that surname goes on to call the first one by it. None where two had been
    named by then.
    """
    introduced: dict[str, set[str]] = defaultdict(set)
    found: dict[str, str | None] = {}
    for mention in mentions:
        surname = mention.words[-1].casefold()
        if len(mention.words) > 1:
            introduced[surname].add(mention.name)
        elif pronoun := _pronoun(mention.roles):
            # "Mrs. Lind" may be another than Karl Lind.
            introduced[surname].add(pronoun)
        elif surname in introduced and surname not in found:
            found[surname] = next(iter(introduced[surname])) if len(introduced[surname]) == 1 else None
    return found


def _opened(text: str, found: Sequence[Named]) -> set[tuple[str, ...]]:
    """Return what looks like a name and is a word that opens a sentence with a name after it: "Saw Marjorie".

    The whole stands within no sentence, the name alone does, and so does the word in small letters.
    """
    opening: set[tuple[str, ...]] = set()
    within: set[tuple[str, ...]] = set()
    for name in found:
        start = name.span[0]
        is_opening = _BEFORE_OPENING.search(text[max(0, start - _LOOK_BACK) : start]) is not None
        (opening if is_opening else within).add(name.words)
    may = {words for words in opening - within if len(words) > 1 and words[1:] in within}
    if not may:
        return may
    small = set(_SMALL.findall(text))
    return {words for words in may if words[0].casefold() in small and words[0].casefold() not in GIVEN_NAMES}


def _opens_predicate(after: re.Match[str]) -> bool:
    """Whether what stands after a name tells what is done, and not who it is: "Its lawyer, Bo Ek, told the court"."""
    first = after["role"].split()[0]
    lemma = verb(first)
    return not after["article"] and lemma != first and bool(verb_classes(lemma))


def _pronoun(words: Collection[str]) -> str:
    """Return "he" or "she" where titles or first names are a man's or a woman's alone, else empty."""
    told = [pronoun for pronoun, known in (("he", HE), ("she", SHE)) if not known.isdisjoint(words)]
    return told[0] if len(told) == 1 else ""
