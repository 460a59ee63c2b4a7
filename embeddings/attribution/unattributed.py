"""Quotations that no verb or noun gives to anybody: a label or a dash may name who speaks, else none is guessed."""

import re
from collections.abc import Iterable, Iterator, Sequence

from embeddings.attribution.labels import trimmed
from embeddings.attribution.names import named
from embeddings.attribution.quotations import Quotation, is_speech
from embeddings.documents import Attribution, Span
from embeddings.text.line_marks import capitals_label, name_label

# A label of a speaker is shorter, in characters.
LONGEST_LABEL = 60
# “...” — Ana Ruiz, with what may stand after the name.
_SIGNED = re.compile(r"\s{0,2}(?:[—–―]|--?)\s{0,2}(?=[^\W\d_])[^\n,;:(—–]{2,60}")


def unattributed(
    text: str, paragraphs: Sequence[Span], quoted: Sequence[Sequence[Quotation]], taken: Iterable[Span]
) -> list[Attribution]:
    """Return an attribution for each quotation that is speech and that none has yet.

    `quoted` are the quotations of each paragraph, `taken` the places of all that is attributed. What a paragraph
    leaves open and the next goes on with is one quotation. Who speaks is told by a label before the quotation or at
    its beginning, "LIND: We ...", or by a name after it and a dash; else the source is None.
    """
    runs: list[tuple[Span | None, list[Span]]] = []
    goes_on_in: int | None = None
    for paragraph, quotation in _untaken(quoted, taken):
        inner = _label_within(text, quotation)
        source = inner or _label_before(text, paragraphs[paragraph][0], quotation) or _signed(text, quotation)
        words = trimmed(text, inner[1] + 1 if inner else quotation.start, quotation.end)
        if not words or not (source or is_speech(text, quotation)):
            continue
        if source or goes_on_in != paragraph:
            runs.append((source, []))
        runs[-1][1].append(words)
        goes_on_in = paragraph + 1 if quotation.is_open else None
    return [_attribution(text, source, content) for source, content in runs]


def _untaken(quoted: Sequence[Sequence[Quotation]], taken: Iterable[Span]) -> Iterator[tuple[int, Quotation]]:
    """Yield the quotations that nothing attributed overlaps, in order, each with the number of its paragraph."""
    held = sorted(taken)
    number = reached = 0
    for paragraph, of_paragraph in enumerate(quoted):
        for quotation in of_paragraph:
            while number < len(held) and held[number][0] < quotation.end:
                reached = max(reached, held[number][1])
                number += 1
            if reached <= quotation.start:
                yield paragraph, quotation


def _label_within(text: str, quotation: Quotation) -> Span | None:
    """Return where a quotation names its speaker by a label that it opens with, without the colon."""
    start = quotation.start + 1
    opening = text[start : min(start + LONGEST_LABEL, quotation.end)]
    label = capitals_label(opening)
    return (start, start + len(label) - 1) if label and label.endswith(":") else None


def _label_before(text: str, start: int, quotation: Quotation) -> Span | None:
    """Return where a name and a colon stand between the beginning of a paragraph and its first quotation."""
    before = text[start : min(quotation.start, start + LONGEST_LABEL)].rstrip() + " "
    label = capitals_label(before) or name_label(before)
    if not label or label != before.rstrip() or not label.endswith(":") or start + LONGEST_LABEL < quotation.start:
        return None
    name = named(text, (start, start + len(label) - 1))
    return (start, start + len(label) - 1) if name and name.span[0] == start else None


def _signed(text: str, quotation: Quotation) -> Span | None:
    """Return where a name stands that a dash leads to after a quotation."""
    match = _SIGNED.match(text, quotation.end)
    name = named(text, match.span()) if match and not quotation.is_open else None
    opening = match and match.end() - len(match[0].lstrip(" \n\xa0—–―-"))
    return name.span if name and name.span[0] == opening else None


def _attribution(text: str, source: Span | None, content: Sequence[Span]) -> Attribution:
    name = " ".join(text[slice(*source)].split()) if source else None
    return Attribution(tuple(content), source, name, None, "direct")
