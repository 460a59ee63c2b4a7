"""An encoder for benchmarks of large archives: vectors drawn around those that the model made of real passages.

A drawn vector lies as far from a real one as real passages lie from their nearest neighbours (the median cosine), in
the direction of another real one, so the drawn lie where the real do. Sentences are real ones' vectors; of words, of
which few are ever read, the vectors are random.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from embeddings.arrays import Vectors
from embeddings.documents import Span
from embeddings.generations.layout import PASSAGES
from embeddings.generations.store import open_generation
from embeddings.index.quantised import unit_vectors
from embeddings.index.vectors import flat_header
from embeddings.models.encoder import EncodedPassages, Encoder


class DrawnPassages:
    """The real model for questions; for passages, vectors drawn around those of indexes that the real model built."""

    def __init__(self, real: Encoder, indexes: Sequence[Path]) -> None:
        self.name, self.fingerprint, self.dimension = real.name, f"drawn {real.fingerprint}", real.dimension
        self.precision = real.precision
        self.encode_query = real.encode_query
        self._random = np.random.default_rng(1)
        passages, sentences = zip(*(_vectors(index) for index in indexes), strict=True)
        self._passages, self._sentences = np.concatenate(passages), np.concatenate(sentences)
        self.nearness = _median_nearest(self._passages)
        self._words = _unit(self._random.standard_normal((4099, self.dimension), dtype=np.float32))

    @property
    def real_passages(self) -> int:
        """How many passages the model really encoded."""
        return len(self._passages)

    def encode_passages(
        self, texts: Sequence[str], sentences: Sequence[Sequence[Span]], words: Sequence[Sequence[Span]]
    ) -> EncodedPassages:
        """Return unit vectors of the shapes asked for."""
        of_sentences, of_words = (sum(map(len, spans)) for spans in (sentences, words))
        return EncodedPassages(
            self.drawn(len(texts)), _taken(self._random, self._sentences, of_sentences), self._some_words(of_words)
        )

    def drawn(self, rows: int) -> Vectors:
        """Return vectors of passages, shape (rows, dimension)."""
        near, towards = (_taken(self._random, self._passages, rows) for _ in range(2))
        aside = _unit(towards - (towards * near).sum(axis=1, keepdims=True) * near)
        return _unit(self.nearness * near + np.float32(np.sqrt(1 - self.nearness**2)) * aside)

    def _some_words(self, rows: int) -> Vectors:
        return self._words.take(np.arange(rows) + self._random.integers(len(self._words)), axis=0, mode="wrap")


def _taken(random: np.random.Generator, vectors: Vectors, rows: int) -> Vectors:
    return np.asarray(vectors[random.integers(len(vectors), size=rows)])


def _unit(vectors: Vectors) -> Vectors:
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9), np.float32)


def _vectors(index: Path) -> tuple[Vectors, Vectors]:
    """Return the vectors of an index's passages and of their sentences; the index has one segment."""
    generation = open_generation(index)
    (segment,) = generation.segments
    numbers = np.arange(generation.manifest.passages)
    codes, _ = generation.runs["sentences"].take(numbers)
    dimension = generation.manifest.dimension
    header = len(flat_header(dimension, len(numbers)))
    rows = np.memmap(segment.folder / PASSAGES, "<f2", "r", header, (len(numbers), dimension))
    return _unit(rows.astype(np.float32)), unit_vectors(codes, dimension)


def _median_nearest(vectors: Vectors) -> np.float32:
    """Return the median cosine of a vector with its nearest other one."""
    nearest = []
    for first in range(0, len(vectors), 512):
        cosines = vectors[first : first + 512] @ vectors.T
        cosines[np.arange(len(cosines)), first + np.arange(len(cosines))] = -1
        nearest.append(cosines.max(axis=1))
    return np.float32(np.median(np.concatenate(nearest)))
