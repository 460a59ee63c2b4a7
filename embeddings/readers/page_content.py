"""The words of pages, from a PDF or by OCR, become a document."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, count
from operator import attrgetter
from typing import NamedTuple

from embeddings.documents import Fact
from embeddings.readers.content import CONTENTS_LIST, FileContent, NotRead, Omitted, content_with, missing
from embeddings.readers.ocr import NEEDED, OTHER_SCRIPT, POOR, Recognised
from embeddings.readers.pdf_contents import without_contents
from embeddings.readers.pdf_furniture import without_furniture
from embeddings.readers.pdf_lines import Line
from embeddings.readers.pdf_pages import page_lines
from embeddings.readers.pdf_paragraphs import paragraphs_of
from embeddings.readers.pdf_rules import Rule
from embeddings.readers.pdf_text import page_places, text_of
from embeddings.readers.pdf_words import Word

_TEXT = attrgetter("text")

SCAN_ANEW = "scan it anew, at 300 dots an inch, or install its language for tesseract"
EDGE = "a running head or foot, or a page number"

# What a document states of itself, given its paragraphs.
StatedBy = Callable[[Sequence[Sequence[Line]]], list[Fact]]


@dataclass(frozen=True, slots=True)
class PageWords:
    """The words of a page as they were read.

    `confidence` is how sure OCR is of them on the mean, of 100; None for a page that was not read by OCR. `unread` says
    what the page needs to be read, empty for one that was. `rules` part the cells of its tables.
    """

    words: Sequence[Word] = field(default_factory=list)
    confidence: float | None = None
    unread: str = ""
    rules: Sequence[Rule] = ()


def page_by_ocr(seen: Recognised) -> PageWords:
    """Return the words of a page that OCR read."""
    return PageWords(seen.words, seen.confidence or None, OTHER_SCRIPT if seen.is_other_script else "")


class _Read(NamedTuple):
    """What is kept of a page: how many letters it has, how sure OCR is of them, and what it needs to be read."""

    letters: int
    confidence: float | None
    unread: str


def content_of(pages: Iterable[PageWords], names: Sequence[str], stated_by: StatedBy) -> FileContent:
    """Return the document of pages in their order, each by its name.

    Raises NotRead where nothing could be read, but something is there.
    """
    lines, read, numbers = _lines_of(pages)
    kept, left_out = without_furniture(lines)
    paragraphs, contents = without_contents(paragraphs_of([*chain.from_iterable(kept)]))
    text, starts = text_of(paragraphs)
    if not text and (unread := next((page.unread for page in read if page.unread), "")):
        raise NotRead(unread)
    confidence = _confidence(read)
    facts = stated_by(paragraphs)
    if confidence is not None:
        facts = [*facts, Fact("read by", "OCR", f"mean confidence {confidence:.0f} of 100")]
    names = [*names, *(str(number + 1) for number in range(len(names), len(read)))]
    before, after = ([line.text for of_page in of_pages for line in of_page] for of_pages in (lines, kept))
    omitted = [*missing(before, after, EDGE), *(Omitted(line, CONTENTS_LIST) for line in contents)]
    count_left_out = left_out + numbers + len(contents)
    content = content_with(text, facts, page_places(starts, len(text), names), left_out=count_left_out, omitted=omitted)
    return replace(content, poor=_poor(read, names, confidence))


def _lines_of(pages: Iterable[PageWords]) -> tuple[list[list[Line]], list[_Read], int]:
    """Return the lines of each page, what else is kept of it, and how many line numbers stand beside all of them.

    Of the words of a line only the first and the last are kept, as those of thousands of pages take much memory.
    """
    regions = count()
    lines: list[list[Line]] = []
    read: list[_Read] = []
    numbers = 0
    for number, page in enumerate(pages):
        of_page, line_numbers = page_lines(page.words, number, regions, page.rules)
        for line in of_page:
            line.words = [line.words[0], line.words[-1]]
        lines.append(of_page)
        read.append(_Read(sum(map(len, map(_TEXT, page.words))), page.confidence, page.unread))
        numbers += line_numbers
    return lines, read, numbers


def _confidence(pages: Sequence[_Read]) -> float | None:
    """Return how sure OCR is of all words that it read, None where it read none."""
    read = [(page.confidence, page.letters) for page in pages if page.confidence]
    letters = sum(count for _, count in read)
    return sum(confidence * count for confidence, count in read) / letters if letters else None


def _poor(pages: Sequence[_Read], names: Sequence[str], confidence: float | None) -> str:
    """Return how pages were read poorly, empty for well."""
    reasons = []
    if confidence is not None and confidence < POOR:
        reasons.append(f"read by OCR, poorly (mean confidence {confidence:.0f} of 100); {SCAN_ANEW}")
    for unread in dict.fromkeys(page.unread for page in pages if page.unread):
        those = [number for number, page in enumerate(pages) if page.unread == unread]
        verb = "needs" if len(those) == 1 else "need"
        reason = f"{verb} {unread.removeprefix('needs ')}" if unread == NEEDED else unread
        reasons.append(f"{'page' if len(those) == 1 else 'pages'} {_ranges(those, names)} {reason}")
    return "; ".join(reasons)


def _ranges(numbers: Sequence[int], names: Sequence[str]) -> str:
    """Return the names of pages in few words: "2, 5–9"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(names[run[0]] if len(run) == 1 else f"{names[run[0]]}–{names[run[-1]]}" for run in runs)
