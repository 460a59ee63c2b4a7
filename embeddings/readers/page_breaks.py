"""Page breaks in plain text: numbers of pages and running heads, which may cut a sentence in two.

Lone numbers may as well head the sections of a story. So they are page breaks only if they count up one by one, and if
besides a sentence goes on over one of them, or a line recurs at two, or a form feed stands there.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

# A number of up to 399, or no letter at all.
ROMAN = "c{0,3}(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})"
# "14", "- 14 -", "Page 14 of 20", "xiv", and a running head with a number at its beginning or end.
_PAGE = re.compile(
    rf"[-–—\[(|\s]*(?:page\s|p\.)?\s*(?P<number>\d{{1,4}}|(?=[ivxlc]){ROMAN})(?:\s*(?:of|/)\s*\d{{1,4}})?[-–—\])|\s]*",
    re.IGNORECASE,
)
_NUMBERED_HEAD = re.compile(r"(?P<first>\d{1,4})\s{2,}\S.*|\S.*?\s{2,}(?P<last>\d{1,4})")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
# A running head is no longer than this, and so many lines stand at a page break at most.
HEAD_CHARACTERS = 120
HEAD_LINES = 3
# So many pages, one after another, are numbered.
PAGES = 2
_SENTENCE_END = re.compile(r"[.!?:…][\"'”’»)\]]*$")
_DIGITS = re.compile(r"\d+")
_FORM_FEED = "\f"


@dataclass(frozen=True, slots=True)
class _Break:
    """Lines [first, end) between two lines of text that are a page break, of which some are blank."""

    first: int
    end: int


def without_page_breaks(lines: Sequence[str]) -> list[str]:
    """Return the lines of a text without its page breaks, a blank line in place of each where no sentence goes on."""
    kept: list[str] = []
    end = 0
    for page_break in _breaks(lines):
        kept += lines[end : page_break.first]
        kept += [] if _goes_on(lines, page_break) else [""]
        end = page_break.end
    return [*kept, *lines[end:]]


def _breaks(lines: Sequence[str]) -> list[_Break]:
    """Return the page breaks of a text, in order."""
    filled = [number for number, line in enumerate(lines) if line.strip()]
    places = _numbered_places(lines, filled)
    heads = _running_heads(lines, filled, places)
    breaks = [_around(lines, filled, place, heads) for place in places]
    has_form_feed = any(_FORM_FEED in line for line in lines)
    are_certain = has_form_feed or heads or any(_goes_on(lines, page_break) for page_break in breaks)
    return breaks if are_certain else []


def _numbered_places(lines: Sequence[str], filled: Sequence[int]) -> list[int]:
    """Return the places, in `filled`, of lines with the number of a page, of those that count up one by one."""
    numbered = [
        (place, page)
        for place, number in enumerate(filled)
        if _stands_apart(lines, number) and (page := _page(lines[number])) is not None
    ]
    runs: list[list[int]] = []
    before = None
    for place, page in numbered:
        if before is None or page != before + 1:
            runs.append([])
        runs[-1].append(place)
        before = page
    return [place for run in runs if len(run) >= PAGES for place in run]


def _stands_apart(lines: Sequence[str], number: int) -> bool:
    """Whether nothing stands right above a line, or right below it, or a form feed parts it from that."""
    above = lines[number - 1] if number else ""
    below = lines[number + 1] if number + 1 < len(lines) else ""
    return not above.strip() or not below.strip() or _FORM_FEED in lines[number] or _FORM_FEED in below


def _page(line: str) -> int | None:
    """Return the number of the page that a line gives, None if it gives none."""
    text = line.strip()
    if len(text) > HEAD_CHARACTERS:
        return None
    if match := _PAGE.fullmatch(text):
        number = match["number"].lower()
        return int(number) if number.isdecimal() else _roman(number)
    head = _NUMBERED_HEAD.fullmatch(text)
    return int(head["first"] or head["last"]) if head else None


def _roman(number: str) -> int:
    values = [_ROMAN[letter] for letter in number]
    following = [*values[1:], 0]
    return sum(-value if value < after else value for value, after in zip(values, following, strict=True))


def _running_heads(lines: Sequence[str], filled: Sequence[int], places: Sequence[int]) -> frozenset[str]:
    """Return the lines beside numbers of pages that recur, without their numbers."""
    beside = {
        number
        for place in places
        for number in filled[max(0, place - HEAD_LINES) : place + HEAD_LINES + 1]
        if len(lines[number].strip()) <= HEAD_CHARACTERS and not lines[number].strip()[0].islower()
    } - {filled[place] for place in places}
    counts = Counter(_bare(lines[number]) for number in beside)
    return frozenset(head for head, count in counts.items() if count >= PAGES and not _SENTENCE_END.search(head))


def _bare(line: str) -> str:
    return " ".join(_DIGITS.sub("", line).split()).casefold()


def _around(lines: Sequence[str], filled: Sequence[int], place: int, heads: frozenset[str]) -> _Break:
    """Return the page break at a numbered line: with the running heads beside it, and the blank lines around."""
    first = last = place
    while first and place - first < HEAD_LINES and _bare(lines[filled[first - 1]]) in heads:
        first -= 1
    while last + 1 < len(filled) and last - place < HEAD_LINES and _bare(lines[filled[last + 1]]) in heads:
        last += 1
    start = filled[first - 1] + 1 if first else 0
    end = filled[last + 1] if last + 1 < len(filled) else len(lines)
    return _Break(start, end)


def _goes_on(lines: Sequence[str], page_break: _Break) -> bool:
    """Whether a sentence goes on over a page break."""
    if page_break.first == 0 or page_break.end == len(lines):
        return False
    above, below = lines[page_break.first - 1].strip(), lines[page_break.end].strip()
    return not _SENTENCE_END.search(above) and below[:1].islower()
