"""The names of a text: in full, by surname, with a title; and what of these is one person."""

import re
from collections import defaultdict
from dataclasses import dataclass, field

from embeddings.documents import Span


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# A title, and the word by which its holder is called later: "Sen. John Kerry", "the senator".
_ROLES = """
    admiral adviser ambassador archbishop ayatollah baroness bishop captain chairman chairwoman chancellor chief
    colonel commissioner congressman congresswoman count deputy detective director doctor emir general governor
    judge justice king lady leader lieutenant lord major mayor minister officer pope premier president prince
    princess professor prosecutor queen representative reverend senator secretary sergeant sheikh speaker
    spokesman spokeswoman sultan attorney
"""
_SHORT_TITLES = """
    adm:admiral amb:ambassador capt:captain col:colonel dr:doctor gen:general gov:governor lt:lieutenant
    maj:major prof:professor rep:representative rev:reverend sen:senator sgt:sergeant shaikh:sheikh
"""
# These go before a name and are no role.
_OTHER_TITLES = """
    foreign madam miss mr mrs ms mx prime sir vice under assistant acting former treasury defense defence
    interior
"""
TITLES: dict[str, str] = {
    **{role: role for role in _ROLES.split()},
    **dict(pair.split(":") for pair in _SHORT_TITLES.split()),
    **dict.fromkeys(_OTHER_TITLES.split(), ""),
}
_HE = _set(
    """
    mr sir lord king prince emir sultan sheikh shaikh pope congressman chairman spokesman ayatollah john james
    robert michael william david richard joseph thomas charles daniel matthew donald mark paul steven stephen
    andrew kenneth george joshua kevin brian edward ronald timothy jason jeffrey ryan jacob gary nicholas eric
    jonathan larry scott frank justin brandon gregory raymond samuel benjamin patrick jack dennis jerry
    alexander tyler henry douglas peter adam nathan zachary walter kyle harold carl jeremy gerald keith roger
    arthur terry lawrence sean christian albert joe austin bernie bill bob jim mike tom tim dan dave steve greg
    barack ali hassan mohammad mohammed ahmed hamad vladimir michel pierre jean hans karl fritz ivan boris juan
    carlos jose luis miguel pedro antonio giovanni marco paolo rudy ted mitt newt mitch harry chuck ben jeff
    matt rick
    """
)
_SHE = _set(
    """
    mrs ms miss lady baroness queen princess madam congresswoman chairwoman spokeswoman mary patricia jennifer
    linda elizabeth barbara susan jessica sarah karen lisa nancy betty margaret sandra ashley kimberly emily
    donna michelle carol amanda dorothy melissa deborah stephanie rebecca sharon laura cynthia kathleen amy
    angela shirley anna brenda pamela emma nicole helen samantha katherine christine debra rachel carolyn janet
    catherine maria heather diane ruth julie olivia joyce virginia victoria kelly lauren christina joan evelyn
    judith megan andrea cheryl hannah jacqueline martha gloria teresa ann sara madison frances kathryn janice
    jean alice hillary melania ivanka chelsea kellyanne condoleezza madeleine theresa marie sophie ana elena
    ingrid claire
    """
)
# First names and forms of address that are a man's or a woman's.
GIVEN_NAMES = _HE | _SHE
_NO_NAMES = _set(
    """
    a an the in on at of and or but for by from to with as if when while after before since until because
    although though that this these those it he she they we i you his her their its our my who what where why
    how which there here now then so yet not no yes also even still just only both each every some any all many
    most more few several one two three monday tuesday wednesday thursday friday saturday sunday january
    february march april may june july august september october november december instead meanwhile however
    according asked today yesterday tomorrow last next during under over about into through between among
    against without within
    """
)
_CAPITALISED = r"(?:[A-ZÀ-Þ][\w’'\-]*\w|[A-Z]\.|(?:al|el|Al|El)-[A-ZÀ-Þ]\w+)"
_PARTICLE = r"(?:de|da|di|van|von|der|den|bin|ben|ibn|al|el|la|le|du|dos|del|y)"
_SHORT = r"(?:(?:Mr|Mrs|Ms|Mx|Dr|Sen|Rep|Gen|Gov|Prof|Lt|Col|Sgt|Maj|Capt|Adm|Amb|Rev|Hon|St)\.)"
_WORD = rf"(?:{_SHORT}|{_CAPITALISED})"
_NAME = re.compile(rf"(?<![\w’'\-]){_WORD}(?:[ \n](?:{_PARTICLE}[ \n]){{0,2}}{_WORD}){{0,7}}(?!\w)")
_SPACED = re.compile(r"\S+")
_POSSESSIVE = re.compile(r"[’']s?$")
# "..., acting assistant secretary for ...": what a name is explained by.
_ROLE = re.compile(r",\s+(?:(?:an?|the|his|her|its|their)\s+)?((?:[a-z][\w\-]*\s+){0,5}[a-z][\w\-]*)")


@dataclass(frozen=True, slots=True)
class Named:
    """A name where it stands: `words` without titles, of which `roles` says what the text calls its bearer by."""

    span: Span
    words: tuple[str, ...]
    roles: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        """The name, without titles."""
        return " ".join(self.words)


@dataclass(slots=True)
class Person:
    """Who bears a full name: where it stands first, and by what roles the text calls them."""

    name: str
    first: Span
    roles: set[str] = field(default_factory=set)
    is_person: bool = False

    @property
    def pronoun(self) -> str:
        """Return "he" or "she" where a title or the first name tells, else empty."""
        first = self.name.split()[0].casefold()
        for pronoun, words in (("he", _HE), ("she", _SHE)):
            if first in words or self.roles & words:
                return pronoun
        return ""


class People:
    """The names of a text, and whom they name."""

    def __init__(self, text: str) -> None:
        self.mentions = [named for match in _NAME.finditer(text) if (named := _named(match))]
        self._persons: dict[str, Person] = {}
        self._by_surname: dict[str, set[str]] = defaultdict(set)
        for mention in self.mentions:
            if len(mention.words) > 1:
                person = self._persons.setdefault(mention.name, Person(mention.name, mention.span))
                self._by_surname[mention.words[-1].casefold()].add(mention.name)
                if explained := _ROLE.match(text, mention.span[1]):
                    person.roles |= set(explained[1].split())
        for mention in self.mentions:
            # "Mr. Glaser" of whom no first name is given.
            if len(mention.words) == 1 and mention.roles and mention.name.casefold() not in self._by_surname:
                self._persons[mention.name] = Person(mention.name, mention.span)
                self._by_surname[mention.name.casefold()].add(mention.name)
        for mention in self.mentions:
            person_named = self.person(mention.words)
            if person_named:
                person_named.roles |= mention.roles
                person_named.is_person |= bool(mention.roles) or len(mention.words) == 1
        self._by_role: dict[str, list[Person]] = defaultdict(list)
        for person in sorted(self._persons.values(), key=lambda person: person.first):
            for role in person.roles:
                self._by_role[role].append(person)

    def person(self, words: tuple[str, ...]) -> Person | None:
        """Return whom a full name or a surname names, None where that is nobody, or might be several."""
        if not words:
            return None
        if (whole := " ".join(words)) in self._persons:
            known = self._persons[whole]
            longer = self._by_surname[words[-1].casefold()]
            if len(longer) == 1 or len(words) > 1:
                return known
        bearers = self._by_surname.get(words[-1].casefold(), set())
        if len(words) > 1:
            bearers = {name for name in bearers if name.split()[0].casefold() == words[0].casefold()}
        return self._persons[next(iter(bearers))] if len(bearers) == 1 else None

    def with_role(self, role: str, before: int) -> list[Person]:
        """Return the persons named before a place whom the text calls by a role, two where there are more."""
        found: list[Person] = []
        for person in self._by_role.get(role, ()):
            if person.first[0] >= before or len(found) > 1:
                break
            found.append(person)
        return found


def named(text: str, span: Span) -> Named | None:
    """Return the name that a phrase of a text is or ends with, None where there is none."""
    found = None
    for match in _NAME.finditer(text, *span):
        found = _named(match) or found
    return found


def _named(match: re.Match[str]) -> Named | None:
    words = [(match.start() + word.start(), word[0]) for word in _SPACED.finditer(match[0])]
    while words and words[0][1].casefold() in _NO_NAMES:
        words.pop(0)
    # "Secretary of State Hillary Clinton".
    if len(words) > 1 and words[0][1] == "State" and match.string.endswith("of ", 0, words[0][0]):
        words.pop(0)
    titles = [number for number, (_, word) in enumerate(words) if word.rstrip(".").casefold() in TITLES]
    roles: set[str] = set()
    if titles and titles[-1] + 1 < len(words):
        before = [word.rstrip(".").casefold() for _, word in words[: titles[-1] + 1]]
        roles = {TITLES[word] or word for word in before if word in TITLES}
        words = words[titles[-1] + 1 :]
    if not words:
        return None
    start, (last, ending) = words[0][0], words[-1]
    ending = _POSSESSIVE.sub("", ending).rstrip(".")
    if not ending:
        return None
    parts = (*(word for _, word in words[:-1]), ending)
    return Named((start, last + len(ending)), parts, frozenset(roles))
