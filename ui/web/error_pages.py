"""What a browser shows of an address that is refused or not there: a page with a way on, where programs get JSON."""

import json

from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, Response
from starlette.status import HTTP_400_BAD_REQUEST, HTTP_404_NOT_FOUND
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.views.problem import problem_page
from ui.web.assets import bare_styles
from ui.web.login_page import root_of, wants_page

# What Starlette says of an address that no route has.
_NOT_FOUND = "Not Found"
_HEADINGS = {HTTP_404_NOT_FOUND: "There is no such page"}
_OTHER_HEADING = "This cannot be shown"
_OF_THE_OLD_BODY = {"content-type", "content-length"}


class ErrorPages:
    """ASGI middleware that makes a page of each error that a browser opens as one; other responses stay as they are."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and its response back."""
        if scope["type"] != "http" or scope["method"] not in {"GET", "HEAD"} or not wants_page(scope):
            await self.app(scope, receive, send)
            return
        start: Message | None = None
        body = b""

        async def send_or_keep(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start" and _is_error(message):
                start = message
                return
            if start is None or message["type"] != "http.response.body":
                await send(message)
                return
            body += message.get("body", b"")
            if not message.get("more_body"):
                await _page(scope, start, body)(scope, receive, send)

        await self.app(scope, receive, send_or_keep)


def _is_error(message: Message) -> bool:
    kind = Headers(raw=message["headers"]).get("content-type", "").partition(";")[0]
    return message["status"] >= HTTP_400_BAD_REQUEST and kind in {"application/json", "text/plain"}


def _page(scope: Scope, start: Message, body: bytes) -> Response:
    """Return the page of an error, with the headers that it had; without a message the error as it is."""
    headers, status = Headers(raw=start["headers"]), start["status"]
    message = _message(headers["content-type"], body.decode("utf-8", "replace"))
    if message is None:
        return Response(body, status, dict(headers))
    if message == _NOT_FOUND:
        message = f"This server has nothing at {scope['path']}."
    kept = {name: value for name, value in headers.items() if name not in _OF_THE_OLD_BODY}
    page = problem_page(_HEADINGS.get(status, _OTHER_HEADING), message, f"{root_of(scope)}/", bare_styles())
    return HTMLResponse(page, status, kept)


def _message(kind: str, text: str) -> str | None:
    """Return what an error says: the `detail` of JSON, which may have none, else its text."""
    if not kind.startswith("application/json"):
        return text
    try:
        return str(json.loads(text)["detail"])
    except (ValueError, LookupError, TypeError):
        return None
