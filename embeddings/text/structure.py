"""What each paragraph of a text is, and what introduces it, by the signs of the text alone.

A paragraph is a heading, introduces others, is an item of a list or a row of a table, or is prose. Items are introduced
by their lead-in, rows by their header, a meaning by the word it is of, and what is said by the label of who says it.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import lru_cache
from itertools import groupby

from embeddings.documents import Span
from embeddings.text.column_names import names_columns
from embeddings.text.line_marks import (
    announces,
    cells,
    goes_on,
    introduces,
    is_item,
    is_numbered,
    is_rule,
    marker_style,
    message_mark,
    name_label,
)
from embeddings.text.splitting import is_heading, paragraphs, sentence_spans
from embeddings.text.turns import continued_quotations, outside_quotations, turns

# The structures of so many documents are remembered: those of a few questions.
REMEMBERED = 128
# So many headings stand above a paragraph at most: a longer run of short lines is something else.
DEEPEST = 4
# A word that is defined has so many words at most.
TERM_WORDS = 6
# An item that ends in a semicolon has so many words at most.
ITEM_WORDS = 60


class Kind(Enum):
    """What a paragraph is."""

    HEADING = auto()
    LEAD_IN = auto()
    ITEM = auto()
    ROW = auto()
    PROSE = auto()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph as [start, end) of its text.

    `group` is the stretch of text of its list, with the lead-in, or of its table; for another paragraph it is its own.
    `introductions` are what is needed from elsewhere to understand it: a speaker's label, a lead-in, a table's header.
    `headings` are those above it, the outermost first.
    """

    start: int
    end: int
    kind: Kind
    group: Span
    introductions: tuple[Span, ...] = ()
    headings: tuple[Span, ...] = ()

    @property
    def span(self) -> Span:
        """Where it stands."""
        return self.start, self.end


@lru_cache(maxsize=REMEMBERED)
def structure(text: str) -> tuple[Paragraph, ...]:
    """Return the paragraphs of a text in order, with what they are."""
    spans = paragraphs(text)
    texts = [text[start:end] for start, end in spans]
    marked = [
        Paragraph(start, end, Kind.HEADING if _is_heading(paragraph) else Kind.PROSE, (start, end))
        for (start, end), paragraph in zip(spans, texts, strict=True)
    ]
    for mark in (_mark_items, _mark_tables, _mark_lists, _mark_terms, _add_attributions, _add_labels):
        mark(texts, marked)
    return tuple(_with_headings(marked))


def paragraph_at(text: str, place: int) -> Paragraph:
    """Return the paragraph that a place of a text stands in."""
    return structure(text)[max(0, bisect_right(_starts(text), place) - 1)]


@lru_cache(maxsize=REMEMBERED)
def _starts(text: str) -> list[int]:
    """Return where the paragraphs of a text begin, as places are looked up in these for each sentence."""
    return [paragraph.start for paragraph in structure(text)]


def is_table_header(text: str, paragraph: Paragraph) -> bool:
    """Whether a paragraph of a text names the columns of the rows below it."""
    if paragraph.kind is not Kind.ROW:
        return False
    marked = structure(text)
    after = bisect_right(_starts(text), paragraph.start)
    # A rule may stand between them.
    return any(paragraph.span in other.introductions for other in marked[after : after + 2])


def is_of_message(text: str, paragraph: Paragraph) -> bool:
    """Whether a paragraph of a text is of a message of a chat: few of these end like sentences."""
    return any(message_mark(f"{text[start:end]} ") for start, end in paragraph.introductions)


def _is_heading(paragraph: str) -> bool:
    return is_heading(paragraph) and any(map(str.isalnum, paragraph))


def _introduced(
    marked: list[Paragraph], numbers: Sequence[int], kind: Kind | None, by: Span | None, group: Span
) -> None:
    """Make paragraphs one group, and of a kind if one is given, with what introduces all that are not within it."""
    for number in numbers:
        paragraph = marked[number]
        by_what = (by,) if by and not by[0] <= paragraph.start < by[1] else ()
        marked[number] = replace(
            paragraph,
            kind=kind or paragraph.kind,
            group=group,
            introductions=(*by_what, *paragraph.introductions),
        )


# Tables


def _mark_tables(texts: Sequence[str], marked: list[Paragraph]) -> None:
    is_row = [bool(cells(paragraph)) or not any(map(str.isalnum, paragraph)) for paragraph in texts]
    first = 0
    while first < len(texts):
        end = next((number for number in range(first, len(texts)) if not is_row[number]), len(texts))
        rows = [number for number in range(first, end) if cells(texts[number]) and not is_rule(texts[number])]
        if len(rows) > 1:
            above = first - 1 if first and introduces(texts[first - 1]) else None
            group = marked[rows[0] if above is None else above].start, marked[rows[-1]].end
            header = marked[rows[0]].span if _has_header(texts, first, rows) else None
            _introduced(marked, rows, Kind.ROW, header, group)
            if above is not None:
                _introduced(marked, [above], Kind.LEAD_IN, None, group)
        first = max(end, first + 1)


def _has_header(texts: Sequence[str], first: int, rows: Sequence[int]) -> bool:
    """Whether the first row of a table names its columns: it does where a rule follows it, else its cells tell.

    A row of empty cells above it, "|", is a header that names nothing.
    """
    if any(not is_rule(texts[number]) for number in range(first, rows[0])):
        return False
    return rows[1] > rows[0] + 1 or names_columns([cells(texts[row]) for row in rows])


# Lists


def _mark_items(texts: Sequence[str], marked: list[Paragraph]) -> None:
    """Mark as items what has the sign or the number of one, and lines "name: value" that stand together."""
    has_field = [marked[number].kind is Kind.HEADING and bool(name_label(text)) for number, text in enumerate(texts)]
    for number, text in enumerate(texts):
        beside = has_field[number - 1 : number] + has_field[number + 1 : number + 2]
        is_field = has_field[number] and True in beside
        if is_field or (is_item(text) and not _is_numbered_heading(texts, marked, number)):
            marked[number] = replace(marked[number], kind=Kind.ITEM)


def _is_numbered_heading(texts: Sequence[str], marked: Sequence[Paragraph], number: int) -> bool:
    """Whether a short line with a number heads a section: no item stands below it, no lead-in or such item above."""
    above, below = texts[number - 1] if number else "", texts[number + 1 : number + 2]
    is_alone = bool(below) and not is_item(below[0]) and marker_style(above) != marker_style(texts[number])
    is_short = marked[number].kind is Kind.HEADING and is_numbered(texts[number])
    return is_short and is_alone and not introduces(above)


def _mark_terms(texts: Sequence[str], marked: list[Paragraph]) -> None:
    """Mark a word and, after it, its meaning, which begins with a small letter; "Dear Ana," is no such word."""
    for number in range(len(texts) - 1):
        is_term = marked[number].kind is Kind.HEADING and len(texts[number].split()) <= TERM_WORDS
        is_meaning = marked[number + 1].kind in {Kind.HEADING, Kind.PROSE} and texts[number + 1][0].islower()
        if is_term and is_meaning and not texts[number][0].islower() and not texts[number].endswith(","):
            group = marked[number].start, marked[number + 1].end
            _introduced(marked, [number], Kind.LEAD_IN, None, group)
            _introduced(marked, [number + 1], Kind.ITEM, marked[number].span, group)


def _mark_lists(texts: Sequence[str], marked: list[Paragraph]) -> None:
    number = 0
    while number < len(texts) - 1:
        if marked[number].kind in {Kind.ROW, Kind.LEAD_IN} or not _introduces_list(texts, marked, number):
            number += 1
            continue
        end = _list_end(texts, marked, number + 1)
        first, last = sentence_spans(texts[number])[-1]
        lead_in = marked[number].start + first, marked[number].start + last
        group = lead_in[0], marked[end - 1].end
        _introduced(marked, [number], Kind.LEAD_IN, None, group)
        is_list = end > number + 2 or marked[number + 1].kind is not Kind.PROSE
        _introduced(marked, range(number + 1, end), Kind.ITEM if is_list else None, lead_in, group)
        number = end


def _introduces_list(texts: Sequence[str], marked: Sequence[Paragraph], number: int) -> bool:
    """Whether a paragraph introduces what follows it: by its end, or by its words where marked items follow."""
    if introduces(texts[number]):
        return True
    has_items = marked[number + 1].kind is Kind.ITEM and marker_style(texts[number + 1]) is not None
    return has_items and marked[number].kind is not Kind.ITEM and announces(texts[number])


def _list_end(texts: Sequence[str], marked: Sequence[Paragraph], first: int) -> int:
    """Return the number after the last item of a list: at least one paragraph follows its lead-in."""
    if style := marker_style(texts[first]):
        end = first + 1
        for number in range(first + 1, len(texts)):
            if (other := marker_style(texts[number])) is None:
                break
            end = number + 1 if other == style else end
        return end
    end = first
    while (
        end < len(texts) and _is_unmarked_item(texts[end], marked[end]) and not (end > first and introduces(texts[end]))
    ):
        end += 1
    # The last one may end with a full stop.
    if first < end < len(texts) and goes_on(texts[end - 1]) and marked[end].kind is Kind.PROSE:
        return end + 1
    # A short line before a sentence may be a heading: it is an item if it looks like one.
    before_prose = end < len(texts) and marked[end].kind is Kind.PROSE and not texts[end][0].islower()
    if before_prose and end - first > 1 and not _is_like(texts[end - 1], texts[first : end - 1]):
        end -= 1
    return max(end, first + 1)


def _is_unmarked_item(text: str, paragraph: Paragraph) -> bool:
    return paragraph.kind is Kind.HEADING or (goes_on(text) and len(text.split()) <= ITEM_WORDS)


def _is_like(text: str, items: Sequence[str]) -> bool:
    """Whether a line is about as long as the longest of some items."""
    return text[0].islower() or len(text.split()) <= 1 + max(len(item.split()) for item in items)


# Speakers and headings


def _add_attributions(texts: Sequence[str], marked: list[Paragraph]) -> None:
    """Have the sentence that says who is quoted introduce the paragraphs in which the quotation goes on."""
    for number, opening in continued_quotations(texts).items():
        outside = outside_quotations(texts[opening])
        spans = [span for span in sentence_spans(texts[opening]) if len(outside[slice(*span)].split()) > 1]
        if spans:
            start, end = spans[-1]
            attribution = marked[opening].start + start, marked[opening].start + end
            marked[number] = replace(marked[number], introductions=(attribution, *marked[number].introductions))


def _add_labels(texts: Sequence[str], marked: list[Paragraph]) -> None:
    for number, turn in enumerate(turns(texts, [paragraph.kind is Kind.HEADING for paragraph in marked])):
        if turn:
            opening, length = turn
            start = marked[opening].start
            label = start, start + length
            kind = Kind.PROSE if marked[number].kind is Kind.HEADING else marked[number].kind
            marked[number] = replace(marked[number], kind=kind, introductions=(label, *marked[number].introductions))


def _with_headings(marked: Sequence[Paragraph]) -> Iterator[Paragraph]:
    """Yield paragraphs with the headings above them.

    A heading that another follows at once is above that one. The last of such a run takes the place of the last one
    before, and so on upwards, since sections of one level are mostly of one form; the first heading of all stays.
    """
    above: tuple[Span, ...] = ()
    for are_headings, group in groupby(marked, key=lambda paragraph: paragraph.kind is Kind.HEADING):
        run = tuple(group)
        if are_headings:
            above = _below(above, tuple(paragraph.span for paragraph in run))
        for paragraph in run:
            yield replace(paragraph, headings=tuple(span for span in above if span[0] < paragraph.start))


def _below(above: tuple[Span, ...], run: tuple[Span, ...]) -> tuple[Span, ...]:
    """Return the headings of what follows a run of headings that itself follows others."""
    return (*above[: max(1, len(above) - len(run))], *run)[-DEEPEST:]
