from collections.abc import Callable
from functools import partial
from urllib.parse import urlencode

import pytest
from argon2 import PasswordHasher
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient

from ui.web import guard, logins
from ui.web.guard import Guard
from ui.web.logins import Login
from ui.web.passwords import Passwords

BROWSER = {"accept": "text/html,application/xhtml+xml,*/*"}
BEN = {"username": "ben", "password": "battery staple"}


@pytest.fixture
def people(monkeypatch: pytest.MonkeyPatch) -> dict[str, Login]:
    hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(logins, "_hasher", lambda: hasher)
    return {"ben": Login("ben", "reader", hasher.hash("battery staple"))}


@pytest.fixture
def visit(people: dict[str, Login]) -> Callable[..., TestClient]:
    """Open a browser at a guarded app."""

    def open_client(root_path: str = "", scheme: str = "http") -> TestClient:
        guarded = Guard(PlainTextResponse("passed"), people, lambda _: False, 3600, "loccit-7860")
        return TestClient(guarded, f"{scheme}://here", root_path=root_path, follow_redirects=False, headers=BROWSER)

    return open_client


def test_who_logs_in_has_a_session_until_they_log_out(visit: Callable[..., TestClient]) -> None:
    client = visit()
    response = client.post("/login", data=BEN | {"next": "/archive?doc=a.md"})
    assert (response.status_code, response.headers["location"]) == (303, "/archive?doc=a.md")
    cookie = response.headers["set-cookie"]
    assert cookie.startswith("loccit-7860=")
    assert {part.strip() for part in cookie.split(";")[1:]} == {"HttpOnly", "Max-Age=3600", "Path=/", "SameSite=lax"}
    token = client.cookies["loccit-7860"]
    assert len(token) == 43
    assert client.get("/").text == "passed"
    assert client.get("/login").headers["location"] == "/"
    response = client.post("/logout")
    assert (response.status_code, response.headers["location"]) == (303, "/login?out")
    assert not client.cookies
    client.cookies["loccit-7860"] = token
    assert client.get("/").status_code == 303
    assert "You have logged out." in client.get("/login?out").text


def test_each_login_has_a_token_of_its_own_and_ends_the_session_before(visit: Callable[..., TestClient]) -> None:
    client = visit()
    tokens = []
    for _ in range(3):
        client.post("/login", data=BEN)
        tokens.append(client.cookies["loccit-7860"])
    assert len({*tokens}) == 3
    client.cookies.clear()
    for token, status in zip(tokens, (303, 303, 200), strict=True):
        assert client.get("/", headers={"cookie": f"loccit-7860={token}"}).status_code == status


def test_the_cookie_keeps_to_tls_and_to_the_root_path(visit: Callable[..., TestClient]) -> None:
    client = visit("/under", "https")
    response = client.post("/under/login", data=BEN)
    assert response.headers["location"] == "/under/"
    assert {"Secure", "Path=/under/"} <= {part.strip() for part in response.headers["set-cookie"].split(";")}
    assert client.get("/under/").text == "passed"


@pytest.mark.parametrize(
    "address",
    [
        "http://evil.example/", "//evil.example/", "/\\evil.example", "\\\\evil.example", "evil", "javascript:alert(1)",
        "/\t/evil.example", "/\r\nset-cookie: a=b", "https:evil.example", "",
    ],
)  # fmt: skip
def test_nobody_is_sent_to_another_host(visit: Callable[..., TestClient], address: str) -> None:
    assert visit().post("/login", data=BEN | {"next": address}).headers["location"] == "/"
    client = visit()
    client.post("/login", data=BEN)
    assert client.get("/login?" + urlencode({"next": address})).headers["location"] == "/"


def test_a_wrong_password_is_said_on_the_page_and_nothing_of_it_is_kept(visit: Callable[..., TestClient]) -> None:
    response = visit().post("/login", data={"username": "<b>ben", "password": "wrong one", "next": '/x?a="><script>'})
    assert response.status_code == 401
    assert '<p class="problem" id="problem" role="alert">The name or the password is wrong.</p>' in response.text
    assert "&#60;b&#62;ben" in response.text
    assert "<script" not in response.text
    assert "wrong one" not in response.text
    assert "set-cookie" not in response.headers
    assert response.headers["cache-control"] == "no-store"


def test_programs_log_in_as_well_and_are_answered_with_json(visit: Callable[..., TestClient]) -> None:
    client = visit()
    program = {"accept": "*/*"}
    assert client.post("/login", data=BEN, headers=program).json() == {"success": True}
    assert client.get("/", headers=program).text == "passed"
    refused = client.post("/login", data=BEN | {"password": "x"}, headers=program)
    assert (refused.status_code, refused.json()["error"]) == (401, "The name or the password is wrong.")
    assert client.post("/logout", headers=program).json() == {"success": True}
    assert client.get("/", headers=program).status_code == 401


@pytest.mark.parametrize(
    ("body", "status", "reason"),
    [
        (b"", 400, "Give both your name and your password."),
        (b"username=ben", 400, "Give both"),
        (b"username=ben&password=" + b"x" * 10_000, 413, "The form has more than 10,000 bytes."),
        (b"\xff", 400, "The form cannot be read."),
        (b"a=b&" * 20, 400, "The form cannot be read."),
        (b"username=%00&password=%00", 401, "The name or the password is wrong."),
        (b"username=%ed%a0%80&password=%ff", 401, "The name or the password is wrong."),
    ],
)
def test_a_form_that_is_none_is_refused(
    visit: Callable[..., TestClient], body: bytes, status: int, reason: str
) -> None:
    response = visit().post("/login", content=body)
    assert (response.status_code, reason in response.text) == (status, True)


def test_tries_are_limited_on_the_page(visit: Callable[..., TestClient], monkeypatch: pytest.MonkeyPatch) -> None:
    # A try is given back every six seconds, which a busy machine may take for all of these.
    monkeypatch.setattr(guard, "Passwords", partial(Passwords, clock=lambda: 0.0))
    client = visit()
    responses = [client.post("/login", data=BEN | {"password": "wrong"}) for _ in range(11)]
    assert [response.status_code for response in responses] == [401] * 10 + [429]
    assert "Too many tries to log in; try again in" in responses[-1].text
    # Those with HTTP Basic come out of the same.
    assert client.get("/", auth=("ben", "battery staple"), headers={"accept": "*/*"}).status_code == 429


def test_other_methods_are_refused(visit: Callable[..., TestClient]) -> None:
    client = visit()
    assert client.get("/logout").headers["allow"] == "POST"
    assert client.put("/login").headers["allow"] == "GET, HEAD, POST"
    assert (client.head("/login").status_code, client.head("/login").text) == (200, "")
