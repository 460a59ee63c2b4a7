"""A question is analysed once: a Question holds all that the later stages need of its text."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, Protocol, TypeVar

import numpy as np

from embeddings.arrays import Vectors
from embeddings.models.encoder import Encoder
from embeddings.text.words import Word, content_words, terms
from embeddings.times.figures import Day
from qa.errors import QuestionError
from qa.question.answer_kinds import AnswerKind, answer_kind
from qa.question.asked_facts import AskedFact, asked_fact
from qa.question.asked_offices import Office, asked_office
from qa.question.asked_voices import AskedVoice, asked_voice
from qa.question.follow_ups import Turn, read_as, referred_to, searched_text, stands_alone, with_words_of
from qa.question.names import Name, names, plain
from qa.question.negations import Statement, taken_for_granted
from qa.question.numbered import label_of
from qa.question.numbers import ClaimedNumber, claimed_numbers
from qa.question.requests import parted, without_request
from qa.question.several import asks_for_several
from qa.question.stop_words import is_acronym, says_nothing, says_something
from qa.question.subjects import as_asked
from qa.question.times import ClaimedYears, claimed_days, claimed_years

# Longer than any question or claim; a text past this was pasted by mistake.
MOST_CHARACTERS = 20_000
# Names, numbers and years that are compared with what was found, of each so many at most: a text with more was pasted.
MOST_CLAIMS = 30

Claim = TypeVar("Claim")


class IndexStatistics(Protocol):
    """How rare a term is among the passages of an index."""

    def inverse_frequency(self, term: str) -> float:
        """Return the idf of a term, above 0."""


class SubjectWord(NamedTuple):
    """A word that says something of the question's subject: as typed, as a term, and as names are compared."""

    text: str
    term: str
    plain: str


@dataclass(frozen=True)
class Question:
    """A question as every stage of answering sees it. `analyse` makes it, for one index.

    `text` is what was asked, without words that only ask for it ("can you tell me"); it is the subject where all that
    is said of one is asked for (qa.question.subjects). `read_as` is the question with its names as the index spells
    them, and the words that it takes from the turns before; None where that changes nothing. `searched_text` is what is
    searched for: the question so spelt, followed by the words of the turns before.

    `terms` are the terms of the searched text in order, with repetitions, and `idf` maps each of them to its inverse
    document frequency. `vector` is the vector of the searched text, shape (dimension,). `words` are its words without
    stop words; `word_vectors` has a vector for each, shape (words, dimension), and `word_weights` the share of each in
    the idf of all, shape (words,).

    `earlier` are the questions before it that it refers to, the last one first.

    What a question takes for granted is found in `text`, when it is first asked for: its names, numbers, years, days
    and denials. Where it has no name or no year, those of the last of `earlier` that has any are taken for granted.
    """

    text: str
    read_as: str | None
    searched_text: str
    terms: tuple[str, ...]
    idf: dict[str, float]
    vector: Vectors
    words: tuple[Word, ...]
    word_vectors: Vectors
    word_weights: Vectors
    earlier: tuple[str, ...] = ()

    @property
    def understood_text(self) -> str:
        """The question as it is to be understood: `read_as`, or `text` where there is none."""
        return self.read_as or self.text

    @cached_property
    def names(self) -> tuple[Name, ...]:
        """The names in the question, or in the one that it refers to."""
        return self._first_that_has(names)

    def _first_that_has(self, found_in: Callable[[str], Sequence[Claim]]) -> tuple[Claim, ...]:
        """Return what is found in the question, or else in the last of those that it refers to with anything."""
        return next((tuple(found[:MOST_CLAIMS]) for found in map(found_in, (self.text, *self.earlier)) if found), ())

    @cached_property
    def numbers(self) -> tuple[ClaimedNumber, ...]:
        """The numbers in the question, without years and days."""
        return tuple(claimed_numbers(self.text)[:MOST_CLAIMS])

    @cached_property
    def labels(self) -> dict[ClaimedNumber, str]:
        """The names that numbers of the question tell apart, "Year" in "Year 9", for each number that does."""
        named = ((claim, label_of(self.text, claim.number)) for claim in self.numbers)
        return {claim: label for claim, label in named if label}

    @cached_property
    def years(self) -> tuple[ClaimedYears, ...]:
        """The years, decades and centuries in the question, or in the one that it refers to."""
        return self._first_that_has(claimed_years)

    @cached_property
    def days(self) -> dict[Day, str]:
        """The days of the year in the question, as qa.question.times.claimed_days returns them."""
        return claimed_days(self.text)

    @cached_property
    def denials(self) -> tuple[Statement, ...]:
        """The words that the question takes for granted as denied or not denied; none in a yes-or-no question."""
        return taken_for_granted(self.text)

    @cached_property
    def asked_fact(self) -> AskedFact | None:
        """What the question asks to know of a document, None for most questions."""
        return asked_fact(self.understood_text)

    @cached_property
    def asked_office(self) -> Office | None:
        """The office whose holder the question asks for, None for most questions."""
        return asked_office(self.understood_text)

    @cached_property
    def asked_voice(self) -> AskedVoice | None:
        """Whose words the question asks for, None for most questions."""
        return asked_voice(self.understood_text)

    @cached_property
    def answer_kind(self) -> AnswerKind:
        """The kind of thing that the question asks for."""
        return answer_kind(self.searched_text)

    @cached_property
    def asks_for_several(self) -> bool:
        """Whether the question asks for more than one thing."""
        return asks_for_several(self.understood_text)

    @property
    def says_something(self) -> bool:
        """Whether the searched text has a word that could be looked for; "9/11" is one, "1+1" has none."""
        return says_something((word.text for word in self.subject_words), self.searched_text)

    @cached_property
    def subject_words(self) -> tuple[SubjectWord, ...]:
        """The words of the searched text, one of each term, without those that say nothing, such as "during"."""
        texts = {word.term: self.searched_text[word.start : word.end] for word in self.words}
        # In a question that is all in capitals they tell nothing.
        acronyms = set() if self.searched_text.isupper() else set(filter(is_acronym, texts.values()))
        return tuple(
            SubjectWord(text, term, plain(text))
            for term, text in texts.items()
            if term in self.idf and (text in acronyms or not says_nothing(text))
        )


def analyse(
    text: str, history: Sequence[Turn], encoder: Encoder, statistics: IndexStatistics, spelling: str | None = None
) -> Question:
    """Analyse a question after the turns before it, oldest first, for an index with these statistics.

    `spelling` is the question with its names as the index spells them, if that is otherwise; that is searched for.

    Raises QuestionError for a question that is empty, too long or no text.
    """
    check_question(text)
    sentence, around = parted(text)
    is_whole = stands_alone(without_request(sentence))
    turns: Sequence[Turn] = () if is_whole else (*history, around)
    asked, spelt = as_asked(sentence), spelling and as_asked(parted(spelling)[0])
    understood = read_as(spelt or asked, turns) or with_words_of(spelt or asked, [around])
    # With statements around it a question is searched for as the message stands, its own words twice.
    searched = searched_text(spelt or asked, (spelling or text) if is_whole and around else understood)
    words = tuple(content_words(searched))
    encoded = encoder.encode_query(searched, [word.span for word in words])
    query_terms = tuple(terms(searched))
    rarity = {term: statistics.inverse_frequency(term) for term in {*query_terms, *(word.term for word in words)}}
    weights = np.array([rarity[word.term] for word in words], np.float32)
    return Question(
        text=asked,
        read_as=understood or spelt,
        searched_text=searched,
        terms=query_terms,
        idf={term: rarity[term] for term in query_terms},
        vector=encoded.vector,
        words=words,
        word_vectors=encoded.words,
        word_weights=weights / (weights.sum() or 1),
        earlier=tuple(referred_to(spelt or asked, turns)),
    )


def check_question(text: str) -> None:
    """Raise QuestionError for a question that is empty, too long or no text."""
    if not text.strip():
        raise QuestionError("The question is empty; type a question about the archive.")
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise QuestionError("The question holds half of a character (a lone surrogate); take it out and ask again.")
    if len(text) > MOST_CHARACTERS:
        raise QuestionError(f"The question has {len(text):,} characters; the limit is {MOST_CHARACTERS:,}. Shorten it.")
