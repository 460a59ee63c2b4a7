from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any

import anyio
import gradio as gr
import httpx
import pytest

from tests.ui.example import ANSWER, QUESTION
from tests.ui.web.conftest import HeldQuestions
from tests.ui.web.test_calls import ASKED, answer
from tests.waiting import wait_until
from ui.web.fair_queue import FairQueue, Turns, make_fair
from ui.web.server import AT_ONCE


def call(client: str, name: str = "") -> Any:
    request = SimpleNamespace(scope={"client": (client, 1)})
    return SimpleNamespace(username=name or None, request=request)


def clients(queue: FairQueue) -> list[str]:
    return [waiting.username or waiting.request.scope["client"][0] for waiting in queue]


def waiting_of(order: str, at_work: str = "") -> str:
    queue = FairQueue(lambda: at_work)
    for client in order:
        queue.append(call("10.0.0.1", client))
    return "".join(clients(queue))


@pytest.mark.parametrize(
    ("order", "at_work", "taken_up"),
    [
        ("aaa", "", "aaa"),
        ("aaaab", "", "abaaa"),
        ("aaaabb", "", "ababaa"),
        ("aabcbc", "", "abcabc"),
        # Whoever has calls at work has had so many turns.
        ("aab", "aa", "baa"),
        ("ab", "ab", "ab"),
        ("abab", "aab", "baba"),
    ],
)
def test_clients_are_taken_up_in_turn(order: str, at_work: str, taken_up: str) -> None:
    assert waiting_of(order, at_work) == taken_up


def test_without_logins_a_client_is_an_address() -> None:
    queue = FairQueue(list)
    for address in ("10.0.0.1", "10.0.0.1", "2001:db8::1", "2001:db8::2", "10.0.0.2"):
        queue.append(call(address))
    assert clients(queue) == ["10.0.0.1", "2001:db8::1", "10.0.0.2", "10.0.0.1", "2001:db8::2"]


def test_gradios_queues_take_clients_in_turn_and_lose_no_call() -> None:
    page = gr.Blocks()
    page.queue()
    queue: Any = page._queue
    make_fair(queue)
    queue.active_jobs = [None, [call("10.0.0.1")]]
    queue.event_queue_per_concurrency_id["ask"] = SimpleNamespace(queue=[])
    waiting = queue.event_queue_per_concurrency_id["ask"].queue
    flood, other = [call("10.0.0.1") for _ in range(20)], call("10.0.0.2")
    for one in (*flood, other):
        waiting.append(one)
    assert waiting[0] is other
    waiting.remove(other)
    assert waiting == flood


@pytest.mark.usefixtures("index")
def test_who_asks_once_does_not_wait_for_who_asks_fifty_times(
    serve: Callable[..., str], held_questions: HeldQuestions
) -> None:
    with httpx.Client(base_url=serve(), timeout=120) as client:

        def ask_from(address: str, question: str) -> str:
            values, headers = {"data": [question, *ASKED[1:]]}, {"X-Forwarded-For": address}
            return str(client.post("gradio_api/call/ask", json=values, headers=headers).json()["event_id"])

        flood = [ask_from("10.0.0.1", QUESTION) for _ in range(50)]
        wait_until(lambda: len(held_questions.taken_up) == AT_ONCE)
        other = ask_from("10.0.0.2", "Who flew to Muscat?")
        # Before it were those of the flood that were at work when it came; with it, those that took their places.
        assert "Who flew to Muscat?" in held_questions.second_turn(AT_ONCE)
        held_questions.let_go_on(51 - AT_ONCE)
        assert answer(client, other)["question"] == "Who flew to Muscat?"
        assert {answer(client, event)["question"] for event in flood} == {QUESTION}
    assert len(held_questions.taken_up) == 51


def test_a_turn_goes_to_who_has_had_fewer_and_not_to_who_has_gone() -> None:
    taken_up: list[str] = []

    async def ask(turns: Turns, client: str, end: anyio.Event) -> None:
        async with turns.turn(client, None):
            taken_up.append(client)
            await end.wait()

    async def ask_until(gone: anyio.CancelScope, turns: Turns, client: str, end: anyio.Event) -> None:
        with gone:
            await ask(turns, client, end)

    async def all_ask() -> None:
        turns, end, gone = Turns(2), anyio.Event(), anyio.CancelScope()
        async with anyio.create_task_group() as group:
            for client in ("ana", "ana", "ana", "ana"):
                group.start_soon(ask, turns, client, end)
                await anyio.wait_all_tasks_blocked()
            group.start_soon(ask_until, gone, turns, "eve", end)
            group.start_soon(ask, turns, "ben", end)
            await anyio.wait_all_tasks_blocked()
            assert taken_up == ["ana", "ana"]
            gone.cancel()
            await anyio.wait_all_tasks_blocked()
            end.set()

    # A thread that has a browser open runs a loop already.
    with ThreadPoolExecutor(1) as pool:
        pool.submit(anyio.run, all_ask).result(timeout=120)
    assert taken_up == ["ana", "ana", "ben", "ana", "ana"]


@pytest.mark.usefixtures("index")
def test_who_asks_the_page_once_does_not_wait_for_who_asks_without_pause(
    serve: Callable[..., str], held_questions: HeldQuestions, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Turns are counted where questions come to wait, which no page sees.
    waiting: list[Any] = []
    turn = Turns.turn
    monkeypatch.setattr(Turns, "turn", lambda turns, *of: (waiting.append(of), turn(turns, *of))[1])
    monkeypatch.setattr("ui.web.chat.processors", lambda: 3)
    address = serve()
    components = httpx.get(f"{address}config").json()["components"]
    room = next(component["id"] for component in components if "ask" in component["props"].get("server_fns", ()))

    def ask_from(client: str, question: str) -> str:
        called = {"data": {"question": question}, "fn_name": "ask", "component_id": room, "session_hash": "x"}
        sent = {"X-Forwarded-For": client}
        url = f"{address}gradio_api/component_server/"
        return str(httpx.post(url, json=called, headers=sent, timeout=120).json()["html"])

    with ThreadPoolExecutor(21) as pool:
        flood = [pool.submit(ask_from, "10.0.0.1", QUESTION) for _ in range(20)]
        wait_until(lambda: len(waiting) == 20)
        other = pool.submit(ask_from, "10.0.0.2", "Who flew to Muscat?")
        wait_until(lambda: len(waiting) == 21)
        wait_until(lambda: len(held_questions.taken_up) == 3)
        # Before it were those that were at work when it came; with it, those that took their places.
        assert "Who flew to Muscat?" in held_questions.second_turn(3)
        held_questions.let_go_on(21 - 3)
        assert "Who flew to Muscat?" in other.result(timeout=120)
        assert all(ANSWER in one.result(timeout=120) for one in flood)
