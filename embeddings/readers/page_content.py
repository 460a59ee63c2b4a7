"""The words of pages, from a PDF or by OCR, become a document."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

from embeddings.documents import Fact
from embeddings.readers.content import FileContent, content_with
from embeddings.readers.ocr import NEEDED, OTHER_SCRIPT, POOR, Recognised
from embeddings.readers.pdf_furniture import without_furniture
from embeddings.readers.pdf_lines import Line
from embeddings.readers.pdf_pages import all_lines
from embeddings.readers.pdf_paragraphs import paragraphs_of
from embeddings.readers.pdf_text import page_places, text_of
from embeddings.readers.pdf_words import Word

# What a document states of itself, given its paragraphs.
StatedBy = Callable[[Sequence[Sequence[Line]]], list[Fact]]


@dataclass(frozen=True, slots=True)
class PageWords:
    """The words of a page as they were read.

    `confidence` is how sure OCR is of them on the mean, of 100; None for a page that was not read by OCR. `unread` says
    what the page needs to be read, empty for one that was.
    """

    words: Sequence[Word] = field(default_factory=list)
    confidence: float | None = None
    unread: str = ""


def page_by_ocr(seen: Recognised) -> PageWords:
    """Return the words of a page that OCR read."""
    return PageWords(seen.words, seen.confidence or None, OTHER_SCRIPT if seen.is_other_script else "")


def content_of(pages: Sequence[PageWords], names: Sequence[str], stated_by: StatedBy) -> FileContent:
    """Return the document of pages in their order, each by its name."""
    lines, numbers = all_lines([page.words for page in pages])
    kept, left_out = without_furniture(lines)
    paragraphs = paragraphs_of([*chain.from_iterable(kept)])
    text, starts = text_of(paragraphs)
    confidence = _confidence(pages)
    facts = stated_by(paragraphs)
    if confidence is not None:
        facts = [*facts, Fact("read by", "OCR", f"mean confidence {confidence:.0f} of 100")]
    content = content_with(text, facts, page_places(starts, len(text), names), left_out=left_out + numbers)
    return replace(content, poor=_poor(pages, names, confidence))


def _confidence(pages: Sequence[PageWords]) -> float | None:
    """Return how sure OCR is of all words that it read, None where it read none."""
    read = [(page.confidence, sum(len(word.text) for word in page.words)) for page in pages if page.confidence]
    letters = sum(count for _, count in read)
    return sum(confidence * count for confidence, count in read) / letters if letters else None


def _poor(pages: Sequence[PageWords], names: Sequence[str], confidence: float | None) -> str:
    """Return how pages were read poorly, empty for well."""
    reasons = []
    if confidence is not None and confidence < POOR:
        reasons.append(f"read by OCR, poorly (mean confidence {confidence:.0f} of 100)")
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
