import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from embeddings.errors import NoDocuments, RebuildStopped, SourceEmptied, SourceNotFound
from qa.settings import Settings
from tests.waiting import wait_until
from ui.views.rebuild_progress import RebuildState
from ui.web.rebuilding import Rebuilding, sources_of_setting


class Work:
    """Tells one stage, waits for a go, then ends as it was made to."""

    def __init__(self, ending: Callable[[], Any]) -> None:
        self.began, self.go = threading.Event(), threading.Event()
        self._ending = ending

    def __call__(self, progress: Any, stopped: Callable[[], bool], *, allow_empty: bool, may_be_empty: Any) -> Any:
        assert may_be_empty == ()
        self.allow_empty = allow_empty
        progress("encoding", 3, 10)
        self.began.set()
        assert self.go.wait(120)
        if stopped():
            raise RebuildStopped("stopped")
        return self._ending()


def ended(rebuilding: Rebuilding) -> RebuildState:
    wait_until(lambda: not rebuilding.state.running)
    return rebuilding.state


def raising(error: Exception) -> Callable[[], Any]:
    def end() -> Any:
        raise error

    return end


def test_a_rebuild_is_watched_until_its_report_is_there() -> None:
    report: Any = object()
    work = Work(lambda: report)
    rebuilding = Rebuilding(work)
    assert rebuilding.state == RebuildState()
    assert rebuilding.start()
    assert work.began.wait(120)
    assert rebuilding.state == RebuildState(running=True, stage="encoding", done=3, total=10)
    # Only one at a time.
    assert not rebuilding.start()
    work.go.set()
    assert ended(rebuilding) == RebuildState(report=report)
    assert rebuilding.start()
    assert ended(rebuilding) == RebuildState(report=report)


def test_how_a_rebuild_ended_is_forgotten_but_not_one_that_runs() -> None:
    report: Any = object()
    work = Work(lambda: report)
    rebuilding = Rebuilding(work)
    assert rebuilding.start()
    assert work.began.wait(120)
    rebuilding.forget()
    assert rebuilding.state.running
    work.go.set()
    assert ended(rebuilding) == RebuildState(report=report)
    rebuilding.forget()
    assert rebuilding.state == RebuildState()


def test_a_cancelled_rebuild_ends_and_the_next_one_is_not_cancelled() -> None:
    report: Any = object()
    work = Work(lambda: report)
    rebuilding = Rebuilding(work)
    rebuilding.start()
    assert work.began.wait(120)
    rebuilding.cancel()
    assert rebuilding.state == RebuildState(running=True, stopping=True, stage="encoding", done=3, total=10)
    work.go.set()
    assert ended(rebuilding) == RebuildState(error="Stopped. The archive is as it was.")
    rebuilding.start()
    assert ended(rebuilding) == RebuildState(report=report)
    # There is nothing to cancel.
    rebuilding.cancel()
    assert rebuilding.state == RebuildState(report=report)


def test_what_goes_wrong_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threading, "excepthook", lambda _: None)
    for error, message in [
        (NoDocuments("Nothing to index."), "Nothing to index."),
        (ValueError("our mistake"), "The rebuild failed: ValueError: our mistake"),
    ]:
        work = Work(raising(error))
        work.go.set()
        rebuilding = Rebuilding(work)
        rebuilding.start()
        assert ended(rebuilding) == RebuildState(error=message)


def test_without_a_lost_source_one_may_go_on_but_only_when_told_to() -> None:
    for error in (SourceEmptied("It held 3 documents."), SourceNotFound("It is not there.")):
        work = Work(raising(error))
        work.go.set()
        rebuilding = Rebuilding(work)
        rebuilding.start()
        assert ended(rebuilding) == RebuildState(error=str(error), may_go_on=True)
        assert work.allow_empty is False
        rebuilding.start(allow_empty=True)
        assert ended(rebuilding).may_go_on
        assert work.allow_empty is True


def test_the_sources_are_those_of_the_setting_only_where_it_is_set() -> None:
    assert sources_of_setting(Settings()) is None
    assert sources_of_setting(Settings(sources=(Path("corpus"),))) == (Path("corpus"),)
