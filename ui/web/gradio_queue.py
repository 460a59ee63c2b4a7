"""Gradio's queue of calls: what it keeps of calls that have ended is bounded, and no client that leaves can end it.

Gradio keeps an entry for each call that was ever made, and its queue ends, for everyone and until the server is started
again, where it has a message for a session that it has forgotten.
"""

import os
from collections import OrderedDict
from collections.abc import Callable
from typing import Any, Generic, TypeVar

# Sessions of which the last call has ended; that many results may wait to be fetched. An answer has up to 100 kB.
MOST_ENDED = 300
Value = TypeVar("Value")


def leave_out_statistics() -> None:
    """Have Gradio keep no statistics of calls, which nobody reads: those of 10,000, worked out anew after each call.

    Call it before the page is built, when Gradio reads these.
    """
    os.environ.setdefault("GRADIO_ANALYTICS_MAX_EVENTS", "1")
    os.environ.setdefault("GRADIO_ANALYTICS_CACHE_FREQUENCY", str(10**12))


def bound(page: Any) -> None:
    """Bound what the queue of a page keeps, and what the page keeps of uploads. Call it before the page is served."""
    queue = page._queue  # Gradio has no setting for these.

    def in_use() -> set[str]:
        return {event.session_hash for event in list(queue.event_ids_to_events.values())}

    from asyncio import Queue

    queue.pending_messages_per_session = Newest(MOST_ENDED, Queue, in_use)
    queue.pending_event_ids_session = Newest(MOST_ENDED, set, in_use)
    uploaded = page.upload_file_set
    page.upload_file_set = _Nothing()
    page.temp_file_sets = [page.upload_file_set if paths is uploaded else paths for paths in page.temp_file_sets]


class Newest(OrderedDict[str, Value], Generic[Value]):
    """The newest entries by their sessions, and older ones that are in use.

    A missing entry is a new one that is not kept: nobody hears what is put there.
    """

    def __init__(self, most: int, make: Callable[[], Value], in_use: Callable[[], set[str]]) -> None:
        super().__init__()
        self._most = most
        self._make = make
        self._in_use = in_use

    def __missing__(self, session: str) -> Value:
        return self._make()

    def __setitem__(self, session: str, value: Value) -> None:
        super().__setitem__(session, value)
        if len(self) > self._most:
            in_use = self._in_use() | {session}
            oldest = next((kept for kept in self if kept not in in_use), None)
            if oldest is not None:
                del self[oldest]

    def __delitem__(self, session: str) -> None:
        if session in self:
            super().__delitem__(session)


class _Nothing(set[str]):
    """A set that stays empty."""

    def update(self, *others: Any) -> None:
        """Take up nothing."""
