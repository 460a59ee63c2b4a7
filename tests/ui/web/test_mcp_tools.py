"""Tools are called with the MCP client library, over HTTP, as an assistant would."""

import ast
import asyncio
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests.ui.example import ANSWER, QUESTION
from tests.ui.web.conftest import HeldQuestions
from tests.waiting import wait_until
from ui.web.fair_queue import Turns
from ui.web.logins import add_login
from ui.web.server import AT_ONCE

OTHER = "Who flew to Muscat?"

pytest.importorskip("mcp")
pytestmark = pytest.mark.usefixtures("index")

Called = tuple[bool, str]


def call_tools(address: str, calls: list[tuple[str, dict[str, Any]]], login: tuple[str, str] | None) -> list[Called]:
    """Call tools in one session, all at once; return for each whether it failed, and the text that came back."""
    import httpx
    from mcp import ClientSession
    from mcp.client.streamable_http import streamable_http_client

    async def talk() -> list[Called]:
        async with (
            httpx.AsyncClient(auth=login, timeout=120) as client,
            streamable_http_client(f"{address}gradio_api/mcp/", http_client=client) as streams,
            ClientSession(streams[0], streams[1]) as session,
        ):
            await session.initialize()
            check_tools({tool.name: tool for tool in (await session.list_tools()).tools})
            results = await asyncio.gather(*(session.call_tool(name, arguments) for name, arguments in calls))
            return [(bool(result.isError), result.content[0].text) for result in results]

    # In a thread, since the browser tests may have an event loop running in this one.
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: asyncio.run(talk())).result(timeout=120)


def check_tools(tools: dict[str, Any]) -> None:
    """Check that the tools are described."""
    assert sorted(tools) == [
        *("ask", "change_clipping", "cite", "clippings", "export", "export_clippings", "import_clippings", "judge"),
        *("keep", "mark", "marks", "move_clipping", "people", "rebuild", "remove_clippings", "retrieve", "search"),
        "similar",
    ]
    assert tools["ask"].inputSchema["properties"]["question"]["type"] == "string"
    assert "20,000" in tools["ask"].inputSchema["properties"]["question"]["description"]
    assert tools["ask"].inputSchema["properties"]["undated"]["enum"] == ["keep", "leave_out"]
    assert "2010-11" in tools["retrieve"].inputSchema["properties"]["published_from"]["description"]


@pytest.fixture
def logins(tmp_path: Path) -> Path:
    path = tmp_path / "logins"
    add_login(path, "anna", "correct horse", "administrator")
    add_login(path, "ben", "battery staple", "reader")
    return path


@pytest.mark.parametrize("root", ["", "/archive"])
@pytest.mark.parametrize("asks_for_login", [False, True])
def test_tools_answer_with_and_without_logins_and_under_a_root_path(
    serve: Callable[..., str], logins: Path, monkeypatch: pytest.MonkeyPatch, root: str, asks_for_login: bool
) -> None:
    monkeypatch.setenv("GRADIO_ROOT_PATH", root)
    address = serve(mcp=True, auth=logins if asks_for_login else None)
    login = ("ben", "battery staple") if asks_for_login else None
    calls = [("ask", {"question": QUESTION}), ("retrieve", {"question": QUESTION, "documents": ["paris.md"], "k": 3})]
    # A proxy may hand on the root path, or take it off.
    for base in {address, f"{address}{root.lstrip('/')}/" if root else address}:
        asked, retrieved = call_tools(base, calls, login)
        assert (asked[0], retrieved[0]) == (False, False), base
        assert ast.literal_eval(asked[1])["excerpts"][0]["text"] == ANSWER
        assert ANSWER in ast.literal_eval(retrieved[1])["excerpts"][0]["text"]
        assert "oman.txt" not in retrieved[1]


def test_what_a_tool_may_do_depends_on_who_calls_it(serve: Callable[..., str], logins: Path) -> None:
    address = serve(mcp=True, auth=logins)
    for login, failed, text in (
        (("ben", "battery staple"), True, "The archive cannot be changed here"),
        (("anna", "correct horse"), False, "'documents': 3"),
    ):
        ((is_error, content),) = call_tools(address, [("rebuild", {})], login)
        assert is_error is failed, content
        assert text in content


def test_no_tool_is_called_with_a_wrong_password_or_none(serve: Callable[..., str], logins: Path) -> None:
    address = serve(mcp=True, auth=logins)
    for login in (None, ("ben", "correct horse"), ("nobody", "battery staple")):
        with pytest.raises(BaseExceptionGroup) as error:
            call_tools(address, [("ask", {"question": QUESTION})], login)
        assert "401" in repr(error.value.exceptions) + str(error.value.__dict__)


def test_an_error_that_a_caller_can_mend_reaches_it_as_its_message(serve: Callable[..., str]) -> None:
    ((is_error, content),) = call_tools(serve(mcp=True), [("retrieve", {"question": QUESTION, "k": 0})], None)
    assert is_error
    assert "k is 0" in content


def test_a_tool_fetches_no_file_and_no_address(serve: Callable[..., str], tmp_path: Path) -> None:
    address = serve(mcp=True)
    for path in ("/etc/passwd", "https://files.example/secret.txt"):
        file = {"path": path, "meta": {"_type": "gradio.FileData"}}
        ((is_error, _),) = call_tools(address, [("mark", {"document": file, "tags": [file]})], None)
        assert is_error
    assert not [kept for kept in (tmp_path / "uploads").iterdir() if re.fullmatch("[0-9a-f]{64}", kept.name)]


def test_who_asks_once_does_not_wait_for_who_asks_without_pause(
    serve: Callable[..., str], logins: Path, held_questions: HeldQuestions, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Turns are counted where calls come to wait, which no caller sees.
    waiting: list[str | None] = []
    turn = Turns.turn

    def noted(turns: Turns, username: str | None, request: Any) -> Any:
        waiting.append(username)
        return turn(turns, username, request)

    monkeypatch.setattr(Turns, "turn", noted)
    address = serve(mcp=True, auth=logins)
    with ThreadPoolExecutor(2) as pool:
        ben = pool.submit(call_tools, address, [("ask", {"question": QUESTION})] * 30, ("ben", "battery staple"))
        wait_until(lambda: len(waiting) == 30)
        anna = pool.submit(call_tools, address, [("ask", {"question": OTHER})], ("anna", "correct horse"))
        wait_until(lambda: len(waiting) == 31)
        wait_until(lambda: len(held_questions.taken_up) == AT_ONCE)
        # Before it were those that were at work when it came; with it, those that took their places.
        assert OTHER in held_questions.second_turn(AT_ONCE)
        held_questions.let_go_on(31 - AT_ONCE)
        assert "'status'" in anna.result(timeout=120)[0][1]
        assert [is_error for is_error, _ in ben.result(timeout=120)] == [False] * 30
    assert waiting == ["ben"] * 30 + ["anna"]
    assert len(held_questions.taken_up) == 31
