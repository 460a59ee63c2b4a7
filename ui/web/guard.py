"""The one guard of a server: what may be seen without a login, who is logged in, and who may send files.

What is not named here is refused. A browser logs in on the login page and then has a session; programs may also send a
name and a password with each request, as HTTP Basic. No body is read before its sender is let in, but the login form.
"""

import base64
import hmac
import secrets
from collections import deque
from collections.abc import Callable, Mapping
from urllib.parse import quote, urlencode

import anyio
from starlette._utils import get_route_path
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import RedirectResponse, Response
from starlette.status import HTTP_401_UNAUTHORIZED
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.web.limits import client_of, refusal
from ui.web.login_page import LOGIN, LOGOUT, LoginPage, root_of, wants_page
from ui.web.logins import NO_CHANGES, Login
from ui.web.passwords import ClientGone, LoginRefused, Passwords
from ui.web.sessions import Sessions

# What anyone may read. A browser asks for the manifest without its cookies, Gradio for the start of its own server.
PUBLIC = frozenset({"/healthz", "/readyz", "/metrics", "/manifest.json", "/gradio_api/startup-events"})
MCP = "/gradio_api/mcp"
# The feed of standing questions: readers of feeds send a name and a password once they are asked for them.
FEED = "/standing.atom"
# In bytes; the longest name of a file.
LONGEST_PART = 255

# Whether who has this name, None without a login, may change the archive.
MayChange = Callable[[str | None], bool]


class Guard:
    """ASGI middleware that lets a request pass if it may; who sends it then stands in its `state.login`.

    Without `logins` everyone may ask.
    """

    def __init__(
        self,
        app: ASGIApp,
        logins: Mapping[str, Login] | None,
        may_change: MayChange,
        session_seconds: int,
        cookie: str,
    ) -> None:
        self.app = app
        self._may_change = may_change
        self._people = None if logins is None else _People(logins, session_seconds, cookie)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] == "http":
            await self._pass_or_refuse(scope, _Messages(receive), send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008, "reason": "There are no websockets here."})
        else:
            await self.app(scope, receive, send)

    async def _pass_or_refuse(self, scope: Scope, messages: "_Messages", send: Send) -> None:
        # The path that the app's routes are compared with.
        path = get_route_path(scope)
        fault = _fault_of(path)
        if fault is not None:
            await fault(scope, messages.receive, send)
        elif self._people is None:
            await self._let_in(None, scope, messages, send)
        elif path in PUBLIC and scope["method"] in {"GET", "HEAD"}:
            await self.app(scope, messages.receive, send)
        elif path in {LOGIN, LOGOUT}:
            await self._people.page(path, scope, messages.receive, send)
        else:
            try:
                login = await self._people.who(scope, messages)
            except LoginRefused as refused:
                await _refused(refused, path)(scope, messages.receive, send)
            except ClientGone:
                return
            else:
                await self._let_in(login, scope, messages, send)

    async def _let_in(self, login: Login | None, scope: Scope, messages: "_Messages", send: Send) -> None:
        """Pass a request on; who may not change the archive may send no files."""
        if _sends_files(scope) and not self._may_change(login.name if login else None):
            await refusal(403, NO_CHANGES)(scope, messages.receive, send)
            return

        async def send_for_one_reader(message: Message) -> None:
            if login is not None and message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                # A browser may keep scripts and fonts, which it has to ask about again; the rest it may not.
                headers.setdefault("Cache-Control", "private, no-cache" if "etag" in headers else "no-store")
            await send(message)

        state = {**scope.get("state", {}), "login": login}
        await self.app({**scope, "state": state}, messages.receive, send_for_one_reader)


class _People:
    """Who sends a request: by the cookie of a session, or by HTTP Basic."""

    def __init__(self, logins: Mapping[str, Login], session_seconds: int, cookie: str) -> None:
        self._sessions = Sessions(logins, session_seconds)
        self._passwords = Passwords(logins)
        self.page = LoginPage(self._sessions, self._passwords, session_seconds, cookie)
        # What HTTP Basic sends is remembered for a session, but not as a password.
        self._key = secrets.token_bytes(32)

    async def who(self, scope: Scope, messages: "_Messages") -> Login:
        """Return the login of who sends a request. Raises LoginRefused and ClientGone."""
        login = self.page.login_of(scope)
        if login is not None:
            return login
        headers = Headers(scope=scope)
        name, password = _basic(headers.get("authorization", ""))
        token = hmac.digest(self._key, f"{name}\0{password}".encode(), "sha256").hex()
        login = self._sessions.login_of(token)
        if login is None:
            # Waiting for the client to go would have it send a body that it asks about first.
            gone = anyio.sleep_forever if "expect" in headers else messages.gone
            login = await self._passwords.login(name, password, client_of(scope), gone)
            self._sessions.begin(login, token)
        return login


class _Messages:
    """The messages of a request, one of which may be read before the app asks for it."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._kept: deque[Message] = deque()

    async def gone(self) -> None:
        """Return once the client has gone, as far as that shows without reading its whole body."""
        while not any(message.get("more_body") for message in self._kept):
            message = await self._receive()
            if message["type"] == "http.disconnect":
                return
            self._kept.append(message)
        await anyio.sleep_forever()

    async def receive(self) -> Message:
        """Return the next message."""
        return self._kept.popleft() if self._kept else await self._receive()


def _fault_of(path: str) -> Response | None:
    """Return the refusal of a path that no file and no route can have, None for any other."""
    if any(character < " " or character == "\x7f" for character in path):
        return refusal(400, "The address holds a control character.")
    if any(len(part.encode("utf-8", "surrogatepass")) > LONGEST_PART for part in path.split("/")):
        return refusal(414, f"A part of the address has more than {LONGEST_PART} bytes.")
    return None


def _basic(header: str) -> tuple[str, str]:
    """Return the name and the password in an Authorization header. Raises LoginRefused where there are none."""
    scheme, _, credentials = header.partition(" ")
    try:
        name, colon, password = base64.b64decode(credentials, validate=True).decode().partition(":")
    except ValueError:
        name, colon, password = "", "", ""
    if scheme.lower() != "basic" or not colon:
        raise LoginRefused(401, "Log in first, on the page or with HTTP Basic.")
    return name, password


def _refused(refused: LoginRefused, path: str) -> ASGIApp:
    """Return the response to who is not let in: a browser is sent to the login page, a program is told."""

    async def respond(scope: Scope, receive: Receive, send: Send) -> None:
        headers = {"Retry-After": str(refused.seconds)} if refused.seconds else {}
        response: Response = refusal(refused.status, str(refused), headers)
        is_for_page = scope["method"] in {"GET", "HEAD"} and wants_page(scope) and path != FEED
        if refused.status == HTTP_401_UNAUTHORIZED and is_for_page:
            query = scope["query_string"].decode("latin-1")
            address = root_of(scope) + quote(path) + (f"?{query}" if query else "")
            response = RedirectResponse(f"{root_of(scope)}{LOGIN}?{urlencode({'next': address})}", 303)
        elif refused.status == HTTP_401_UNAUTHORIZED and (path.startswith(MCP) or path == FEED):
            # Not elsewhere: a browser would ask for a name and a password in a window of its own.
            response.headers["WWW-Authenticate"] = 'Basic realm="loccit", charset="UTF-8"'
        await response(scope, receive, send)

    return respond


def _sends_files(scope: Scope) -> bool:
    """Whether a request may have files in it: it goes to Gradio's upload, or is of the kind that files are sent in."""
    kinds = Headers(scope=scope).getlist("content-type")
    is_upload = get_route_path(scope).rstrip("/").endswith("/upload") and scope["method"] == "POST"
    return is_upload or any("multipart/" in kind.lower() for kind in kinds)
