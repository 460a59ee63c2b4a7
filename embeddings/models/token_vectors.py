"""Vectors of texts out of the vectors of their tokens, and their length: the only place where it becomes 1."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from embeddings.arrays import Mask, Numbers, Vectors
from embeddings.documents import Span


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a text: their embeddings, shape (tokens, dimension), and their spans, shape (tokens, 2)."""

    embeddings: Vectors
    spans: Numbers


def span_means(tokens: Tokens, spans: Sequence[Span], prompt_length: int) -> tuple[Vectors, Mask]:
    """Return for each span the mean of the embeddings of the tokens in it, and whether there are any.

    The spans are of the text alone. Those of the tokens are of the text with its prompt before it.
    """
    means = np.zeros((len(spans), tokens.embeddings.shape[1]), np.float32)
    if not spans:
        return means, np.zeros(0, np.bool_)
    starts, ends = np.asarray(spans).T + prompt_length
    token_starts, token_ends = tokens.spans.T
    owners = np.searchsorted(starts, token_starts, side="right") - 1
    within = (owners >= 0) & (token_ends <= ends[owners]) & (token_starts < token_ends)
    rows, firsts, counts = np.unique(owners[within], return_index=True, return_counts=True)
    if len(rows):
        means[rows] = np.add.reduceat(tokens.embeddings[within], firsts) / counts[:, np.newaxis]
    return means, np.bincount(rows, minlength=len(spans)).astype(np.bool_)


def unit(vectors: Vectors) -> Vectors:
    """Return rows of length 1; a row of zeros stays as it is."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, np.finfo(np.float32).tiny), dtype=np.float32)
