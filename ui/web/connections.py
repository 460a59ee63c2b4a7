"""What a client may hold open without a request: connections that say nothing, or slowly, and answers it does not take.

uvicorn waits for the head of a request, and for a client to take its answer, for ever. Requests that are worked on are
those of ui.web.limits.
"""

import asyncio
from functools import partial
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

from ui.web.limits import BODY_SECONDS, SLOWEST_BYTES_A_SECOND, client_of

# From the beginning of a connection, or the end of an answer, to the end of the head of a request.
HEAD_SECONDS = 20.0
# Connections on which no request is worked on; a browser holds six at most, for the five seconds after an answer.
MOST_WAITING = 400


def bound(server: Any) -> None:
    """Have a running server of uvicorn bound its connections from now on."""
    server.config.http_protocol_class = partial(Connection, Waiting())


class Waiting:
    """The connections that wait for a request, those of each client in the order in which they began to."""

    def __init__(self) -> None:
        self._of_clients: dict[str, dict[Connection, None]] = {}
        self._count = 0

    def add(self, connection: "Connection") -> None:
        """Add a connection; where there are too many, close that of the client with most which has waited longest."""
        self.remove(connection)
        self._of_clients.setdefault(client_of({"client": connection.client}), {})[connection] = None
        self._count += 1
        if self._count > MOST_WAITING:
            of_client = max(self._of_clients.values(), key=len)
            longest = next(iter(of_client))
            self.remove(longest)
            longest.transport.abort()

    def remove(self, connection: "Connection") -> None:
        """Take a connection out if it is there."""
        client = client_of({"client": connection.client})
        of_client = self._of_clients.get(client, {})
        if connection in of_client:
            del of_client[connection]
            self._count -= 1
            if not of_client:
                del self._of_clients[client]


class Connection(H11Protocol):
    """A connection that is closed where no request arrives in time, or its client does not take what it asked for."""

    def __init__(self, waiting: Waiting, **options: Any) -> None:
        super().__init__(**options)
        self._waiting = waiting
        self._end_of_wait: asyncio.TimerHandle | None = None
        self._end_of_writing: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for a request."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Take what the client sends; once the head of a request is there, it is worked on."""
        super().data_received(data)
        self._wait_no_more_if_at_work()

    def on_response_complete(self) -> None:
        """Begin to wait for the next request; what is still to come of the last one is not read."""
        self._wait()
        if self.cycle.more_body:
            self.transport.close()
        super().on_response_complete()
        self._wait_no_more_if_at_work()

    def pause_writing(self) -> None:
        """Let the client have so long to take what it was sent."""
        super().pause_writing()
        seconds = BODY_SECONDS + self.transport.get_write_buffer_size() / SLOWEST_BYTES_A_SECOND
        self._end_of_writing = self.loop.call_later(seconds, self.transport.abort)

    def resume_writing(self) -> None:
        """Note that the client takes what it is sent."""
        _cancel(self._end_of_writing)
        super().resume_writing()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        _cancel(self._end_of_wait)
        _cancel(self._end_of_writing)
        self._waiting.remove(self)
        super().connection_lost(exc)

    def _should_upgrade(self) -> bool:
        # There are no websockets here, and uvicorn would print three lines for each request that asks for one.
        return False

    def _wait(self) -> None:
        _cancel(self._end_of_wait)
        self._end_of_wait = self.loop.call_later(HEAD_SECONDS, self._give_up)
        self._waiting.add(self)

    def _wait_no_more_if_at_work(self) -> None:
        if self.cycle is not None and not self.cycle.response_complete:
            _cancel(self._end_of_wait)
            self._waiting.remove(self)

    def _give_up(self) -> None:
        # What is being taken has a time of its own.
        if not self.flow.write_paused:
            self.transport.abort()


def _cancel(handle: asyncio.TimerHandle | None) -> None:
    if handle is not None:
        handle.cancel()
