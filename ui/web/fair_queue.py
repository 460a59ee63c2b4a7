"""The order in which calls that wait are taken up: clients in turn, so that who asks rarely waits for no one's flood.

Gradio takes up the call that has waited longest. A client that sends fifty calls at once would let everyone else wait
for all of them.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from ui.web.limits import client_of


class FairQueue(list[Any]):
    """Calls that wait. One that is appended stands behind those of clients that have no more at work and before it.

    `at_work` returns who has calls at work, a client once for each.
    """

    def __init__(self, at_work: Callable[[], Iterable[str]]) -> None:
        super().__init__()
        self._at_work = at_work

    def append(self, call: Any) -> None:
        """Let a call wait where its client's turn is."""
        turns = Counter(self._at_work())
        own = turns[caller(call)] + sum(caller(other) == caller(call) for other in self)
        for place, other in enumerate(self):
            if turns[caller(other)] > own:
                self.insert(place, call)
                return
            turns[caller(other)] += 1
        super().append(call)


class FairQueues(dict[str, Any]):
    """Gradio's queues by what they are for; each that is put in takes up its calls in turn."""

    def __init__(self, at_work: Callable[[], Iterable[str]]) -> None:
        super().__init__()
        self._at_work = at_work

    def __setitem__(self, name: str, queue: Any) -> None:
        queue.queue = FairQueue(self._at_work)
        super().__setitem__(name, queue)


def make_fair(queue: Any) -> None:
    """Have Gradio's queue take up the calls of its clients in turn. Call it before the page is served."""

    def at_work() -> list[str]:
        return [caller(call) for calls in list(queue.active_jobs) if calls for call in calls]

    queue.event_queue_per_concurrency_id = FairQueues(at_work)


def caller(call: Any) -> str:
    """Return who made a call: a login's name, without logins an address."""
    return call.username or client_of(call.request.scope)
