"""A vector for each sentence, in four bits a component: how near a sentence comes to a question.

That moves a cosine by 0.006 (standard deviation), which changes rankings by little (docs/scale.md).
"""

from embeddings.arrays import Numbers, Vectors
from embeddings.files.runs import Runs
from embeddings.index.parted import PartedRuns
from embeddings.index.quantised import cosines


class SentenceVectors:
    """The opened sentence vectors: for each passage a run of codes."""

    def __init__(self, runs: Runs | PartedRuns) -> None:
        self._runs = runs

    def cosines(self, passages: Numbers, query: Vectors) -> tuple[Vectors, Numbers]:
        """Return the cosine of each sentence of passages with a question, one after another, and each passage's first.

        `query` has the shape (dimension,) and length 1. Shapes are (sentences,) and (passages + 1,). Raises
        IndexDamaged.
        """
        codes, firsts = self._runs.take(passages)
        return cosines(codes, query), firsts
