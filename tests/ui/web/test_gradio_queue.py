"""What Gradio keeps of calls stays bounded, and no client that leaves or lies ends its queue."""

import os
from collections.abc import Callable
from typing import Any

import gradio as gr
import httpx
import pytest
from gradio.server_messages import ServerMessage

from tests.ui.example import QUESTION
from tests.ui.web.test_calls import ASKED, answer
from tests.waiting import wait_until
from ui.web.gradio_queue import Newest, leave_out_statistics


def test_the_newest_are_kept_and_those_in_use() -> None:
    in_use = {"a"}
    kept: Newest[list[int]] = Newest(2, list, lambda: in_use)
    for session in "abcd":
        kept[session] = [1]
    assert [*kept] == ["a", "d"]
    in_use.clear()
    kept["e"] = [1]
    assert [*kept] == ["d", "e"]


def test_nobody_hears_what_a_session_that_is_not_kept_is_sent() -> None:
    kept: Newest[list[int]] = Newest(2, list, set)
    kept["nobody"].append(1)
    del kept["nobody"]
    assert kept["nobody"] == []
    assert "nobody" not in kept


def test_no_statistics_are_kept_but_where_the_environment_asks_for_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GRADIO_ANALYTICS_CACHE_FREQUENCY", raising=False)
    monkeypatch.setenv("GRADIO_ANALYTICS_MAX_EVENTS", "7")
    leave_out_statistics()
    assert os.environ["GRADIO_ANALYTICS_MAX_EVENTS"] == "7"
    assert int(os.environ["GRADIO_ANALYTICS_CACHE_FREQUENCY"]) > 10**9


@pytest.fixture
def pages(monkeypatch: pytest.MonkeyPatch) -> list[gr.Blocks]:
    """The pages that are served."""
    from ui.web import gradio_queue

    served: list[gr.Blocks] = []
    bound = gradio_queue.bound

    def bound_and_kept(page: Any) -> None:
        served.append(page)
        bound(page)

    monkeypatch.setattr("ui.web.gradio_queue.MOST_ENDED", 5)
    monkeypatch.setattr("ui.web.gradio_queue.bound", bound_and_kept)
    return served


@pytest.mark.usefixtures("index")
def test_a_server_keeps_nothing_of_each_call_and_each_upload(serve: Callable[..., str], pages: list[gr.Blocks]) -> None:
    with httpx.Client(base_url=serve(), timeout=120) as client:
        (page,) = pages
        queue = page._queue
        for number in range(12):
            event = client.post("gradio_api/call/ask", json={"data": ASKED}).json()["event_id"]
            # Some never fetch their results.
            if number % 2:
                assert answer(client, event)["question"] == QUESTION
            client.post("gradio_api/upload", files={"files": (f"{number}.txt", b"words")}).raise_for_status()
            # Gradio forgets a call a moment after its answer was sent; until then what is kept of it is in use.
            wait_until(lambda: not queue.event_ids_to_events)
    assert max(len(queue.pending_messages_per_session), len(queue.pending_event_ids_session)) <= 5
    assert len(queue.event_analytics) <= 1
    assert page.upload_file_set == set()
    assert all(paths == set() for paths in page.temp_file_sets)


@pytest.mark.usefixtures("index")
def test_a_message_for_a_session_that_is_forgotten_does_not_end_the_queue(
    serve: Callable[..., str], pages: list[gr.Blocks]
) -> None:
    with httpx.Client(base_url=serve(), timeout=120) as client:
        (page,) = pages
        queue: Any = page._queue
        send, sent = queue.send_message, []

        def forgetful(event: Any, message: Any) -> None:
            queue.pending_messages_per_session.pop(event.session_hash, None)
            send(event, message)
            sent.append(message.msg)

        queue.send_message = forgetful
        client.post("gradio_api/call/ask", json={"data": ASKED}).raise_for_status()
        wait_until(lambda: ServerMessage.process_completed in sent)
        queue.send_message = send
        event = client.post("gradio_api/call/ask", json={"data": ASKED}).raise_for_status().json()["event_id"]
        assert answer(client, event)["question"] == QUESTION
