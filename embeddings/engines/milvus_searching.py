"""The search in the Milvus collection of a generation."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from embeddings.arrays import Numbers, Vectors
from embeddings.engines.address import EngineAddress
from embeddings.engines.bm25_weights import SparseVector, question_vector
from embeddings.engines.milvus_client import SEARCH_SECONDS, WRITE_SECONDS, engine_errors
from embeddings.engines.milvus_filters import filter_of, filter_of_passages
from embeddings.engines.milvus_rows import DENSE, SPARSE
from embeddings.errors import EngineAway, EngineError
from embeddings.generations.store import Generation
from embeddings.index.selection import Selection

# The most that Milvus returns of one search.
MOST_FOUND = 16_384


class MilvusSearcher:
    """Searches the collection of a generation; see Searcher."""

    def __init__(self, client: Any, address: EngineAddress, collection: str, generation: Generation) -> None:
        self._client = client
        self._address = address
        self._collection = collection
        self._generation = generation

    def dense(self, query: Vectors, k: int, within: Selection | None = None) -> tuple[Numbers, Vectors]:
        """See Searcher."""
        return self._search(DENSE, query.astype(np.float32), k, within)

    def sparse(self, terms: Sequence[str], k: int, within: Selection | None = None) -> tuple[Numbers, Vectors]:
        """See Searcher."""
        return self._search(SPARSE, question_vector(terms), k, within) if terms else _found([])

    def _search(
        self, field: str, query: Vectors | SparseVector, k: int, within: Selection | None
    ) -> tuple[Numbers, Vectors]:
        narrowed = self._filter(within) if within else ""
        if narrowed is None:
            return _found([])
        asked = {
            "data": [query],
            "anns_field": field,
            "limit": min(k, MOST_FOUND),
            "filter": narrowed,
            "output_fields": ["number"],
            "search_params": {"metric_type": "IP"},
            "timeout": SEARCH_SECONDS,
        }
        try:
            found = self._asked(asked)
        except EngineAway:
            raise
        except EngineError:
            # A server that was started again may have the collection on its disk only.
            with engine_errors(self._address):
                self._client.load_collection(self._collection, timeout=WRITE_SECONDS)
            found = self._asked(asked)
        return _found([(hit["number"], hit["distance"]) for hit in found[0]])

    def _asked(self, asked: dict[str, Any]) -> Any:
        with engine_errors(self._address):
            return self._client.search(self._collection, **asked)

    def _filter(self, within: Selection) -> str | None:
        """Return the filter of a selection; None where it leaves no passage.

        Which passages speak of a time, or hold somebody's words, the index folder knows; their numbers are the filter.
        """
        if not within.is_of_passages:
            return filter_of(within)
        numbers = np.flatnonzero(self._generation.catalogue.facts.passages(within))
        return filter_of_passages(numbers) if len(numbers) else None


def _found(hits: list[tuple[int, float]]) -> tuple[Numbers, Vectors]:
    """Return numbers and scores, best first; of equals, the first in the archive is first."""
    best_first = sorted(hits, key=lambda hit: (-hit[1], hit[0]))
    return np.array([number for number, _ in best_first], np.int64), np.array(
        [score for _, score in best_first], np.float32
    )
