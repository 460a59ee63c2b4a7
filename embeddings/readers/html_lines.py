"""The lines of a web page as a reader sees them, and which of them stand beside its heading.

What a page says of itself in words, its date and its author, stands there.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any

from embeddings.readers.html_headings import is_of_site
from embeddings.readers.markup import is_block
from embeddings.times.mentions import mentions

# So many characters of other lines stand at most between the heading and what is beside it: 400 below, where a deck of
# two sentences may be, and 60 above, where the name of a section may be; further above is what heads every page.
BELOW_CHARACTERS, ABOVE_CHARACTERS = 400, 60
# A line with author, date, section and share bar has no more.
LINE_CHARACTERS = 200
# Of the line before, so many characters tell whether it is a label.
LABEL_CHARACTERS = 40

_UNSEEN_NAMES = "script style template svg select option datalist noscript nav footer aside button head title"
_UNSEEN = frozenset(_UNSEEN_NAMES.split())
_UNSEEN_CLASS_NAMES = "hidden d-none sr-only screen-reader-text visually-hidden visuallyhidden"
_UNSEEN_CLASSES = frozenset(_UNSEEN_CLASS_NAMES.split())
_HEADINGS = ("h1", "h2", "h3", "h4")
# It begins with the point, which is found at once, and looks back from there.
_ORDINAL_POINT = re.compile(r"\.(?<=\d\.)(?=\s?[^\W\d_])")
# Days as China, Japan and Korea write them, of a piece that is no sentence.
_EASTERN_DAY = re.compile(
    r"(?<!\d)(\d{4})\s?(?:年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?日|년\s?(\d{1,2})\s?월\s?(\d{1,2})\s?일"
    r"|\.\s?(\d{1,2})\.\s?(\d{1,2})(?![\d.]*\d))\.?"
)
_EASTERN_CHARACTERS = 60
# Parts of a page that are of others, or of when something takes place.
_ELSEWHERE = re.compile(
    r"(?<![^\W_])(?:comments?|respond|related|sidebar|events?|termine?|agenda|calendar)(?![^\W_])", re.IGNORECASE
)


class Line:
    """A block of a page: the element that it begins in, the words of each of its elements, and what holds these."""

    def __init__(self, element: Any) -> None:
        self.element = element
        self.pieces: list[str] = []
        self.holders: list[Any] = []

    @cached_property
    def words(self) -> str:
        """The words of the whole line; of "5. November" and "5. Nov." the point after the day is a space."""
        return _ORDINAL_POINT.sub(" ", " ".join(self.pieces))


def page_lines(tree: Any) -> list[Line]:
    """Return the lines of a page in order."""
    body = tree.find(".//body")
    return [] if body is None else list(_lines(body))


def beside_heading(lines: Sequence[Line], titles: Iterable[str]) -> Iterator[tuple[Line, str]]:
    """Yield the lines beside the heading of a page, each with the end of what stands before it.

    Those below come first, the nearest first. `titles` are what the page states as its title.
    """
    span = _heading_span(lines, {_letters(title) for title in titles})
    if span:
        first, last = span
        # What stands around the heading too is no part of its own.
        around = {lines[first].element, *lines[first].element.iterancestors()}
        for numbers, within in (
            (range(last + 1, len(lines)), BELOW_CHARACTERS),
            (range(first - 1, -1, -1), ABOVE_CHARACTERS),
        ):
            for number in _near(lines, numbers, within):
                if len(lines[number].words) <= LINE_CHARACTERS and not is_elsewhere(lines[number].element, around):
                    yield lines[number], lines[number - 1].words[-LABEL_CHARACTERS:] if number else ""


def _near(lines: Sequence[Line], numbers: range, within: int) -> Iterator[int]:
    """Yield the numbers of lines until so many characters, or the heading of another article."""
    far = 0
    for number in numbers:
        if far > within or _leads_elsewhere(lines[number].element):
            return
        yield number
        far += len(lines[number].words)


def _heading_span(lines: Sequence[Line], titles: set[str]) -> tuple[int, int] | None:
    """Return the numbers of the first and the last line of the heading of a page.

    It is a heading that is the title, else the only one of the first order, else the last line that is the title.
    """
    headings = [_heading_of(line.element) for line in lines]
    same = [number for number, line in enumerate(lines) if _is_any_of(titles, line.words)]
    if within := next((number for number in same if headings[number] is not None), None):
        return within, within
    first_order = {heading for heading in headings if heading is not None and heading.tag == "h1"}
    first_order = {heading for heading in first_order if not is_of_site(heading)}
    if len(first_order) == 1:
        numbers = [number for number, heading in enumerate(headings) if heading in first_order]
        return numbers[0], numbers[-1]
    return (same[-1], same[-1]) if same else None


def _is_any_of(titles: set[str], words: str) -> bool:
    """Whether words are one of some titles. Most lines begin otherwise, and are not compared to their end."""
    begun = _letters(words[:LABEL_CHARACTERS])
    return any(title.startswith(begun) for title in titles) and _letters(words) in titles


def _letters(words: str) -> str:
    """Return words without what parts them, to be compared."""
    return " ".join(re.findall(r"\w+", words.casefold()))


def _lines(body: Any) -> Iterator[Line]:
    """Yield the blocks of a page that have words, in order."""
    from lxml import etree

    line = Line(body)
    walk = etree.iterwalk(body, events=("start", "end"))
    for event, element in walk:
        is_start = event == "start"
        if line.pieces and is_block(element):
            yield line
            line = Line(element)
        text = element.text if is_start else element.tail
        if is_start and (element.tag in _UNSEEN or not _UNSEEN_CLASSES.isdisjoint(element.get("class", "").split())):
            walk.skip_subtree()
            text = None
        elif is_start and element.tag == "time":
            walk.skip_subtree()
            text = _time(element)
        if text and (words := " ".join(text.split())):
            at = element if is_start else element.getparent()
            line = line if line.pieces else Line(at)
            line.pieces.append(_with_western_days(words))
            line.holders.append(at)
        elif is_start and element.tag == "br" and line.pieces:
            line.pieces[-1] += " |"
    if line.pieces:
        yield line


def _with_western_days(words: str) -> str:
    """Return a piece of a line with its days as ISO 8601: "2020年5月12日", "2020.5.12"."""
    if len(words) > _EASTERN_CHARACTERS:
        return words

    def iso(day: re.Match[str]) -> str:
        year, month, of_month = filter(None, day.groups())
        return f"{year}-{int(month):02}-{int(of_month):02} "

    return _EASTERN_DAY.sub(iso, words).strip()


def _time(element: Any) -> str:
    """Return the words of a time element, or the day that it states where they name none: "2 hours ago"."""
    words = " ".join(element.xpath("string()").split())
    stated = (element.get("datetime") or "")[: len("2010-11-30")]
    return words if any(mention.days for mention in mentions(words)) else stated


def _heading_of(element: Any) -> Any:
    """Return the heading that an element stands in; None for one that stands in none."""
    return next((above for above in (element, *element.iterancestors()) if above.tag in _HEADINGS), None)


def _leads_elsewhere(element: Any) -> bool:
    """Whether a line is the heading of another article, to which it leads."""
    heading = _heading_of(element)
    return heading is not None and (
        next(heading.iter("a"), None) is not None or next(heading.iterancestors("a"), None) is not None
    )


def is_elsewhere(element: Any, around: set[Any] | None = None) -> bool:
    """Whether an element stands in a part of the page that is of others, which does not hold the heading too."""
    outer = [above for above in (element, *element.iterancestors()) if above not in (around or ())]
    return any(_ELSEWHERE.search(f"{above.get('class') or ''} {above.get('id') or ''}") for above in outer)
