"""Where a text quotes: from a quotation mark to the one that closes it, paragraph by paragraph."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from embeddings.documents import Span

_MARK = re.compile(r"[“”\"«»„]")
_CLOSED_BY = {"“": "”", "„": "“”", '"': '"', "«": "»"}
# A single mark opens after a space and closes before one; within a word it is an apostrophe.
_SINGLE = re.compile(r"(?<![\w’'])‘(?=\S)[^‘’“”\"\n]*(?:’(?=\w)[^‘’“”\"\n]*)*[.,!?]?’(?!\w)")
# Fewer words are a name or a doubt about a word, unless a cue says that somebody used them.
FEWEST_WORDS = 3
_WORD = re.compile(r"\w[\w’'\-]*")


@dataclass(frozen=True, slots=True)
class Quotation:
    """What stands in quotation marks, as [start, end) of the text, the marks included.

    `is_open` where the paragraph ends and the quotation does not; `words` is how many it has.
    """

    start: int
    end: int
    words: int
    is_open: bool = False

    @property
    def span(self) -> Span:
        """Where it stands."""
        return self.start, self.end


def quotations(text: str, start: int, end: int) -> list[Quotation]:
    """Return the quotations of a paragraph of a text, in order; those within others are not among them."""
    found = list(_doubles(text, start, end))
    if not found:
        spans = [(match.start(), match.end()) for match in _SINGLE.finditer(text, start, end)]
        return [Quotation(first, last, _words(text, first, last)) for first, last in spans]
    return found


def _doubles(text: str, start: int, end: int) -> Iterator[Quotation]:
    opened = -1
    for match in _MARK.finditer(text, start, end):
        place, mark = match.start(), match[0]
        if opened < 0:
            # After a figure a straight mark is inches.
            if mark in _CLOSED_BY and not (mark == '"' and text[place - 1 : place].isdigit()):
                opened = place
        elif mark in _CLOSED_BY[text[opened]]:
            yield Quotation(opened, place + 1, _words(text, opened, place))
            opened = -1
    if opened >= 0 and (opened == start or text[opened] != '"'):
        yield Quotation(opened, end, _words(text, opened, end), is_open=True)


def _words(text: str, start: int, end: int) -> int:
    return sum(1 for _ in _WORD.finditer(text, start, end))
