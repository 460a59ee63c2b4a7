"""The turns of hearings, interviews and minutes: what stands under a speaker's label is theirs."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import groupby

from embeddings.documents import Attribution, Span
from embeddings.text.line_marks import message_mark
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
            found.append(_attribution(text, label, content))
    return found


def _attribution(text: str, label: Span, content: tuple[Span, ...]) -> Attribution:
    if mark := message_mark(text[slice(*label)] + " "):
        source = label[0], label[0] + mark.end("name")
        to = (label[0] + mark.start("to"), label[0] + mark.end("to")) if mark["to"] else None
        return Attribution(content, source, mark["name"], None, "direct", mark["to"], to)
    source = label[0], label[0] + len(text[slice(*label)].rstrip(":. "))
    name = " ".join(text[slice(*source)].split())
    return Attribution(content, source, None if name.lower() in _NO_NAMES else name, None, "direct")


def speaker_at(turns: Sequence[Attribution], place: int) -> str | None:
    """Return who speaks at a place, None where that is no turn's or nobody is named. `turns` are in their order."""
    number = bisect_right(turns, place, key=lambda turn: turn.content[0][0]) - 1
    is_within = number >= 0 and any(start <= place < end for start, end in turns[number].content)
    return turns[number].speaker if is_within else None


def trimmed(text: str, start: int, end: int) -> Span | None:
    """Return a place of a text without the white space that it begins with, None where nothing else stands there."""
    start += len(text[start:end]) - len(text[start:end].lstrip())
    return (start, end) if start < end else None
