"""Whether what was found answers a question, how sure that is, and in one line why it is not surer.

An excerpt that does not fit what the question takes for granted (qa.answering.claims) is no answer, however near it
comes: the next one that fits is looked at in its place.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from embeddings.generations.store import Generation
from embeddings.index.lexical import LexicalIndex
from embeddings.index.selection import Selection
from embeddings.text.words import content_words
from qa.answering.claims import Misfit, misfits, most_sure, surroundings
from qa.answering.confidence import LOOKED_AT, Evidence, evidence, probability
from qa.answering.excerpts import Terms, excerpt
from qa.answering.reader import Reader
from qa.answering.windows import read
from qa.answers import Excerpt, Hit
from qa.question.follow_ups import says_nothing
from qa.question.names import plain
from qa.question.question import Query
from qa.retrieval.ranking import rank

# How near to the best one's score an excerpt must come to be shown with it, or in its place.
NEAR_BEST = 0.7
# Words that are named as missing, at most: the rarest say enough.
NAMED_WORDS = 2
# A margin so small, of a score of 0 to 1, leaves it open which document is meant.
SMALL_MARGIN = 0.05

# By a reader, under this probability the answer hardly stands in a sentence.
UNLIKELY_READING = 0.1


@dataclass(frozen=True, slots=True)
class Weighed:
    """A hit with its excerpt, and what the question takes for granted that they do not bear out."""

    hit: Hit
    excerpt: Excerpt
    misfits: tuple[Misfit, ...]

    @property
    def fits(self) -> bool:
        """Whether nothing in the document speaks against what the question takes for granted."""
        return not any(misfit.is_hard for misfit in self.misfits)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is made of the hits and excerpts found, best first.

    `fitting` are those that could answer: that come near the best and fit, as do the better places of their passage.
    Where none does, they are all. `evidence` is None where nothing was found or the question has no words that could be
    looked for.
    """

    found: tuple[Weighed, ...]
    fitting: tuple[Weighed, ...]
    evidence: Evidence | None

    @property
    def confidence(self) -> float:
        """The probability, 0 to 1, that the first excerpt that fits answers."""
        return probability(self.evidence) if self.evidence else 0.0


def verdict(question: str, query: Query, found: Iterable[tuple[Hit, Excerpt]], terms: Terms) -> Verdict:
    """Weigh what was found for a question; `question` is what the reader typed, without the turns before."""
    weighed = tuple(Weighed(hit, own, misfits(question, own, _passage(hit))) for hit, own in found)
    if not weighed or not query.terms:
        return Verdict(weighed, weighed, None)
    best = weighed[0].hit.score
    fitting = tuple(one for one in _not_after_misfits(weighed) if one.hit.score >= NEAR_BEST * best) or weighed
    hits = list({one.hit.number: one.hit for one in fitting}.values())
    passed_over, most = [one.hit for one in weighed if one not in fitting], most_sure(fitting[0].misfits)
    return Verdict(weighed, fitting, evidence(query, hits, terms, most, passed_over))


def _not_after_misfits(weighed: Sequence[Weighed]) -> Iterator[Weighed]:
    """Yield what fits, but no further place of a passage of which a better one does not fit."""
    unfit: set[int] = set()
    for one in weighed:
        if not one.fits:
            unfit.add(one.hit.number)
        elif one.hit.number not in unfit:
            yield one


def verdict_within(
    question: str,
    query: Query,
    generation: Generation,
    reader: Reader | None = None,
    *,
    within: Selection | None = None,
    as_read: str | None = None,
) -> Verdict:
    """Look for a question in the documents of a selection and weigh what is found, as Archive.ask does.

    `as_read` is the question with what it takes from the turns before, None for one that stands alone.
    """
    terms = generation.lexical.terms
    hits = read(as_read or question, query, rank(query, generation, LOOKED_AT, within), terms, reader)
    return verdict(question, query, ((hit, excerpt(hit, query, terms)) for hit in hits), terms)


def reason(made: Verdict, query: Query, lexical: LexicalIndex, *, answered: bool) -> str:
    """Return, in one line, what speaks most against an answer, or what speaks against the one that is shown."""
    shown = made.fitting if answered else made.found
    if made.evidence is None:
        return "the question has no words that could be looked for" if shown else "no document was searched"
    if said := shown[0].misfits:
        names = [misfit.claimed for misfit in said if misfit.kind == "name" and not misfit.found]
        contrary = [str(misfit) for misfit in said if misfit.claimed not in names]
        return "; ".join(dict.fromkeys([*contrary, *_missing(names, lexical)]))
    if missing := _missing(_words_that_are_missing(query, shown[0], lexical), lexical):
        return missing[0]
    if made.evidence.reading is not None and made.evidence.reading < UNLIKELY_READING:
        return "the words of the question are there, but none of the sentences seems to say what it asks"
    if made.evidence.margin < SMALL_MARGIN:
        return "several passages come equally near, none of them very near"
    return "the words of the question are there, but no sentence comes very near to what it asks"


def _words_that_are_missing(query: Query, shown: Weighed, lexical: LexicalIndex) -> list[str]:
    """Return the words of the question that neither a passage nor its document holds: names, then the rarest, first.

    Words that say nothing of a subject, such as "during", are passed over.
    """
    vocabulary = surroundings(shown.excerpt).vocabulary
    held = set(lexical.terms(_passage(shown.hit)))
    words = {word.term: query.text[word.start : word.end] for word in content_words(query.text)}
    missing = [
        (word.islower(), -query.weights[term], word)
        for term, word in words.items()
        if term in query.weights and term not in held and not says_nothing(word) and not vocabulary.has(plain(word))
    ]
    return [word for _, _, word in sorted(missing)]


def _missing(words: Sequence[str], lexical: LexicalIndex) -> list[str]:
    """Say which words are missing: first, if there are any, those that the whole archive does not have."""
    unheard = [word for word in words if not any(map(lexical.holds, lexical.terms(word)))]
    if unheard:
        return [f"no passage mentions {_named(unheard)}"]
    return [f"the nearest passage does not mention {_named(words)}"] if words else []


def _named(words: Sequence[str]) -> str:
    return " or ".join(f"“{word}”" for word in words[:NAMED_WORDS])


def _passage(hit: Hit) -> str:
    return hit.document.text[hit.passage.start : hit.passage.end]
