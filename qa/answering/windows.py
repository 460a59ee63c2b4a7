"""Passages are cut into windows of whole sentences: what a reader (qa.answering.reader) reads at once."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from embeddings.documents import Span
from qa.answering.introductions import context_of
from qa.answers import Hit

# Words of a window at most, but for a single sentence that is longer: half of the longest passage. The reader was
# fitted on windows as long as these.
WINDOW_WORDS = 90


class Window(NamedTuple):
    """Sentences to be read at once: their text, and where each stands in it.

    Before them is read the title of their document, and what introduces the first of them.
    """

    title: str
    text: str
    sentences: tuple[Span, ...]


def windows_of(hit: Hit) -> list[Window]:
    """Return the windows of a passage, of about the same length, which together are all its sentences."""
    text, title = hit.document.text, hit.document.title
    sentences = hit.passage.sentences
    word_counts = [len(text[sentence.start : sentence.end].split()) for sentence in sentences]
    windows = []
    for first, end in pairwise(_cuts(word_counts)):
        start = sentences[first].start
        places = tuple((sentence.start - start, sentence.end - start) for sentence in sentences[first:end])
        above = [text[slice(*span)] for span in context_of(text, start)]
        title_and_above = ". ".join([*([title] if title else []), *above])
        windows.append(Window(title_and_above, text[start : sentences[end - 1].end], places))
    return windows


def _cuts(word_counts: Sequence[int]) -> Iterator[int]:
    """Yield where windows begin and end among sentences of so many words."""
    parts = -(-sum(word_counts) // WINDOW_WORDS)
    part, words_before = 1, 0
    yield 0
    for number, words in enumerate(word_counts):
        # A sentence belongs to the window that holds the greater part of it.
        if number and part < parts and words_before + words / 2 > part * sum(word_counts) / parts:
            part += 1
            yield number
        words_before += words
    yield len(word_counts)
