"""Documents that are asked for: "Which documents mention Natanz?", "The latest story on sanctions".

They are found as by an exact search, in any spelling and ending, so none is missed whose text or whose title has the
words; one that has some in its title and the others in its text is. Each is cited by the sentence that has them first.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

import numpy as np

from embeddings.dates import span
from embeddings.documents import Document, Span
from embeddings.generations.store import Generation
from embeddings.index.selection import Selection
from embeddings.text.splitting import is_heading
from embeddings.text.words import content_words, term_of
from qa.answering.reprints import count_sources
from qa.answering.verdicts import SEVERAL_EXCERPTS
from qa.answers import Answer, Excerpt
from qa.question.asked_documents import AskedDocuments
from qa.question.filters import Filters
from qa.question.stop_words import says_nothing
from qa.retrieval.scope import Scope
from qa.search.matching import occurrences
from qa.search.parsing import parse_search
from qa.search.searching import FoundDocument, find_all

# Where more have the rarest of the words, too many texts would be read for one question: then the best passages that
# name the subject are the answer (qa.answering.subject_answers). One of 2,500 characters takes 0.4 ms.
MOST_READ = 5_000


def documents_answer(
    question: str, asked: AskedDocuments, scope: Scope, filters: Filters | None = None
) -> Answer | None:
    """Return the documents that a question asks for, as an answer that cites each.

    `read_as` says how many there are; of many the first are cited, those that have the words most often where the
    question does not say which. Where none of the years that are asked for is found, the answer says so; where none has
    the words, or too many would have to be read, it is None.
    """
    words, found, count = _found(asked, _dated(asked, scope))
    excerpts = (_cited(one, scope.generation) for one in found)
    shown = tuple(excerpt for excerpt in excerpts if excerpt)
    if not shown and asked.published is None:
        return None
    described = _described(asked, words)
    return Answer(
        question=question,
        status="answered" if shown else "not_found",
        confidence=1.0 if shown else 0.0,
        excerpts=shown,
        nearest=(),
        sources=count_sources([excerpt.document for excerpt in shown], scope.generation),
        generation=scope.generation.id,
        reason=None if shown else f"there are no {described}",
        read_as=_counted(described, asked, count, len(shown)) if shown else None,
        filters=filters or None,
        kind="documents",
    )


def _dated(asked: AskedDocuments, scope: Scope) -> Scope:
    """Return a scope narrowed to documents of the years that are asked for."""
    if asked.published is None:
        return scope
    selection = scope.selection or Selection()
    first, last = date(asked.published[0], 1, 1).toordinal(), date(asked.published[1], 12, 31).toordinal()
    first, last = max(first, selection.first_day or first), min(last, selection.last_day or last)
    return replace(scope, selection=replace(selection, first_day=first, last_day=last, undated=False))


def _found(asked: AskedDocuments, scope: Scope) -> tuple[str, list[FoundDocument], int]:
    """Return the words that were looked for, the first documents that have them, and how many have them.

    The words stand one after another, or, where they do so nowhere, all of them anywhere in the document.
    """
    if asked.subject is None:
        return "", *_of_dates(asked, scope)
    each = [asked.subject[word.start : word.end] for word in content_words(asked.subject)]
    telling = [word for word in each if not says_nothing(word)]
    if not telling or _least_frequency(telling, scope) > MOST_READ:
        return "", [], 0
    titled = _titled(telling, scope)
    words, found = f"“{asked.subject}”", find_all(f'"{asked.subject}"', scope)
    if not found and len(telling) > 1:
        words = " and ".join(f"“{word}”" for word in telling)
        found = find_all(" ".join(f'"{word}"' for word in telling), scope)
    known = {one.document.id for one in titled}
    others = (one for one in found if one.document.id not in known)
    found = [*titled, *sorted(others, key=lambda one: -len(one.spans))]
    return words, _ordered(found, asked)[:SEVERAL_EXCERPTS], len(found)


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
    telling = [word for word in (title[one.start : one.end] for one in content_words(title)) if not says_nothing(word)]
    found = _titled(telling, scope) if telling else []
    selection = scope.selection or Selection()
    return replace(scope, selection=replace(selection, documents=tuple(one.document.id for one in found) or (title,)))


def _of_dates(asked: AskedDocuments, scope: Scope) -> tuple[list[FoundDocument], int]:
    """Return the first documents of a scope by their dates, those without one last, and how many there are."""
    catalogue = scope.generation.catalogue
    of_all = catalogue.last_days()
    numbers = np.arange(len(of_all)) if scope.documents is None else np.flatnonzero(scope.documents)
    days = of_all[numbers]
    order = np.lexsort((-days if asked.order == "newest" else days, days == 0))
    first = numbers[order][:SEVERAL_EXCERPTS].tolist()
    return [FoundDocument(catalogue.numbered(number), ()) for number in first], len(numbers)


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
    return f"documents{years}" + (f" that have {words}" if words else "")


def _counted(described: str, asked: AskedDocuments, found: int, shown: int) -> str:
    """Return which documents were looked for, how many there are, and which of them are shown."""
    if found == 1:
        return f"{described}: there is one"
    order = f"the {asked.order} first" if asked.order else "in the order of their dates" if not asked.subject else ""
    parts = [f"there are {found:,}", order, f"the first {shown:,} are shown" if shown < found else ""]
    return f"{described}: {', '.join(part for part in parts if part)}"
