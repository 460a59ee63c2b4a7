"""What a mail repeats or passes on: quoted mail that it answers, mails that it forwards, signatures, footers of lists.

They stay in its text; places of the kinds "quotation", "forwarded" and "signature" name them, and who wrote them where
a head above says so (embeddings.readers.mail_heads).
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence

from embeddings.documents import Place, Span
from embeddings.readers.mail_footers import footer_begin
from embeddings.readers.mail_heads import (
    ATTRIBUTION_LINES,
    HEAD_LINES,
    begins_with_day,
    is_attribution,
    is_head,
    is_passed_on,
    opens_with_day,
    passes_on,
    writer_of_attribution,
    writer_of_head,
)

# The kind of a place and its name.
Label = tuple[str, str]
QUOTED: Label = ("quotation", "quoted reply")
FORWARDED: Label = ("forwarded", "forwarded mail")
SIGNATURE: Label = ("signature", "signature")
FOOTER: Label = ("signature", "footer of a mailing list")
# A longer stretch below "--" is no signature.
SIGNATURE_LINES = 30


def repeated(
    text: str, quotations: Iterable[Span] = (), signatures: Iterable[Span] = (), subject: str = ""
) -> tuple[Place, ...]:
    """Return what a mail's text repeats, passes on or signs with, in order.

    `quotations` and `signatures` are spans that the mail's signs or markup say are such; quotations may stand within
    each other. Where the `subject` says that the mail passes another on, that is not quoted.
    """
    lines = _lines(text)
    texts = [text[start:end] for start, end in lines]
    depths = _depths(lines, texts, quotations)
    labels = [QUOTED if depth else None for depth in depths]
    _mark_signed(lines, labels, signatures)
    _mark_mails(texts, depths, labels, passed_on=passes_on(subject))
    _mark_attributions(texts, labels)
    _mark_signatures(texts, labels)
    _mark_footers(texts, labels)
    return tuple(_places(lines, texts, labels))


def _lines(text: str) -> list[Span]:
    spans, start = [], 0
    for line in text.split("\n"):
        spans.append((start, start + len(line)))
        start += len(line) + 1
    return spans


def _depths(lines: Sequence[Span], texts: Sequence[str], quotations: Iterable[Span]) -> list[int]:
    """Return of each line in how many quotations it stands; a sign before it is one."""
    steps = [0] * (len(lines) + 1)
    for first, last in _line_numbers(lines, quotations):
        steps[first] += 1
        steps[last + 1] -= 1
    depths, depth = [], 0
    for step, line in zip(steps, texts, strict=False):
        depth += step
        # ">>> Look here <<<" is no quotation.
        is_signed = line.lstrip(" ").startswith(">") and not line.rstrip().endswith("<")
        depths.append(depth + is_signed)
    return depths


def _line_numbers(lines: Sequence[Span], spans: Iterable[Span]) -> Iterable[tuple[int, int]]:
    """Yield the numbers of the first and the last line that each span reaches over."""
    starts, ends = [start for start, _ in lines], [end for _, end in lines]
    for start, end in spans:
        first, last = bisect_right(ends, start), bisect_left(starts, end) - 1
        if first <= last:
            yield first, last


def _mark_signed(lines: Sequence[Span], labels: list[Label | None], signatures: Iterable[Span]) -> None:
    for first, last in _line_numbers(lines, signatures):
        for number in range(first, last + 1):
            labels[number] = labels[number] or SIGNATURE


def _mark_mails(texts: Sequence[str], depths: Sequence[int], labels: list[Label | None], *, passed_on: bool) -> None:
    """Mark the mails that begin with a head, each to the next one, or to the end of what it is quoted in."""
    # Those that have begun, by how deep they are quoted.
    begun: dict[int, Label] = {}
    for number, line in enumerate(texts):
        passed_on = passed_on or is_passed_on(line)
        depth = depths[number]
        if is_passed_on(line) or is_head(texts, number):
            label = _named(FORWARDED if passed_on else QUOTED, writer_of_head(texts, number))
            # What says that a mail is passed on may stand above the quotation that holds it.
            below = next((depths[at] for at in range(number + 1, len(texts)) if texts[at].strip()), depth)
            begun = _around(begun, depth) | {max(depth, below): label}
            labels[number] = label
        elif (opened := _depth_of_opened(texts, depths, number)) is not None:
            begun = _around(begun, opened) | {
                opened: _named(FORWARDED if passed_on else QUOTED, writer_of_attribution(line))
            }
        elif line.strip():
            begun = _around(begun, depth + 1)
        if labels[number] != SIGNATURE:
            labels[number] = begun.get(depth, labels[number])


def _around(begun: Mapping[int, Label], depth: int) -> dict[int, Label]:
    """Return the mails that have begun and are quoted less deep."""
    return {at: label for at, label in begun.items() if at < depth}


def _depth_of_opened(texts: Sequence[str], depths: Sequence[int], number: int) -> int | None:
    """Return how deep what follows is quoted, of which a line says who wrote it; None for other lines.

    None, too, where it is quoted by the line's own reader: who wrote that is looked for above it.
    """
    if not opens_with_day(texts[number].strip()):
        return None
    below = [line for line in range(number + 1, min(number + HEAD_LINES, len(texts))) if texts[line].strip()]
    if not below or depths[below[0]] < depths[number] or (not depths[number] and any(depths[line] for line in below)):
        return None
    return depths[below[0]]


def _named(label: Label, writer: str) -> Label:
    """Return the label of a mail with who wrote it: "quoted mail of Bo Ek, 4 April 2011"."""
    kind, name = label
    return (kind, f"{name.split()[0]} mail of {writer}") if writer else label


def _mark_attributions(texts: Sequence[str], labels: list[Label | None]) -> None:
    """Mark the lines above a quotation that say who wrote it, and name it so."""
    for number in range(1, len(texts)):
        if labels[number] != QUOTED or labels[number - 1]:
            continue
        last = number - 1 if texts[number - 1].strip() else number - 2
        if last < 0 or labels[last] or not texts[last].rstrip().endswith(":"):
            continue
        first = _first_of_attribution(texts, labels, last)
        if first is None:
            continue
        writer = writer_of_attribution(" ".join(text.strip() for text in texts[first : last + 1]))
        end = next((line for line in range(number, len(texts)) if labels[line] != QUOTED), len(texts))
        labels[first:end] = [_named(QUOTED, writer)] * (end - first)


def _first_of_attribution(texts: Sequence[str], labels: Sequence[Label | None], last: int) -> int | None:
    """Return the first of the lines that say who wrote what follows the last of them; None where none does."""
    found = None
    for first in range(last, max(-1, last - ATTRIBUTION_LINES), -1):
        if not texts[first].strip() or labels[first]:
            break
        words = " ".join(text.strip() for text in texts[first : last + 1])
        if is_attribution(words):
            found = first
            if begins_with_day(words):
                break
    return found


def _mark_signatures(texts: Sequence[str], labels: list[Label | None]) -> None:
    number = 0
    while number < len(texts):
        if texts[number].rstrip() == "--" and not labels[number]:
            end = next((at for at in range(number, len(texts)) if labels[at]), len(texts))
            if end - number <= SIGNATURE_LINES:
                labels[number:end] = [SIGNATURE] * (end - number)
            number = end
        number += 1


def _mark_footers(texts: Sequence[str], labels: list[Label | None]) -> None:
    """Mark what lists add below the mail, also where the mail ends in a quotation."""
    begin = footer_begin(texts, len(texts))
    for number in range(begin, len(texts)):
        labels[number] = labels[number] or FOOTER


def _places(lines: Sequence[Span], texts: Sequence[str], labels: Sequence[Label | None]) -> Iterable[Place]:
    """Yield a place for each run of lines of the same label; empty lines within a run belong to it."""
    first = last = -1
    for number, label in [*enumerate(labels), (len(labels), None)]:
        if number < len(labels) and not texts[number].strip():
            continue
        if first >= 0 and label != labels[first]:
            yield Place(*(labels[first] or SIGNATURE), lines[first][0], lines[last][1])
            first = -1
        if label:
            first, last = (number if first < 0 else first), number
