"""What the model makes of passages, and the keys by which it is found again.

A passage has one vector and, for each kind in RUNS, a run of rows. Its key is a hash of what the model reads of it. A
rebuild looks the keys up in the previous generation and in the journal, so no passage is embedded twice.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embeddings.arrays import Numbers, Vectors
from embeddings.documents import Document, Passage, Span
from embeddings.index.quantised import quantised
from embeddings.index.word_vectors import signs
from embeddings.models.encoder import Encoder
from embeddings.text.structure import paragraph_at
from embeddings.text.words import content_words

# So many words go before a passage beside its title: what the model reads at once leaves little room.
MOST_WORDS_ABOVE = 30

# A sha256.
KEY_BYTES = 32

Keys = NDArray[np.void]

# Passages that the model reads together, each as `embedded_text` returns it.
Chunk = Sequence[tuple[str, list[Span]]]


@dataclass(frozen=True, slots=True)
class Embedded:
    """What the model makes of one passage: its vector, shape (dimension,), and a run of each kind in RUNS."""

    passage: Vectors
    runs: Mapping[str, NDArray[Any]]


def embedded_text(document: Document, passage: Passage) -> tuple[str, list[Span]]:
    """Return what the model reads of a passage, and the spans of its sentences in that text.

    The title goes before the passage, so that a passage is found by what its document is about. It is left out where
    the passage begins with it. So do the headings above its first sentence, and what introduces that: a lead-in,
    a table's header, a speaker's label.
    """
    text = document.text[passage.start : passage.end]
    title = [document.title] if document.title and not text.startswith(document.title) else []
    prefix = "".join(f"{line}\n" for line in [*title, *_lines_above(document, passage)])
    shift = len(prefix) - passage.start
    return prefix + text, [(sentence.start + shift, sentence.end + shift) for sentence in passage.sentences]


def _lines_above(document: Document, passage: Passage) -> list[str]:
    """Return the headings above a passage, but the title, and what introduces its first sentence, if that is short."""
    first = paragraph_at(document.text, passage.start)
    spans = [(start, end) for start, end in (*first.headings, *first.introductions) if end <= passage.start]
    lines = [document.text[start:end] for start, end in spans]
    lines = [line for line in lines if line != document.title]
    return lines if len(" ".join(lines).split()) <= MOST_WORDS_ABOVE else []


def passage_key(text: str, spans: Sequence[Span]) -> bytes:
    """Return the sha256 of what the model reads of a passage. The same model makes the same of the same key."""
    whole = hashlib.sha256(text.encode("utf-8", "surrogatepass"))
    for places in (spans, _word_spans(text)):
        whole.update(b"\0" + np.asarray(places, "<i8").tobytes())
    return whole.digest()


def _word_spans(text: str) -> list[Span]:
    return [word.span for word in content_words(text)]


def embed(encoder: Encoder, texts: Chunk) -> list[Embedded]:
    """Have a model read passages, each given as `embedded_text` returns it.

    The words of a passage are those of its title, then of its sentences; `word_counts` has how many each of these has.
    """
    sentences, words = [spans for _, spans in texts], [_word_spans(text) for text, _ in texts]
    encoded = encoder.encode_passages([text for text, _ in texts], sentences, words)
    sentence_vectors, word_vectors = _split(encoded.sentences, sentences), _split(encoded.words, words)
    embedded = []
    for number, passage in enumerate(encoded.passages):
        # A word beyond what the model reads of a long passage has no vector: its row is zero.
        is_read = np.any(word_vectors[number] != 0, axis=1)
        runs: dict[str, NDArray[Any]] = {
            "sentences": quantised(sentence_vectors[number]),
            "words": signs(word_vectors[number][is_read]),
            "word_counts": _word_counts(sentences[number], words[number], is_read)[:, np.newaxis],
        }
        embedded.append(Embedded(passage, runs))
    return embedded


# Yields each chunk with what a model makes of it, in any order.
EmbedChunks = Callable[[Encoder, Iterable[Chunk]], Iterator[tuple[Chunk, list[Embedded]]]]


def embed_here(encoder: Encoder, chunks: Iterable[Chunk]) -> Iterator[tuple[Chunk, list[Embedded]]]:
    """Embed one chunk after the other, in this process."""
    for chunk in chunks:
        yield chunk, embed(encoder, chunk)


def _split(vectors: Vectors, spans: Sequence[Sequence[Span]]) -> list[Vectors]:
    """Return the vectors of each text's spans, given those of all."""
    return np.split(vectors, np.cumsum([len(spans_of_text) for spans_of_text in spans])[:-1])


def _word_counts(sentences: Sequence[Span], words: Sequence[Span], is_read: NDArray[np.bool_]) -> Numbers:
    """Return how many of the read words stand before the first sentence, and in each: (1 + sentences,)."""
    starts = np.asarray([start for start, _ in words], np.int64)[is_read]
    owners = np.searchsorted([start for start, _ in sentences], starts, side="right")
    return np.bincount(owners, minlength=1 + len(sentences))


def as_keys(data: bytes | NDArray[np.uint8]) -> Keys:
    """Return keys that stand one after another as an array of shape (keys,) that can be compared and sorted."""
    return np.frombuffer(data, np.dtype((np.void, KEY_BYTES)))


class KeyLookup:
    """Finds the row of a key."""

    def __init__(self, keys: Keys) -> None:
        self._order = np.argsort(_first_bytes(keys), kind="stable")
        self._sorted = _first_bytes(keys)[self._order]
        self._keys = keys

    def rows(self, keys: Keys) -> Numbers:
        """Return the row of each key, -1 for one that is not there; shape (len(keys),)."""
        rows = np.full(len(keys), -1, np.int64)
        if not len(self._keys) or not len(keys):
            return rows
        # The first 8 bytes of a sha256 are as good as unique; the whole is compared to be sure.
        places = np.minimum(np.searchsorted(self._sorted, _first_bytes(keys)), len(self._sorted) - 1)
        candidates = self._order[places]
        same = self._keys[candidates] == keys
        rows[same] = candidates[same]
        return rows


def _first_bytes(keys: Keys) -> NDArray[np.uint64]:
    """Return the first 8 bytes of each key as a number."""
    return np.ascontiguousarray(keys).view(np.uint8).reshape(-1, KEY_BYTES)[:, :8].copy().view("<u8")[:, 0]


def row_stretches(rows: Numbers) -> Iterator[tuple[int, int]]:
    """Yield [start, end) of the longest stretches in which each row is one more than the one before, or all are -1."""
    if not len(rows):
        return
    breaks = np.flatnonzero((np.diff(rows) != 1) & ~((rows[1:] == -1) & (rows[:-1] == -1))) + 1
    # -1 before 0 looks like a stretch but is none.
    breaks = np.union1d(breaks, np.flatnonzero((rows[1:] == 0) & (rows[:-1] == -1)) + 1)
    edges = [0, *breaks.tolist(), len(rows)]
    yield from pairwise(edges)
