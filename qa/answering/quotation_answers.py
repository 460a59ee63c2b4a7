"""All that somebody said: "Quotes by Kerry on sanctions" is answered by the sentences that hold his words.

Whose words a sentence holds was found when the index was built (docs/attribution.md), so no reader is asked. What he
"wanted" or "feared" is not said by him.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace
from itertools import islice

from embeddings.attribution.cues import verb, verb_classes
from embeddings.documents import Attribution
from embeddings.index.people import Person
from embeddings.index.selection import Selection
from qa.answering.breadth import EXPLAINED
from qa.answering.excerpts import choose
from qa.answering.neighbours import joined
from qa.answering.relevance import with_relevance
from qa.answering.reprints import count_sources
from qa.answering.subject_answers import NAMING_WEIGHT, few_of_each, held_terms
from qa.answering.verdicts import SEVERAL_EXCERPTS
from qa.answers import Answer, Excerpt, Hit
from qa.question.asked_quotations import AskedQuotations, describes_person
from qa.question.coverage import ENOUGH_COVERED, coverage
from qa.question.filters import Filters
from qa.question.question import Question
from qa.retrieval.ranking import rank_on
from qa.retrieval.scope import Scope

# Who is quoted is asked for: whoever has a name or a description.
_ANYBODY = Person("anybody", ())


def quotations_answer(
    asked: AskedQuotations, analysed: Callable[[str], Question], scope: Scope, filters: Filters | None = None
) -> Answer | None:
    """Return what somebody says, or says about a subject, as an answer; None where the archive has no such words.

    So it is where nobody, or several people, may be meant by the name. The passages must hold the subject's words, as
    in qa.answering.subject_answers; without one those come first that come nearest to the name. Words in quotation
    marks go before reported ones. `analysed` analyses the subject or the name as a question.
    """
    person = _person(asked.speaker, scope) if asked.speaker else _ANYBODY
    if person is None:
        return None
    subject = analysed(asked.subject) if asked.subject else None
    ranked_by = subject or analysed(asked.speaker or "")
    narrowed = replace(scope, selection=replace(scope.selection or Selection(), speakers=person.forms))
    looked_at = islice(rank_on(ranked_by, narrowed, EXPLAINED), EXPLAINED)
    hits = [_with_quotations(with_relevance(hit, ranked_by), person) for hit in looked_at]
    said = [
        (hit, excerpt)
        for hit, excerpt in choose(hits, narrowed, EXPLAINED, SEVERAL_EXCERPTS)
        if any(_is_said(one, excerpt.document.text) for one in _own(excerpt.attributions, person))
        and (subject is None or _covered(hit, excerpt, subject) >= ENOUGH_COVERED)
    ]
    if not said:
        return None
    said.sort(key=lambda pair: not _is_quoted(pair[1], person))
    said = said if asked.speaker else list(_one_of_each(said))
    excerpts = joined(islice(few_of_each(excerpt for _, excerpt in said), SEVERAL_EXCERPTS))
    what = f"what {person.name} said" + (f" about {subject.text}" if subject else "")
    return Answer(
        question=ranked_by.text,
        status="answered",
        confidence=1.0 if subject is None else _covered(*said[0], subject),
        excerpts=excerpts,
        nearest=(),
        sources=count_sources([excerpt.document for excerpt in excerpts], scope.generation),
        generation=scope.generation.id,
        read_as=what if asked.speaker else f"who is quoted about {asked.subject}",
        filters=filters or None,
        kind="quotations",
    )


def _one_of_each(said: Iterable[tuple[Hit, Excerpt]]) -> Iterator[tuple[Hit, Excerpt]]:
    """Yield what quotes somebody who was not quoted before it."""
    quoted: set[str | None] = set()
    for hit, excerpt in said:
        speakers = {one.speaker for one in _own(excerpt.attributions, _ANYBODY)}
        if not speakers <= quoted:
            yield hit, excerpt
        quoted |= speakers


def _person(name: str, scope: Scope) -> Person | None:
    """Return whom a name means; None where that is nobody, or is not clear, or only some speakers are heard.

    "The ambassador" is whoever is called so, and no more, in any document: those may be several.
    """
    if scope.selection is not None and scope.selection.speakers:
        return None
    people = scope.generation.catalogue.facts.voices.people
    if describes_person(name):
        forms = people.described(name)
        return Person(name, tuple(forms)) if forms else None
    called = people.called(name)
    return called[0] if len(called) == 1 else None


def _with_quotations(hit: Hit, person: Person) -> Hit:
    """Return a hit of which those sentences are the most relevant that quote somebody."""
    quoted = [one for one in _own(hit.document.attributions, person) if _is_in_marks(one)]
    relevance = (
        score + NAMING_WEIGHT * any(one.touches(place.start, place.end) for one in quoted)
        for score, place in zip(hit.sentence_relevance, hit.passage.sentences, strict=True)
    )
    return replace(hit, sentence_relevance=tuple(relevance))


def _own(attributions: Collection[Attribution], person: Person) -> list[Attribution]:
    return [one for one in attributions if one.speaker in person.forms or (person is _ANYBODY and one.speaker)]


def _is_quoted(excerpt: Excerpt, person: Person) -> bool:
    return any(map(_is_in_marks, _own(excerpt.attributions, person)))


def _is_in_marks(one: Attribution) -> bool:
    return one.kind != "indirect"


def _is_said(one: Attribution, text: str) -> bool:
    """Whether words are said, as their marks tell, or the verb before or after them, or that there is none."""
    return (
        _is_in_marks(one)
        or one.cue is None
        or "say" in verb_classes(verb(text[slice(*one.cue)].rsplit(maxsplit=1)[-1]))
    )


def _covered(hit: Hit, excerpt: Excerpt, subject: Question) -> float:
    """Return the share of a subject's words that the passage of an excerpt holds."""
    return coverage(held_terms(hit, excerpt, subject), subject.idf)
