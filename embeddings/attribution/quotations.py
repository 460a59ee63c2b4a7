"""Where a text quotes: from a quotation mark to the one that closes it, paragraph by paragraph."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from embeddings.documents import Span

_MARK = re.compile(r"[“”\"«»„]")
_CLOSED_BY = {"“": "”", "„": "“”", '"': '"', "«": "»"}
# Careless copies have each of these for another: what stands around them tells which they are.
_ALIKE = frozenset('“”"')
# A single mark opens after a space and closes before one; within a word it is an apostrophe.
_SINGLE = re.compile(r"(?<![\w’'])‘(?=\S)[^‘’“”\"\n]*(?:’(?=\w)[^‘’“”\"\n]*)*[.,!?]?’(?!\w)")
# Fewer words are a name or a doubt about a word, unless a cue says that somebody used them.
FEWEST_WORDS = 3
_WORD = re.compile(r"\w[\w’'\-]*")
# Fewer words to which nothing leads are more often a title, a name or a doubt about a word: with so many 34 of 36 such
# quotations are annotated in the articles that the weights were fitted to, with one or two 10 of 26.
FEWEST_OF_SPEECH = 6
_ENDS = frozenset(",.?!…")
_ENDS_OF_SENTENCE = frozenset(".?!…")
# What stands before a sentence, maybe with a mark that closes a quotation between.
_AROUND = _ENDS_OF_SENTENCE | {"\n"}
_CLOSING = frozenset('”"»’)')
_LOOK_BACK = 4
# After these, or a space, a straight mark opens, unless one of those or a space stands after it.
_BEFORE_OPENING = frozenset("([{—–-/‘'")
_AFTER_CLOSING = frozenset(")]},.;:?!…—–-/’'")


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
        opens = _opens(text, place)
        if opened < 0:
            # After a figure a straight mark is inches; a mark that only closes elsewhere may be set for one that opens.
            if (mark in _CLOSED_BY and not (mark == '"' and text[place - 1 : place].isdigit())) or (
                mark == "”" and opens
            ):
                opened = place
        elif mark in _ALIKE and text[opened] in _ALIKE and opens:
            # The mark before was never closed, or never opened: nobody knows how far its words go.
            opened = place
        elif mark in _CLOSED_BY.get(text[opened], "") or (mark in _ALIKE and text[opened] in _ALIKE):
            yield Quotation(opened, place + 1, _words(text, opened, place))
            opened = -1
    if opened >= 0 and (opened == start or text[opened] != '"'):
        yield Quotation(opened, end, _words(text, opened, end), is_open=True)


def _opens(text: str, place: int) -> bool:
    """Whether a mark can only open a quotation, by what stands around it."""
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    is_free = not before.strip() or before in _BEFORE_OPENING
    return is_free and bool(after.strip()) and after not in _AFTER_CLOSING


def _words(text: str, start: int, end: int) -> int:
    return sum(1 for _ in _WORD.finditer(text, start, end))


def is_sentence(text: str, quotation: Quotation) -> bool:
    """Whether a quotation is a sentence by itself, be it of two words: “Not yet.” after “She shook her head.”."""
    before = text[max(0, quotation.start - _LOOK_BACK) : quotation.start].rstrip(" \xa0")
    after = text[quotation.end : quotation.end + _LOOK_BACK].lstrip(" \xa0")
    last, words = text[quotation.end - 2 : quotation.end - 1], _WORD.findall(text, quotation.start, quotation.end)
    # “Wuthering Heights.” is a title, and “STOP.” a sign.
    is_written = bool(words) and words[0].istitle() and all(word[0].islower() or word[0] == "I" for word in words[1:])
    is_apart = not before or before[-1] in _AROUND or (before[-1] in _CLOSING and before[-2:-1] in _ENDS_OF_SENTENCE)
    goes_on = after[:1].islower() or after[:1] in {",", ";", ":", "—", "–", "-"}
    return is_written and last in _ENDS_OF_SENTENCE and is_apart and not goes_on and not quotation.is_open


def is_speech(text: str, quotation: Quotation) -> bool:
    """Whether a quotation is a sentence or the most of one, and no title: “The Rise and Fall of the Third Reich”."""
    if is_sentence(text, quotation):
        return True
    words = _WORD.findall(text, quotation.start, quotation.end)
    small = sum(word[0].islower() for word in words)
    ends = quotation.is_open or text[quotation.end - 2 : quotation.end - 1] in _ENDS
    return ends and len(words) >= FEWEST_OF_SPEECH and 2 * small > len(words)
