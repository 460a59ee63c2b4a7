"""Whom "he", "the senator" or "Kerry" is in a text: followed to a name by what was said before, or left open."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from embeddings.attribution.candidates import Candidate
from embeddings.attribution.parsing import Parsed
from embeddings.attribution.people import People, Person, named
from embeddings.attribution.phrases import phrase
from embeddings.documents import Span

_PRONOUNS = {"he": "he", "him": "he", "his": "he", "himself": "he", "she": "she", "her": "she", "hers": "she"}
_OPEN = frozenset(
    [
        "it",
        "they",
        "them",
        "their",
        "its",
        "i",
        "we",
        "you",
        "me",
        "us",
        "my",
        "our",
        "your",
        "one",
        "this",
        "that",
        "these",
        "those",
        "there",
    ]
)
_RELATIVE = frozenset({"who", "that", "which", "whom"})
_PRONOUN_TAGS = frozenset({"PRP", "PRP$", "WP", "WDT", "EX"})
# Sentences that a pronoun is followed back over.
SENTENCES_BACK = 2


@dataclass(frozen=True, slots=True)
class Resolved:
    """The name or the description that a mention leads to, None where the text leaves it open, and by what places."""

    name: str | None
    chain: tuple[Span, ...] = ()


_NOBODY = Resolved(None)


class Resolver:
    """Follows the mentions of one text, in their order. `quoted` are its quotations: who is named there is not he."""

    def __init__(self, text: str, sentences: Sequence[Span], quoted: Sequence[Span], author: str | None = None) -> None:
        self._text, self._sentences, self._quoted, self._author = text, sentences, quoted, author
        self._people = People(text)
        self._starts = [start for start, _ in sentences]
        self._mention_starts = [mention.span[0] for mention in self._people.mentions]
        # What each sentence is about: the person that is its subject.
        self._subjects: dict[int, tuple[Person, Span]] = {}
        self._described: dict[str, tuple[str, Span] | None] = {}

    def read(self, sentence: Parsed) -> None:
        """Take note of whom a sentence is about, once all mentions before it were followed."""
        number = self._number(sentence.spans[0][0])
        for word, relation in enumerate(sentence.relations):
            is_subject = relation == "nsubj" and sentence.relations[sentence.heads[word]] == "ROOT"
            if is_subject and not self._is_quoted(sentence.spans[word]) and (person := self._person(sentence, word)):
                self._subjects[number] = person, sentence.spans[word]

    def _person(self, sentence: Parsed, word: int) -> Person | None:
        if sentence.words[word].lower() in _PRONOUNS:
            return self._of_pronoun(sentence, word)[1]
        name = named(self._text, phrase(sentence, word))
        return self._people.person(name.words) if name else None

    def source(self, candidate: Candidate) -> Resolved:
        """Return whom the source of a candidate is: "he told Barnier" is not Barnier."""
        sentence, whom = candidate.sentence, candidate.addressee
        is_named = whom >= 0 and sentence.tags[whom].startswith("NN")
        return self._mention(sentence, candidate.subject, self._person(sentence, whom) if is_named else None)

    def addressee(self, candidate: Candidate) -> Resolved:
        """Return whom a candidate is said to: not whoever says it."""
        sentence, who = candidate.sentence, candidate.subject
        return self._mention(sentence, candidate.addressee, self._person(sentence, who) if who >= 0 else None)

    def _mention(self, sentence: Parsed, word: int, other: Person | None = None) -> Resolved:
        """Return whom a noun or a pronoun of a sentence is, by the number of the word; a pronoun is not `other`."""
        if word < 0:
            return _NOBODY
        small = sentence.words[word].lower()
        if small in _RELATIVE and sentence.relations[sentence.heads[word]] == "relcl":
            return self._of_relative(sentence, word)
        if small in _PRONOUNS:
            return self._of_pronoun(sentence, word, other)[0]
        if small in _OPEN or sentence.tags[word] in _PRONOUN_TAGS:
            is_author = small in {"i", "we"} and not self._is_quoted(sentence.spans[word])
            return Resolved(self._author) if is_author else _NOBODY
        return self._of_noun(sentence, word, phrase(sentence, word))

    def _of_noun(self, sentence: Parsed, word: int, span: Span) -> Resolved:
        if sentence.of(word, "conj"):
            return Resolved(_plain(self._text[slice(*span)]))
        if sentence.tags[word].startswith("NNP"):
            return self._of_name(span, sentence.spans[word])
        return self._of_description(sentence, word, span)

    def _of_relative(self, sentence: Parsed, word: int) -> Resolved:
        before = sentence.heads[sentence.heads[word]]
        if before >= word:
            return _NOBODY
        found = self._mention(sentence, before)
        return Resolved(found.name, (phrase(sentence, before), *found.chain)) if found.name else _NOBODY

    def _of_name(self, span: Span, head: Span) -> Resolved:
        name = named(self._text, (span[0], head[1]))
        if name is None:
            return Resolved(_plain(self._text[slice(*span)]))
        is_thing = self._text[span[0] : span[0] + 4].lower() == "the "
        person = None if is_thing else self._people.person(name.words)
        if person and person.name != name.name:
            return Resolved(person.name, (person.first,))
        return Resolved(_plain(self._text[slice(*span)]) if is_thing else name.name)

    def _of_description(self, sentence: Parsed, word: int, span: Span) -> Resolved:
        noun, description = sentence.words[word].lower(), _plain(self._text[slice(*span)])
        if own_name := self._name_beside(sentence, word):
            found = self._of_name(phrase(sentence, own_name), sentence.spans[own_name])
            self._described[noun] = (found.name or description, span)
            return Resolved(found.name, _chain(phrase(sentence, own_name), *found.chain))
        opening = self._text[span[0] : span[0] + 4].lower()
        if opening == "the " and len(description.split()) <= 2:  # noqa: PLR2004
            bearers = self._people.with_role(noun, span[0])
            if len(bearers) == 1:
                return Resolved(bearers[0].name, (bearers[0].first,))
            if bearers:
                return _NOBODY
            if noun in self._described:
                known = self._described[noun]
                return Resolved(known[0], (known[1],)) if known else _NOBODY
        # Two of them are told apart by more than the noun.
        known = self._described.get(noun)
        is_other = noun in self._described and (known is None or known[0] != description)
        self._described[noun] = None if is_other else (description, span)
        return Resolved(description)

    def _name_beside(self, sentence: Parsed, word: int) -> int | None:
        """Return the word at the head of the name that explains a description: "the minister, Michel Barnier, ..."."""
        for name in sentence.of(word, "appos"):
            is_name = sentence.tags[word] == "NN" and sentence.tags[name] == "NNP"
            if is_name and sentence.words[sentence.edges[name][0] - 1] == "," and not sentence.of(name, "conj"):
                return name
        return None

    def _of_pronoun(self, sentence: Parsed, word: int, other: Person | None = None) -> tuple[Resolved, Person | None]:
        pronoun, place = _PRONOUNS[sentence.words[word].lower()], sentence.spans[word][0]
        here = self._number(place)
        for number in range(here, max(-1, here - SENTENCES_BACK - 1), -1):
            found = [each for each in self._persons_in(number, place, pronoun) if each[0] is not other]
            if number < here and number in self._subjects:
                person, span = self._subjects[number]
                if person is not other and person.pronoun in {"", pronoun}:
                    return Resolved(person.name, _chain(span, person.first)), person
            if len({person.name for person, _ in found}) == 1:
                person, span = found[-1]
                return Resolved(person.name, _chain(span, person.first)), person
            if found:
                break
        return _NOBODY, None

    def _persons_in(self, sentence: int, before: int, pronoun: str) -> list[tuple[Person, Span]]:
        """Return the persons that a sentence names outside quotations before a place and a pronoun may stand for."""
        start, end = self._sentences[sentence]
        first = bisect_left(self._mention_starts, start)
        last = bisect_left(self._mention_starts, min(end, before))
        found = []
        for mention in self._people.mentions[first:last]:
            person = self._people.person(mention.words)
            if (
                person
                and (person.is_person or person.pronoun)
                and person.pronoun in {"", pronoun}
                and not self._is_quoted(mention.span)
            ):
                found.append((person, mention.span))
        return found

    def _number(self, place: int) -> int:
        return max(0, bisect_left(self._starts, place + 1) - 1)

    def _is_quoted(self, span: Span) -> bool:
        number = bisect_left(self._quoted, (span[0] + 1,)) - 1
        return number >= 0 and span[1] <= self._quoted[number][1]


def _chain(*spans: Span) -> tuple[Span, ...]:
    return tuple(dict.fromkeys(spans))


def _plain(phrase: str) -> str:
    return " ".join(phrase.split())
