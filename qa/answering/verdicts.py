"""Whether the chosen excerpts answer a question, how sure that is, and in one line why it is not surer.

An excerpt that does not bear out what the question takes for granted (qa.answering.claims) is no answer, however near
it comes: the next one that does is looked at in its place.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, islice

from embeddings.index.lexical import LexicalIndex
from qa.answering.claims import UnsupportedClaim, most_sure, unsupported_claims
from qa.answering.confidence import CONFIDENT, Evidence, evidence, probability
from qa.answering.excerpts import reading_within
from qa.answering.neighbours import joined
from qa.answering.reasons import NO_DOCUMENTS, NO_WORDS, reason
from qa.answering.titles import words_around_title
from qa.answers import Excerpt, Hit
from qa.question.question import Question

# How many excerpts an answer has at most, and where several things are asked for.
ANSWER_EXCERPTS = 4
SEVERAL_EXCERPTS = 8
# How many passages are shown where the archive does not say.
NEAREST = 3
# How near to the best one's score an excerpt must come to be shown with it, or in its place.
NEAR_BEST = 0.7
# The same where several things are asked for, each of which may stand elsewhere.
SEVERAL_NEAR_BEST = 0.5
# Beside a sure answer another excerpt is shown if the reader gives it this probability, and this share of the first's.
# Of 348 sure answers to questions of ../shared/train and xquad_en 92 in 100 hold the gold answer in their first
# excerpt, 93 with those shown beside it, 1.1 in all; with all that come near, 2.5 in all, 97 would.
ANSWERS_TOO = 0.2
NEARLY_AS_WELL = 0.5


@dataclass(frozen=True, eq=False)
class CheckedExcerpt:
    """An excerpt and its hit, checked against what a question takes for granted when that is first asked for."""

    hit: Hit
    excerpt: Excerpt
    question: Question

    @cached_property
    def unsupported(self) -> tuple[UnsupportedClaim, ...]:
        """The claims of the question that they do not bear out."""
        return unsupported_claims(self.question, self.excerpt, self.hit.text)

    @property
    def fits(self) -> bool:
        """Whether nothing in the document speaks against what the question takes for granted."""
        return not any(claim.is_hard for claim in self.unsupported)


@dataclass(frozen=True, slots=True)
class Assessment:
    """What the chosen excerpts are worth as an answer; both tuples are best first.

    `fitting` are those of `checked` that could answer: they come near the best one and fit, as do the better excerpts
    of their passage; where one thing is asked for, the first ANSWER_EXCERPTS of these. Where none does, they are all.
    `evidence` is None where there is no excerpt, or where the question has no words that could be searched for.
    """

    checked: tuple[CheckedExcerpt, ...]
    fitting: tuple[CheckedExcerpt, ...]
    evidence: Evidence | None

    @property
    def confidence(self) -> float:
        """The probability, 0 to 1, that the first excerpt that fits answers."""
        return probability(self.evidence) if self.evidence else 0.0


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the archive answers a question: the excerpts to show, as the answer or as what came nearest.

    `reason` says in one line why the answer is not sure, or why there is none; it is None for an answer that is sure.
    """

    is_answered: bool
    is_sure: bool
    confidence: float
    excerpts: tuple[Excerpt, ...]
    reason: str | None


def judge(
    question: Question, chosen: Iterable[tuple[Hit, Excerpt]], threshold: float, lexical: LexicalIndex
) -> Verdict:
    """Judge whether chosen excerpts, best first, answer a question: they do from a confidence of `threshold` on."""
    assessment = assess(question, chosen)
    is_answered = assessment.confidence >= threshold
    is_sure = is_answered and assessment.confidence >= CONFIDENT
    return Verdict(
        is_answered=is_answered,
        is_sure=is_sure,
        confidence=assessment.confidence,
        excerpts=joined(_answer(assessment, question, is_sure=is_sure) if is_answered else _nearest(assessment)),
        reason=None if is_sure else _reason(assessment, question, lexical, is_answered=is_answered),
    )


def assess(question: Question, chosen: Iterable[tuple[Hit, Excerpt]]) -> Assessment:
    """Check the claims of a question against chosen excerpts, best first, and collect the evidence for an answer."""
    checked = tuple(CheckedExcerpt(hit, excerpt, question) for hit, excerpt in chosen)
    if not checked or not question.says_something:
        return Assessment(checked, checked, None)
    best = checked[0].hit
    # Excerpts of one passage come near all or none, so that those that do not need not be checked.
    near = [other for other in checked if _comes_near(other.hit, best)]
    most = None if question.asks_for_several else ANSWER_EXCERPTS
    fitting = tuple(islice(_not_after_misfits(near), most)) or checked
    hits = list({excerpt.hit.number: excerpt.hit for excerpt in fitting}.values())
    passed_over = [excerpt.hit for excerpt in checked if excerpt not in fitting]
    return Assessment(checked, fitting, evidence(hits, most_sure(fitting[0].unsupported), passed_over))


def _comes_near(hit: Hit, best: Hit) -> bool:
    """Whether a hit is shown with the best one, or in its place: also as another telling of the same story."""
    is_other_telling = hit.cluster is not None and hit.cluster == best.cluster
    return is_other_telling or hit.score >= NEAR_BEST * best.score


def _not_after_misfits(checked: Sequence[CheckedExcerpt]) -> Iterator[CheckedExcerpt]:
    """Yield the excerpts that fit, but no further one of a passage of which a better one does not fit."""
    misfits: set[int] = set()
    for excerpt in checked:
        if not excerpt.fits:
            misfits.add(excerpt.hit.number)
        elif excerpt.hit.number not in misfits:
            yield excerpt


def _answer(assessment: Assessment, question: Question, *, is_sure: bool) -> tuple[Excerpt, ...]:
    """Return the excerpts to show: beside a first that is a sure answer another only if it answers by itself.

    None but the first only says the title of its document, which is shown with each.
    """
    first, *fitting = assessment.fitting

    def is_shown(other: CheckedExcerpt) -> bool:
        if words_around_title(other.excerpt.text, other.excerpt.document.title) is not None:
            return False
        return not is_sure or _answers_too(other, first, question)

    if question.asks_for_several:
        least = SEVERAL_NEAR_BEST * first.hit.score
        further = (other for other in assessment.checked if other not in assessment.fitting)
        near = (other for other in further if other.hit.score >= least and is_shown(other))
        # Whether one fits takes longest to tell, so that it is asked of no more than are shown.
        others = chain(filter(is_shown, fitting), (other for other in near if other.fits))
        shown = list(islice(others, SEVERAL_EXCERPTS - 1))
    else:
        shown = list(filter(is_shown, fitting[: ANSWER_EXCERPTS - 1]))
    return tuple(checked.excerpt for checked in (first, *shown))


def _answers_too(other: CheckedExcerpt, first: CheckedExcerpt, question: Question) -> bool:
    """Whether a reader says of another excerpt that it answers, too; without one nothing is said.

    Where several things are asked for, the first need not answer better.
    """
    of_first, of_other = (reading_within(checked.hit, checked.excerpt) for checked in (first, other))
    if of_first is None:
        return True
    as_well = 0.0 if question.asks_for_several else NEARLY_AS_WELL * of_first
    return of_other is not None and of_other >= max(ANSWERS_TOO, as_well)


def _nearest(assessment: Assessment) -> tuple[Excerpt, ...]:
    """Return the best excerpt of each of the best passages: where nothing answers, a second one says little.

    There is none for a question without words that could be searched for, such as "Hello!".
    """
    if assessment.evidence is None:
        return ()
    best_of_each = {checked.hit.number: checked.excerpt for checked in reversed(assessment.checked)}
    return tuple(list(best_of_each.values())[::-1][:NEAREST])


def _reason(assessment: Assessment, question: Question, lexical: LexicalIndex, *, is_answered: bool) -> str:
    """Say what speaks most against the first excerpt that is shown: as the answer, or as what came nearest."""
    excerpts = assessment.fitting if is_answered else assessment.checked
    if not excerpts:
        return NO_DOCUMENTS
    if assessment.evidence is None:
        return NO_WORDS
    first = excerpts[0]
    marked = first.excerpt.answer_text or "" if is_answered else None
    return reason(question, first.hit, first.unsupported, lexical, marked)
