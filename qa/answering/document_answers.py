"""Documents that are asked for: "Which documents mention Natanz?", "The latest story on sanctions".

They are found as by an exact search, in any spelling and ending, so none is missed whose text or whose title has the
words; one that has some in its title and the others in its text is. Each is cited by the sentence that has them first.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

import numpy as np

from embeddings.dates import span
from embeddings.documents import Document, Span
from embeddings.generations.store import Generation
from embeddings.index.selection import Selection
from embeddings.text.splitting import is_heading
from embeddings.text.words import term_of
from qa.answering.confidence import CONFIDENT
from qa.answering.facts import OF_KIND
from qa.answering.reprints import count_sources
from qa.answering.verdicts import SEVERAL_EXCERPTS
from qa.answers import Answer, Excerpt
from qa.question.asked_documents import AskedDocuments
from qa.question.filters import Filters
from qa.retrieval.scope import Scope
from qa.search.matching import occurrences
from qa.search.offers import searches_of, telling_words
from qa.search.parsing import parse_search
from qa.search.searching import FoundDocument, find_all

# Where more have the rarest of the words, too many texts would be read for one question: then the best passages that
# name the subject are the answer (qa.answering.subject_answers). One of 2,500 characters takes 0.4 ms.
MOST_READ = 5_000


class Found(NamedTuple):
    """The words that were looked for, the first documents that have them, how many do, and how many have a date."""

    words: str
    first: list[FoundDocument]
    total: int
    dated: int


def documents_answer(
    question: str, asked: AskedDocuments, scope: Scope, filters: Filters | None = None
) -> Answer | None:
    """Return the documents that a question asks for, as an answer that cites each.

    `read_as` says how many there are; of many the first are cited, those that have the words most often where the
    question does not say which. Where none of the years that are asked for is found, the answer says so; where none has
    the words, or too many would have to be read, it is None. Which is the newest is as sure as the share that has a
    date; without any it may be each.
    """
    asked, scope = _of_kind(asked, scope)
    found = _found(asked, _dated(asked, scope))
    excerpts = (_cited(one, scope.generation) for one in found.first)
    shown = tuple(excerpt for excerpt in excerpts if excerpt)
    if not shown and asked.published is None:
        return None
    described = _described(asked, found.words)
    confidence = (max(1, found.dated) / found.total if asked.order else 1.0) if shown else 0.0
    return Answer(
        question=question,
        status="answered" if shown else "not_found",
        confidence=confidence,
        excerpts=shown,
        nearest=(),
        sources=count_sources([excerpt.document for excerpt in shown], scope.generation),
        generation=scope.generation.id,
        low_confidence=bool(shown) and confidence < CONFIDENT,
        reason=_reason(described, found) if confidence < CONFIDENT else None,
        read_as=_counted(described, asked, found.total, len(shown)) if shown else None,
        filters=filters or None,
        kind="documents",
    )


def _reason(described: str, found: Found) -> str:
    if not found.total:
        return f"there are no {described}"
    undated = found.total - found.dated
    lacking = "none" if not found.dated else f"only {found.dated:,}" if found.dated < undated else f"{found.dated:,}"
    return f"{lacking} of the {found.total:,} {described} state{'s' if found.dated in (0, 1) else ''} a date"


def _of_kind(asked: AskedDocuments, scope: Scope) -> tuple[AskedDocuments, Scope]:
    """Return a scope narrowed to documents of the kind that is asked for; where there are none, for any kind.

    They bear its name in their title or their path, or state what only its documents do, as mails do.
    """
    if asked.kind is None:
        return asked, scope
    catalogue, words = scope.generation.catalogue, asked.kind.split()
    titled = [set(scope.generation.lexical_documents.titled(term_of(word)).tolist()) for word in words]
    name = r"[\W_]*".join(map(re.escape, words))
    in_path = re.compile(rf"(?<![a-z]){name}s?(?![a-z])", re.IGNORECASE)
    stating = {document for name in OF_KIND.get(asked.kind, ()) for document, _ in catalogue.stating(name)}
    ids, of_title = catalogue.ids(), set.intersection(*titled)
    kept = range(len(ids)) if scope.documents is None else np.flatnonzero(scope.documents).tolist()
    of_kind = [ids[n] for n in kept if n in of_title or ids[n] in stating or in_path.search(ids[n])]
    if not of_kind:
        return replace(asked, kind=None), scope
    return asked, replace(scope, selection=replace(scope.selection or Selection(), documents=tuple(of_kind)))


def _dated(asked: AskedDocuments, scope: Scope) -> Scope:
    """Return a scope narrowed to documents of the years that are asked for."""
    if asked.published is None:
        return scope
    selection = scope.selection or Selection()
    first, last = date(asked.published[0], 1, 1).toordinal(), date(asked.published[1], 12, 31).toordinal()
    first, last = max(first, selection.first_day or first), min(last, selection.last_day or last)
    return replace(scope, selection=replace(selection, first_day=first, last_day=last, undated=False))


def _found(asked: AskedDocuments, scope: Scope) -> Found:
    """Return the documents that have the words that are asked for.

    The words stand one after another, or, where they do so nowhere, all of them anywhere in the document.
    """
    if asked.subject is None:
        return _of_dates(asked, scope)
    telling = telling_words(asked.subject)
    if not telling or _least_frequency(telling, scope) > MOST_READ:
        return Found("", [], 0, 0)
    titled = _titled(telling, scope)
    words, found = _having(asked.subject, scope)
    known = {one.document.id for one in titled}
    others = (one for one in found if one.document.id not in known)
    found = [*titled, *sorted(others, key=lambda one: -len(one.spans))]
    dated = sum(bool(one.document.published) for one in found)
    return Found(words, _ordered(found, asked)[:SEVERAL_EXCERPTS], len(found), dated)


def _having(subject: str, scope: Scope) -> tuple[str, list[FoundDocument]]:
    """Return what was looked for at last, and the documents that have it."""
    searches = searches_of(subject)
    for search, words in searches:
        if found := find_all(search, scope):
            return words, found
    return searches[-1][1], []


def _least_frequency(words: Sequence[str], scope: Scope) -> int:
    """Return how many documents of the archive have the rarest of some words, those with it in title and text twice."""
    return int(scope.generation.lexical_documents.frequencies(list(map(term_of, words))).min())


def _titled(words: Sequence[str], scope: Scope) -> list[FoundDocument]:
    """Return the documents whose title has some words, in the order of the archive, with where their texts have one."""
    generation = scope.generation
    each = [set(generation.lexical_documents.titled(term_of(word)).tolist()) for word in words]
    kept = (n for n in sorted(set.intersection(*each)) if scope.documents is None or scope.documents[n])
    documents = [generation.catalogue.numbered(number) for number in kept]
    tree = parse_search(" OR ".join(f'"{word}"' for word in words))
    return [FoundDocument(one, tuple(occurrences(tree, one, exact=False) or ())) for one in documents]


def titled_scope(title: str, scope: Scope) -> Scope:
    """Return a scope narrowed to the documents whose title has the words of one; none where there are none."""
    telling = telling_words(title)
    found = _titled(telling, scope) if telling else []
    selection = scope.selection or Selection()
    return replace(scope, selection=replace(selection, documents=tuple(one.document.id for one in found) or (title,)))


def _of_dates(asked: AskedDocuments, scope: Scope) -> Found:
    """Return the documents of a scope by their dates, those without one last."""
    catalogue = scope.generation.catalogue
    of_all = catalogue.last_days()
    numbers = np.arange(len(of_all)) if scope.documents is None else np.flatnonzero(scope.documents)
    days = of_all[numbers]
    order = np.lexsort((-days if asked.order == "newest" else days, days == 0))
    first = numbers[order][:SEVERAL_EXCERPTS].tolist()
    found = [FoundDocument(catalogue.numbered(number), ()) for number in first]
    return Found("", found, len(numbers), int(np.count_nonzero(days)))


def _ordered(found: Iterable[FoundDocument], asked: AskedDocuments) -> list[FoundDocument]:
    """Return documents in the order of their dates that is asked for, those without a date last; else as they are."""
    if asked.order is None:
        return list(found)
    dated = sorted((one for one in found if one.document.published), key=_days, reverse=asked.order == "newest")
    return [*dated, *(one for one in found if not one.document.published)]


def _days(found: FoundDocument) -> tuple[date, date]:
    return span(found.document.published or "")


def _cited(found: FoundDocument, generation: Generation) -> Excerpt | None:
    """Return the first sentence of a document that has words looked for, or its first; headings only where none has."""
    document = found.document
    number = generation.catalogue.number_of(document.id)
    places = [] if number is None else generation.catalogue.sentences(number)[1].tolist()
    sentences: list[Span] = [(start, end) for start, end in places]
    having = [one for one in sentences if any(one[0] < end and start < one[1] for start, end in found.spans)]
    telling = [one for one in having or sentences if not _is_title(document, one)]
    place = next(iter(telling or having or sentences), None)
    if place is None:
        return None
    start, end = place
    return Excerpt(document=document, start=start, end=end, text=document.text[start:end], score=1.0)


def _is_title(document: Document, place: Span) -> bool:
    text = document.text[slice(*place)]
    return is_heading(text) or text == document.title


def _described(asked: AskedDocuments, words: str) -> str:
    """Return which documents were looked for: "documents of 2010 that have “Natanz”"."""
    first, last = asked.published or (None, None)
    years = "" if first is None else f" of {first}" if first == last else f" of {first} to {last}"
    kind = f" called “{asked.kind}”" if asked.kind else ""
    return f"documents{kind}{years}" + (f" that have {words}" if words else "")


def _counted(described: str, asked: AskedDocuments, found: int, shown: int) -> str:
    """Return which documents were looked for, how many there are, and which of them are shown."""
    if found == 1:
        return f"{described}: there is one"
    order = f"the {asked.order} first" if asked.order else "in the order of their dates" if not asked.subject else ""
    parts = [f"there are {found:,}", order, f"the first {shown:,} are shown" if shown < found else ""]
    return f"{described}: {', '.join(part for part in parts if part)}"
