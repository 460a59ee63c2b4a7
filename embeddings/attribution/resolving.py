"""Whom "he", "the senator" or "Kerry" is in a text: followed to a name by what was said before, or left open."""

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from embeddings.attribution.antecedents import PRONOUNS, SUBJECTS, of_clause, says, unnamed
from embeddings.attribution.beside import name_beside
from embeddings.attribution.candidates import Candidate
from embeddings.attribution.names import PERSONS, Named
from embeddings.attribution.parsing import Parsed
from embeddings.attribution.people import People, Person
from embeddings.attribution.phrases import phrase
from embeddings.attribution.sentences import Sentences
from embeddings.documents import Span

_OPEN = frozenset(
    [
        *("it", "they", "them", "their", "its", "i", "we", "you", "me", "us", "my", "our", "your"),
        *("one", "this", "that", "these", "those", "there"),
    ]
)
# Whoever writes, or speaks in a turn, calls himself so.
_AUTHORS = frozenset({"i", "we", "me", "us"})
_RELATIVE = frozenset({"who", "that", "which", "whom"})
_PRONOUN_TAGS = frozenset({"PRP", "PRP$", "WP", "WDT", "EX"})
# "Radio 4's": the number is of the name.
_NUMBER = re.compile(r"\s\d+\b")
# "The 19-year-old" is whoever is told of.
_OF_AGE = re.compile(r"[Tt]he \d+-year-old")


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
        self._text, self._author = text, author
        self._sentences = Sentences(text, sentences, quoted)
        self._people = People(text)
        self._mention_starts = [mention.span[0] for mention in self._people.mentions]
        # What each sentence is about: the person that is its subject.
        self._subjects: dict[int, tuple[Person, Span]] = {}
        # Of what sentences somebody without a name is the subject, who that may be, and by what words.
        self._unnamed: dict[int, tuple[frozenset[str], Resolved, Span]] = {}
        self._described: dict[str, tuple[str, Span] | None] = {}

    def read(self, sentence: Parsed) -> None:
        """Take note of whom a sentence is about, once all mentions before it were followed."""
        number = self._sentences.number(sentence.spans[0][0])
        # "It leaks, Moss said, and ...": the sentence is about Moss.
        inserted = [n for n, relation in enumerate(sentence.relations) if relation == "parataxis" and says(sentence, n)]
        main = inserted[-1:] or [n for n, relation in enumerate(sentence.relations) if relation == "ROOT"]
        for word in (word for number in main for word in sentence.of(number, *SUBJECTS)):
            if self._sentences.is_quoted(sentence.spans[word]):
                continue
            if (person := self._person(sentence, word)) and (person.is_human or says(sentence, sentence.heads[word])):
                self._subjects[number] = person, sentence.spans[word]
            elif pronouns := unnamed(sentence, word):
                # "Her husband" tells of a person, "he" of nobody; "her husband thanked the guard" of two.
                first, last = sentence.edges[word]
                others = (*sentence.words[:first], *sentence.words[last + 1 :])
                is_one = sentence.words[word].lower() not in PRONOUNS and PERSONS.isdisjoint(map(str.lower, others))
                told = self._mention(sentence, word) if is_one else _NOBODY
                self._unnamed[number] = pronouns, told, phrase(sentence, word)

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
        if (beside := name_beside(sentence, word, self._people)) is not None:
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
            is_author = small in _AUTHORS and not self._sentences.is_quoted(sentence.spans[word])
            return Resolved(self._author(sentence.spans[word][0])) if is_author else _NOBODY
        return self._of_noun(sentence, word, phrase(sentence, word))

    def _of_noun(self, sentence: Parsed, word: int, span: Span) -> Resolved:
        if sentence.of(word, "conj"):
            return Resolved(_plain(self._text[slice(*span)]))
        if sentence.tags[word].startswith("NNP") and name_beside(sentence, word, self._people) is None:
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
        if name and (numbered := _NUMBER.match(self._text, name.span[1], span[1])):
            return Resolved(_plain(self._text[span[0] : numbered.end()]))
        if name is None:
            return Resolved(_plain(self._text[slice(*span)]))
        before = self._text[span[0] : name.span[0]].lower().split()
        is_thing = before[:1] == ["the"] and PERSONS.isdisjoint(before)
        person = None if is_thing else self._people.person(name)
        if person is None and before and before[-1].endswith(("'s", "’s")):
            # "BBC Radio's World", the parse leaves out the rest of its name.
            return Resolved(_plain(self._text[slice(*span)]))
        if not is_thing and person is None and len(name.words) == 1 and len(self._people.bearers(name)) > 1:
            # Of two who bear a surname it is the one who was named last, if that is one; else it is left open.
            return self._nearest_bearer(name, span[0])
        if person and person.name != name.name:
            return Resolved(person.name, (person.first,))
        return Resolved(_plain(self._text[slice(*span)]) if is_thing else name.name)

    def _of_description(self, sentence: Parsed, word: int, span: Span) -> Resolved:
        noun, description = sentence.words[word].lower(), _plain(self._text[slice(*span)])
        if own_name := name_beside(sentence, word, self._people):
            found = self._of_name(phrase(sentence, own_name), sentence.spans[own_name])
            self._described[noun] = (found.name or description, span)
            return Resolved(found.name, _chain(phrase(sentence, own_name), *found.chain))
        bearers = self._bearers(sentence, word, span[0])
        if len(bearers) == 1:
            return Resolved(bearers[0].name, (bearers[0].first,))
        if bearers:
            return _NOBODY
        opening = self._text[span[0] : span[0] + 4].lower()
        if _OF_AGE.fullmatch(description) and (person := self._told_of(sentence)):
            return Resolved(person[0].name, _chain(person[1], person[0].first))
        if opening == "the " and len(description.split()) <= 2 and noun in self._described:  # noqa: PLR2004
            known = self._described[noun]
            return Resolved(known[0], (known[1],)) if known else _NOBODY
        # Two of them are told apart by more than the noun.
        known = self._described.get(noun)
        is_other = noun in self._described and (known is None or known[0] != description)
        self._described[noun] = None if is_other else (description, span)
        return Resolved(description)

    def _of_pronoun(self, sentence: Parsed, word: int, other: Person | None = None) -> tuple[Resolved, Person | None]:
        pronoun, place = PRONOUNS[sentence.words[word].lower()], sentence.spans[word][0]
        here = self._sentences.number(place)
        is_led = False
        for number in self._sentences.back_from(here):
            if number < here and number in self._subjects:
                person, span = self._subjects[number]
                if person is not other and person.pronoun in {"", pronoun}:
                    return Resolved(person.name, _chain(span, person.first)), person
            # "She forgot Ana in her surprise": who "she" is, is the subject of a sentence before that, and not Ana.
            is_led |= self._sentences.opens_with(number, pronoun) and self._sentences.spans[number][0] != place
            if number < here and number in self._unnamed and pronoun in self._unnamed[number][0]:
                _, told, span = self._unnamed[number]
                if self._persons_in(number, place, pronoun):
                    break
                return Resolved(told.name, _chain(span, *told.chain)) if told.name else _NOBODY, None
            if number == here and pronoun in self._unnamed_before(sentence, word):
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

    def _nearest_bearer(self, name: Named, place: int) -> Resolved:
        """Return whom the sentences before a place name in full who may bear a surname, if it is one person."""
        bearers = {person.name for person in self._people.bearers(name)}
        first = self._sentences.spans[min(self._sentences.back_from(self._sentences.number(place)))][0]
        named = self._people.mentions[
            bisect_left(self._mention_starts, first) : bisect_left(self._mention_starts, place)
        ]
        found = {mention.name: mention.span for mention in named if mention.name in bearers}
        return Resolved(*next((name, (span,)) for name, span in found.items())) if len(found) == 1 else _NOBODY

    def _told_of(self, sentence: Parsed) -> tuple[Person, Span] | None:
        """Return the one person that the last sentence before one names, if it names one; None where it names two."""
        for number in list(self._sentences.back_from(self._sentences.number(sentence.spans[0][0])))[1:]:
            place = self._sentences.spans[number][1]
            found = [each for pronoun in ("he", "she") for each in self._persons_in(number, place, pronoun)]
            if found:
                return found[0] if len({person.name for person, _ in found}) == 1 else None
        return None

    def _unnamed_before(self, sentence: Parsed, word: int) -> frozenset[str]:
        """Return which pronouns the subject nearest before a word of its sentence may be, if it is a person unnamed."""
        within = of_clause(sentence, word)
        for number in range(word - 1, -1, -1):
            is_subject = sentence.relations[number] in SUBJECTS and sentence.words[number].lower() not in PRONOUNS
            is_said = self._sentences.is_quoted(sentence.spans[number]) or any(
                first <= number <= last for first, last in within
            )
            if is_subject and not is_said:
                pronouns = unnamed(sentence, number)
                if sentence.tags[number].startswith("NNP") or pronouns:
                    return frozenset() if self._person(sentence, number) else pronouns
        return frozenset()

    def _persons_in(self, sentence: int, before: int, pronoun: str) -> list[tuple[Person, Span]]:
        """Return the persons that a sentence names outside quotations before a place and a pronoun may stand for."""
        start, end = self._sentences.spans[sentence]
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
                and not self._sentences.is_quoted(mention.span)
            ):
                found.append((person, mention.span))
        return found


def _chain(*spans: Span) -> tuple[Span, ...]:
    return tuple(dict.fromkeys(spans))


def _plain(phrase: str) -> str:
    return " ".join(phrase.split())
