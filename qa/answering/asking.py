"""One question becomes one answer: passages are ranked and read, excerpts chosen, judged, and compared."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import chain, islice
from typing import NamedTuple

from qa.answering.asked_sources import first_as_asked, is_of_asked, with_source_asked
from qa.answering.breadth import breadth
from qa.answering.claims import MOST_SURE
from qa.answering.comparing import compared_answer
from qa.answering.confidence import LOOKED_AT
from qa.answering.differences import compare
from qa.answering.excerpts import choose
from qa.answering.facts import facts_of_kind, stated_facts, with_facts
from qa.answering.holdings import holdings
from qa.answering.reader import Reader
from qa.answering.reading import read
from qa.answering.reasons import NOT_COMPARED, OF_ARCHIVE
from qa.answering.reprints import count_sources
from qa.answering.several_answers import answer_to_each
from qa.answering.subject_answers import ALL_COVERED, answer_about
from qa.answering.verdicts import judge
from qa.answers import Answer
from qa.question.asked_differences import asked_differences
from qa.question.asked_documents import AskedDocuments, asked_documents
from qa.question.asked_of_archive import is_asked_of_archive
from qa.question.asked_quotations import AskedQuotations, asked_quotations, possible_quotations
from qa.question.comparisons import compared
from qa.question.filters import Filters
from qa.question.follow_ups import Turn, question_of
from qa.question.question import Question
from qa.question.requests import parted, without_request
from qa.question.several_questions import several_questions
from qa.question.speakers import unheard
from qa.question.subjects import (
    asked_subject,
    bare_subject,
    named_person,
    named_subject,
    next_subject,
    possible_subject,
)
from qa.retrieval.misspellings import without_misspellings
from qa.retrieval.ranking import rank_on
from qa.retrieval.reranking import Reranker
from qa.retrieval.scope import Scope
from qa.retrieval.small_names import with_capitals

# Of the forms in which a text introduces somebody (qa.answering.person_answers): what explains the name, "Bo Ek, the
# mayor", is surer than a reader; the others call him by an office, and a reader may know better.
EXPLAINING, ALL_FORMS = 1, 3


class Judges(NamedTuple):
    """What tells whether passages answer: a reader and a reranker, if there are any, and the least confidence."""

    reader: Reader | None
    reranker: Reranker | None
    threshold: float


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


def answered(message: str, asking: Asking) -> Answer:
    """Return the answer to a message: to the question that it asks, or to each of several."""
    questions = several_questions(message)
    if not questions:
        return replace(_answered(message, asking), question=message)
    before = [asking._replace(history=(*asking.history, *questions[:place])) for place in range(len(questions))]
    answers = [replace(_answered(one, after), question=one) for one, after in zip(questions, before, strict=True)]
    return answer_to_each(message, answers, asking.scope.generation)


def _answered(question: str, asking: Asking) -> Answer:
    """Return the answer to one question.

    It is what is said of the subject, where all of that is asked for; what is said of each of two things, where they
    are compared; else what answers.
    """
    question = with_capitals(question, asking.scope.generation)
    asked, _ = parted(question)
    if is_asked_of_archive(asked) or is_asked_of_archive(without_request(asked)):
        return _of_archive(question, asking)
    if listed := _listed(question, asked, asking) or _differences(question, asked, asking):
        return listed
    if explained := _introduced(question, asked, asking, EXPLAINING):
        return explained
    whole = asking.question(question)
    if about := _about(whole, asked, asking):
        return about
    compares = compared(without_request(asked))
    each = [asking.question(one) for one in compares] or [whole]
    answers = [answer_to(one, asking.scope, asking.judges, asking.filters) for one in each]
    answer = compared_answer(question, answers, asking.scope.generation) if compares else answers[0]
    if answer.status == "answered" and not answer.low_confidence:
        return answer
    possible = possible_quotations(asked)
    spoken = _quotations(question, possible, asking)
    if spoken is None and not is_of_asked(whole, answer):
        spoken = _other_quotations(question, possible, asking)
    introduced = spoken or _introduced(question, asked, asking, ALL_FORMS)
    return introduced or _all_said(asked, answer, asking) or answer


def _all_said(asked: str, answer: Answer, asking: Asking) -> Answer | None:
    """Return all that is said of a subject in the place of an answer that is not sure; None where none is asked about.

    One who is asked about by name, "Who was Lund?", is such a subject only where no sentence seems to say who he was.
    """
    subject = possible_subject(asked) or (named_subject(asked) if answer.status == "not_found" else None)
    about = answer_about(asking.question(subject), asking.scope, asking.filters) if subject else None
    if about is None or about.confidence < max(ALL_COVERED, asking.judges.threshold):
        return None
    return replace(about, read_as=about.read_as or f"what is said of {subject}")


def _introduced(question: str, asked: str, asking: Asking, most_forms: int) -> Answer | None:
    """Return the sentences that introduce whoever a question asks about by name, "Who was Lund?"; None without any.

    Of the forms in which a text introduces somebody the first so many count, the plainest first.
    """
    person = named_person(asked)
    if person is None:
        return None
    from qa.answering.person_answers import introducing, person_answer

    forms = introducing(person)[:most_forms]
    introduced = person_answer(asking.analysed(person, ()), forms, asking.scope, asking.filters)
    return replace(introduced, question=question) if introduced else None


def _differences(question: str, asked: str, asking: Asking) -> Answer | None:
    """Return what sources differ in, where a question asks that; None where it does not, or nothing is found.

    Where it asks for one thing, "Do they agree on when it sank?", that is answered, and compared as ever. Of a subject
    all is shown that is said of it, since no one thing can be compared.
    """
    differences = asked_differences(asked)
    if differences is None:
        return None
    about = asking.question(differences.subject)
    if differences.is_question:
        answer = answer_to(about, asking.scope, asking.judges, asking.filters)
        return replace(answer, question=question, read_as=f"{differences.subject}: {_agreement(answer)}")
    answer = answer_about(about, asking.scope, asking.filters)
    if answer.status != "answered" or answer.low_confidence:
        return None
    confidence = min(answer.confidence, MOST_SURE["doubtful"])
    read_as = f"what is said of {differences.subject}"
    unsure = replace(answer, low_confidence=True, confidence=confidence, reason=NOT_COMPARED)
    return replace(unsure, question=question, read_as=read_as)


def _agreement(answer: Answer) -> str:
    if answer.differences:
        return "the sources differ"
    if answer.status != "answered":
        return "no source answers"
    return "no difference was found between sources" if answer.sources > 1 else "one source answers"


def _listed(question: str, asked: str, asking: Asking) -> Answer | None:
    """Return the documents, or the words of somebody, that a question asks for; None where it asks for neither."""
    if asked_documents(asked) is None and asked_quotations(asked) is None:
        return None
    spelt = without_misspellings(asked, asking.scope.generation)
    documents = _documents(question, asked_documents(spelt), asking)
    return documents or _quotations(question, asked_quotations(spelt), asking)


def _documents(question: str, documents: AskedDocuments | None, asking: Asking) -> Answer | None:
    """Return the documents that a question asks for; None where it asks for something else, or there are none."""
    if documents is None:
        return None
    # Few questions need it, and exact search with it: an import of this module takes that much less.
    from qa.answering.document_answers import documents_answer

    return documents_answer(question, documents, asking.scope, asking.filters)


def _quotations(question: str, asked: AskedQuotations | None, asking: Asking) -> Answer | None:
    """Return the words of somebody that a question asks for; None where it asks for something else, or has none."""
    if asked is None:
        return None
    from qa.answering.quotation_answers import quotations_answer

    spoken = quotations_answer(asked, lambda text: asking.analysed(text, ()), asking.scope, asking.filters)
    return _if_likely(spoken, question, asking)


def _other_quotations(question: str, asked: AskedQuotations | None, asking: Asking) -> Answer | None:
    """Return words of somebody that a question asks for at another time, or to somebody else; None without them."""
    if asked is None or not (asked.to or asked.when):
        return None
    from qa.answering.quotation_answers import other_quotations_answer

    spoken = other_quotations_answer(asked, lambda text: asking.analysed(text, ()), asking.scope, asking.filters)
    return _if_likely(spoken, question, asking)


def _if_likely(spoken: Answer | None, question: str, asking: Asking) -> Answer | None:
    """Return an answer as one to a question; None where it is less sure than the threshold."""
    return replace(spoken, question=question) if spoken and spoken.confidence >= asking.judges.threshold else None


def _of_archive(question: str, asking: Asking) -> Answer:
    generation = asking.scope.generation
    return Answer(
        question=question,
        status="not_found",
        confidence=0.0,
        excerpts=(),
        nearest=(),
        sources=0,
        generation=generation.id,
        reason=f"{OF_ARCHIVE}. {holdings(generation.catalogue)}",
        filters=asking.filters or None,
    )


def _about(question: Question, asked: str, asking: Asking) -> Answer | None:
    """Return what is said of the subject that a question asks about; None where it asks something else of it.

    Words that only name something may ask for one thing, "Resolution 1929 date", so all of them must be found; and
    they may ask it of the turns before. `asked` is the question without statements around it.
    """
    subject, least = _subject(question, asked, asking)
    about = answer_about(subject, asking.scope, asking.filters) if subject else None
    if about is None or about.status != "answered":
        return None
    return about if about.confidence >= max(least, asking.judges.threshold) else None


def _subject(question: Question, asked: str, asking: Asking) -> tuple[Question | None, float]:
    """Return the subject that a question asks about, None without one, and how much of it must be found.

    A question for a subject is analysed as the subject (Question.text), so that it is the question itself.
    """
    if asking.history and (following := next_subject(asked, question_of(asking.history[-1]))):
        return asking.analysed(following, ()), 0.0
    if asked_subject(asked):
        return question, 0.0
    return (question if bare_subject(asked) and not question.earlier else None), ALL_COVERED


def answer_to(question: Question, scope: Scope, judges: Judges, filters: Filters | None = None) -> Answer:
    """Return the excerpts within a scope that answer a question, or that none does; the scope is of these filters."""
    looked_at, of_first = breadth(question)
    further = read(question, rank_on(question, scope, looked_at, judges.reranker), judges.reader)
    hits = list(islice(further, looked_at))
    facts = facts_of_kind(question, scope) or stated_facts(question, hits[:LOOKED_AT])
    chosen = choose(chain(hits, further), scope, looked_at + of_first - 1, of_first)
    chosen = first_as_asked(question, chosen, judges.reader)
    judged = judge(question, chosen, judges.threshold, scope.generation.lexical)
    verdict = with_facts(with_source_asked(question, judged), facts)
    answering = verdict.excerpts if verdict.is_answered else ()
    shown = compare(question, answering, chosen, judges.reader, scope.generation)
    cited = [fact.document for fact in facts] + [one.document for one in shown.excerpts or verdict.excerpts]
    manifest = scope.generation.manifest
    return Answer(
        question=question.text,
        status="answered" if verdict.is_answered else "not_found",
        confidence=verdict.confidence,
        excerpts=shown.excerpts,
        nearest=() if verdict.is_answered else verdict.excerpts,
        sources=count_sources(cited, scope.generation),
        generation=scope.generation.id,
        low_confidence=verdict.is_answered and not verdict.is_sure,
        reason=verdict.reason if verdict.is_answered else _reason(verdict.reason, unheard(filters, manifest)),
        read_as=question.read_as,
        filters=filters or None,
        filters_leave_none=bool(filters) and not hits,
        facts=facts,
        differences=shown.differences,
        hits=tuple({hit.number: hit for hit in (*hits, *(hit for hit, _ in chosen))}.values()),
    )


def _reason(reason: str | None, note: str) -> str | None:
    """Return why nothing was found, and a sentence on what was not looked for."""
    return f"{reason}. {note}" if reason and note else reason or note or None
