"""The order in which calls that wait are taken up: clients in turn, so that who asks rarely waits for no one's flood.

Gradio takes up the call that has waited longest. A client that sends fifty calls at once would let everyone else wait
for all of them.
"""

from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial, wraps
from typing import Any

import anyio

from ui.web.limits import client_of
from ui.web.logins import name_of


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


@dataclass(eq=False)
class _Waiting:
    """A call that waits; `turn` is set once it is its turn."""

    username: str | None
    request: Any
    turn: anyio.Event = field(default_factory=anyio.Event)


class Turns:
    """Lets so many calls work at the same time, and takes up those that wait in turn. For one event loop."""

    def __init__(self, at_once: int) -> None:
        self._at_once = at_once
        self._at_work: list[str] = []
        self._waiting = FairQueue(lambda: self._at_work)

    @asynccontextmanager
    async def turn(self, username: str | None, request: Any) -> AsyncIterator[None]:
        """Wait for the turn of a call, given its caller's login and its request, and have it while in the block."""
        call = _Waiting(username, request)
        self._waiting.append(call)
        self._take_up()
        try:
            await call.turn.wait()
            yield
        finally:
            if call.turn.is_set():
                self._at_work.remove(caller(call))
            else:
                # Its caller has gone.
                self._waiting.remove(call)
            self._take_up()

    def _take_up(self) -> None:
        while self._waiting and len(self._at_work) < self._at_once:
            call = self._waiting.pop(0)
            self._at_work.append(caller(call))
            call.turn.set()


def in_turn(function: Callable[..., Any], turns: Turns, request_of: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that waits for its caller's turn and then works in a thread.

    `request_of` takes its arguments and returns the request that is being answered.
    """

    @wraps(function)
    async def call(*arguments: Any, **named: Any) -> Any:
        request = request_of(*arguments, **named)
        async with turns.turn(name_of(request), request):
            # As many threads as there are turns, whatever else the server does in threads.
            return await anyio.to_thread.run_sync(
                partial(function, *arguments, **named), limiter=anyio.CapacityLimiter(1)
            )

    return call


def make_fair(queue: Any) -> None:
    """Have Gradio's queue take up the calls of its clients in turn. Call it before the page is served."""

    def at_work() -> list[str]:
        return [caller(call) for calls in list(queue.active_jobs) if calls for call in calls]

    queue.event_queue_per_concurrency_id = FairQueues(at_work)


def caller(call: Any) -> str:
    """Return who made a call: a login's name, without logins an address."""
    return call.username or client_of(call.request.scope)
