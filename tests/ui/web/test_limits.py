import asyncio
import json
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient

from ui.web import limits
from ui.web.limits import BODY_BYTES, Limits, Rate, client_of, refusal, whole_characters


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_client_may_ask_its_minutes_worth_at_once_and_then_as_fast_as_that() -> None:
    clock = Clock()
    rate = Rate(60, clock)
    assert [rate.wait("a") for _ in range(60)] == [0.0] * 60
    assert rate.wait("a") == pytest.approx(1.0)
    assert rate.wait("b") == 0.0
    clock.now = 0.5
    assert rate.wait("a") == pytest.approx(0.5)
    clock.now = 1.0
    assert rate.wait("a") == 0.0
    assert rate.wait("a") > 0
    clock.now = 1_000.0
    assert [rate.wait("a") for _ in range(60)] == [0.0] * 60
    assert rate.wait("a") > 0


def test_no_rate_is_no_limit() -> None:
    rate = Rate(0, Clock())
    assert {rate.wait("a") for _ in range(1_000)} == {0.0}


def test_only_so_many_clients_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_CLIENTS", 2)
    rate = Rate(1, Clock())
    for client in ("a", "b", "c"):
        assert rate.wait(client) == 0.0
    assert rate.wait("c") > 0
    assert rate.wait("a") == 0.0


@pytest.fixture
def client_with() -> Callable[..., TestClient]:
    return lambda **more: TestClient(Limits(PlainTextResponse("done"), **{"per_minute": 0, "upload_bytes": 10} | more))


def test_a_request_within_the_limits_passes(client_with: Callable[..., TestClient]) -> None:
    client = client_with(per_minute=2)
    assert client.post("/gradio_api/queue/join", content=b"x" * BODY_BYTES).text == "done"
    # What only reads is not counted.
    assert {client.get("/").text for _ in range(5)} == {"done"}


@pytest.mark.parametrize(
    ("path", "length", "limit"),
    [
        ("/gradio_api/queue/join", BODY_BYTES + 1, "1,000,000"),
        ("/gradio_api/call/upload", BODY_BYTES + 1, "1,000,000"),
        ("/gradio_api/upload", 11, "10"),
        ("/gradio_api/upload/", 11, "10"),
    ],
)
def test_a_request_that_is_too_long_is_refused(
    client_with: Callable[..., TestClient], path: str, length: int, limit: str
) -> None:
    response = client_with().post(path, content=b"x" * length)
    assert response.status_code == 413
    assert response.json()["error"] == f"The request has {length:,} bytes; the limit is {limit}."


def test_a_request_that_does_not_say_how_long_it_is_is_refused(client_with: Callable[..., TestClient]) -> None:
    response = client_with().post("/x", content=iter([b"x"]))
    assert response.status_code == 411
    assert "Content-Length" in response.json()["error"]


def test_more_requests_than_the_rate_are_refused_with_how_long_to_wait(
    client_with: Callable[..., TestClient],
) -> None:
    client = client_with(per_minute=2)
    assert [client.post("/x").status_code for _ in range(3)] == [200, 200, 429]
    response = client.post("/x")
    # On a busy machine the four requests take a second or two.
    seconds = int(response.headers["retry-after"])
    assert 20 <= seconds <= 30
    assert response.json()["error"] == f"More than 2 requests a minute; try again in {seconds} seconds."


def test_what_is_given_back_may_be_taken_again() -> None:
    rate = Rate(2, Clock())
    assert [rate.wait("a"), rate.wait("a")] == [0.0, 0.0]
    rate.give_back("a")
    rate.give_back("never seen")
    assert rate.wait("a") == 0.0
    assert rate.wait("a") > 0
    # Never more than there were.
    for _ in range(5):
        rate.give_back("a")
    assert [rate.wait("a") > 0 for _ in range(3)] == [False, False, True]


@pytest.mark.parametrize(
    ("address", "client"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::", "2001:db8:1:2::/64"),
        ("testclient", "testclient"),
    ],
)
def test_a_client_is_an_address_or_the_network_that_one_sender_may_have(address: str, client: str) -> None:
    assert client_of({"type": "http", "client": (address, 1)}) == client
    assert client_of({"type": "http", "client": None}) == ""


class HeldRequests:
    """Requests that are worked on until `finish` is set; `statuses` are those of the responses so far."""

    def __init__(self) -> None:
        self.finish = asyncio.Event()
        self.statuses: list[int] = []
        self._limited = Limits(self._work, 0, 10)

    async def send(self, client: str, method: str = "POST") -> "asyncio.Task[None]":
        """Send a request; return once it is being worked on, or refused."""
        headers = [(b"content-length", b"0")]
        scope = {"type": "http", "method": method, "path": "/x", "client": (client, 1), "headers": headers}
        request = asyncio.create_task(self._limited(scope, self._receive, self._respond))
        await asyncio.sleep(0)
        return request

    async def _work(self, scope: Any, receive: Any, send: Any) -> None:
        await self.finish.wait()
        await PlainTextResponse("done")(scope, receive, send)

    async def _receive(self) -> Any:
        return {"type": "http.request", "body": b""}

    async def _respond(self, message: Any) -> None:
        if message["type"] == "http.response.start":
            self.statuses.append(message["status"])


def run_in_thread(run: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Run a coroutine in a thread, since the browser tests may have an event loop running in this one."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(lambda: asyncio.run(run())).result(timeout=120)


def test_more_at_once_than_can_be_worked_on_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_AT_ONCE", 2)

    async def run() -> None:
        held = HeldRequests()
        requests = [await held.send("a") for _ in range(2)]
        await (await held.send("a"))
        assert held.statuses == [503]
        held.finish.set()
        await asyncio.gather(*requests)
        await (await held.send("a"))
        assert held.statuses == [503, 200, 200, 200]

    run_in_thread(run)


def responses_of(app: Any, messages: list[Any], **scope: Any) -> list[Any]:
    """Send a request whose body arrives in these messages, then nothing more; return what is sent back."""

    async def run() -> list[Any]:
        sent: list[Any] = []
        arriving = iter(messages)

        async def receive() -> Any:
            for message in arriving:
                return message
            return await asyncio.Event().wait()

        async def send(message: Any) -> None:
            sent.append(message)

        request = {"type": "http", "method": "POST", "path": "/x", "client": ("a", 1), "headers": []} | scope
        await app(request, receive, send)
        return sent

    # In a thread, since the browser tests may have an event loop running in this one.
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: asyncio.run(run())).result(timeout=120)


async def reading(scope: Any, receive: Any, send: Any) -> None:
    """An app that reads the whole body and says how long it was; an error is one of its own making."""
    size = 0
    try:
        while True:
            message = await receive()
            size += len(message["body"])
            if not message["more_body"]:
                break
    except Exception:  # as frameworks do
        await PlainTextResponse("error", 400)(scope, receive, send)
        return
    await PlainTextResponse(f"{size} bytes")(scope, receive, send)


SAYS_FIVE = [(b"content-length", b"5"), (b"transfer-encoding", b"chunked")]


def test_the_bytes_that_arrive_are_counted_whatever_a_request_says_of_its_length() -> None:
    part = {"type": "http.request", "body": b"x" * 6, "more_body": True}
    app = Limits(reading, 0, 10)
    start, body = responses_of(app, [part] * 1000, path="/gradio_api/upload", headers=SAYS_FIVE)
    assert start["status"] == 413
    assert b"is longer than it says; the limit is 10." in body["body"]
    last = {"type": "http.request", "body": b"xxxx", "more_body": False}
    start, body = responses_of(app, [part, last], path="/gradio_api/upload", headers=SAYS_FIVE)
    assert (start["status"], body["body"]) == (200, b"10 bytes")


def test_a_body_that_does_not_arrive_is_waited_for_only_so_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "BODY_SECONDS", 0.05)
    part = {"type": "http.request", "body": b"x", "more_body": True}
    start, body = responses_of(Limits(reading, 0, 10), [part], headers=[(b"content-length", b"1000")])
    assert start["status"] == 408
    assert b"did not arrive within" in body["body"]


def test_one_client_locks_no_other_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_OF_A_CLIENT", 2)
    monkeypatch.setattr(limits, "MOST_OPEN_OF_A_CLIENT", 3)

    async def run() -> None:
        held = HeldRequests()
        requests = [await held.send("slow") for _ in range(2)]
        await (await held.send("slow"))
        assert held.statuses == [503], "a third that sends something"
        requests.append(await held.send("slow", "GET"))
        assert held.statuses == [503], "a page that it only reads is let in"
        await (await held.send("slow", "GET"))
        assert held.statuses == [503, 503], "one more of any kind"
        requests += [await held.send("honest", method) for method in ("POST", "GET")]
        assert held.statuses == [503, 503], "another client is let in"
        held.finish.set()
        await asyncio.gather(*requests)
        await (await held.send("slow"))
        assert held.statuses == [503, 503, *[200] * 6]

    run_in_thread(run)


def test_half_a_character_becomes_a_question_mark() -> None:
    assert whole_characters("a\ud800b\udfffé東𝄞") == "a?b?é東𝄞"
    assert json.loads(bytes(refusal(400, "no \ud800").body)) == {"error": "no ?", "detail": "no ?"}
