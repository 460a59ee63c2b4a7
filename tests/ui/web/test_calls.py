"""Calls go through a real server: no call that cannot be made ends in a traceback, or ends the queue for the others."""

import asyncio
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from gradio.queueing import Queue

from tests.ui.example import QUESTION
from tests.ui.web.test_inputs import tracebacks

FILTERS: list[Any] = [[], [], None, None, [], "keep"]
ASKED = [QUESTION, *FILTERS]
NO_NUMBERS: tuple[Any, ...] = (-1, 999, 10**30, True, None, "0", [], {})
NO_SESSIONS: tuple[Any, ...] = ("", "\0", "a b", "x" * 101, 5, True, [], {})
NO_FUNCTIONS: tuple[Any, ...] = ("__init__", "", None, 1, [])
JOINED = {"data": ASKED, "session_hash": "s"}
OF_PAGE = {"data": {}, "session_hash": "s", "component_id": 1, "fn_name": "ask"}
SHA256 = 64
NO_VALUES: tuple[Any, ...] = ([], ["q"] * 20, None, "q", {"question": "q"})


@pytest.fixture
def client(serve: Callable[..., str], index: object) -> Iterator[httpx.Client]:
    assert index
    with httpx.Client(base_url=serve(), timeout=120) as opened:
        yield opened


def answer(client: httpx.Client, event: str, *, name: str = "ask") -> dict[str, Any]:
    stream = client.get(f"gradio_api/call/{name}/{event}").raise_for_status().text
    assert "event: complete" in stream, stream
    return dict(json.loads(stream.split("data: ")[-1])[0])


CANNOT_BE_MADE: list[tuple[str, Any, int, str]] = [
    *((f"{way}/nosuch", {"data": []}, 404, "There is no endpoint 'nosuch'") for way in ("call", "run", "api")),
    ("call/v2/nosuch", {}, 404, "There is no endpoint 'nosuch'; there are ask, retrieve, "),
    *(
        (f"{way}/ask", {"data": no}, 400, "ask takes a list of 1 to ")
        for way in ("call", "run", "api")
        for no in NO_VALUES
    ),
    ("run/rebuild", {"data": [1]}, 400, "rebuild takes a list of 0 values as data; 1 came."),
    ("call/ask", {"data": {"question": "q"}}, 400, "as data; none came."),
    ("call/ask", {}, 400, "as data; none came."),
    ("call/ask", [], 400, "The body of a call is a JSON object."),
    ("call/v2/ask", {"data": []}, 400, "ask has no parameter 'data'; it takes question"),
    ("call/v2/ask", {"publishers": []}, 400, "ask needs 'question'; it takes question"),
    *(("call/ask", {"data": ASKED, "session_hash": no}, 400, "session_hash is to have") for no in NO_SESSIONS),
    *(("queue/join", {**JOINED, "fn_index": no}, 404, "There is no function") for no in NO_NUMBERS),
    ("queue/join", {"data": ASKED, "fn_index": 0}, 400, "session_hash is to have"),
    *(("component_server/", {**OF_PAGE, "component_id": no}, 404, "No page has") for no in NO_NUMBERS),
    *(("component_server", {**OF_PAGE, "fn_name": no}, 404, "No page has") for no in NO_FUNCTIONS),
]


def test_a_call_that_cannot_be_made_is_refused_with_what_is_wrong(
    client: httpx.Client, capfd: pytest.CaptureFixture[str]
) -> None:
    for path, body, status, message in CANNOT_BE_MADE:
        response = client.post(f"gradio_api/{path}", json=body)
        assert response.status_code == status, (path, body)
        assert message in response.json()["error"], (path, body)
    assert tracebacks(capfd) == []


def test_a_body_that_is_no_json_is_refused(client: httpx.Client, capfd: pytest.CaptureFixture[str]) -> None:
    for body in (b"", b"{", b"\xff", b"[" * 100_000, b'{"data": ' + b"9" * 5_000 + b"}"):
        for path in ("call/ask", "run/ask", "call/v2/ask", "queue/join", "component_server/"):
            response = client.post(f"gradio_api/{path}", content=body, headers={"content-type": "application/json"})
            assert response.status_code == 400, (body[:20], path)
            assert response.json()["error"].startswith("The body of a call is JSON; this one cannot be read")
    assert tracebacks(capfd) == []


def test_half_a_character_is_refused_in_words(client: httpx.Client, capfd: pytest.CaptureFixture[str]) -> None:
    headers = {"content-type": "application/json"}
    body = b'{"fn_index": "\\ud800", "data": [], "session_hash": "x"}'
    response = client.post("gradio_api/queue/join", content=body, headers=headers)
    assert (response.status_code, response.json()["error"][:22]) == (404, "There is no function ?")
    response = client.post("gradio_api/run/search", content=b'{"data": ["a\\ud800"]}', headers=headers)
    assert response.status_code < 500 or response.json()["error"].endswith(".")
    assert tracebacks(capfd) == []


def test_a_result_that_nobody_waits_for_is_not_found(
    client: httpx.Client, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # Gradio forgets a call only some time after its result was fetched, on a busy machine.
    forget = Queue.reset_iterators

    async def forget_late(queue: Queue, event: str) -> None:
        await asyncio.sleep(2)
        await forget(queue, event)

    monkeypatch.setattr(Queue, "reset_iterators", forget_late)
    for address in ("call/ask/none", "call/nosuch/none", "call/v2/ask/none", "queue/data?session_hash=none"):
        assert client.get(f"gradio_api/{address}").status_code == 404
    event = client.post("gradio_api/call/ask", json={"data": ASKED}).json()["event_id"]
    assert answer(client, event)["question"] == QUESTION
    again = client.get(f"gradio_api/call/ask/{event}")
    assert (again.status_code, again.json()["error"]) == (404, f"There is no call {event!r} that waits for its result.")
    assert tracebacks(capfd) == []


@pytest.mark.parametrize("path", ["/etc/passwd", "https://files.example/secret.txt", "http://127.0.0.1:1/", ""])
def test_no_file_and_no_address_is_fetched_for_a_caller(
    client: httpx.Client, path: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    file = {"path": path, "meta": {"_type": "gradio.FileData"}}
    for values in ([file], [QUESTION, [{"deeper": [file]}]]):
        event = client.post("gradio_api/call/ask", json={"data": values}).raise_for_status().json()["event_id"]
        stream = client.get(f"gradio_api/call/ask/{event}").raise_for_status().text
        assert "A value stands for a file; the endpoints take none." in stream
    # Before it fetches, Gradio makes a folder for what comes.
    assert not [kept for kept in (tmp_path / "uploads").iterdir() if len(kept.name) == SHA256]
    assert tracebacks(capfd) == []


def test_files_are_taken_at_one_address_only(client: httpx.Client, capfd: pytest.CaptureFixture[str]) -> None:
    for path in ("component_server/", "process_recording", "call/ask", "queue/join"):
        response = client.post(f"gradio_api/{path}", files={"files": ("a.txt", b"words")})
        assert response.status_code == 415, path
    assert tracebacks(capfd) == []


def test_calls_of_each_kind_are_answered(client: httpx.Client) -> None:
    session = {"session_hash": "a-session_of-mine"}
    # What Gradio's own clients send besides is of no use here, and some of it would end in a traceback.
    more = {"event_id": "x", "batched": True, "fn_index": 99, "trigger_id": 5, "simple_format": False}
    # What may be left out may be left out here too.
    for body in ({"data": ASKED}, {"data": ASKED[:1]}, {"data": ASKED, **session}, {"data": ASKED, **more}):
        assert answer(client, client.post("gradio_api/call/ask", json=body).json()["event_id"])["excerpts"]
        assert client.post("gradio_api/run/ask", json=body).raise_for_status().json()["data"][0]["excerpts"]
    event = client.post("gradio_api/call/v2/ask", json={"question": QUESTION}).json()["event_id"]
    assert answer(client, event, name="v2/ask")["excerpts"]
    joined = client.post("gradio_api/queue/join", json={"data": ASKED, "fn_index": 0, **session}).json()["event_id"]
    stream = client.get("gradio_api/queue/data", params=session).raise_for_status().text
    assert joined in stream
    assert "process_completed" in stream
