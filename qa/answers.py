"""What a question brings: Hit, Excerpt, Answer."""

from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any, Literal

from embeddings.documents import Attribution, Document, Passage, Place, Span
from embeddings.errors import CitationError
from embeddings.times.resolving import SpokenTime
from embeddings.times.told import document_times_within
from qa.odds import logistic
from qa.places import place_line, places_of
from qa.question.asked_facts import FactName
from qa.question.coverage import Naming
from qa.question.filters import Filters
from qa.references import Reference, reference_to

Status = Literal["answered", "not_found"]
# What the excerpts of an answer are: what answers, all that is said of a subject, all that somebody says, or one place
# of each document that is asked for; none where it is asked of the archive itself.
Kind = Literal["answer", "subject", "quotations", "documents", "archive"]


@dataclass(frozen=True, slots=True)
class Signals:
    """What speaks for a passage, each comparable between the passages of one question.

    `bm25` is 0 for a passage that is not among the best by BM25; `document_bm25` is the score of its whole document.
    `passage_cosine` and `sentence_cosine` (the highest of its sentences) are between -1 and 1. `sentence_evidence` is
    the highest of its sentences' cosines raised by the question's terms in the sentence. `late_interaction` is how near
    the passage's words come to each of the question's, weighted by idf: 0 to about 0.8; it is 0 for passages far down,
    which are not looked at so closely.
    `reranker` is the score that the model of the setting LOCCIT_RERANKER gives, on a scale of its own; None without
    one, and for passages far down.
    """

    bm25: float
    document_bm25: float
    passage_cosine: float
    sentence_cosine: float
    sentence_evidence: float
    late_interaction: float
    reranker: float | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found for a question.

    `score` is between 0 and 1 and ranks the passages of one question; it says nothing across questions.
    `cluster` is the number of the passage that says half of it or more in the same words and is better, its own if
    there is none.

    `sentence_cosines` and `sentence_matches` have one value a sentence of the passage: its cosine with the question,
    and how near its words come to each of the question's, weighted by idf. `sentence_terms` are the question's terms
    that each sentence holds. `readings` have one value a sentence, too, where a reader has
    read some of the passage (qa.answering.reading): how much likelier the answer stands in the sentence than nowhere
    around it, as a log; `read_answers` are where it would stand there, as [start, end) of the document. So has
    `sentence_relevance` once the passage was looked at for an answer: how likely the sentence holds it, comparable
    between the passages of one question (qa.answering.relevance).
    """

    number: int
    document: Document
    passage: Passage
    score: float
    signals: Signals
    sentence_cosines: tuple[float, ...]
    sentence_matches: tuple[float, ...]
    sentence_terms: tuple[frozenset[str], ...]
    cluster: int | None = None
    readings: tuple[float, ...] = ()
    read_answers: tuple[Span | None, ...] = ()
    sentence_relevance: tuple[float, ...] = ()

    @property
    def text(self) -> str:
        """The words of the passage."""
        return self.document.text[self.passage.start : self.passage.end]

    @property
    def reading(self) -> float | None:
        """The probability, by the reader, that the best sentence holds the answer; None where it was not read."""
        return logistic(max(self.readings)) if self.readings else None


@dataclass(frozen=True, slots=True)
class Reprint:
    """Another document that an excerpt stands in; what it does not state is None."""

    id: str
    title: str | None
    publisher: str | None
    published: str | None


@dataclass(frozen=True)
class Excerpt:
    """Verbatim words of a document: always `document.text[start:end] == text`.

    `context` are places before it in the document that introduce it, as [start, end) of the text: who speaks, the
    lead-in of the list or the header of the table that it is of; without them it could not be understood.
    `also_in` are the other documents that have the same words but for punctuation and capitals; `document` is the one
    that was published first, or stands first in the archive. Under filters both are of the documents searched.
    `answer` are the words of it that answer, as [start, end) of the document's text; None where none stand out.
    `followed` is the reference that led here, where one did: as long as it names this place, no other is made.

    Raises CitationError when built with anything else.
    """

    document: Document
    start: int
    end: int
    text: str
    score: float
    also_in: tuple[Reprint, ...] = ()
    context: tuple[Span, ...] = ()
    answer: Span | None = None
    followed: Reference | None = field(default=None, compare=False, repr=False)

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end <= len(self.document.text):
            raise CitationError(
                f"{self.document.id} has {len(self.document.text)} characters; none at [{self.start}:{self.end}]"
            )
        if self.document.text[self.start : self.end] != self.text:
            raise CitationError(f"{self.document.id}[{self.start}:{self.end}] does not read {self.text!r}")
        for start, end in self.context:
            if not 0 <= start < end <= self.start:
                raise CitationError(
                    f"[{start}:{end}] of {self.document.id} does not stand before [{self.start}:{self.end}]"
                )
        if self.answer and not self.start <= self.answer[0] < self.answer[1] <= self.end:
            start, end = self.answer
            raise CitationError(f"[{start}:{end}] of {self.document.id} is not within [{self.start}:{self.end}]")

    @property
    def places(self) -> tuple[Place, ...]:
        """The pages, rows, slides or other places of its document that the excerpt stands in, the widest first."""
        return places_of(self.document, self.start, self.end)

    @property
    def place(self) -> str:
        """Where the excerpt stands, in the words of a citation: "p. 12"; empty where the document has no places."""
        return place_line(self.places)

    @cached_property
    def reference(self) -> str:
        """The permanent reference to these words (qa.references): `Archive.resolve` finds them again by it."""
        if self.followed and self.followed.names(self.document, self.start, self.end):
            return str(self.followed)
        return str(reference_to(self.document, self.start, self.end))

    @property
    def answer_text(self) -> str | None:
        """The words of the excerpt that answer; None where none stand out."""
        return self.document.text[slice(*self.answer)] if self.answer else None

    @property
    def context_texts(self) -> tuple[str, ...]:
        """The words of the places that introduce the excerpt, in the order of the document."""
        return tuple(self.document.text[start:end] for start, end in self.context)

    @cached_property
    def times(self) -> tuple[SpokenTime, ...]:
        """The times that the excerpt speaks of, at their places in the document's text; unknown ones are left out."""
        return tuple(document_times_within(self.document, self.start, self.end))

    @property
    def attributions(self) -> tuple[Attribution, ...]:
        """Who says what in the excerpt: those whose content or cue stands in it, at their places in the document."""
        return tuple(self.document.by_place.touching(self.start, self.end))

    def to_dict(self) -> dict[str, Any]:
        """Return the excerpt as JSON values."""
        return {
            "text": self.text,
            "start": self.start,
            "end": self.end,
            "reference": self.reference,
            "answer": self.answer and {"text": self.answer_text, "start": self.answer[0], "end": self.answer[1]},
            "place": self.place,
            "places": [{"kind": place.kind, "name": place.name} for place in self.places],
            "times": [spoken.with_words(self.document.text) for spoken in self.times],
            "attributions": [one.with_words(self.document.text) for one in self.attributions],
            "score": round(self.score, 4),
            "document": cited_fields(self.document),
            "also_in": [asdict(reprint) for reprint in self.also_in],
            "context": [
                {"text": text, "start": start, "end": end}
                for text, (start, end) in zip(self.context_texts, self.context, strict=True)
            ],
        }


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that a document states of itself: its author, its publisher or when it was published (ISO 8601).

    `score` is the share, by idf, of what a question says of its subject that the document's title and facts hold.
    """

    document: Document
    name: FactName
    value: str
    score: float

    def to_dict(self) -> dict[str, Any]:
        """Return the fact as JSON values."""
        return {"name": self.name, "value": self.value, "document": cited_fields(self.document)}


def cited_fields(document: Document) -> dict[str, Any]:
    """Return what cites a document, as JSON values."""
    fields = ("id", "title", "author", "publisher", "published", "url", "path", "sha256")
    return {name: getattr(document, name) for name in fields}


@dataclass(frozen=True, slots=True)
class Value:
    """What some excerpts of an answer say, in the words of the first: their numbers from 1, and of how many sources."""

    words: str
    excerpts: tuple[int, ...]
    sources: int


@dataclass(frozen=True, slots=True)
class Difference:
    """What the sources of an answer differ in ("number", "date", "name", "denial"), and what each side says.

    `newest` is the number of the excerpt whose document was published last, None where that is not clear.
    """

    kind: str
    values: tuple[Value, ...]
    newest: int | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a question: excerpts, or that the archive does not say.

    When `status` is "not_found", `excerpts` is empty and `nearest` holds what came closest; when it is "answered",
    `nearest` is empty. `sources` is how many sources those are cited from; reprints of one origin count once.
    `facts` are what documents state of themselves, where the question asks for that ("Who wrote the article on ...?");
    they may answer alone, without excerpts. `differences` are what its sources differ in.
    `kind` says what was asked for, and so what the excerpts are; of the "archive" itself there are none. `namings` has
    one for each where they are all that is said of a subject.
    `hits` are the passages that were looked at, and `parts` the answers that it is made of, where a message asks
    several questions, or one compares two things; both tell why it is what it is, and are no part of its JSON values.
    `confidence` is between 0 and 1; `generation` names the build of the index that answered.
    `low_confidence` marks an answer that is less sure than most, and `reason` says in one line why; it also says why
    nothing was found, and is None for an answer that is sure.
    `read_as` is how the question was read: a follow-up together with the turns before, a name as the archive spells it;
    None for one that was read as it stands.
    `filters` are what the search was narrowed to, None for all documents; `filters_leave_none` says that nothing met
    them, so that both tuples are empty.
    """

    question: str
    status: Status
    confidence: float
    excerpts: tuple[Excerpt, ...]
    nearest: tuple[Excerpt, ...]
    sources: int
    generation: str
    low_confidence: bool = False
    reason: str | None = None
    read_as: str | None = None
    filters: Filters | None = None
    filters_leave_none: bool = False
    facts: tuple[Fact, ...] = ()
    differences: tuple[Difference, ...] = ()
    namings: tuple[Naming, ...] = ()
    kind: Kind = "answer"
    hits: tuple[Hit, ...] = field(default=(), compare=False, repr=False)
    parts: "tuple[Answer, ...]" = field(default=(), compare=False, repr=False)

    def to_dict(self) -> dict[str, Any]:
        """Return the answer as JSON values; optional ones are left out where it has none, "kind" if it is "answer"."""
        return {
            "question": self.question,
            **({} if self.read_as is None else {"read_as": self.read_as}),
            **({} if self.filters is None else {"filters": self.filters.to_dict()}),
            **({"filters_leave_none": True} if self.filters_leave_none else {}),
            **({} if self.kind == "answer" else {"kind": self.kind}),
            "status": self.status,
            "confidence": round(self.confidence, 4),
            "low_confidence": self.low_confidence,
            **({} if self.reason is None else {"reason": self.reason}),
            **({"facts": [fact.to_dict() for fact in self.facts]} if self.facts else {}),
            **({"differences": [asdict(difference) for difference in self.differences]} if self.differences else {}),
            "excerpts": [excerpt.to_dict() for excerpt in self.excerpts],
            "nearest": [excerpt.to_dict() for excerpt in self.nearest],
            "sources": self.sources,
            "generation": self.generation,
        }
