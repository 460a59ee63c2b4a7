"""How much one client may ask, and all together: requests a minute, bytes and seconds a request, requests at once.

What a request says of its length is not believed: the bytes are counted as they arrive. The rate counts only requests
that send something; they are the ones that make the server work. What is held open counts whatever it is.
"""

import math
import time
from collections import Counter, OrderedDict
from collections.abc import Callable
from ipaddress import IPv4Address, ip_address, ip_network

import anyio
from starlette._utils import get_route_path
from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# The only address that files are sent to.
UPLOAD = "/gradio_api/upload"
BODY_BYTES = 1_000_000
# A body has so long to arrive: these seconds, and one more for each so many bytes that its request announces.
BODY_SECONDS = 20.0
SLOWEST_BYTES_A_SECOND = 50_000
# Where an answer is an error, so many bytes of the body are read on before it is sent, for so many seconds. A
# connection that is closed while a body still comes is reset, and its sender is not told why.
FIRST_ERROR = 400
MOST_READ_ON, LONGEST_READ_ON = 1_000_000, 2.0
# Requests that send something, in progress or waiting: of all clients together, and of one, so that none locks out the
# others. One takes some ten milliseconds.
MOST_AT_ONCE = 200
MOST_OF_A_CLIENT = 50
# Requests of any kind that are held open, such as a page's stream of answers; a page holds three or four.
MOST_OPEN = 800
MOST_OPEN_OF_A_CLIENT = 200
# Tries to log in that fail, of one client in a minute.
LOGINS_A_MINUTE = 10
# Clients remembered; the one seen longest ago is forgotten first.
MOST_CLIENTS = 10_000


class Rate:
    """A token bucket for each client: `per_minute` requests at once, refilled evenly; 0 is no limit."""

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.per_minute = per_minute
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, client: str) -> float:
        """Take one request of a client; return 0, or how many seconds it has to wait if it may not have one."""
        if not self.per_minute:
            return 0.0
        now = self._clock()
        left, then = self._buckets.pop(client, (float(self.per_minute), now))
        left = min(self.per_minute, left + (now - then) * self.per_minute / 60)
        allowed = left >= 1
        self._buckets[client] = (left - allowed, now)
        if len(self._buckets) > MOST_CLIENTS:
            self._buckets.popitem(last=False)
        return 0.0 if allowed else (1 - left) * 60 / self.per_minute

    def give_back(self, client: str) -> None:
        """Undo the taking of a request."""
        if client in self._buckets:
            left, then = self._buckets[client]
            self._buckets[client] = (left + 1, then)


class _BodyRefused(Exception):
    """A body is longer than its request may be, or takes too long to arrive."""


class Limits:
    """ASGI middleware that refuses what goes over a limit, with a message that says which."""

    def __init__(self, app: ASGIApp, per_minute: int, upload_bytes: int) -> None:
        self.app = app
        self._upload_bytes = upload_bytes
        self._requests = Rate(per_minute)
        # How many requests each client has open, and how many of them send something.
        self._open: Counter[str] = Counter()
        self._sending: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        client = client_of(scope)
        sends_something = scope["method"] not in {"GET", "HEAD", "OPTIONS"}
        response = self._refusal_of_open(client) or (self._refusal(scope, client) if sends_something else None)
        if response is not None:
            await response(scope, receive, send)
            return
        counters = [self._open, self._sending] if sends_something else [self._open]
        for counter in counters:
            counter[client] += 1
        try:
            await self._within_limits(scope, receive, send)
        finally:
            for counter in counters:
                counter[client] -= 1
                # A client that has gone is forgotten.
                counter += Counter()

    def _refusal_of_open(self, client: str) -> Response | None:
        if self._open[client] < MOST_OPEN_OF_A_CLIENT and self._open.total() < MOST_OPEN:
            return None
        return refusal(503, "Too many requests are held open; close some pages.", {"Retry-After": "1"})

    def _refusal(self, scope: Scope, client: str) -> Response | None:
        """Return the response that refuses a request that sends something, None where it is within the limits."""
        most = self._most_bytes(scope)
        length = Headers(scope=scope).get("content-length", "")
        if not length.isdecimal():
            return refusal(411, "The request does not say how long it is; send it with a Content-Length.")
        if int(length) > most:
            return _too_long(f"has {int(length):,} bytes", most)
        wait = self._requests.wait(client)
        if wait:
            message = (
                f"More than {self._requests.per_minute} requests a minute; try again in {math.ceil(wait)} seconds."
            )
            return refusal(429, message, {"Retry-After": str(math.ceil(wait))})
        if self._sending[client] >= MOST_OF_A_CLIENT or self._sending.total() >= MOST_AT_ONCE:
            return refusal(503, "The server is busy; try again in a moment.", {"Retry-After": "1"})
        return None

    def _most_bytes(self, scope: Scope) -> int:
        return self._upload_bytes if get_route_path(scope).rstrip("/") == UPLOAD else BODY_BYTES

    async def _within_limits(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; refuse it where its body turns out too long, or takes too long to arrive."""
        body = _Body(scope, receive, self._most_bytes(scope))
        has_begun = False

        async def sending(message: Message) -> None:
            nonlocal has_begun
            # What the app makes of a body that was cut off is of no interest.
            if has_begun or body.refusal is None:
                if not has_begun and message["status"] >= FIRST_ERROR:
                    await body.read_on()
                has_begun = True
                await send(message)

        try:
            await self.app(scope, body.receive, sending)
        except ClientDisconnect:
            # Nobody is left to answer, and it is no mistake of ours that would have to be reported.
            return
        except Exception:
            if body.refusal is None or has_begun:
                raise
        if body.refusal is not None and not has_begun:
            await body.refusal(scope, receive, send)


class _Body:
    """The body of a request as it arrives; `refusal` is there once it is too long or has taken too long."""

    def __init__(self, scope: Scope, receive: Receive, most_bytes: int) -> None:
        self.refusal: Response | None = None
        self._receive = receive
        self._most_bytes = most_bytes
        self._bytes = 0
        self._has_ended = False
        length = Headers(scope=scope).get("content-length", "")
        self._seconds = BODY_SECONDS + (int(length) / SLOWEST_BYTES_A_SECOND if length.isdecimal() else 0)
        self._end = time.monotonic() + self._seconds

    async def receive(self) -> Message:
        """Return the next message of the client. Raises _BodyRefused."""
        if self._has_ended:
            # Only that the client has gone may follow, whenever it does.
            return await self._receive()
        message: Message | None = None
        with anyio.move_on_after(self._end - time.monotonic()):
            message = await self._receive()
        if message is None:
            self.refusal = refusal(408, f"The request did not arrive within {self._seconds:.0f} seconds.")
            raise _BodyRefused
        self._bytes += len(message.get("body", b""))
        self._has_ended = not message.get("more_body", False)
        if self._bytes > self._most_bytes:
            self.refusal = _too_long("is longer than it says", self._most_bytes)
            raise _BodyRefused
        return message

    async def read_on(self) -> None:
        """Read what still comes of a body that is of no use, to its end or the limits."""
        count = 0
        with anyio.move_on_after(LONGEST_READ_ON):
            while not self._has_ended and count < MOST_READ_ON:
                message = await self._receive()
                count += len(message.get("body", b""))
                self._has_ended = not message.get("more_body", False)


def client_of(scope: Scope) -> str:
    """Return who sends a request: an IPv4 address, or the /64 of an IPv6 address, all of which one sender may have."""
    address = scope["client"][0] if scope.get("client") else ""
    try:
        ip = ip_address(address)
    except ValueError:
        return str(address)
    if isinstance(ip, IPv4Address):
        return str(ip)
    return str(ip.ipv4_mapped or ip_network((int(ip) >> 64 << 64, 64)))


def _too_long(what: str, most: int) -> Response:
    return refusal(413, f"The request {what}; the limit is {most:,}.")


def refusal(status: int, message: str, headers: dict[str, str] | None = None) -> Response:
    """Return a response that refuses a request; Gradio's clients show `error`, the login page `detail`.

    The connection is closed, so that what is still on its way is not read.
    """
    shown = whole_characters(message)
    return JSONResponse({"error": shown, "detail": shown}, status, {"Connection": "close", **(headers or {})})


def whole_characters(text: str) -> str:
    """Return text as it can be sent: JSON can bring halves of characters, and UTF-8 holds none."""
    return text.encode("utf-8", "replace").decode()
