"""The login page and logging out. Both work without scripts; Gradio's client logs in here as well."""

import secrets
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import anyio
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.types import Receive, Scope, Send

from ui.views.login import LoginForm, login_page
from ui.web.assets import bare_styles
from ui.web.limits import client_of, refusal
from ui.web.logins import Login
from ui.web.passwords import ClientGone, LoginRefused, Passwords
from ui.web.sessions import Sessions

LOGIN, LOGOUT = "/login", "/logout"
FORM_BYTES = 10_000
MOST_FIELDS = 10


class LoginPage:
    """Logs a browser in, which then has the session's token in a cookie, and out."""

    def __init__(self, sessions: Sessions, passwords: Passwords, session_seconds: int, cookie: str) -> None:
        self._sessions = sessions
        self._passwords = passwords
        self._seconds = session_seconds
        self._cookie = cookie

    def login_of(self, scope: Scope) -> Login | None:
        """Return the login of a request's session, None if it has none."""
        return self._sessions.login_of(self._token(scope))

    async def __call__(self, path: str, scope: Scope, receive: Receive, send: Send) -> None:
        """Respond to a request to LOGIN or LOGOUT."""
        method = scope["method"]
        response: Response
        if path == LOGOUT:
            response = self._log_out(scope) if method == "POST" else _not_allowed("POST")
        elif method in {"GET", "HEAD"}:
            response = self._form(scope)
        elif method == "POST":
            try:
                response = await self._log_in(scope, receive)
            except ClientGone:
                return
        else:
            response = _not_allowed("GET, HEAD, POST")
        response.headers["Cache-Control"] = "no-store"
        await response(scope, receive, send)

    def _form(self, scope: Scope) -> Response:
        fields = Request(scope).query_params
        if self.login_of(scope):
            return RedirectResponse(_inside(scope, fields.get("next", "")), 303)
        return _page(scope, LoginForm(fields.get("next", ""), notice="You have logged out." * ("out" in fields)))

    async def _log_in(self, scope: Scope, receive: Receive) -> Response:
        """Return the response to a form that was sent. Raises ClientGone."""
        fields: Mapping[str, str] = {}
        try:
            fields = await _fields(receive)
            name, password = fields.get("username", "").strip(), fields.get("password", "")
            if not name or not password:
                raise LoginRefused(400, "Give both your name and your password.")

            async def gone() -> None:
                while (await receive())["type"] != "http.disconnect":
                    await anyio.sleep(0)

            login = await self._passwords.login(name, password, client_of(scope), gone)
        except LoginRefused as refused:
            headers = {"Retry-After": str(refused.seconds)} if refused.seconds else {}
            if not wants_page(scope):
                return refusal(refused.status, str(refused), headers)
            form = LoginForm(fields.get("next", ""), fields.get("username", ""), problem=str(refused))
            return _page(scope, form, refused.status, headers)
        self._sessions.end(self._token(scope))
        token = secrets.token_urlsafe(32)
        self._sessions.begin(login, token)
        response: Response = JSONResponse({"success": True})
        if wants_page(scope):
            response = RedirectResponse(_inside(scope, fields.get("next", "")), 303)
        response.set_cookie(self._cookie, token, max_age=self._seconds, **_attributes(scope))
        return response

    def _log_out(self, scope: Scope) -> Response:
        self._sessions.end(self._token(scope))
        response: Response = JSONResponse({"success": True})
        if wants_page(scope):
            response = RedirectResponse(f"{root_of(scope)}{LOGIN}?out", 303)
        response.delete_cookie(self._cookie, **_attributes(scope))
        return response

    def _token(self, scope: Scope) -> str:
        return Request(scope).cookies.get(self._cookie, "")


def root_of(scope: Scope) -> str:
    """Return the path that the server stands at, without a slash at its end; "" is the root of its address."""
    return urlsplit(scope.get("root_path", "")).path.rstrip("/")


def wants_page(scope: Scope) -> bool:
    """Whether a request is of a browser that shows the response as a page."""
    return "text/html" in Headers(scope=scope).get("accept", "")


def _inside(scope: Scope, address: str) -> str:
    """Return an address to go on to: the one asked for if it is a path of this server, else the first page."""
    root = root_of(scope)
    is_path = address.startswith(f"{root}/") and not address.startswith("//") and "\\" not in address
    return address if is_path and address.isprintable() else f"{root}/"


def _page(scope: Scope, form: LoginForm, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    return HTMLResponse(login_page(form, f"{root_of(scope)}{LOGIN}", bare_styles()), status, headers)


async def _fields(receive: Receive) -> dict[str, str]:
    """Return the fields of a form as it arrives. Raises LoginRefused where it is too long or none, and ClientGone."""
    body, is_more = b"", True
    while is_more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientGone
        body += message.get("body", b"")
        is_more = message.get("more_body", False)
        if len(body) > FORM_BYTES:
            raise LoginRefused(413, f"The form has more than {FORM_BYTES:,} bytes.")
    try:
        return dict(parse_qsl(body.decode(), max_num_fields=MOST_FIELDS))
    except ValueError as error:
        raise LoginRefused(400, "The form cannot be read.") from error


def _attributes(scope: Scope) -> dict[str, Any]:
    return {"path": f"{root_of(scope)}/", "secure": scope["scheme"] == "https", "httponly": True, "samesite": "lax"}


def _not_allowed(methods: str) -> Response:
    return refusal(405, f"This takes {methods} only.", {"Allow": methods})
