"""Fixtures and helpers: where sources and index stand, what a rebuild has written, an encoder that records."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from embeddings.arrays import Vectors
from embeddings.documents import Span
from embeddings.generations.layout import MANIFEST
from embeddings.generations.pointer import current_generation
from embeddings.models.encoder import EncodedPassages, EncodedQuery
from embeddings.models.precision import NumberFormat


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    return tmp_path / "sources"


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return tmp_path / "index"


def written(index: Path) -> dict[str, bytes]:
    """Return the contents of the current generation's files."""
    folder = index / "generations" / current_generation(index)
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != MANIFEST
    }


class Recording:
    """An encoder that records the passages it reads and gives constant vectors."""

    name = "recording"
    fingerprint = "recording-1"
    precision: NumberFormat = "float32"
    dimension = 2

    def __init__(self) -> None:
        self.passages: list[tuple[str, list[str]]] = []

    def vectors(self, number: int) -> Vectors:
        return np.tile(np.asarray([1, 0], np.float32), (number, 1))

    def encode_query(self, text: str, words: Sequence[Span]) -> EncodedQuery:  # noqa: ARG002
        return EncodedQuery(self.vectors(1)[0], self.vectors(len(words)))

    def encode_passages(
        self, texts: Sequence[str], sentences: Sequence[Sequence[Span]], words: Sequence[Sequence[Span]]
    ) -> EncodedPassages:
        for text, spans in zip(texts, sentences, strict=True):
            self.passages.append((text, [text[start:end] for start, end in spans]))
        counts = len(texts), sum(map(len, sentences)), sum(map(len, words))
        return EncodedPassages(*map(self.vectors, counts))
