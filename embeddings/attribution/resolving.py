"""Whom "he", "the senator" or "Kerry" is in a text: followed to a name by what was said before, or left open."""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from embeddings.attribution.antecedents import PRONOUNS, SUBJECTS, of_clause, says, unnamed
from embeddings.attribution.candidates import Candidate
from embeddings.attribution.names import PERSONS
from embeddings.attribution.parsing import Parsed
from embeddings.attribution.people import People, Person
from embeddings.attribution.phrases import phrase
from embeddings.documents import Span

_OPEN = frozenset(
    [
        *("it", "they", "them", "their", "its", "i", "we", "you", "me", "us", "my", "our", "your"),
        *("one", "this", "that", "these", "those", "there"),
    ]
)
_RELATIVE = frozenset({"who", "that", "which", "whom"})
_PRONOUN_TAGS = frozenset({"PRP", "PRP$", "WP", "WDT", "EX"})
# Sentences that a pronoun is followed back over.
SENTENCES_BACK = 2
# So many at most, with those that are quoted: a long quotation ends with "he said".
MOST_BACK = 12


@dataclass(frozen=True, slots=True)
class Resolved:
    """The name or the description that a mention leads to, None where the text leaves it open, and by what places."""

    name: str | None
    chain: tuple[Span, ...] = ()


_NOBODY = Resolved(None)


class Resolver:
    """Follows the mentions of one text, in their order. `quoted` are its quotations: who is named there is not he.

    `author` tells who says "I" and "we" at a place outside these, None where that is not known.
    """

    def __init__(
        self,
        text: str,
        sentences: Sequence[Span],
        quoted: Sequence[Span],
        author: Callable[[int], str | None] = lambda _: None,
    ) -> None:
        self._text, self._sentences, self._quoted, self._author = text, sentences, quoted, author
        self._people = People(text)
        self._starts = [start for start, _ in sentences]
        self._mention_starts = [mention.span[0] for mention in self._people.mentions]
        # What each sentence is about: the person that is its subject.
        self._subjects: dict[int, tuple[Person, Span]] = {}
        # Of what sentences somebody without a name is the subject, and who that may be.
        self._unnamed: dict[int, frozenset[str]] = {}
        self._described: dict[str, tuple[str, Span] | None] = {}

    def read(self, sentence: Parsed) -> None:
        """Take note of whom a sentence is about, once all mentions before it were followed."""
        number = self._number(sentence.spans[0][0])
        # "It leaks, Moss said, and ...": the sentence is about Moss.
        inserted = [n for n, relation in enumerate(sentence.relations) if relation == "parataxis" and says(sentence, n)]
        main = inserted[-1:] or [n for n, relation in enumerate(sentence.relations) if relation == "ROOT"]
        for word in (word for number in main for word in sentence.of(number, *SUBJECTS)):
            if self._is_quoted(sentence.spans[word]):
                continue
            if (person := self._person(sentence, word)) and (person.is_human or says(sentence, sentence.heads[word])):
                self._subjects[number] = person, sentence.spans[word]
            elif pronouns := unnamed(sentence, word):
                self._unnamed[number] = pronouns

    def _named_after_office(self, sentence: Parsed, word: int) -> int:
        """Return the last word of the name after an office, "Deputy Chief of Mission Ana Ruiz", else the word."""
        if sentence.words[word].lower() not in PERSONS:
            return word
        for of in sentence.of(word, "prep"):
            for last in sentence.of(of, "pobj"):
                name = self._people.named(sentence.span(word, last))
                is_of_office = name is not None and sentence.spans[of + 1][0] < name.span[0]
                if name and is_of_office and self._people.person(name):
                    return last
        return word

    def _person(self, sentence: Parsed, word: int) -> Person | None:
        if sentence.words[word].lower() in PRONOUNS:
            return self._of_pronoun(sentence, word)[1]
        if (beside := self._name_beside(sentence, word)) is not None:
            word = beside
        # "Tom Gelatt of the Administration" is no Administration.
        start, end = phrase(sentence, word)[0], sentence.spans[word][1]
        name = self._people.named((start, end))
        # "Ek’s daughter", "a Kerry aide": neither is who is named before.
        is_head = name is not None and name.span[1] > sentence.spans[word][0]
        person = self._people.person(name) if name and is_head else None
        if (person is None or person.is_thing) and len(bearers := self._bearers(sentence, word, start)) == 1:
            return bearers[0]
        return None if person and person.is_thing else person

    def _bearers(self, sentence: Parsed, word: int, start: int) -> list[Person]:
        """Return whom "the senator" may be that begins at a place: those called so before it, two at most."""
        article, *office = self._text[start : sentence.spans[word][1]].split()
        return self._people.with_office(office, start) if office and article.lower() == "the" else []

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
        # The end of a sentence may be taken for an abbreviation's: “...,” said I.
        small = sentence.words[word].lower().rstrip(".")
        if small in _RELATIVE and sentence.relations[sentence.heads[word]] == "relcl":
            return self._of_relative(sentence, word)
        if small in PRONOUNS:
            return self._of_pronoun(sentence, word, other)[0]
        if small in _OPEN or sentence.tags[word] in _PRONOUN_TAGS:
            is_author = small in {"i", "we"} and not self._is_quoted(sentence.spans[word])
            return Resolved(self._author(sentence.spans[word][0])) if is_author else _NOBODY
        return self._of_noun(sentence, word, phrase(sentence, word))

    def _of_noun(self, sentence: Parsed, word: int, span: Span) -> Resolved:
        if sentence.of(word, "conj"):
            return Resolved(_plain(self._text[slice(*span)]))
        if sentence.tags[word].startswith("NNP") and self._name_beside(sentence, word) is None:
            if len(bearers := self._bearers(sentence, word, span[0])) == 1:
                return Resolved(bearers[0].name, (bearers[0].first,))
            return self._of_name(span, sentence.spans[self._named_after_office(sentence, word)])
        return self._of_description(sentence, word, span)

    def _of_relative(self, sentence: Parsed, word: int) -> Resolved:
        before = sentence.heads[sentence.heads[word]]
        # "He spoke to Ek, who told him ...": the parse hangs it on "he".
        if before >= word or (sentence.tags[before] == "PRP" and before + 1 < word):
            return _NOBODY
        found = self._mention(sentence, before)
        return Resolved(found.name, (phrase(sentence, before), *found.chain)) if found.name else _NOBODY

    def _of_name(self, span: Span, head: Span) -> Resolved:
        name = self._people.named((span[0], head[1]))
        if name is None:
            return Resolved(_plain(self._text[slice(*span)]))
        is_thing = self._text[span[0] : span[0] + 4].lower() == "the "
        person = None if is_thing else self._people.person(name)
        if person and person.name != name.name:
            return Resolved(person.name, (person.first,))
        return Resolved(_plain(self._text[slice(*span)]) if is_thing else name.name)

    def _of_description(self, sentence: Parsed, word: int, span: Span) -> Resolved:
        noun, description = sentence.words[word].lower(), _plain(self._text[slice(*span)])
        if own_name := self._name_beside(sentence, word):
            found = self._of_name(phrase(sentence, own_name), sentence.spans[own_name])
            self._described[noun] = (found.name or description, span)
            return Resolved(found.name, _chain(phrase(sentence, own_name), *found.chain))
        bearers = self._bearers(sentence, word, span[0])
        if len(bearers) == 1:
            return Resolved(bearers[0].name, (bearers[0].first,))
        if bearers:
            return _NOBODY
        opening = self._text[span[0] : span[0] + 4].lower()
        if opening == "the " and len(description.split()) <= 2 and noun in self._described:  # noqa: PLR2004
            known = self._described[noun]
            return Resolved(known[0], (known[1],)) if known else _NOBODY
        # Two of them are told apart by more than the noun.
        known = self._described.get(noun)
        is_other = noun in self._described and (known is None or known[0] != description)
        self._described[noun] = None if is_other else (description, span)
        return Resolved(description)

    def _name_beside(self, sentence: Parsed, word: int) -> int | None:
        """Return the word at the head of the name that explains a description: "the minister, Michel Barnier, ..."."""
        # "her colleague at the mill, Bo Ek,": the parse has the name explain the mill.
        within = [at for preposition in sentence.of(word, "prep") for at in sentence.of(preposition, "pobj")]
        for name in (name for of in (word, *within) for name in sentence.of(of, "appos")):
            # "the Foreign Minister, Michel Barnier,"; "her son Petro".
            is_role = sentence.words[word].lower() in PERSONS
            is_name = sentence.tags[name] == "NNP" and (sentence.tags[word] == "NN" or is_role)
            is_human = sentence.heads[name] == word or self._is_person_beside(sentence, word, name)
            before = sentence.edges[name][0] - 1
            is_apart = sentence.words[before] == "," or (is_role and before == word and sentence.tags[word] == "NN")
            is_apart &= not sentence.of(name, "conj")
            if is_name and is_human and is_apart:
                return name
        return None

    def _is_person_beside(self, sentence: Parsed, word: int, name: int) -> bool:
        """Whether a name after what a person is described by is a person's, and what it stands beside is none."""
        called = self._people.named(sentence.span(sentence.edges[name][0], name))
        person = self._people.person(called) if called else None
        is_role = sentence.words[word].lower() in PERSONS
        is_thing = sentence.words[sentence.heads[name]].lower() not in PERSONS
        return is_role and is_thing and person is not None and not person.is_thing

    def _of_pronoun(self, sentence: Parsed, word: int, other: Person | None = None) -> tuple[Resolved, Person | None]:
        pronoun, place = PRONOUNS[sentence.words[word].lower()], sentence.spans[word][0]
        here = self._number(place)
        is_led = False
        for number in self._back_from(here):
            if number < here and number in self._subjects:
                person, span = self._subjects[number]
                if person is not other and person.pronoun in {"", pronoun}:
                    return Resolved(person.name, _chain(span, person.first)), person
            # "She forgot Ana in her surprise": who "she" is, is the subject of a sentence before that, and not Ana.
            is_led |= self._opens_with(number, pronoun) and self._sentences[number][0] != place
            if pronoun in (self._unnamed.get(number, ()) if number < here else self._unnamed_before(sentence, word)):
                break
            if is_led:
                continue
            found = [each for each in self._persons_in(number, place, pronoun) if each[0] is not other]
            if number == here:
                within = [sentence.span(*stretch) for stretch in of_clause(sentence, word)]
                found = [each for each in found if not any(start <= each[1][0] < end for start, end in within)]
            if len({person.name for person, _ in found}) == 1:
                person, span = found[-1]
                return Resolved(person.name, _chain(span, person.first)), person
            if found:
                break
        return _NOBODY, None

    def _unnamed_before(self, sentence: Parsed, word: int) -> frozenset[str]:
        """Return which pronouns the subject nearest before a word of its sentence may be, if it is a person unnamed."""
        within = of_clause(sentence, word)
        for number in range(word - 1, -1, -1):
            is_subject = sentence.relations[number] in SUBJECTS and sentence.words[number].lower() not in PRONOUNS
            is_said = self._is_quoted(sentence.spans[number]) or any(first <= number <= last for first, last in within)
            if is_subject and not is_said:
                pronouns = unnamed(sentence, number)
                if sentence.tags[number].startswith("NNP") or pronouns:
                    return frozenset() if self._person(sentence, number) else pronouns
        return frozenset()

    def _back_from(self, sentence: int) -> Iterator[int]:
        """Yield a sentence and those before it that a pronoun may lean on; what its paragraph quotes is not counted."""
        yield sentence
        counted = 0
        for number in range(sentence - 1, max(-1, sentence - MOST_BACK), -1):
            span = self._sentences[number]
            if self._is_quoted(span) and "\n\n" not in self._text[span[1] : self._sentences[sentence][0]]:
                continue
            yield number
            counted += 1
            if counted == SENTENCES_BACK:
                break

    def _opens_with(self, sentence: int, pronoun: str) -> bool:
        return self._text.startswith(
            (f"{pronoun.capitalize()} ", f"{pronoun.capitalize()}’"), self._sentences[sentence][0]
        )

    def _persons_in(self, sentence: int, before: int, pronoun: str) -> list[tuple[Person, Span]]:
        """Return the persons that a sentence names outside quotations before a place and a pronoun may stand for."""
        start, end = self._sentences[sentence]
        first = bisect_left(self._mention_starts, start)
        last = bisect_left(self._mention_starts, min(end, before))
        found = []
        for mention in self._people.mentions[first:last]:
            person = self._people.person(mention)
            if (
                person
                and not person.is_thing
                and person.is_human
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
