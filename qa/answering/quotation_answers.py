"""All that somebody said: "Quotes by Kerry on sanctions" is answered by the sentences that hold his words.

Whose words a sentence holds, and to whom they were said, was found when the index was built (docs/attribution.md), so
no reader is asked. What he "wanted" or "feared" is not said by him.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from embeddings.index.people import is_name
from embeddings.index.roles import role_of
from embeddings.index.selection import Selection
from embeddings.text.words import terms
from embeddings.times.values import parse_notation
from qa.answering.asked_people import asked_person
from qa.answering.breadth import EXPLAINED
from qa.answering.claims import MOST_SURE
from qa.answering.document_answers import titled_scope
from qa.answering.excerpts import choose
from qa.answering.neighbours import joined
from qa.answering.relevance import with_relevance
from qa.answering.reprints import count_sources
from qa.answering.subject_answers import NAMING_WEIGHT, OF_ONE_DOCUMENT, few_of_each, held_terms
from qa.answering.verdicts import SEVERAL_EXCERPTS
from qa.answering.wanted_words import Wanted, is_in_marks, is_said
from qa.answers import Answer, Excerpt, Hit
from qa.question.asked_quotations import AskedQuotations
from qa.question.coverage import ENOUGH_COVERED, coverage
from qa.question.filters import Filters
from qa.question.question import Question
from qa.retrieval.ranking import rank_on
from qa.retrieval.scope import Scope
from qa.wording import count_of

# Passages that are looked at where only words of one time are wanted: of a document of 1,200 statements in 0.2 s.
LOOKED_AT_FOR_TIME = 10 * EXPLAINED


def quotations_answer(
    asked: AskedQuotations, analysed: Callable[[str], Question], scope: Scope, filters: Filters | None = None
) -> Answer | None:
    """Return what somebody says, to somebody, or about a subject, as an answer; None where there are no such words.

    So it is where nobody, or several people, may be meant by the name. The passages must hold the subject's words, as
    in qa.answering.subject_answers; without one those come first that come nearest to the name. What speaks of the time
    that the filter `about` names, or was said then, goes first; then what holds most of the subject's words itself, and
    not only in its passage; then words in quotation marks before reported ones. `analysed` analyses the subject or the
    name as a question.
    """
    finder = _finder(asked, analysed, scope, filters)
    if finder is None or (asked.to and finder.wanted.to is None):
        return None
    found = finder.answer(finder.wanted)
    if found and asked.title:
        return replace(found, read_as=f"{found.read_as} in “{asked.title}”")
    return _counted(found, asked, finder) if found and asked.is_counted else found


def other_quotations_answer(
    asked: AskedQuotations, analysed: Callable[[str], Question], scope: Scope, filters: Filters | None = None
) -> Answer | None:
    """Return what somebody says at another time, or not to whom it is asked for, as an answer that is not sure.

    It says what is not known of these words; None where there are none, or nothing is asked for but them.
    """
    finder = _finder(asked, analysed, scope, filters)
    if finder is None:
        return None
    wanted = finder.wanted
    if asked.when and (wanted.to or not asked.to) and (found := finder.answer(replace(wanted, when=None))):
        return _unsure(found, f"nothing of it is known to have been said {asked.when.words}")
    if wanted.speaker and asked.to and (found := finder.answer(replace(wanted, to=None))):
        return _unsure(found, f"of what {wanted.speaker.name} said nothing is known to have been said to {asked.to}")
    return None


def _finder(
    asked: AskedQuotations, analysed: Callable[[str], Question], scope: Scope, filters: Filters | None
) -> "_Finder | None":
    """Return what finds the words of whoever is asked for; None where that is nobody, or not clear."""
    if scope.selection is not None and scope.selection.speakers:
        return None
    people = scope.generation.catalogue.facts.voices.people
    speaker = asked_person(asked.speaker, people) if asked.speaker else None
    to = asked_person(asked.to, people) if asked.to else None
    if asked.speaker and speaker is None:
        return None
    if asked.title:
        scope = titled_scope(asked.title, scope)
    question = analysed(asked.subject or asked.speaker or asked.to or asked.title or "")
    return _Finder(question, scope, filters, bool(asked.subject), Wanted(speaker, to, asked.when, asked.verb))


def _unsure(answer: Answer, reason: str) -> Answer:
    return replace(answer, low_confidence=True, confidence=min(answer.confidence, MOST_SURE["doubtful"]), reason=reason)


@dataclass(frozen=True, slots=True)
class _Finder:
    """Finds words by a question: a subject, or only the name of who says them."""

    question: Question
    scope: Scope
    filters: Filters | None
    is_subject: bool
    wanted: Wanted

    def answer(self, wanted: Wanted) -> Answer | None:
        """Return the words that are wanted as an answer; None where there are none."""
        said = sorted(self._said(wanted), key=lambda pair: self._order(pair[0], pair[1], wanted))
        if not said:
            return None
        said = said if wanted.speaker else list(_one_of_each(said, wanted))
        excerpts = joined(islice(few_of_each(excerpt for _, excerpt in said), SEVERAL_EXCERPTS))
        answer = Answer(
            question=self.question.text,
            status="answered",
            confidence=self._covered(*said[0]),
            excerpts=excerpts,
            nearest=(),
            sources=count_sources([excerpt.document for excerpt in excerpts], self.scope.generation),
            generation=self.scope.generation.id,
            read_as=_read_as(wanted, self.question.text if self.is_subject else "") + _undated(wanted, excerpts),
            filters=self.filters or None,
            kind="quotations",
        )
        doubt = wanted.doubt or _several(wanted, excerpts)
        return _unsure(answer, doubt) if doubt else answer

    def _said(self, wanted: Wanted) -> Iterator[tuple[Hit, Excerpt]]:
        """Yield the excerpts that hold words that are wanted, in the order of their passages."""
        selection = replace(
            self.scope.selection or Selection(),
            speakers=wanted.speaker.forms if wanted.speaker else (),
            addressees=wanted.to.forms if wanted.to else (),
        )
        narrowed = replace(self.scope, selection=selection)
        most = LOOKED_AT_FOR_TIME if wanted.when else EXPLAINED
        looked_at = islice(rank_on(self.question, narrowed, most), most)
        hits = (self._with_quotations(with_relevance(hit, self.question), wanted) for hit in looked_at)
        for hit, excerpt in choose(
            hits, narrowed, most * OF_ONE_DOCUMENT, self.question, (SEVERAL_EXCERPTS, OF_ONE_DOCUMENT)
        ):
            own = wanted.own(excerpt.attributions, excerpt.document)
            is_near = wanted.near <= {*terms(hit.text), *terms(excerpt.document.title or "")}
            text = excerpt.document.text
            is_wanted = is_near and any((wanted.verb or is_said(one, text)) and wanted.is_heard(one) for one in own)
            if is_wanted and self._covered(hit, excerpt) >= ENOUGH_COVERED:
                yield hit, excerpt

    def _order(self, hit: Hit, excerpt: Excerpt, wanted: Wanted) -> tuple[bool, float, bool]:
        """Return by what excerpts are put in order, the least first."""
        return self._is_of_other_time(excerpt, wanted), -self._own_share(hit, excerpt), not _is_quoted(excerpt, wanted)

    def _own_share(self, hit: Hit, excerpt: Excerpt) -> float:
        """Return the share of the subject's words that the sentences of an excerpt hold, and not only its passage."""
        if not self.is_subject:
            return 0.0
        sentences = zip(hit.passage.sentences, hit.sentence_terms, strict=True)
        held = [terms for one, terms in sentences if one.start < excerpt.end and excerpt.start < one.end]
        return coverage(frozenset().union(*held), self.question.idf)

    def _is_of_other_time(self, excerpt: Excerpt, wanted: Wanted) -> bool:
        """Whether an excerpt itself does not speak of the time that the filter `about` names, nor was said then.

        The filter keeps passages, and what is said in one may be of several times.
        """
        about = self.scope.selection.about if self.scope.selection else None
        said = (one.said for one in wanted.own(excerpt.attributions, excerpt.document))
        times = [*(spoken.time for spoken in excerpt.times), *(parse_notation(time) for time in said if time)]
        days = ((time.first.toordinal(), time.last.toordinal()) for time in times)
        return about is not None and not any(first <= about[1] and about[0] <= last for first, last in days)

    def _with_quotations(self, hit: Hit, wanted: Wanted) -> Hit:
        """Return a hit of which those sentences are the most relevant that hold what is wanted.

        Reported words come near enough to those in marks to be quoted, too, and words on the subject go before others.
        """
        start, end = hit.passage.start, hit.passage.end
        own = wanted.own(hit.document.by_place.touching(start, end), hit.document)
        sentences = zip(hit.sentence_relevance, hit.sentence_terms, hit.passage.sentences, strict=True)
        relevance = (
            score
            + NAMING_WEIGHT
            * max((1 + is_in_marks(one) / 2 for one in own if one.touches(place.start, place.end)), default=0)
            + NAMING_WEIGHT * self.is_subject * coverage(held, self.question.idf)
            for score, held, place in sentences
        )
        return replace(hit, sentence_relevance=tuple(relevance))

    def _covered(self, hit: Hit, excerpt: Excerpt) -> float:
        """Return the share of the subject's words that the passage of an excerpt holds; 1 without a subject."""
        if not self.is_subject:
            return 1.0
        return coverage(held_terms(hit, excerpt, self.question), self.question.idf)


def _several(wanted: Wanted, excerpts: Sequence[Excerpt]) -> str:
    """Return who are called by the office whose holder's words are asked for, if they are several; else nothing."""
    if wanted.speaker is None or role_of(wanted.speaker.name) is None:
        return ""
    own = (one.speaker or "" for excerpt in excerpts for one in wanted.own(excerpt.attributions, excerpt.document))
    persons = dict.fromkeys(name for name in own if is_name(name))
    return f"{wanted.speaker.name} is {' or '.join(persons)} here" if len(persons) > 1 else ""


def _counted(answer: Answer, asked: AskedQuotations, finder: _Finder) -> Answer:
    """Return an answer that says how many statements hold the words of a subject, and not only their passages."""
    subject, speaker = frozenset(finder.question.terms), finder.wanted.speaker
    spoken = finder.scope.generation.catalogue.said_by(speaker.forms if speaker else ())
    documents = finder.scope.generation.catalogue
    texts = (
        " ".join(documents.numbered(number).text[slice(*span)] for span in one.content)
        for number, one in spoken
        if finder.scope.documents is None or finder.scope.documents[number]
    )
    count = sum(subject <= frozenset(terms(text)) for text in texts)
    return replace(answer, read_as=f"{answer.read_as}: {count_of(count, 'statement')} of “{asked.subject}”")


def _read_as(wanted: Wanted, subject: str) -> str:
    """Return what was looked for: "what John Kerry said to Michel Barnier about Iran"."""
    about = f" about {subject}" if subject else ""
    when = f" {wanted.when.words}" if wanted.when else ""
    if wanted.speaker is None and wanted.to is None:
        return f"who is quoted{about}{when}"
    said = f"did {wanted.verb}" if wanted.verb else "said"
    what = f"what {wanted.speaker.name} {said}" if wanted.speaker else "what was said"
    return f"{what}{f' to {wanted.to.name}' if wanted.to else ''}{about}{when}"


def _undated(wanted: Wanted, excerpts: Sequence[Excerpt]) -> str:
    """Return that it is not known of some words when they were said, where those of a time are wanted; else nothing."""
    own = (one for excerpt in excerpts for one in wanted.own(excerpt.attributions, excerpt.document))
    is_undated = wanted.when is not None and any(one.said is None for one in own)
    return "; of words that have no time of their own, those published then" if is_undated else ""


def _one_of_each(said: Iterable[tuple[Hit, Excerpt]], wanted: Wanted) -> Iterator[tuple[Hit, Excerpt]]:
    """Yield what quotes somebody who was not quoted before it."""
    quoted: set[str | None] = set()
    for hit, excerpt in said:
        speakers = {one.speaker for one in wanted.own(excerpt.attributions, excerpt.document)}
        if not speakers <= quoted:
            yield hit, excerpt
        quoted |= speakers


def _is_quoted(excerpt: Excerpt, wanted: Wanted) -> bool:
    return any(map(is_in_marks, wanted.own(excerpt.attributions, excerpt.document)))
