"""The best passage, read together with the question: what a reader (qa.reader) says of each of its sentences."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice, pairwise

from qa.answers import Hit
from qa.reader import Reader, Window

# The passages that are read. Each costs as much again; to order the best three by what was read brought nothing on the
# judged collections.
READ = 1
# Words of a window at most, but for a single sentence that is longer: half of the longest passage. The reader was
# fitted on windows as long as these.
WINDOW_WORDS = 90


def read(question: str, hits: Iterable[Hit], reader: Reader | None) -> Iterator[Hit]:
    """Yield hits, of which the first know what a reader says of their sentences; all as they are without a reader."""
    following = iter(hits)
    if reader:
        first = list(islice(following, READ))
        windows = [windows_of(hit) for hit in first]
        values = iter(reader(question, [window for own in windows for window in own]))
        for hit, own in zip(first, windows, strict=True):
            yield replace(hit, readings=tuple(value for _ in own for value in next(values)))
    yield from following


def windows_of(hit: Hit) -> list[Window]:
    """Return the windows of a passage, of about the same length, which together are all its sentences."""
    text, title = hit.document.text, hit.document.title or ""
    sentences = hit.passage.sentences
    windows = []
    for first, end in pairwise(_cuts([len(text[own.start : own.end].split()) for own in sentences])):
        start = sentences[first].start
        places = tuple((own.start - start, own.end - start) for own in sentences[first:end])
        windows.append(Window(title, text[start : sentences[end - 1].end], places))
    return windows


def _cuts(words: Sequence[int]) -> Iterator[int]:
    """Yield where windows begin and end among sentences of so many words."""
    parts = -(-sum(words) // WINDOW_WORDS)
    part, held = 1, 0
    yield 0
    for number, own in enumerate(words):
        # A sentence belongs to the window that holds the greater part of it.
        if number and part < parts and held + own / 2 > part * sum(words) / parts:
            part += 1
            yield number
        held += own
    yield len(words)
