"""An encoder for benchmarks: what vectors hold does not change the time that searching them takes."""

from collections.abc import Sequence

import numpy as np

from embeddings.arrays import Vectors
from embeddings.documents import Span
from embeddings.models.encoder import EncodedPassages, Encoder

# A prime, so that the same vectors do not meet the same passages again.
MADE = 100_003


class RandomPassages:
    """The real model for questions, random vectors for passages, their sentences and their words."""

    def __init__(self, real: Encoder) -> None:
        self.name, self.fingerprint, self.dimension = real.name, f"random {real.fingerprint}", real.dimension
        self.precision = real.precision
        self.encode_query = real.encode_query
        made = np.random.default_rng(1).standard_normal((MADE, self.dimension), dtype=np.float32)
        self._vectors = made / np.linalg.norm(made, axis=1, keepdims=True)
        self._given = 0

    def encode_passages(
        self, texts: Sequence[str], sentences: Sequence[Sequence[Span]], words: Sequence[Sequence[Span]]
    ) -> EncodedPassages:
        """Return unit vectors of the shapes asked for."""
        of_sentences, of_words = (self._next(sum(map(len, spans))) for spans in (sentences, words))
        return EncodedPassages(self._next(len(texts)), of_sentences, of_words)

    def _next(self, rows: int) -> Vectors:
        first, self._given = self._given, self._given + rows
        vectors: Vectors = self._vectors.take(np.arange(first, first + rows), axis=0, mode="wrap")
        return vectors
