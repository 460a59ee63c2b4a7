"""The MCP server's login: HTTP Basic with a name and password of the logins, since Gradio asks for none there."""

import base64
import binascii
from collections.abc import Mapping

import anyio
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from ui.web.limits import LOGINS_A_MINUTE, Rate, refusal
from ui.web.logins import Login, is_login

PATH = "/gradio_api/mcp"


class McpLogin:
    """ASGI middleware that lets only names with their passwords reach the MCP server."""

    def __init__(self, app: ASGIApp, logins: Mapping[str, Login]) -> None:
        self.app = app
        self._logins = logins
        self._failures = Rate(LOGINS_A_MINUTE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] == "http" and scope["path"].startswith(PATH):
            header = Headers(scope=scope).get("authorization", "")
            if not await anyio.to_thread.run_sync(self._is_login, header):
                wait = self._failures.wait(scope["client"][0] if scope["client"] else "")
                await _refusal(wait)(scope, receive, send)
                return
        await self.app(scope, receive, send)

    def _is_login(self, header: str) -> bool:
        """Whether an Authorization header has a name and the password of that name."""
        scheme, _, credentials = header.partition(" ")
        try:
            name, _, password = base64.b64decode(credentials, validate=True).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            return False
        return scheme.lower() == "basic" and is_login(self._logins, name, password)


def _refusal(wait: float) -> ASGIApp:
    if wait:
        return refusal(429, f"Too many tries to log in; try again in {wait:.0f} seconds.")
    return refusal(401, "Log in with HTTP Basic.", {"WWW-Authenticate": 'Basic realm="loccit"'})
