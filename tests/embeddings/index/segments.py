"""Segments for tests: how many passages each document has, and how many sentences each passage."""

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import numpy as np


def segment(passages: Sequence[int], sentences: Sequence[int]) -> Any:
    """Return a segment as Order reads it, of documents with so many passages, of so many sentences each."""
    return SimpleNamespace(
        documents=len(passages),
        documents_of_passages=np.repeat(np.arange(len(passages)), passages),
        sentence_offsets=np.cumsum([0, *sentences]),
    )


def passages_alone(count: int) -> Any:
    """Return a segment of so many documents of one passage of one sentence."""
    return segment([1] * count, [1] * count)
