from base64 import b64encode
from hashlib import sha256

import pytest
from starlette.responses import HTMLResponse, PlainTextResponse, StreamingResponse
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send

from ui.web.headers import SameOrigin, SecurityHeaders, policy

PAGE = "<script>let a = 1</script><p>x</p><script data-x>\nb()\n</script><script type='module' src='/c.js'></script>"


def directives(header: str) -> dict[str, list[str]]:
    return {name: values for name, *values in (part.split() for part in header.split(";"))}


def test_scripts_of_the_page_run_only_by_their_hash_and_nothing_comes_from_elsewhere() -> None:
    sent = directives(policy(PAGE.encode()))
    hashes = [f"'sha256-{b64encode(sha256(code).digest()).decode()}'" for code in (b"let a = 1", b"\nb()\n")]
    assert sent["script-src"] == ["'self'", "'unsafe-eval'", *hashes]
    assert sent["default-src"] == sent["frame-ancestors"] == sent["object-src"] == ["'none'"]
    assert sent["connect-src"] == ["'self'"]
    allowed = {value for values in sent.values() for value in values}
    assert allowed - set(hashes) == {"'self'", "'none'", "'unsafe-eval'", "'unsafe-inline'", "data:"}
    assert "'unsafe-inline'" not in sent["script-src"]


async def _streamed(scope: Scope, receive: Receive, send: Send) -> None:
    async def parts():
        for part in (PAGE[:20], PAGE[20:50], PAGE[50:]):
            yield part

    await StreamingResponse(parts(), media_type="text/html")(scope, receive, send)


@pytest.mark.parametrize("app", [HTMLResponse(PAGE), _streamed])
def test_a_page_comes_whole_with_the_policy_of_its_scripts(app: object) -> None:
    response = TestClient(SecurityHeaders(app)).get("/")
    assert response.text == PAGE
    assert response.headers["content-security-policy"] == policy(PAGE.encode())


def test_other_responses_have_the_headers_too() -> None:
    headers = TestClient(SecurityHeaders(PlainTextResponse("x"))).get("/").headers
    assert directives(headers["content-security-policy"])["script-src"] == ["'self'", "'unsafe-eval'"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "same-origin"


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:7860", 200), ("localhost", 200), ("LOCALHOST:1", 200), ("[::1]:7860", 200), ("127.0.0.2", 200),
        ("evil.example", 421), ("127.evil.example", 421), ("localhost.evil.example:7860", 421), ("[broken", 421),
    ],
)  # fmt: skip
def test_a_server_for_this_machine_is_addressed_as_this_machine(host: str, status: int) -> None:
    client = TestClient(SameOrigin(PlainTextResponse("x"), only_this_machine=True))
    assert client.get("/", headers={"host": host}).status_code == status
    client_of_public_server = TestClient(SameOrigin(PlainTextResponse("x"), only_this_machine=False))
    assert client_of_public_server.get("/", headers={"host": "archive.example:7860"}).status_code == 200


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        (None, 200), ("http://localhost:7860", 200), ("https://localhost:7860", 200),
        ("http://evil.example", 403), ("null", 403), ("http://localhost:1", 403), ("", 403),
        ("http://[::1", 403), ("http://[x]", 403), ("http://localhost\u00bd:7860", 403),
    ],
)  # fmt: skip
def test_no_other_sites_page_may_use_the_server(origin: str | None, status: int) -> None:
    client = TestClient(SameOrigin(PlainTextResponse("x"), only_this_machine=True))
    headers = {"host": "localhost:7860"} | ({} if origin is None else {"origin": origin})
    assert client.post("/", headers={name: value.encode("latin-1") for name, value in headers.items()}).status_code == (
        status
    )
    for_others = TestClient(SameOrigin(PlainTextResponse("x"), only_this_machine=False))
    assert for_others.post("/", headers={"host": "", "origin": "null"}).status_code == 403
