"""The sides of a difference: excerpts of an answer that say the same, their words, and which of them is the newest."""

from collections.abc import Iterable, Sequence

from embeddings.dates import span
from embeddings.generations.store import Generation
from embeddings.text.words import terms
from qa.answering.reprints import count_sources
from qa.answers import Difference, Excerpt, Value
from qa.question.coverage import ENOUGH_COVERED, coverage
from qa.question.question import Question

# Excerpts that say the same, with their numbers in the answer.
Side = list[tuple[int, Excerpt]]


def covers(question: Question, excerpt: Excerpt) -> bool:
    """Whether an excerpt, with its document's title, holds most of what the question says of its subject, by idf."""
    return share_held(question, terms(f"{excerpt.document.title or ''}\n{excerpt.text}")) >= ENOUGH_COVERED


def share_held(question: Question, held: Iterable[str]) -> float:
    """Return the share, by idf, of what the question says of its subject that is among some terms: 0 to 1."""
    return coverage(held, {word.term: question.idf[word.term] for word in question.subject_words})


def difference(kind: str, sides: Sequence[tuple[str, Side]], generation: Generation) -> Difference:
    """Return a difference between sides, each given with the words that it is told by."""
    return Difference(
        kind=kind,
        values=tuple(_value(words, side, generation) for words, side in sides),
        newest=_newest([side[0] for _, side in sides]),
    )


def _value(words: str, side: Side, generation: Generation) -> Value:
    return Value(
        words=words,
        excerpts=tuple(number for number, _ in side),
        sources=count_sources([excerpt.document for _, excerpt in side], generation),
    )


def _newest(firsts: Side) -> int | None:
    """Return the number of the excerpt whose document was published last; None unless all say when, and one is last."""
    dated = [(span(excerpt.document.dated), number) for number, excerpt in firsts if excerpt.document.dated]
    if len(dated) < len(firsts):
        return None
    (first_day, _), newest = max(dated)
    return newest if all(days[1] < first_day for days, number in dated if number != newest) else None
