"""One origin, cited once: the excerpts of an answer do not repeat one another, and name where else they stand.

An excerpt is cited from the document that was published first among those that hold its very words; the others are
what it is "also in". Words are the same if embeddings.index.reprints says so.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np

from embeddings.arrays import Mask, Numbers
from embeddings.documents import Sentence
from embeddings.generations.store import Generation
from embeddings.index.reprints import is_heading_key, leans_back
from embeddings.text.splitting import paragraphs
from qa.answers import Excerpt, Hit, Reprint


def documents_of_one_origin(passage: int, generation: Generation) -> list[str]:
    """Return the ids of the document that a passage is of and of all reprints of the same origin."""
    document = int(generation.catalogue.documents_of_passages[passage])
    same = generation.reprints.of_one_origin(document).tolist()
    return [str(generation.catalogue.row(one)["id"]) for one in same]


def documents_with_best_sentence(hit: Hit, generation: Generation) -> list[str]:
    """Return the ids of the documents in which the sentence of a hit that is nearest to the question stands."""
    best = int(np.argmax(np.add(hit.sentence_cosines, hit.sentence_matches)))
    sentence = int(generation.catalogue.sentence_offsets[hit.number]) + best
    places = generation.reprints.places(sentence, sentence + 1)
    documents = np.unique(generation.catalogue.documents_of_sentences(places)).tolist()
    return [str(generation.catalogue.row(one)["id"]) for one in documents]


def count_sources(excerpts: Iterable[Excerpt], generation: Generation) -> int:
    """Return how many sources excerpts come from: the documents they are cited from, those of one origin once."""
    numbers = {generation.catalogue.number_of(excerpt.document.id) for excerpt in excerpts}
    return len({int(generation.reprints.origins[number]) for number in numbers if number is not None})


def told_once(
    found: Iterable[tuple[Hit, Excerpt]], generation: Generation, allowed: Mask | None = None
) -> Iterator[tuple[Hit, Excerpt]]:
    """Yield hits with their excerpts, freed of sentences that excerpts before have, and cited from their origins.

    An excerpt of such sentences alone is left out; one that cannot be understood without them keeps them. `allowed`,
    shape (documents,), says in which documents an excerpt may stand; without it in all.
    """
    said: set[int] = set()
    for hit, excerpt in found:
        first, places = _sentences(excerpt, hit, generation)
        keys = generation.reprints.keys(np.arange(first, first + len(places)))
        headings = is_heading_key(keys)
        counted = np.ones_like(headings) if headings.all() else ~headings
        new = np.array([key not in said for key in keys.tolist()], np.bool_) & counted
        if not new.any():
            continue
        begin, end = (0, len(places)) if (new == counted).all() else _unsaid(excerpt, places, new)
        said.update(keys[counted].tolist())
        part = _part(excerpt, places[begin:end])
        yield hit, _cited(part, hit, generation, first + begin, places[begin:end], allowed=allowed)


def _sentences(excerpt: Excerpt, hit: Hit, generation: Generation) -> tuple[int, list[Sentence]]:
    """Return the number of an excerpt's first sentence, and where all its sentences stand in the document."""
    document = int(generation.catalogue.documents_of_passages[hit.number])
    number, places = generation.catalogue.sentences(document)
    first = int(np.searchsorted(places[:, 1], excerpt.start, "right"))
    end = int(np.searchsorted(places[:, 0], excerpt.end, "left"))
    return number + first, [Sentence(*place) for place in places[first:end].tolist()]


def _unsaid(excerpt: Excerpt, places: list[Sentence], new: Mask) -> tuple[int, int]:
    """Return the first of an excerpt's sentences to keep, and one past the last."""
    first, last = np.flatnonzero(new)[[0, -1]].tolist()
    text = excerpt.document.text
    while first and leans_back(text[places[first].start : places[first].end]):
        first -= 1
    kept = text[places[first].start : places[last].end]
    return (first, last + 1) if kept.count("“") == kept.count("”") else (0, len(places))


def _part(excerpt: Excerpt, places: list[Sentence]) -> Excerpt:
    start, end = max(excerpt.start, places[0].start), min(excerpt.end, places[-1].end)
    return replace(excerpt, start=start, end=end, text=excerpt.document.text[start:end])


def _cited(
    excerpt: Excerpt, hit: Hit, generation: Generation, first: int, sentences: list[Sentence], *, allowed: Mask | None
) -> Excerpt:
    """Return an excerpt as it stands in its origin, with the other documents that it stands in."""
    catalogue = generation.catalogue
    own = int(catalogue.documents_of_passages[hit.number])
    runs = _runs(generation, first, len(sentences), allowed)
    if runs.keys() <= {own}:
        return excerpt
    whole = (excerpt.start, excerpt.end) == (sentences[0].start, sentences[-1].end)
    for document in runs:
        if document == own:
            break
        moved = _in_document(excerpt, generation, document, runs[document], len(sentences)) if whole else None
        if moved:
            excerpt, own = moved, document
            break
    others = [catalogue.row(document) for document in runs if document != own]
    return replace(
        excerpt,
        also_in=tuple(Reprint(row["id"], row["title"], row["publisher"], row["published"]) for row in others),
    )


def _runs(generation: Generation, first: int, count: int, allowed: Mask | None) -> dict[int, int]:
    """Return the documents in which a run of sentences stands, the origin first, each with the number of its first."""
    found = generation.reprints.places(first, first + count)
    documents = generation.catalogue.documents_of_sentences(found)
    kept = documents == generation.catalogue.documents_of_sentences(found + count - 1)
    if allowed is not None:
        kept &= allowed[documents]
    found, documents = found[kept], documents[kept]
    unique, firsts = np.unique(documents, return_index=True)
    order: Numbers = np.argsort(generation.reprints.ranks[unique], kind="stable")
    return dict(zip(unique[order].tolist(), found[firsts[order]].tolist(), strict=True))


def _in_document(excerpt: Excerpt, generation: Generation, document: int, first: int, count: int) -> Excerpt | None:
    """Return an excerpt as it stands in another document; None where paragraphs part it there."""
    number, places = generation.catalogue.sentences(document)
    start, end = int(places[first - number, 0]), int(places[first - number + count - 1, 1])
    found = generation.catalogue.numbered(document)
    text = found.text[start:end]
    if len(paragraphs(text)) > 1:
        return None
    return replace(excerpt, document=found, start=start, end=end, text=text)
