"""Calls of the functions that Gradio serves: what names none, or lacks what one takes, is refused in words.

Gradio would end such calls with a traceback, and one of them, of a session without a name, would end its queue for all.
"""

import inspect
import json
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from starlette._utils import get_route_path
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.web.limits import UPLOAD, refusal

_API = "/gradio_api"
_BY_PLACE = re.compile(rf"{_API}/(?:call|run|api)/([^/]+)/?")
_BY_NAME = re.compile(rf"{_API}/call/v2/([^/]+)/?")
_RESULT = re.compile(rf"{_API}/call/(?:v2/)?[^/]+/([^/]+)")
_JOIN, _STREAM, _OF_PAGES = f"{_API}/queue/join", f"{_API}/queue/data", f"{_API}/component_server"
_PROGRESS = f"{_API}/upload_progress"
# What Gradio's clients make up is shorter.
_SESSION = re.compile(r"[\w-]{1,100}")


class Endpoint(NamedTuple):
    """A function for programs: its number, its parameters, and the values of those that may be left out."""

    number: int
    parameters: tuple[str, ...]
    defaults: Mapping[str, Any]

    @property
    def required(self) -> list[str]:
        """The parameters that have to be there, which come first."""
        return [name for name in self.parameters if name not in self.defaults]


class Served(NamedTuple):
    """What a page serves: endpoints by their names, and functions of components as (component, name)."""

    endpoints: Mapping[str, Endpoint]
    functions: frozenset[tuple[int, str]]


def served_by(page: Any) -> Served:
    """Return what a page of Gradio serves."""
    endpoints = {function.api_name: _endpoint(number, function.fn) for number, function in page.fns.items()}
    functions = {
        (number, function.__name__)
        for number, component in page.blocks.items()
        for function in getattr(component, "server_fns", ())
    }
    return Served(endpoints, frozenset(functions))


def _endpoint(number: int, function: Any) -> Endpoint:
    parameters = [
        parameter for parameter in inspect.signature(function).parameters.values() if parameter.name != "request"
    ]
    defaults = {
        parameter.name: parameter.default for parameter in parameters if parameter.default is not parameter.empty
    }
    return Endpoint(number, tuple(parameter.name for parameter in parameters), defaults)


def take_no_files(page: Any) -> None:
    """Have a page of Gradio refuse values that stand for files, whoever sends them: its functions take none.

    Gradio would fetch such a file from any address of the web, and keep it.
    """
    from gradio import Error

    preprocess = page.preprocess_data

    async def preprocess_data(block_fn: Any, inputs: list[Any], *more: Any, **named: Any) -> Any:
        if _holds_file(inputs):
            raise Error("A value stands for a file; the endpoints take none.", print_exception=False)
        return await preprocess(block_fn, inputs, *more, **named)

    page.preprocess_data = preprocess_data


def _holds_file(value: Any) -> bool:
    """Whether a JSON value, or one within it, stands for a file, as Gradio marks them."""
    if isinstance(value, dict):
        return ("path" in value and isinstance(value.get("meta"), dict)) or any(map(_holds_file, value.values()))
    return isinstance(value, list) and any(map(_holds_file, value))


class _Refused(Exception):
    """A call is refused with a status of HTTP and a message."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.response = refusal(status, message)


class Calls:
    """ASGI middleware that passes on only calls that Gradio can make, and of these only what they need.

    `queue` is Gradio's, which knows the calls that are not answered yet.
    """

    def __init__(self, app: ASGIApp, served: Served, queue: Any) -> None:
        self.app = app
        self._served = served
        self._queue = queue

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] == "http":
            try:
                scope, receive = await self._checked(scope, receive)
            except _Refused as refused:
                await refused.response(scope, receive, send)
                return
        await self.app(scope, receive, send)

    async def _checked(self, scope: Scope, receive: Receive) -> tuple[Scope, Receive]:
        """Return a request as it may be passed on. Raises _Refused and ClientDisconnect."""
        path, method = get_route_path(scope), scope["method"]
        if method in {"GET", "HEAD"}:
            self._check_result(path, scope)
        elif method == "POST" and "multipart/" in Headers(scope=scope).get("content-type", "").lower():
            if path.rstrip("/") != UPLOAD:
                raise _Refused(415, f"Files are sent to {UPLOAD}, and to no other address.")
        elif method == "POST" and (check := self._check_of(path)) is not None:
            body = json.dumps(check(_parsed(await _read(receive)))).encode()
            return _with_length(scope, len(body)), _replay(body, receive)
        return scope, receive

    def _check_result(self, path: str, scope: Scope) -> None:
        """Raise _Refused where a request waits for the result of a call that there is not, or that had it already.

        Gradio knows a call for a moment longer than its result waits; who asked in that moment would wait for ever.
        """
        result = _RESULT.fullmatch(path)
        waiting = self._queue.pending_event_ids_session
        if result and not any(result[1] in events for events in list(waiting.values())):
            raise _Refused(404, f"There is no call {result[1]!r} that waits for its result.")
        if path.rstrip("/") == _PROGRESS:
            # It would remember every name that was ever asked for; no page of ours asks.
            raise _Refused(404, "Nobody asks here how far an upload has come.")
        if path == _STREAM and not waiting.get(Request(scope).query_params.get("session_hash", "")):
            raise _Refused(404, "No call of this session waits for its result.")

    def _check_of(self, path: str) -> Any:
        """Return what checks the body of a call at a path and returns what to pass on, None if it is no call."""
        if match := _BY_NAME.fullmatch(path):
            return lambda sent: _by_name(match[1], self._endpoint(match[1]), sent)
        if match := _BY_PLACE.fullmatch(path):
            return lambda sent: _by_place(match[1], self._endpoint(match[1]), sent)
        return {_JOIN: self._joined, _OF_PAGES: self._of_page, f"{_OF_PAGES}/": self._of_page}.get(path)

    def _endpoint(self, name: str) -> Endpoint:
        endpoint = self._served.endpoints.get(name)
        if endpoint is None:
            raise _Refused(404, f"There is no endpoint {name!r}; there are {', '.join(self._served.endpoints)}.")
        return endpoint

    def _joined(self, sent: dict[str, Any]) -> dict[str, Any]:
        number, endpoints = sent.get("fn_index"), self._served.endpoints
        name = next((name for name, endpoint in endpoints.items() if endpoint.number == number), None)
        if name is None or isinstance(number, bool):
            raise _Refused(404, f"There is no function {str(number)[:20]}; call endpoints by their names.")
        return _by_place(name, endpoints[name], sent) | {"fn_index": number, **_session(sent, required=True)}

    def _of_page(self, sent: dict[str, Any]) -> dict[str, Any]:
        component, name = sent.get("component_id"), sent.get("fn_name")
        # A list cannot be looked for, and True would be taken for 1.
        is_place = isinstance(component, int) and not isinstance(component, bool) and isinstance(name, str)
        if not is_place or (component, name) not in self._served.functions:
            raise _Refused(404, f"No page has a function {str(name)[:100]!r} there; load the page again.")
        place = {"component_id": component, "fn_name": name}
        return place | _session(sent, required=True) | {"data": sent.get("data")}


def _by_place(name: str, endpoint: Endpoint, sent: dict[str, Any]) -> dict[str, Any]:
    """Return the call of an endpoint by a list of values. Raises _Refused."""
    data, least, most = sent.get("data"), len(endpoint.required), len(endpoint.parameters)
    if not isinstance(data, list) or not least <= len(data) <= most:
        came = f"{len(data)} came" if isinstance(data, list) else "none came"
        count = f"{least} to {most}" if least < most else f"{most}"
        names = f" ({', '.join(endpoint.parameters)})" if most else ""
        raise _Refused(400, f"{name} takes a list of {count} values{names} as data; {came}.")
    left_out = [endpoint.defaults[parameter] for parameter in endpoint.parameters[len(data) :]]
    return {"data": [*data, *left_out], **_session(sent)}


def _by_name(name: str, endpoint: Endpoint, sent: dict[str, Any]) -> dict[str, Any]:
    """Return the call of an endpoint by the names of its parameters. Raises _Refused."""
    unknown = [parameter[:100] for parameter in sent if parameter not in endpoint.parameters]
    missing = [parameter for parameter in endpoint.required if parameter not in sent]
    if unknown or missing:
        fault = f"has no parameter {unknown[0]!r}" if unknown else f"needs {missing[0]!r}"
        raise _Refused(400, f"{name} {fault}; it takes {', '.join(endpoint.parameters) or 'none'}.")
    return sent


def _session(sent: dict[str, Any], *, required: bool = False) -> dict[str, str]:
    """Return the session of a call, nothing where it has none. Raises _Refused."""
    session = sent.get("session_hash")
    if session is None and not required:
        return {}
    if not isinstance(session, str) or not _SESSION.fullmatch(session):
        raise _Refused(400, "session_hash is to have 1 to 100 letters, digits, _ and -.")
    return {"session_hash": session}


async def _read(receive: Receive) -> bytes:
    """Return the body of a request. Raises ClientDisconnect."""
    body, is_more = bytearray(), True
    while is_more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        body += message.get("body", b"")
        is_more = message.get("more_body", False)
    return bytes(body)


def _parsed(body: bytes) -> dict[str, Any]:
    """Return the JSON object that a body holds. Raises _Refused."""
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise _Refused(400, "The body of a call is JSON; this one cannot be read as such.") from error
    if not isinstance(sent, dict):
        raise _Refused(400, "The body of a call is a JSON object.")
    return sent


def _with_length(scope: Scope, length: int) -> Scope:
    headers = MutableHeaders(raw=list(scope["headers"]))
    headers["content-length"] = str(length)
    return {**scope, "headers": headers.raw}


def _replay(body: bytes, receive: Receive) -> Receive:
    """Return a `receive` that gives this body, and then whatever else comes."""
    messages: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replayed() -> Message:
        return messages.pop() if messages else await receive()

    return replayed
