"""Excerpts of an answer do not repeat one another, and each is cited from its origin, with the reprints of it.

An excerpt is cited from the document that was published first among those that hold its very words, and bear out what
the question takes for granted as well as the one that was found; the others are what it is "also in". "Work begins at
seven" may stand in the notices of two towns. Words are the same if embeddings.index.sentence_keys says so. What a mail
only quotes is cited from what it quotes alone, where the archive has that.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from embeddings.arrays import Mask, Numbers
from embeddings.documents import Document, Sentence, Span
from embeddings.generations.store import Generation
from embeddings.index.sentence_keys import is_heading_key, leans_back
from embeddings.text.splitting import paragraphs
from qa.answering.claims import most_sure, unsupported_claims
from qa.answers import Excerpt, Hit, Reprint
from qa.question.question import Question
from qa.retrieval.scope import Scope


def documents_of_one_origin(passage: int, generation: Generation) -> list[str]:
    """Return the ids of the document that a passage is of and of all reprints of the same origin."""
    document = int(generation.catalogue.documents_of_passages[passage])
    numbers = generation.reprints.of_one_origin(document).tolist()
    return [str(generation.catalogue.row(number)["id"]) for number in numbers]


def documents_with_best_sentence(hit: Hit, generation: Generation) -> list[str]:
    """Return the ids of the documents in which the sentence of a hit that is nearest to the question stands."""
    best = int(np.argmax(np.add(hit.sentence_cosines, hit.sentence_matches)))
    sentence = int(generation.catalogue.sentence_offsets[hit.number]) + best
    places = generation.reprints.places(sentence, sentence + 1)
    documents = np.unique(generation.catalogue.documents_of_sentences(places)).tolist()
    return [str(generation.catalogue.row(number)["id"]) for number in documents]


def count_sources(cited: Iterable[Document], generation: Generation) -> int:
    """Return how many sources the cited documents are: those of one origin count once."""
    numbers = {generation.catalogue.number_of(document.id) for document in cited}
    return len({int(generation.reprints.origins[number]) for number in numbers if number is not None})


class _Run(NamedTuple):
    """Sentences one after another: the number of the first in the archive, and where each stands in its document."""

    first: int
    places: list[Sentence]

    def part(self, begin: int, end: int) -> "_Run":
        """Return the sentences [begin, end) of the run."""
        return _Run(self.first + begin, self.places[begin:end])

    @property
    def start(self) -> int:
        """The first character of the run in its document."""
        return self.places[0].start

    @property
    def end(self) -> int:
        """One past the last character of the run in its document."""
        return self.places[-1].end


def without_repeats(
    excerpts: Iterable[tuple[Hit, Excerpt]], scope: Scope, question: Question | None = None
) -> Iterator[tuple[Hit, Excerpt]]:
    """Yield excerpts, with their hits, freed of sentences that earlier excerpts have, and cited from their origins.

    An excerpt of such sentences alone is left out; one that cannot be understood without them keeps them. Excerpts are
    cited from documents of the scope only, and not from an origin that bears out less of a question.
    """
    generation = scope.generation
    quoted: set[int] = set()
    for hit, excerpt in excerpts:
        run = _sentences(excerpt, hit, generation)
        keys = generation.reprints.keys(np.arange(run.first, run.first + len(run.places)))
        is_heading = is_heading_key(keys)
        counted = np.ones_like(is_heading) if is_heading.all() else ~is_heading
        is_new = np.array([key not in quoted for key in keys.tolist()], np.bool_) & counted
        if not is_new.any():
            continue
        whole = bool((is_new == counted).all())
        kept = run if whole else run.part(*_new_part(excerpt, run.places, is_new))
        cited = _cited_from_origin(_Found(_cut(excerpt, kept), hit, question), kept, scope)
        if cited:
            quoted.update(keys[counted].tolist())
            yield hit, cited


def _sentences(excerpt: Excerpt, hit: Hit, generation: Generation) -> _Run:
    """Return the sentences of an excerpt."""
    if hit.passage.start <= excerpt.start and excerpt.end <= hit.passage.end:
        places = hit.passage.sentences
        first = sum(place.end <= excerpt.start for place in places)
        end = sum(place.start < excerpt.end for place in places)
        return _Run(int(generation.catalogue.sentence_offsets[hit.number]) + first, list(places[first:end]))
    # A list goes on in the passages around.
    document = int(generation.catalogue.documents_of_passages[hit.number])
    number, spans = generation.catalogue.sentences(document)
    first = int(np.searchsorted(spans[:, 1], excerpt.start, "right"))
    end = int(np.searchsorted(spans[:, 0], excerpt.end, "left"))
    return _Run(number + first, [Sentence(*span) for span in spans[first:end].tolist()])


def _new_part(excerpt: Excerpt, places: list[Sentence], is_new: Mask) -> tuple[int, int]:
    """Return the first of an excerpt's sentences to keep, and one past the last."""
    first, last = np.flatnonzero(is_new)[[0, -1]].tolist()
    text = excerpt.document.text
    while first and leans_back(text[places[first].start : places[first].end]):
        first -= 1
    kept = text[places[first].start : places[last].end]
    return (first, last + 1) if kept.count("“") == kept.count("”") else (0, len(places))


def _cut(excerpt: Excerpt, run: _Run) -> Excerpt:
    """Return an excerpt cut to some of its sentences; words that answer in another one are not marked."""
    start, end = max(excerpt.start, run.start), min(excerpt.end, run.end)
    if (start, end) == (excerpt.start, excerpt.end):
        return excerpt
    is_kept = excerpt.answer and start <= excerpt.answer[0] and excerpt.answer[1] <= end
    answer = excerpt.answer if is_kept else None
    return replace(excerpt, start=start, end=end, text=excerpt.document.text[start:end], answer=answer)


class _Found(NamedTuple):
    """An excerpt of a hit, and the question that it was found for, if it is known."""

    excerpt: Excerpt
    hit: Hit
    question: Question | None

    def is_borne_out_by(self, other: Excerpt) -> bool:
        """Whether the document of the same words bears out what the question takes for granted as well as this one."""
        if self.question is None:
            return True
        own, others = (unsupported_claims(self.question, one, self.hit.text) for one in (self.excerpt, other))
        return most_sure(others) >= most_sure(own)


def _cited_from_origin(found: _Found, run: _Run, scope: Scope) -> Excerpt | None:
    """Return an excerpt, which is a run of sentences, as it stands in its origin, with the other documents it is in.

    None for what only quotes another document, in which it stands otherwise.
    """
    excerpt, hit, _ = found
    firsts = scope.generation.reprints.places(run.first, run.first + len(run.places))
    if len(firsts) == 1:
        return excerpt
    catalogue = scope.generation.catalogue
    cited_from = int(catalogue.documents_of_passages[hit.number])
    places = _without_quotations(_documents_with(firsts, len(run.places), scope), scope.generation)
    if places.keys() <= {cited_from}:
        return excerpt
    is_whole_run = (excerpt.start, excerpt.end) == (run.start, run.end)
    for document in places:
        if document == cited_from:
            break
        moved = _moved(excerpt, scope.generation, document, places[document], run) if is_whole_run else None
        if moved and (cited_from not in places or found.is_borne_out_by(moved)):
            excerpt, cited_from = moved, document
            break
    if cited_from not in places:
        return None
    reprints = [catalogue.row(document) for document in places if document != cited_from]
    return replace(
        excerpt,
        also_in=tuple(Reprint(row["id"], row["title"], row["publisher"], row["published"]) for row in reprints),
    )


def _documents_with(firsts: Numbers, count: int, scope: Scope) -> dict[int, int]:
    """Return the documents in which so many sentences stand from each of some on, each with that one.

    The origin comes first. What begins in one document and ends in another counts for neither.
    """
    generation = scope.generation
    documents = generation.catalogue.documents_of_sentences(firsts)
    kept = documents == generation.catalogue.documents_of_sentences(firsts + count - 1)
    if scope.documents is not None:
        kept &= scope.documents[documents]
    firsts, documents = firsts[kept], documents[kept]
    unique, rows = np.unique(documents, return_index=True)
    order: Numbers = np.argsort(generation.reprints.ranks[unique], kind="stable")
    return dict(zip(unique[order].tolist(), firsts[rows[order]].tolist(), strict=True))


def _without_quotations(places: dict[int, int], generation: Generation) -> dict[int, int]:
    """Return documents, with their sentences, without those that only quote the others; all where all quote."""
    catalogue = generation.catalogue
    originals = {}
    for document, sentence in places.items():
        quotations = catalogue.quotations.get(document)
        if quotations:
            number, spans = catalogue.sentences(document)
            start = int(spans[sentence - number, 0])
            if any(first <= start < end for first, end in quotations):
                continue
        originals[document] = sentence
    return originals or places


def _moved(excerpt: Excerpt, generation: Generation, document: int, first: int, run: _Run) -> Excerpt | None:
    """Return an excerpt as it stands in another document from its sentence `first` on; None if paragraphs part it."""
    number, places = generation.catalogue.sentences(document)
    last = first - number + len(run.places) - 1
    start, end = int(places[first - number, 0]), int(places[last, 1])
    origin = generation.catalogue.numbered(document)
    text = origin.text[start:end]
    if len(paragraphs(text)) > 1:
        return None
    answer = _moved_answer(excerpt, text, start)
    return replace(excerpt, document=origin, start=start, end=end, text=text, answer=answer)


def _moved_answer(excerpt: Excerpt, text: str, start: int) -> Span | None:
    """Return where the words that answer stand in the same run of another document; None if they are printed otherwise.

    `start` is where the run's text begins there.
    """
    place = text.find(excerpt.answer_text) if excerpt.answer_text else -1
    return None if place < 0 else (start + place, start + place + len(excerpt.answer_text or ""))
