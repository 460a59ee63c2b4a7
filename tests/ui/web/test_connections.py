import select
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from urllib.parse import urlsplit

import httpx
import pytest

from tests.waiting import wait_until
from ui.web import connections

pytestmark = pytest.mark.usefixtures("index")


@pytest.fixture
def connect(serve: Callable[..., str]) -> Iterator[Callable[..., socket.socket]]:
    """Serve the chat; open connections to it, of this client or of another, and send something."""
    port = urlsplit(serve()).port
    with ExitStack() as stack:

        def open_connection(
            sent: bytes = b"", client: str = "127.0.0.1", most_taken: int | None = None
        ) -> socket.socket:
            connection = stack.enter_context(socket.socket())
            if most_taken is not None:
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, most_taken)
            connection.settimeout(120)
            connection.bind((client, 0))
            connection.connect(("127.0.0.1", port))
            connection.sendall(sent.replace(b"HOST", f"Host: localhost:{port}".encode()))
            return connection

        yield open_connection


def is_closed(connection: socket.socket) -> bool:
    """Whether the server has closed a connection, whatever it sent before."""
    poll = select.poll()
    poll.register(connection, select.POLLRDHUP)
    return bool(poll.poll(0))


def status_of(connection: socket.socket) -> bytes:
    """Read the head of a response; return its status."""
    head = b""
    while b"\r\n\r\n" not in head:
        head += connection.recv(1)
    return head.split()[1]


HEALTH = b"GET /healthz HTTP/1.1\r\nHOST\r\n\r\n"


@pytest.mark.parametrize("sent", [b"", b"G", b"GET /healthz HTTP/1.1\r\nHOST\r\nX-Slow: ", HEALTH + b"GET /hea"])
def test_a_head_that_does_not_arrive_is_waited_for_only_so_long(
    connect: Callable[..., socket.socket], sent: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "HEAD_SECONDS", 0.5)
    connection = connect(sent)
    wait_until(lambda: is_closed(connection))


def test_who_says_something_now_and_then_is_waited_for_no_longer(
    connect: Callable[..., socket.socket], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "HEAD_SECONDS", 1.0)
    connection = connect(HEALTH[:-2] + b"X-Slow: ")

    def drip() -> bool:
        if not is_closed(connection):
            # It may be closed at this moment, too.
            with suppress(ConnectionError):
                connection.send(b"x")
        return is_closed(connection)

    wait_until(drip)


def test_silent_connections_lock_nobody_out(
    connect: Callable[..., socket.socket], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "MOST_WAITING", 5)
    # No time closes one, however slow the machine is.
    monkeypatch.setattr(connections, "HEAD_SECONDS", 600.0)
    monkeypatch.setattr(connections.Connection, "timeout_keep_alive_handler", lambda _: None)
    honest = connect(HEALTH, client="127.0.0.2")
    assert status_of(honest) == b"200"
    honest.recv(1000)
    silent = [connect() for _ in range(20)]
    wait_until(lambda: sum(map(is_closed, silent)) == 16)
    assert not any(map(is_closed, silent[-4:])), "the one that waits longest goes"
    assert not is_closed(honest), "who holds few keeps what they hold"
    for client in ("127.0.0.1", "127.0.0.2", "127.0.0.3"):
        assert status_of(connect(HEALTH, client=client)) == b"200"


def test_who_does_not_take_an_answer_is_not_waited_for(
    connect: Callable[..., socket.socket], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "BODY_SECONDS", 0.5)
    monkeypatch.setattr(connections, "SLOWEST_BYTES_A_SECOND", 10**9)
    lost: list[object] = []
    lose = connections.Connection.connection_lost

    def lose_and_note(self: connections.Connection, exc: Exception | None) -> None:
        lose(self, exc)
        lost.append(self.client)

    monkeypatch.setattr(connections.Connection, "connection_lost", lose_and_note)
    page = b"GET / HTTP/1.1\r\nHOST\r\n\r\n"
    connection = connect(page * 1000, most_taken=4096)
    # Nothing of it is read: the buffers between fill up, and then the server waits. It cannot tell the client that it
    # has closed, as that would stand behind what is not read.
    wait_until(lambda: connection.getsockname() in lost)


def test_a_body_that_nobody_asked_for_is_not_read_to_its_end(connect: Callable[..., socket.socket]) -> None:
    head = b"GET /healthz HTTP/1.1\r\nHOST\r\nTransfer-Encoding: chunked\r\n\r\n"
    connection = connect(head + b"5\r\nhello\r\n")
    assert status_of(connection) == b"200"
    wait_until(lambda: is_closed(connection))


def test_a_request_for_a_websocket_is_answered_as_any_other(
    connect: Callable[..., socket.socket], caplog: pytest.LogCaptureFixture
) -> None:
    asks = (
        b"GET /healthz HTTP/1.1\r\nHOST\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: eA==\r\n\r\n"
    )
    assert status_of(connect(asks)) == b"200"
    assert not [record for record in caplog.records if record.name.startswith("uvicorn")]


def test_who_takes_an_answer_slowly_gets_all_of_it(serve: Callable[..., str]) -> None:
    address = serve()
    whole = httpx.get(address).content
    with httpx.stream("GET", address) as slow:
        assert b"".join(slow.iter_raw(1000)) == whole
