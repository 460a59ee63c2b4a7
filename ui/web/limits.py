"""How much one client may ask, and all together: requests a minute, bytes a request, requests at once.

Only requests that send something count; they are the ones that make the server work.
"""

import math
import time
from collections import OrderedDict
from collections.abc import Callable

from starlette.datastructures import Headers
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

BODY_BYTES = 1_000_000
# Requests in progress or waiting, of all clients together; one takes some ten milliseconds.
MOST_AT_ONCE = 200
# Tries to log in, of one client in a minute.
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


class Limits:
    """ASGI middleware that refuses what goes over a limit, with a message that says which."""

    def __init__(self, app: ASGIApp, per_minute: int, upload_bytes: int) -> None:
        self.app = app
        self._upload_bytes = upload_bytes
        self._requests, self._logins = Rate(per_minute), Rate(LOGINS_A_MINUTE)
        self._at_once = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http" or scope["method"] in {"GET", "HEAD", "OPTIONS"}:
            await self.app(scope, receive, send)
            return
        response = self._refusal(scope)
        if response is not None:
            await response(scope, receive, send)
            return
        self._at_once += 1
        try:
            await self.app(scope, receive, send)
        finally:
            self._at_once -= 1

    def _refusal(self, scope: Scope) -> Response | None:
        """Return the response that refuses a request, None where it is within the limits."""
        path = scope["path"].rstrip("/")
        most = self._upload_bytes if path.endswith("/upload") else BODY_BYTES
        length = Headers(scope=scope).get("content-length", "")
        if not length.isdecimal():
            return refusal(411, "The request does not say how long it is; send it with a Content-Length.")
        if int(length) > most:
            return refusal(413, f"The request has {int(length):,} bytes; the limit is {most:,}.")
        client = scope["client"][0] if scope["client"] else ""
        rate = self._logins if path.endswith("/login") else self._requests
        wait = rate.wait(client)
        if wait:
            message = f"More than {rate.per_minute} requests a minute; try again in {math.ceil(wait)} seconds."
            return refusal(429, message, {"Retry-After": str(math.ceil(wait))})
        if self._at_once >= MOST_AT_ONCE:
            return refusal(503, "The server is busy; try again in a moment.", {"Retry-After": "1"})
        return None


def refusal(status: int, message: str, headers: dict[str, str] | None = None) -> Response:
    """Return a response that refuses a request; Gradio's clients show `error`, the login page `detail`."""
    return JSONResponse({"error": message, "detail": message}, status, headers)
