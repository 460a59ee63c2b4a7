"""Passages are cut into windows of whole sentences: what a reader (qa.answering.reader) reads at once.

A row of a table whose columns have names is a window by itself, with these names before it: among other rows a reader
seldom tells which one is asked for.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from embeddings.documents import Span
from embeddings.text.line_marks import with_commas
from embeddings.text.structure import paragraph_at
from embeddings.text.tables import column_names
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
    """Return the windows of a passage, of about the same length but for rows, which together are all its sentences."""
    text, title = hit.document.text, hit.document.title
    sentences = hit.passage.sentences
    word_counts = [len(text[sentence.start : sentence.end].split()) for sentence in sentences]
    is_row = [column_names(text, paragraph_at(text, sentence.start)) is not None for sentence in sentences]
    windows = []
    for first, end in _stretches(word_counts, is_row):
        start = sentences[first].start
        places = tuple((sentence.start - start, sentence.end - start) for sentence in sentences[first:end])
        above = [text[slice(*span)] for span in context_of(text, start)]
        title_and_above = ". ".join([*([title] if title else []), *above])
        of_window = text[start : sentences[end - 1].end]
        windows.append(Window(title_and_above, with_commas(of_window) if is_row[first] else of_window, places))
    return windows


def _stretches(word_counts: Sequence[int], is_row: Sequence[bool]) -> Iterator[Span]:
    """Yield the first and the end of each window among sentences of so many words, of which some are rows."""
    for are_rows, group in groupby(range(len(word_counts)), key=is_row.__getitem__):
        first, *others = group
        end = first + 1 + len(others)
        cuts = range(end - first + 1) if are_rows else _cuts(word_counts[first:end])
        yield from pairwise(first + cut for cut in cuts)


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
