"""One question becomes one answer: passages are ranked and read, excerpts chosen, judged, and compared."""

from collections.abc import Callable
from dataclasses import replace
from itertools import chain, islice
from typing import NamedTuple

from qa.answering.asked_sources import first_as_asked, with_source_asked
from qa.answering.breadth import breadth
from qa.answering.comparing import compared_answer
from qa.answering.confidence import LOOKED_AT
from qa.answering.differences import compare
from qa.answering.excerpts import choose
from qa.answering.facts import stated_facts, with_facts
from qa.answering.reader import Reader
from qa.answering.reading import read
from qa.answering.reasons import NO_DOCUMENTS
from qa.answering.reprints import count_sources
from qa.answering.subject_answers import ALL_COVERED, answer_about
from qa.answering.verdicts import judge
from qa.answers import Answer
from qa.question.comparisons import compared
from qa.question.filters import Filters
from qa.question.question import Question
from qa.question.requests import parted, without_request
from qa.question.speakers import unheard
from qa.question.subjects import asked_subject, bare_subject, possible_subject
from qa.retrieval.ranking import rank_on
from qa.retrieval.reranking import Reranker
from qa.retrieval.scope import Scope


class Judges(NamedTuple):
    """What tells whether passages answer: a reader and a reranker, if there are any, and the least confidence."""

    reader: Reader | None
    reranker: Reranker | None
    threshold: float


# A question of some words, analysed after the turns before it.
Analysed = Callable[[str], Question]


def answered(question: str, analysed: Analysed, scope: Scope, judges: Judges, filters: Filters | None = None) -> Answer:
    """Return the answer to a question as typed, within a scope of these filters.

    It is what is said of the subject, where all of that is asked for; what is said of each of two things, where they
    are compared; else what answers.
    """
    about = _about(question, analysed, scope, filters)
    answer = about or _answered(question, analysed, scope, judges, filters)
    if answer.status == "not_found" or answer.low_confidence:
        subject = possible_subject(parted(question)[0])
        about = answer_about(analysed(subject), scope, filters) if subject else answer
        answer = about if about.confidence >= ALL_COVERED else answer
    return replace(answer, question=question)


def _about(question: str, analysed: Analysed, scope: Scope, filters: Filters | None) -> Answer | None:
    """Return what is said of the subject that a question asks about; None where it asks something else of it.

    Words that only name something may ask for one thing, "Resolution 1929 date", so all of them must be found; and
    they may ask it of the turns before.
    """
    asked, _ = parted(question)
    if asked_subject(asked):
        about = answer_about(analysed(question), scope, filters)
        return about if about.status == "answered" else None
    if not bare_subject(asked) or (subject := analysed(question)).earlier:
        return None
    about = answer_about(subject, scope, filters)
    return about if about.confidence >= ALL_COVERED else None


def _answered(question: str, analysed: Analysed, scope: Scope, judges: Judges, filters: Filters | None) -> Answer:
    asked = compared(without_request(parted(question)[0])) or (question,)
    answers = [answer_to(analysed(one), scope, judges, filters) for one in asked]
    return answers[0] if len(answers) == 1 else compared_answer(question, answers, scope.generation)


def answer_to(question: Question, scope: Scope, judges: Judges, filters: Filters | None = None) -> Answer:
    """Return the excerpts within a scope that answer a question, or that none does; the scope is of these filters."""
    looked_at, of_first = breadth(question)
    further = read(question, rank_on(question, scope, looked_at, judges.reranker), judges.reader)
    hits = list(islice(further, looked_at))
    facts = stated_facts(question, hits[:LOOKED_AT])
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
        facts=facts,
        differences=shown.differences,
    )


def _reason(reason: str | None, note: str) -> str | None:
    """Return why nothing was found, and a sentence on what was not looked for; only that where nothing was searched."""
    if not note or not reason:
        return reason or note or None
    return note if reason == NO_DOCUMENTS else f"{reason.rstrip('.')}. {note}"
