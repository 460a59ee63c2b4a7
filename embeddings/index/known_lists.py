"""The scored lists of the terms that were asked for last, as many as have room."""

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock

from embeddings.index.best_texts import ScoredList


class KnownLists:
    """Keeps lists of terms, and forgets those not asked for the longest; safe to use from several threads."""

    def __init__(self, most_bytes: int) -> None:
        self._most, self._bytes = most_bytes, 0
        self._lists: OrderedDict[Hashable, ScoredList] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable) -> ScoredList | None:
        """Return the list that is kept of a term, None for none."""
        with self._lock:
            known = self._lists.get(key)
            if known is not None:
                self._lists.move_to_end(key)
            return known

    def put(self, key: Hashable, made: ScoredList) -> None:
        """Keep the list of a term, and forget others where there is no room."""
        with self._lock:
            if key in self._lists:
                return
            self._lists[key] = made
            self._bytes += made.bytes
            while self._bytes > self._most:
                _, forgotten = self._lists.popitem(last=False)
                self._bytes -= forgotten.bytes
