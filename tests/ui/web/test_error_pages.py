from collections.abc import Callable

import pytest
from lxml import html
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from ui.web.error_pages import ErrorPages
from ui.web.limits import refusal

BROWSER = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.fixture
def client() -> TestClient:
    async def parted() -> object:
        yield b'{"detail": "Gone '
        yield b'since noon."}'

    def respond(_: Request, response: Response) -> Response:
        return response

    responses = {
        "/fine": JSONResponse({"detail": "fine"}),
        "/refused": refusal(429, "Wait <b>a</b> minute.", {"Retry-After": "60"}),
        "/plain": PlainTextResponse("The file cannot be read now.", 404),
        "/html": HTMLResponse("<h1>Own page</h1>", 500),
        "/state": JSONResponse({"status": "opening"}, 503),
        "/list": JSONResponse(["odd"], 400),
        "/parted": StreamingResponse(parted(), 410, media_type="application/json"),
    }
    routes = [Route(path, lambda request, kept=kept: respond(request, kept)) for path, kept in responses.items()]
    return TestClient(ErrorPages(Starlette(routes=routes)), "http://here", root_path="/under")


def shown(response: object) -> tuple[str, str, str]:
    page = html.fromstring(response.text)  # type: ignore[attr-defined]  # httpx is not imported here
    return page.findtext(".//h2"), page.find(".//p[@class='message']").text_content(), page.find(".//a").get("href")


def test_a_browser_gets_a_page_with_the_message_the_status_and_the_headers(client: TestClient) -> None:
    refused = client.get("/refused", headers=BROWSER)
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "60")
    assert refused.headers["content-type"] == "text/html; charset=utf-8"
    assert shown(refused) == ("This cannot be shown", "Wait <b>a</b> minute.", "/under/")
    assert shown(client.get("/plain", headers=BROWSER))[:2] == (
        "There is no such page",
        "The file cannot be read now.",
    )
    parted = client.get("/parted", headers=BROWSER)
    assert (parted.status_code, shown(parted)[1]) == (410, "Gone since noon.")
    assert client.head("/refused", headers=BROWSER).status_code == 429


@pytest.mark.parametrize(
    ("path", "headers", "text"),
    [
        ("/refused", {}, '{"error":"Wait <b>a</b> minute.","detail":"Wait <b>a</b> minute."}'),
        (
            "/refused",
            {"accept": "application/json"},
            '{"error":"Wait <b>a</b> minute.","detail":"Wait <b>a</b> minute."}',
        ),
        ("/fine", BROWSER, '{"detail":"fine"}'),
        ("/html", BROWSER, "<h1>Own page</h1>"),
        ("/list", BROWSER, '["odd"]'),
        ("/state", BROWSER, '{"status":"opening"}'),
    ],
)
def test_programs_and_other_responses_get_what_they_got(
    client: TestClient, path: str, headers: dict[str, str], text: str
) -> None:
    assert client.get(path, headers=headers).text == text


def test_what_is_sent_is_answered_as_before(client: TestClient) -> None:
    assert client.post("/refused", headers=BROWSER).text == "Method Not Allowed"


@pytest.mark.usefixtures("index")
def test_an_unknown_address_of_the_server_is_a_page_for_people_and_json_for_programs(
    serve: Callable[..., str],
) -> None:
    import httpx

    address = serve()
    page = httpx.get(f"{address}no/such/<i>page</i>?q=1", headers=BROWSER)
    assert page.status_code == 404
    assert shown(page) == ("There is no such page", "This server has nothing at /no/such/<i>page</i>.", "/")
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert shown(httpx.get(f"{address}{'x' * 300}", headers=BROWSER))[0] == "This cannot be shown"
    program = httpx.get(f"{address}no/such/page", headers={"accept": "application/json"})
    assert (program.status_code, program.json()) == (404, {"detail": "Not Found"})
