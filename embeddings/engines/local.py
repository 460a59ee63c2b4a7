"""The search on this machine, in the files of the index folder: FAISS and the postings of BM25."""

from collections.abc import Collection, Sequence
from functools import lru_cache

import numpy as np

from embeddings.arrays import Mask, Numbers, Vectors
from embeddings.engines.engine import Filling, Opening
from embeddings.generations.manifest import Manifest
from embeddings.generations.store import Generation
from embeddings.index.selection import Selection

# A question asks within one selection, or two where more like a passage is asked for.
_MASKS = 2


class LocalSearcher:
    """Searches the files of a generation; see Searcher. Raises IndexDamaged where they were changed."""

    def __init__(self, generation: Generation) -> None:
        self._generation = generation

        # Of no method of this object: the cycle would keep the files of a generation open that nobody uses.
        @lru_cache(maxsize=_MASKS)
        def passages(selection: Selection) -> Mask:
            return np.asarray(generation.catalogue.facts.passages(selection), np.bool_)

        self._passages = passages

    def dense(self, query: Vectors, k: int, within: Selection | None = None) -> tuple[Numbers, Vectors]:
        """See Searcher."""
        return self._generation.passages.search(query, k, self._passages(within) if within else None)

    def sparse(self, terms: Sequence[str], k: int, within: Selection | None = None) -> tuple[Numbers, Vectors]:
        """See Searcher."""
        return self._generation.lexical.search(terms, k, self._passages(within) if within else None)


class LocalEngine:
    """Searches the index folder itself, where a generation is whole once it is published; see SearchEngine."""

    def searcher(self, generation: Generation) -> LocalSearcher:
        """See SearchEngine."""
        return LocalSearcher(generation)

    def fill(self, manifest: Manifest, opening: Opening, progress: Filling) -> None:
        """See SearchEngine: there is nothing to do."""

    def settle(self, current: str | None, kept: Collection[str]) -> None:
        """See SearchEngine: the index folder sweeps itself."""

    def passages_of(self, generation: str) -> int | None:  # noqa: ARG002  # the protocol's
        """See SearchEngine: there is no engine that could hold another number than the folder."""
        return None


LOCAL = LocalEngine()
