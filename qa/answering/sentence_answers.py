"""One question becomes the sentences that answer it: passages are ranked and read, excerpts chosen and judged."""

from itertools import chain, islice
from typing import NamedTuple

from qa.answering.asked_sources import first_as_asked, with_source_asked
from qa.answering.breadth import breadth
from qa.answering.confidence import LOOKED_AT
from qa.answering.differences import compare
from qa.answering.excerpts import choose
from qa.answering.facts import facts_of_kind, stated_facts, with_facts
from qa.answering.reader import Reader
from qa.answering.reading import read
from qa.answering.reprints import count_sources
from qa.answering.verdicts import judge
from qa.answers import Answer
from qa.question.filters import Filters
from qa.question.question import Question
from qa.question.speakers import unheard
from qa.retrieval.ranking import rank_on
from qa.retrieval.reranking import Reranker
from qa.retrieval.scope import Scope


class Judges(NamedTuple):
    """What tells whether passages answer: a reader and a reranker, if there are any, and the least confidence."""

    reader: Reader | None
    reranker: Reranker | None
    threshold: float


def answer_to(question: Question, scope: Scope, judges: Judges, filters: Filters | None = None) -> Answer:
    """Return the excerpts within a scope that answer a question, or that none does; the scope is of these filters."""
    looked_at, of_first = breadth(question)
    further = read(question, rank_on(question, scope, looked_at, judges.reranker), judges.reader)
    hits = list(islice(further, looked_at))
    facts = facts_of_kind(question, scope) or stated_facts(question, hits[:LOOKED_AT])
    chosen = choose(chain(hits, further), scope, looked_at + of_first - 1, question, (of_first, 1))
    chosen = first_as_asked(question, chosen, judges.reader)
    judged = judge(question, chosen, judges.threshold, scope.generation.lexical)
    verdict = with_facts(with_source_asked(question, judged), facts)
    answering = verdict.excerpts if verdict.is_answered else ()
    shown = compare(question, answering, chosen, judges.reader, scope)
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
