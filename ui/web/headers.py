"""What a browser may do with the page (its content security policy), and which pages may talk to this server."""

import re
from base64 import b64encode
from hashlib import sha256
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.web.limits import refusal
from ui.web.logins import listens_beyond_this_machine

# As tight as Gradio allows: its HTML component compiles templates and scripts ('unsafe-eval') and it sets styles in
# the page. Scripts in the page itself run only if their hash is given; nothing is loaded from another address.
_POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-eval'{hashes}; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self' data:; connect-src 'self'; manifest-src 'self'; worker-src 'none'; "
    "frame-src 'none'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)
_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # A question may stand in the address of the page; it goes to no other site.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}
_SCRIPT = re.compile(rb"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL)


def policy(html: bytes) -> str:
    """Return the content security policy of a page, with the hashes of the scripts that stand in it."""
    digests = [b64encode(sha256(script).digest()).decode() for script in _SCRIPT.findall(html)]
    return _POLICY.format(hashes="".join(f" 'sha256-{digest}'" for digest in digests))


class SecurityHeaders:
    """ASGI middleware that sets the headers above on every response."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and its response back with the headers."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        start: Message | None = None
        body = b""

        async def send_with_headers(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(_ALWAYS)
                if headers.get("content-type", "").startswith("text/html"):
                    # Held back until the whole page is there: the hashes of its scripts are sent before it.
                    start = message
                    return
                headers["Content-Security-Policy"] = _POLICY.format(hashes="")
            elif start is not None and message["type"] == "http.response.body":
                body += message.get("body", b"")
                if message.get("more_body"):
                    return
                headers = MutableHeaders(scope=start)
                headers["Content-Security-Policy"] = policy(body)
                headers["Content-Length"] = str(len(body))
                await send(start)
                message = {"type": "http.response.body", "body": body}
                start = None
            await send(message)

        await self.app(scope, receive, send_with_headers)


class SameOrigin:
    """ASGI middleware that lets no other site's page use this server through its reader's browser.

    A request from a page must come from the address it is sent to. A server for this machine only must also be
    addressed as this machine, or a name that another site points here would pass for its own.
    """

    def __init__(self, app: ASGIApp, only_this_machine: bool) -> None:
        self.app = app
        self._only_this_machine = only_this_machine

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] in {"http", "websocket"}:
            headers = Headers(scope=scope)
            host, origin = headers.get("host", ""), headers.get("origin")
            if self._only_this_machine and listens_beyond_this_machine(_name(host)):
                message = f"This server answers at localhost, not at {host!r}; set LOCCIT_HOST to serve others."
                await refusal(421, message)(scope, receive, send)
                return
            if origin is not None and _address(origin) != host:
                await refusal(403, f"A page of {origin} may not use this server.")(scope, receive, send)
                return
        await self.app(scope, receive, send)


def _address(origin: str) -> str:
    """Return the name and the port in an Origin header; where it has none, what no Host header can be."""
    try:
        return urlsplit(origin).netloc or "/"
    except ValueError:
        return "/"


def _name(host: str) -> str:
    """Return the name in a Host header, without its port; "" where it has none."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""
