"""Who the names of an archive's speakers are: the forms of one person are one, and two of a surname stay two."""

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from embeddings.attribution.names import GIVEN_NAMES, IN_NO_NAME, OF_THINGS, TITLES, named
from embeddings.index.roles import described_key
from embeddings.index.selection import folded

# Words in a name that begin with a small letter.
_PARTICLES = frozenset(
    [
        *("al", "bin", "bint", "ben", "da", "das", "de", "del", "den", "der", "di", "dos", "du", "e", "el"),
        *("for", "ibn", "la", "le", "of", "on", "and", "the", "von", "van", "und", "y", "zu"),
    ]
)
_OPENS_NO_NAME = frozenset(
    [
        *("a", "an", "his", "her", "its", "their", "my", "our", "your"),
        *("some", "many", "most", "several", "this", "that", "these", "those"),
    ]
)
# "John F. Kerry" is John Kerry.
_INITIAL = re.compile(r"[^\W\d_]\.?")
# Many names are like this. Of 100,000, four in ten of them so, it takes 2.4 s to tell whose they are, 3.4 without this.
_PLAIN = re.compile(r"[A-Z][a-z]+(?: [A-Z][a-z]+){0,7}")
_ARTICLE = "the"
_SHORTEST_ABBREVIATION = 3
# A name that holds one of these, or of those that such a name ends with, is an organisation's, a paper's or a place's.
_THINGS = """
    airlines alliance amembassy army assembly associated bbc broadcasting cabinet campaign church cnn force
    forces front guard guards house industries initiative intelligence international jazeera lanka media
    movement nations navy news party police post press project radio reform research review school secstate
    studies survey watch world and for of conservatives democrats liberals republicans today monday tuesday
    wednesday thursday friday saturday sunday
"""
_OF_THINGS = OF_THINGS.union(_THINGS.split())
_PLACES = "costa east eastern el hong new north northern puerto saudi south southern united west western"
_OPENS_A_PLACE = frozenset(_PLACES.split())


@dataclass(frozen=True, slots=True)
class Person:
    """Whoever bears a name in an archive, or an organisation: the name in full, and the forms in which it stands.

    `forms` are as documents resolve them, the most frequent first.
    """

    name: str
    forms: tuple[str, ...]


class People:
    """The persons of an archive, given how often each name stands there; descriptions ("the adviser") are nobody's.

    `labels` are names by what they are used for, whatever they look like: "bo_ek", "+44 7700 900123".
    A name of one word is a person's of whom it is the last name, if just one in the archive has it.
    """

    def __init__(self, uses: Mapping[str, int], labels: Collection[str] = ()) -> None:
        keys = {form: _key(form) for form in uses if _is_plain(form) or is_name(form) or form in labels}
        by_key: dict[str, list[str]] = defaultdict(list)
        for form, key in keys.items():
            by_key[key].append(form)
        by_last: dict[str, list[str]] = defaultdict(list)
        for key in by_key:
            if " " in key:
                by_last[key.rpartition(" ")[2]].append(key)
        for key in [key for key in by_key if " " not in key and len(by_last.get(key, ())) == 1]:
            by_key[by_last[key][0]] += by_key.pop(key)
        self._persons: dict[str, Person] = {}
        for key, forms in sorted(by_key.items()):
            ordered = sorted(forms, key=lambda form: (-uses[form], form))
            # A surname alone is not what they are called, however often it stands, and capitals are a label's.
            in_full = [form for form in ordered if keys[form] == key]
            name = next((form for form in in_full if not form.isupper()), in_full[0])
            self._persons[key] = Person(name, tuple(ordered))
        self._of_form = {form: person for person in self._persons.values() for form in person.forms}
        self._descriptions: dict[str, list[str]] = defaultdict(list)
        for form in uses:
            if form not in keys:
                self._descriptions[described_key(form)].append(form)

    @property
    def all(self) -> tuple[Person, ...]:
        """All persons, in alphabetical order."""
        return tuple(self._persons.values())

    def of_form(self, form: str) -> Person | None:
        """Return whom a name as a document resolves it names; None for a description."""
        return self._of_form.get(form)

    def name_of(self, form: str) -> str:
        """Return the name of whom a name as a document resolves it names; a description as it is."""
        person = self._of_form.get(form)
        return person.name if person else form

    def called(self, name: str) -> list[Person]:
        """Return whom a name may mean: the one of that full name, or all whose last words it is, or any words.

        Else it may be the first letters of one.
        """
        key = _key(name)
        if " " in key and key in self._persons:
            return [self._persons[key]]
        words = f" {key}"
        ends = [self._persons[known] for known in self._holding(key) if f" {known}".endswith(words)]
        if len(ends) > 1:
            # Of a bare surname it is not known which of those it is.
            ends = [person for person in ends if " " in _key(person.name)]
        return ends or self.holding(name) or [self._persons[known] for known in self._by_initials.get(key, ())]

    def holding(self, name: str) -> list[Person]:
        """Return those whose names hold a name: "Lula" stands in "Luiz Inácio Lula da Silva"."""
        key = _key(name)
        return [self._persons[known] for known in self._holding(key) if f" {key} " in f" {known} "]

    def _holding(self, key: str) -> Sequence[str]:
        """Return the keys of the persons whose names hold the last word of a key, in alphabetical order."""
        return self._by_word.get(key.rpartition(" ")[2], ())

    @cached_property
    def _by_word(self) -> Mapping[str, Sequence[str]]:
        by_word: dict[str, list[str]] = defaultdict(list)
        for key in self._persons:
            for word in dict.fromkeys(key.split(" ")):
                by_word[word].append(key)
        return by_word

    @cached_property
    def _by_initials(self) -> Mapping[str, Sequence[str]]:
        """The keys of the persons by their first letters: "iaea", of the International Atomic Energy Agency."""
        by_initials: dict[str, list[str]] = defaultdict(list)
        for key in self._persons:
            initials = "".join(word[0] for word in key.split() if word not in _PARTICLES)
            if len(initials) >= _SHORTEST_ABBREVIATION:
                by_initials[initials].append(key)
        return by_initials

    def described(self, words: str) -> list[str]:
        """Return the descriptions that some words are, "the adviser", in any of their forms: "his adviser"."""
        return self._descriptions.get(described_key(words), [])

    def described_further(self, words: str) -> dict[str, list[str]]:
        """Return the descriptions that say more than some words, "the adviser": "the trade adviser", with its forms."""
        own = described_key(words)
        end = f" {own.removeprefix('the ')}"
        further = [key for key in self._described_by_last.get(own.rpartition(" ")[2], ()) if key.endswith(end)]
        return {key: self._descriptions[key] for key in further if key != own and key.startswith("the ")}

    @cached_property
    def _described_by_last(self) -> Mapping[str, Sequence[str]]:
        """The keys of the descriptions by their last words."""
        by_last: dict[str, list[str]] = defaultdict(list)
        for key in self._descriptions:
            by_last[key.rpartition(" ")[2]].append(key)
        return by_last


def is_name(text: str) -> bool:
    """Whether what a text calls a speaker is a name: all its words are capitalised but for particles."""
    words = text.split()
    if words and words[0].lower() == _ARTICLE:
        words = words[1:]
    # "The Chairman" may be anybody.
    if not words or words[0].lower() in _OPENS_NO_NAME or all(word.lower().rstrip(".") in TITLES for word in words):
        return False
    # "al-Thani" is capitalised, too.
    capitalised = [word[0].isupper() or ("-" in word and word != word.lower()) for word in words]
    return any(capitalised) and all(
        is_capitalised or word.lower() in _PARTICLES for word, is_capitalised in zip(words, capitalised, strict=True)
    )


def is_persons_name(name: str) -> bool:
    """Whether a name is likely a person's: in full or with a title, and with no word for an organisation or a place.

    One word alone may be anything, and is taken for no person's.
    """
    words = [word.strip(".,").casefold() for word in name.split()]
    if len(words) < 2 or words[0] == _ARTICLE:  # noqa: PLR2004
        return False
    if words[0] in GIVEN_NAMES and len(words) == 2:  # noqa: PLR2004
        return True
    if words[0] in _OPENS_A_PLACE or _OF_THINGS & set(words):
        return False
    return words[0] in TITLES or not name.isupper()


def _is_plain(name: str) -> bool:
    """Whether a name is capitalised words of which none is a title or the like: most are, and nothing is left out."""
    return _PLAIN.fullmatch(name) is not None and IN_NO_NAME.isdisjoint(name.lower().split(" "))


def _key(name: str) -> str:
    """Return what is the same of all forms of a full name: without titles, initials, case and accents."""
    if _is_plain(name):
        return name.lower()
    found = named(name, (0, len(name)))
    is_whole = found is not None and found.span[1] >= len(name.rstrip("."))
    words = folded(found.name if found and is_whole else name).split() or [""]
    words = words[1:] if words[0] == _ARTICLE and len(words) > 1 else words
    inner = [word for word in words[1:-1] if not _INITIAL.fullmatch(word)]
    # Of a name without letters nothing else is left.
    return " ".join([*words[:1], *inner, *words[1:][-1:]]) or name
