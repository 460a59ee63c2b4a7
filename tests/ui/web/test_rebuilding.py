import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from embeddings.errors import NoDocuments, RebuildStopped
from ui.web.rebuilding import Rebuilding, State


class Work:
    """Tells one stage, waits for a go, then ends as it was made to."""

    def __init__(self, ending: Callable[[], Any]) -> None:
        self.began, self.go = threading.Event(), threading.Event()
        self._ending = ending

    def __call__(self, progress: Any, stopped: Callable[[], bool]) -> Any:
        progress("encoding", 3, 10)
        self.began.set()
        assert self.go.wait(10)
        if stopped():
            raise RebuildStopped("stopped")
        return self._ending()


def ended(rebuilding: Rebuilding) -> State:
    end = time.monotonic() + 10
    while rebuilding.state.running:
        assert time.monotonic() < end
        time.sleep(0.01)
    return rebuilding.state


def raising(error: Exception) -> Callable[[], Any]:
    def end() -> Any:
        raise error

    return end


def test_a_rebuild_is_watched_until_its_report_is_there() -> None:
    report: Any = object()
    work = Work(lambda: report)
    rebuilding = Rebuilding(work)
    assert rebuilding.state == State()
    assert rebuilding.start()
    assert work.began.wait(10)
    assert rebuilding.state == State(running=True, stage="encoding", done=3, total=10)
    # Only one at a time.
    assert not rebuilding.start()
    work.go.set()
    assert ended(rebuilding) == State(report=report)
    assert rebuilding.start()
    assert ended(rebuilding) == State(report=report)


def test_how_a_rebuild_ended_is_forgotten_but_not_one_that_runs() -> None:
    report: Any = object()
    work = Work(lambda: report)
    rebuilding = Rebuilding(work)
    assert rebuilding.start()
    assert work.began.wait(10)
    rebuilding.forget()
    assert rebuilding.state.running
    work.go.set()
    assert ended(rebuilding) == State(report=report)
    rebuilding.forget()
    assert rebuilding.state == State()


def test_a_cancelled_rebuild_ends_and_the_next_one_is_not_cancelled() -> None:
    report: Any = object()
    work = Work(lambda: report)
    rebuilding = Rebuilding(work)
    rebuilding.start()
    assert work.began.wait(10)
    rebuilding.cancel()
    assert rebuilding.state == State(running=True, stopping=True, stage="encoding", done=3, total=10)
    work.go.set()
    assert ended(rebuilding) == State(error="Stopped. The archive is as it was.")
    rebuilding.start()
    assert ended(rebuilding) == State(report=report)
    # There is nothing to cancel.
    rebuilding.cancel()
    assert rebuilding.state == State(report=report)


def test_what_goes_wrong_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threading, "excepthook", lambda _: None)
    for error, said in [
        (NoDocuments("Nothing to index."), "Nothing to index."),
        (ValueError("our mistake"), "The rebuild failed: ValueError: our mistake"),
    ]:
        work = Work(raising(error))
        work.go.set()
        rebuilding = Rebuilding(work)
        rebuilding.start()
        assert ended(rebuilding) == State(error=said)
