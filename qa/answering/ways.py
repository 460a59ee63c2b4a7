"""The ways in which a question may be answered but by the sentences that a reader finds.

Each takes a question and returns its answer, or None where it is no such question. qa.answering.asking says in which
order they are tried.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from qa.answering.asked_sources import is_of_asked
from qa.answering.claims import MOST_SURE, most_sure, unsupported_claims
from qa.answering.holdings import holdings
from qa.answering.reasons import NOT_COMPARED, OF_ARCHIVE
from qa.answering.sentence_answers import Judges, answer_to
from qa.answering.subject_answers import ALL_COVERED, answer_about
from qa.answers import Answer
from qa.question.asked_differences import asked_differences
from qa.question.asked_documents import AskedDocuments, asked_documents
from qa.question.asked_extremes import asked_extreme, says_extreme
from qa.question.asked_of_archive import is_asked_of_archive
from qa.question.asked_quotations import AskedQuotations, asked_quotations, possible_quotations
from qa.question.filters import Filters
from qa.question.follow_ups import Turn, question_of
from qa.question.question import Question
from qa.question.requests import parted, without_request
from qa.question.subjects import (
    asked_subject,
    bare_subject,
    named_person,
    named_subject,
    next_subject,
    possible_subject,
)
from qa.retrieval.misspellings import without_misspellings
from qa.retrieval.scope import Scope

# Of the forms in which a text introduces somebody (qa.answering.person_answers): what explains the name, "Bo Ek, the
# mayor", is surer than a reader; the others call him by an office, and a reader may know better.
EXPLAINING, ALL_FORMS = 1, 3
# Which claims of a question words that somebody said must bear out: it is known who said them, and to whom.
_OF_WORDS = frozenset({"day", "number", "year"})


class Asking(NamedTuple):
    """How questions are analysed, after which turns, what is searched by which filters, and what tells an answer."""

    analysed: Callable[[str, Sequence[Turn]], Question]
    history: Sequence[Turn]
    scope: Scope
    judges: Judges
    filters: Filters | None = None

    def question(self, text: str) -> Question:
        """Return a question analysed after the turns before it."""
        return self.analysed(text, self.history)

    def subject(self, text: str) -> Question:
        """Return a subject analysed by itself."""
        return self.analysed(text, ())


@dataclass(frozen=True)
class Asked:
    """One question as it was typed, and how it is asked."""

    text: str
    asking: Asking

    @cached_property
    def sentence(self) -> str:
        """The question without statements around it."""
        return parted(self.text)[0]

    @cached_property
    def question(self) -> Question:
        """The question analysed after the turns before it."""
        return self.asking.question(self.text)


# Before anything is read


def of_archive(asked: Asked) -> Answer | None:
    """Return that no sentence answers a question which is asked of the archive itself, and what the archive holds."""
    if not (is_asked_of_archive(asked.sentence) or is_asked_of_archive(without_request(asked.sentence))):
        return None
    generation = asked.asking.scope.generation
    return Answer(
        question=asked.text,
        status="not_found",
        confidence=0.0,
        excerpts=(),
        nearest=(),
        sources=0,
        generation=generation.id,
        reason=f"{OF_ARCHIVE}. {holdings(generation.catalogue)}",
        kind="archive",
        filters=asked.asking.filters or None,
    )


def listed(asked: Asked) -> Answer | None:
    """Return the documents, or the words of somebody, that a question asks for."""
    if asked_documents(asked.sentence) is None and asked_quotations(asked.sentence) is None:
        return None
    spelt = without_misspellings(asked.sentence, asked.asking.scope.generation)
    return _documents(asked, asked_documents(spelt)) or _quotations(asked, asked_quotations(spelt))


def _documents(asked: Asked, documents: AskedDocuments | None) -> Answer | None:
    if documents is None:
        return None
    # Few questions need it, and exact search with it: an import of this module takes that much less.
    from qa.answering.document_answers import documents_answer

    return documents_answer(asked.text, documents, asked.asking.scope, asked.asking.filters)


def _quotations(asked: Asked, quotations: AskedQuotations | None) -> Answer | None:
    if quotations is None:
        return None
    from qa.answering.quotation_answers import quotations_answer

    asking = asked.asking
    return _if_likely(quotations_answer(quotations, asking.subject, asking.scope, asking.filters), asked)


def _if_likely(spoken: Answer | None, asked: Asked) -> Answer | None:
    """Return an answer as one to a question; None where it is less sure than the threshold."""
    is_likely = spoken and spoken.confidence >= asked.asking.judges.threshold
    return replace(spoken, question=asked.text) if spoken and is_likely else None


def differing(asked: Asked) -> Answer | None:
    """Return what sources differ in, where a question asks that; None as well where nothing is found.

    Where it asks for one thing, "Do they agree on when it sank?", that is answered, and compared as ever. Of a subject
    all is shown that is said of it, since no one thing can be compared.
    """
    differences = asked_differences(asked.sentence)
    if differences is None:
        return None
    asking = asked.asking
    about = asking.question(differences.subject)
    if differences.is_question:
        answer = answer_to(about, asking.scope, asking.judges, asking.filters)
        return replace(answer, question=asked.text, read_as=f"{differences.subject}: {_agreement(answer)}")
    answer = answer_about(about, asking.scope, asking.filters)
    if answer.status != "answered" or answer.low_confidence:
        return None
    confidence = min(answer.confidence, MOST_SURE["doubtful"])
    read_as = f"what is said of {differences.subject}"
    unsure = replace(answer, low_confidence=True, confidence=confidence, reason=NOT_COMPARED)
    return replace(unsure, question=asked.text, read_as=read_as)


def _agreement(answer: Answer) -> str:
    if answer.differences:
        return "the sources differ"
    if answer.status != "answered":
        return "no source answers"
    return "no difference was found between sources" if answer.sources > 1 else "one source answers"


def explained(asked: Asked) -> Answer | None:
    """Return the sentences that explain the name of whoever a question asks about, "Who was Lund?"."""
    return _introduced(asked, EXPLAINING)


def _introduced(asked: Asked, most_forms: int) -> Answer | None:
    """Return the sentences that introduce whoever a question asks about by name; None without any.

    Of the forms in which a text introduces somebody the first so many count, the plainest first.
    """
    person = named_person(asked.sentence)
    if person is None:
        return None
    from qa.answering.person_answers import introducing, person_answer

    asking = asked.asking
    forms = introducing(person)[:most_forms]
    introduced = person_answer(asking.subject(person), forms, asking.scope, asking.filters)
    return replace(introduced, question=asked.text) if introduced else None


def about(asked: Asked) -> Answer | None:
    """Return what is said of the subject that a question asks about; None where it asks something else of it.

    Words that only name something may ask for one thing, "Resolution 1929 date", so all of them must be found; and
    they may ask it of the turns before.
    """
    subject, least = _subject(asked)
    said = answer_about(subject, asked.asking.scope, asked.asking.filters) if subject else None
    if said is None or said.status != "answered":
        return None
    return said if said.confidence >= max(least, asked.asking.judges.threshold) else None


def _subject(asked: Asked) -> tuple[Question | None, float]:
    """Return the subject that a question asks about, None without one, and how much of it must be found.

    A question for a subject is analysed as the subject (Question.text), so that it is the question itself.
    """
    history = asked.asking.history
    if history and (following := next_subject(asked.sentence, question_of(history[-1]))):
        return asked.asking.subject(following), 0.0
    if asked_subject(asked.sentence):
        return asked.question, 0.0
    return (asked.question if bare_subject(asked.sentence) and not asked.question.earlier else None), ALL_COVERED


# In the place of the sentences that answer


def extreme(asked: Asked, answer: Answer) -> Answer | None:
    """Return the row of a table that a question asks for by a superlative, "Which farm was the smallest?".

    A sure sentence that names one end of something, "the smallest of them was Nether Field", says it itself.
    """
    wanted = asked_extreme(without_request(asked.sentence))
    is_sure = answer.status == "answered" and not answer.low_confidence
    if wanted is None or (is_sure and says_extreme(answer.excerpts[0].text)):
        return None
    from qa.answering.extreme_answers import extreme_answer, with_uncompared_rows

    found = extreme_answer(asked.question, wanted, answer.hits, asked.asking.scope, asked.asking.filters)
    return _if_likely(found, asked) or (with_uncompared_rows(answer) if is_sure else None)


# In the place of an answer that is not sure


def possibly_said(asked: Asked, _: Answer) -> Answer | None:
    """Return the words of somebody that a question may ask for."""
    quotations = possible_quotations(asked.sentence)
    said = _quotations(asked, quotations)
    return _as_borne_out(said, asked.question, {"number"} if quotations and quotations.when else _OF_WORDS)


def _as_borne_out(said: Answer | None, question: Question, kinds: Collection[str]) -> Answer | None:
    """Return somebody's words, not sure where what a question takes for granted is not borne out.

    Only claims of some kinds count. It is None where the document of the first words speaks against one.
    """
    if said is None:
        return None
    first = said.excerpts[0]
    claims = [one for one in unsupported_claims(question, first, first.text) if one.kind in kinds]
    if not claims or most_sure(claims) == 1.0:
        return said
    if any(one.is_hard for one in claims):
        return None
    confidence = min(said.confidence, most_sure(claims))
    return replace(said, low_confidence=True, confidence=confidence, reason=said.reason or str(claims[0]))


def otherwise_said(asked: Asked, answer: Answer) -> Answer | None:
    """Return words of somebody that a question may ask for at another time, or to somebody else."""
    quotations = possible_quotations(asked.sentence)
    if quotations is None or not (quotations.to or quotations.when) or is_of_asked(asked.question, answer):
        return None
    from qa.answering.quotation_answers import other_quotations_answer

    asking = asked.asking
    return _if_likely(other_quotations_answer(quotations, asking.subject, asking.scope, asking.filters), asked)


def introduced(asked: Asked, _: Answer) -> Answer | None:
    """Return the sentences that introduce whoever a question asks about by name, in any form."""
    return _introduced(asked, ALL_FORMS)


def all_said(asked: Asked, answer: Answer) -> Answer | None:
    """Return all that is said of a subject; None where none is asked about.

    One who is asked about by name, "Who was Lund?", is such a subject only where no sentence seems to say who he was.
    """
    possible = possible_subject(asked.sentence)
    subject = possible or (named_subject(asked.sentence) if answer.status == "not_found" else None)
    asking = asked.asking
    said = answer_about(asking.question(subject), asking.scope, asking.filters) if subject else None
    if said is None or said.confidence < max(ALL_COVERED, asking.judges.threshold):
        return None
    return replace(said, read_as=said.read_as or f"what is said of {subject}")
