import asyncio
import contextlib
import re
import socket
import threading
from base64 import b64encode
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from argon2 import PasswordHasher
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send

from ui.web import logins, passwords
from ui.web.guard import FEED, MCP, PUBLIC, Guard
from ui.web.logins import Login, add_login, name_of

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND")
PASSWORDS = {"anna": "correct horse", "ben": "battery staple"}


async def _say_who(scope: Scope, receive: Receive, send: Send) -> None:
    """An app that says who is logged in."""
    await PlainTextResponse(f"passed: {name_of(Request(scope))}")(scope, receive, send)


@pytest.fixture
def guarded(monkeypatch: pytest.MonkeyPatch) -> Callable[..., TestClient]:
    """Open a client of a guarded app; anna may change the archive, ben may only read it."""
    hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(logins, "_hasher", lambda: hasher)
    people = {name: Login(name, "reader", hasher.hash(password)) for name, password in PASSWORDS.items()}

    def open_client(*, asks: bool = True, root_path: str = "") -> TestClient:
        guard = Guard(_say_who, people if asks else None, lambda name: name == "anna", 3600, "loccit-7860")
        return TestClient(guard, root_path=root_path, follow_redirects=False)

    return open_client


def test_a_name_with_its_password_passes_and_stands_in_the_request(guarded: Callable[..., TestClient]) -> None:
    client = guarded()
    assert client.post(f"{MCP}/", auth=("anna", "correct horse")).text == "passed: anna"
    assert client.post("/gradio_api/call/ask", auth=("ben", "battery staple")).text == "passed: ben"
    assert client.get("/", auth=("ben", "battery staple")).headers["cache-control"] == "no-store"
    assert guarded(asks=False).get("/").text == "passed: None"


def test_a_browser_keeps_what_it_has_to_ask_about_again_and_no_page() -> None:
    async def files(scope: Scope, receive: Receive, send: Send) -> None:
        await PlainTextResponse("x", headers={"etag": "y"} if scope["path"] == "/a.js" else {})(scope, receive, send)

    anna = Login("anna", "reader", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash("correct horse"))
    client = TestClient(Guard(files, {"anna": anna}, lambda _: False, 3600, "loccit"))
    kept = [client.get(path, auth=("anna", "correct horse")).headers["cache-control"] for path in ("/", "/a.js")]
    assert kept == ["no-store", "private, no-cache"]


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Basic",
        "Basic !",
        "Basic " + b64encode(b"anna").decode(),
        "Basic " + b64encode(b"anna:wrong").decode(),
        "Basic " + b64encode(b"nobody:correct horse").decode(),
        "Basic " + b64encode(b"\xff:\xff").decode(),
        "Basic \xe9\xe9",
        "Basic \xb2=",
        "Basic " + b64encode(b"anna\0:correct horse").decode(),
        "Basic " + b64encode(b"anna:correct horse" + b"x" * 5_000).decode(),
        "Bearer " + b64encode(b"anna:correct horse").decode(),
    ],
)
def test_anything_else_is_refused_and_a_program_is_asked_for_a_login(
    guarded: Callable[..., TestClient], header: str
) -> None:
    client = guarded()
    basic = 'Basic realm="loccit", charset="UTF-8"'
    for path, challenge in ((f"{MCP}/", basic), (FEED, basic), ("/gradio_api/queue/join", None)):
        response = client.post(path, headers={"authorization": header.encode("latin-1")})
        assert response.status_code == 401
        assert response.json()["error"] in {
            "Log in first, on the page or with HTTP Basic.",
            "The name or the password is wrong.",
        }
        # A page's own requests would have the browser ask in a window of its own.
        assert response.headers.get("www-authenticate") == challenge


@pytest.mark.parametrize("root_path", ["", "/archive"])
def test_no_spelling_of_a_path_passes_for_a_public_one(guarded: Callable[..., TestClient], root_path: str) -> None:
    client = guarded(root_path=root_path)
    for path in PUBLIC:
        for base in {"", root_path}:
            assert client.get(f"{base}{path}").text == "passed: None", path
            assert client.post(f"{base}{path}").status_code == 401
    spellings = [
        "/gradio_api/mcp/schema", "/gradio_api/mcp/schema/", "//gradio_api/mcp/schema", "/gradio_api//mcp/schema",
        "/gradio_api/%6dcp/schema", "/gradio_api%2fmcp/schema", "/healthz/../config", "/healthz/%2e%2e/config",
        "//healthz", "/healthz;/config", "/healthz%3f/config", "/login/", "//login", "/login/x", "/LOGIN", "/healthz/",
        "/x/healthz", "/openapi.json", "/docs", "/config", "/gradio_api/info", "/gradio_api/file=/etc/passwd",
        "/assets/index.js",
    ]  # fmt: skip
    for path in spellings:
        for base in {"", root_path}:
            assert client.get(f"http://testserver{base}{path}").status_code == 401, base + path
    assert client.get("/healthz%0a").status_code == 400
    assert client.get("/gradio_api/upload%00").json()["error"] == "The address holds a control character."
    assert client.get("/static/" + "a" * 256).json()["error"] == "A part of the address has more than 255 bytes."


def test_a_browser_is_sent_to_the_login_page_of_this_server(guarded: Callable[..., TestClient]) -> None:
    browser = {"accept": "text/html,application/xhtml+xml"}
    response = guarded().get("/archive?doc=a.md&start=1", headers=browser | {"x-forwarded-host": "evil.example"})
    assert (response.status_code, response.headers["location"]) == (
        303,
        "/login?next=%2Farchive%3Fdoc%3Da.md%26start%3D1",
    )
    below = guarded(root_path="/under").get("/under/", headers=browser)
    assert below.headers["location"] == "/under/login?next=%2Funder%2F"
    assert guarded().post("/archive", headers=browser).status_code == 401


def test_websockets_are_refused(guarded: Callable[..., TestClient]) -> None:
    from starlette.websockets import WebSocketDisconnect

    with pytest.raises(WebSocketDisconnect), guarded().websocket_connect("/healthz"):
        pass


@pytest.mark.parametrize("path", ["/gradio_api/upload", "/gradio_api/upload/", "/gradio_api/component_server", "/x"])
def test_who_may_not_change_the_archive_may_send_no_files(guarded: Callable[..., TestClient], path: str) -> None:
    client = guarded()
    for asking, status in (({"auth": ("anna", "correct horse")}, 200), ({"auth": ("ben", "battery staple")}, 403)):
        assert client.post(path, files={"files": b"x"}, **asking).status_code == status
    assert client.post(path, files={"files": b"x"}).status_code == 401
    response = guarded(asks=False).post(path, files={"files": b"x"})
    assert (response.status_code, response.json()["error"][:33]) == (403, "The archive cannot be changed her")
    mixed = {"content-type": "MultiPart/Form-Data; boundary=b"}
    assert client.post("/x", headers=mixed, content=b"", auth=("ben", "battery staple")).status_code == 403


def test_a_body_is_not_read_before_its_sender_is_let_in(guarded: Callable[..., TestClient]) -> None:
    guard = guarded().app

    async def ask(headers: list[tuple[bytes, bytes]], path: str) -> int:
        statuses: list[int] = []

        async def receive() -> Any:
            raise AssertionError("the body was read")

        async def send(message: Any) -> None:
            if message["type"] == "http.response.start":
                statuses.append(message["status"])

        scope = {"type": "http", "method": "POST", "path": path, "client": ("a", 1), "headers": headers}
        await guard(scope | {"query_string": b"", "scheme": "http"}, receive, send)
        return statuses[0]

    ben = (b"authorization", b"Basic " + b64encode(b"ben:battery staple"))
    waiting = (b"expect", b"100-continue")
    with ThreadPoolExecutor(1) as pool:

        def status(headers: list[tuple[bytes, bytes]], path: str) -> int:
            return pool.submit(lambda: asyncio.run(ask(headers, path))).result(timeout=120)

        assert status([], "/gradio_api/upload") == 401
        assert status([waiting, ben], "/gradio_api/upload") == 403
        assert status([waiting, (b"authorization", b"Basic " + b64encode(b"ben:no"))], "/gradio_api/call/ask") == 401


@pytest.mark.parametrize("path", ["/gradio_api/call/ask", "/login"])
def test_who_leaves_while_others_are_compared_is_compared_no_more(
    guarded: Callable[..., TestClient], monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    going_on, compared = threading.Event(), set()

    def compare(_: Any, name: str, __: str) -> None:
        compared.add(name)
        going_on.wait(120)

    monkeypatch.setattr(passwords, "login_of", compare)
    guard = guarded().app

    async def ask(name: str, after_body: list[Any]) -> list[Any]:
        body = {"type": "http.request", "body": f"username={name}&password=x".encode(), "more_body": False}
        messages, sent = [body, *after_body], []

        async def receive() -> Any:
            return messages.pop(0) if messages else await asyncio.Event().wait()

        async def send(message: Any) -> None:
            sent.append(message.get("status"))

        headers = [] if path == "/login" else [(b"authorization", b"Basic " + b64encode(f"{name}:x".encode()))]
        scope = {"type": "http", "method": "POST", "path": path, "client": (name, 1), "headers": headers}
        await guard(scope | {"query_string": b"", "scheme": "http"}, receive, send)
        return sent

    async def work() -> list[list[Any]]:
        busy = [asyncio.create_task(ask(name, [])) for name in ("a", "b")]
        while compared != {"a", "b"}:
            await asyncio.sleep(0.01)
        left = await asyncio.wait_for(ask("leaver", [{"type": "http.disconnect"}]), 60)
        going_on.set()
        return [left, *await asyncio.gather(*busy)]

    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(lambda: asyncio.run(work())).result(timeout=120) == [[], [401, None], [401, None]]
    assert compared == {"a", "b"}


@pytest.fixture
def app_of(serve: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[str, Any]]:
    """Serve the chat; return its address and the app behind it."""
    from ui.web import server

    pages: list[Any] = []
    go_on = server.wait_for_ctrl_c

    def keep(page: Any) -> None:
        pages.append(page)
        go_on(page)

    monkeypatch.setattr(server, "wait_for_ctrl_c", keep)
    return lambda **settings: (serve(**settings), pages[-1].app)


def paths_of(routes: list[Any], before: str = "") -> Iterator[str]:
    """Go through the paths of routes, of those mounted below them, and of included routers."""
    for route in routes:
        path = before + re.sub(r"{[^}]*}", "x", getattr(route, "path", "") or "")
        inner = getattr(getattr(route, "original_router", route), "routes", [])
        yield from paths_of(inner, path) if inner else [path]
        yield path


@pytest.mark.usefixtures("index")
def test_every_route_of_the_server_refuses_who_is_not_logged_in(
    app_of: Callable[..., tuple[str, Any]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import httpx

    add_login(tmp_path / "logins", "ben", "battery staple", "reader")
    monkeypatch.setenv("GRADIO_ROOT_PATH", "/under")
    address, app = app_of(auth=tmp_path / "logins", mcp=True, metrics=True)
    paths = sorted({path for path in paths_of(app.routes) if path})
    assert {"/openapi.json", "/gradio_api/mcp/schema", "/gradio_api/mcp/sse", "/gradio_api/upload", "/archive"} <= {
        *paths
    }
    assert len(paths) > 80
    let_in: set[tuple[str, str]] = set()
    with httpx.Client(base_url=address) as client:
        for path in paths:
            for method in METHODS:
                for base in ("", "/under"):
                    response = client.request(method, base + path, headers={"content-length": "0"})
                    if response.status_code != 401:
                        let_in.add((method, path))
    public = {(method, path) for path in PUBLIC for method in ("GET", "HEAD")}
    # That of the login page refuses what it does not know with 405, and an empty form with 400.
    forms = {(method, path) for path in ("/login", "/logout") for method in METHODS}
    assert let_in - forms == public
    with httpx.Client(base_url=address) as client:
        assert client.post("/login").json()["error"] == "Give both your name and your password."
        assert {client.request(method, "/logout").status_code for method in ("GET", "HEAD", "OPTIONS")} == {405}


@pytest.mark.usefixtures("index")
def test_an_upload_of_a_reader_is_refused_before_it_is_sent(serve: Callable[..., str], tmp_path: Path) -> None:
    add_login(tmp_path / "logins", "ben", "battery staple", "reader")
    address = urlsplit(serve(auth=tmp_path / "logins"))
    for credentials, status in ((b"ben:battery staple", b"403"), (b"ben:battery stapler", b"401")):
        head = (
            f"POST /gradio_api/upload HTTP/1.1\r\nHost: {address.netloc}\r\nContent-Length: 40000000\r\n"
            f"Authorization: Basic {b64encode(credentials).decode()}\r\n"
            "Content-Type: multipart/form-data; boundary=b\r\n\r\n"
        )
        with socket.create_connection((str(address.hostname), int(address.port or 0)), timeout=120) as connection:
            connection.sendall(head.encode())
            answer = b""
            with contextlib.suppress(ConnectionError):
                while part := connection.recv(4096):
                    answer += part
        # The whole answer, and the connection closed, without a byte of the body.
        assert answer.split()[1] == status
        assert b"connection: close" in answer.lower()
