"""The turns of hearings, interviews and minutes: what stands under a speaker's label is theirs."""

from itertools import groupby

from embeddings.documents import Attribution, Span
from embeddings.text.structure import Kind, structure
from embeddings.text.turns import turns

# "Q." and "A." name nobody.
_NO_NAMES = frozenset({"q", "a", "question", "answer"})


def labelled(text: str) -> list[Attribution]:
    """Return an attribution for each turn of a text that labels its speakers."""
    marked = structure(text)
    opened = turns([text[p.start : p.end] for p in marked], [p.kind is Kind.HEADING for p in marked])
    found = []
    for turn, group in groupby(range(len(marked)), key=lambda number: opened[number]):
        if turn is None:
            continue
        first, length = turn
        label = marked[first].start, marked[first].start + length
        spans = [marked[number].span for number in group]
        content = tuple(span for start, end in spans if (span := trimmed(text, max(start, label[1]), end)))
        if content:
            source = label[0], label[0] + len(text[slice(*label)].rstrip(":. "))
            name = " ".join(text[slice(*source)].split())
            found.append(Attribution(content, source, None if name.lower() in _NO_NAMES else name, None, "direct"))
    return found


def trimmed(text: str, start: int, end: int) -> Span | None:
    """Return a place of a text without the white space that it begins with, None where nothing else stands there."""
    start += len(text[start:end]) - len(text[start:end].lstrip())
    return (start, end) if start < end else None
