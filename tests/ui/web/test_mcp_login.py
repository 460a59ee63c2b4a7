from base64 import b64encode

import pytest
from argon2 import PasswordHasher
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient

from ui.web import logins
from ui.web.limits import LOGINS_A_MINUTE
from ui.web.logins import Login
from ui.web.mcp_login import PATH, McpLogin


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> TestClient:
    """A client of a server behind the login of the MCP server; anna's password is `correct horse`."""
    hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(logins, "_hasher", lambda: hasher)
    anna = Login("anna", "reader", hasher.hash("correct horse"))
    return TestClient(McpLogin(PlainTextResponse("passed"), {"anna": anna}))


def test_a_name_with_its_password_passes(client: TestClient) -> None:
    assert client.post(f"{PATH}/", auth=("anna", "correct horse")).text == "passed"


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
        "Bearer " + b64encode(b"anna:correct horse").decode(),
    ],
)
def test_anything_else_is_refused_and_asked_for_a_login(client: TestClient, header: str) -> None:
    response = client.post(f"{PATH}/", headers={"authorization": header})
    assert (response.status_code, response.json()["error"]) == (401, "Log in with HTTP Basic.")
    assert response.headers["www-authenticate"] == 'Basic realm="loccit"'


def test_what_is_not_the_mcp_server_is_left_to_the_login_of_gradio(client: TestClient) -> None:
    assert client.post("/gradio_api/queue/join").text == "passed"


def test_tries_are_limited_but_not_those_that_succeed(client: TestClient) -> None:
    statuses = [client.post(PATH, auth=("anna", "wrong")).status_code for _ in range(LOGINS_A_MINUTE + 1)]
    assert statuses == [401] * LOGINS_A_MINUTE + [429]
    assert client.post(PATH, auth=("anna", "wrong")).json()["error"].startswith("Too many tries to log in; try again")
    assert client.post(PATH, auth=("anna", "correct horse")).text == "passed"
