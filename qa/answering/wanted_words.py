"""The words that a question for somebody's words asks for: whose, to whom, when they were said, and by what verb."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from embeddings.attribution.cues import DENIALS, verb, verb_classes
from embeddings.documents import Attribution, AttributionsByPlace, Document
from embeddings.index.people import is_name
from embeddings.index.roles import REMEMBERED, is_any_of, names_in
from embeddings.times.resolving import published_time
from embeddings.times.values import Time, parse_notation
from qa.answering.asked_people import AskedPerson
from qa.question.asked_times import AskedTime


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whose words are wanted, to whom, when said and by what verb, each None where that may be any."""

    speaker: AskedPerson | None
    to: AskedPerson | None
    when: AskedTime | None
    verb: str | None = None

    def own(self, attributions: Collection[Attribution], document: Document) -> list[Attribution]:
        """Return those of a document's attributions that are wanted."""
        called = names_in(document)
        undated = _time_of_undated(document.by_place, document.dated) if self.when else None
        speakers = self.speaker.forms if self.speaker else ()
        addressees = self.to.forms if self.to else ()
        return [
            one
            for one in attributions
            if one.speaker
            and is_any_of(one.speaker, speakers, called)
            and is_any_of(one.to, addressees, called)
            and (self.when is None or self.when.holds(parse_notation(one.said) if one.said else undated))
            and (self.verb is None or self.verb == _lemma(one, document.text))
        ]

    def is_heard(self, one: Attribution) -> bool:
        """Whether whoever speaks is asked for, or to be taken for a person: not "the letter"."""
        return self.speaker is not None or is_in_marks(one) or is_name(one.speaker or "")

    @property
    def near(self) -> frozenset[str]:
        """The terms that a passage must hold for it to be these persons."""
        return frozenset().union(*(person.near for person in (self.speaker, self.to) if person))

    @property
    def doubt(self) -> str:
        """Why others may be meant, empty where it is plain."""
        return next((person.doubt for person in (self.speaker, self.to) if person and person.doubt), "")


@lru_cache(maxsize=REMEMBERED)
def _time_of_undated(by_place: AttributionsByPlace, dated: str | None) -> Time | None:
    """Return when statements of a document were made whose time is unknown: when it was published.

    A document that tells of other years, as its dated statements show, says nothing of when the others were made.
    """
    published = published_time(dated)
    years = {year for one in by_place.attributions if one.said for year in parse_notation(one.said).years}
    return published if published and years <= {*published.years, published.years[0] - 1} else None


def _lemma(one: Attribution, text: str) -> str:
    """Return the verb that says that something was said, in its first form; empty without one."""
    return verb(text[slice(*one.cue)].rsplit(maxsplit=1)[-1].lower()) if one.cue else ""


def is_said(one: Attribution, text: str) -> bool:
    """Whether words are said, as their marks tell, or the verb before or after them, or that there is none.

    So are those with whom they are said to: "she urged him to wait". What somebody did not say is not said; what he
    denied is.
    """
    lemma = _lemma(one, text)
    has_said = is_in_marks(one) or not one.cue or one.to or lemma == "according" or "say" in verb_classes(lemma)
    return bool(has_said) and (not one.negated or lemma in DENIALS)


def is_in_marks(one: Attribution) -> bool:
    """Whether words, or some of them, are quoted or stand under their speaker's label."""
    return one.kind != "indirect"
