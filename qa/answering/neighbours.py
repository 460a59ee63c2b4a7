"""Excerpts that stand next to each other in one paragraph are one excerpt, and none has words of another."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from embeddings.text.structure import paragraph_at
from qa.answers import Excerpt


def joined(excerpts: Iterable[Excerpt]) -> tuple[Excerpt, ...]:
    """Return excerpts in their order, with neighbours of one paragraph as one, where the better of them stood."""
    result: list[Excerpt] = []
    for excerpt in excerpts:
        neighbours = [other for other in result if _are_neighbours(other, excerpt)]
        for neighbour in neighbours:
            excerpt = _with(neighbour, excerpt)  # noqa: PLW2901  # it grows
        place = result.index(neighbours[0]) if neighbours else len(result)
        result = [*result[:place], excerpt, *(other for other in result[place:] if other not in neighbours)]
    return tuple(result)


def apart(excerpts: Iterable[Excerpt]) -> list[Excerpt]:
    """Return excerpts without those that have words of an earlier one."""
    result: list[Excerpt] = []
    for excerpt in excerpts:
        if not overlaps_any(excerpt, result):
            result.append(excerpt)
    return result


def overlaps_any(excerpt: Excerpt, others: Sequence[Excerpt]) -> bool:
    """Whether an excerpt has words of one of some others."""
    return any(
        other.document.id == excerpt.document.id and other.start < excerpt.end and excerpt.start < other.end
        for other in others
    )


def _are_neighbours(excerpt: Excerpt, other: Excerpt) -> bool:
    """Whether nothing stands between two excerpts, and other documents hold both or neither."""
    first, second = sorted((excerpt, other), key=lambda either: either.start)
    text = first.document.text
    return (
        first.document.id == second.document.id
        and first.end <= second.start
        and not text[first.end : second.start].strip()
        and first.also_in == second.also_in
        and paragraph_at(text, first.start).span == paragraph_at(text, second.start).span
    )


def _with(better: Excerpt, other: Excerpt) -> Excerpt:
    """Return an excerpt that goes on with, or begins with, another; what answers in the better one stays marked."""
    first = min(better, other, key=lambda excerpt: excerpt.start)
    start, end = first.start, max(better.end, other.end)
    answer = better.answer or other.answer
    return replace(
        better, start=start, end=end, text=better.document.text[start:end], context=first.context, answer=answer
    )
