import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from prometheus_client import REGISTRY
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient

from qa.answers import Answer
from ui.web.logs import RequestLog, ask_and_log, start_logging

ANSWER = Answer(
    question="Who was my source?",
    status="not_found",
    confidence=0.25,
    excerpts=(),
    nearest=(),
    sources=0,
    generation="g1",
)


@pytest.fixture(autouse=True)
def no_log_afterwards() -> Iterator[None]:
    yield
    start_logging("", log_questions=False, metrics=False)


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_a_question_is_noted_without_its_text(tmp_path: Path) -> None:
    start_logging(str(tmp_path / "log"), log_questions=False, metrics=False)
    began = time.perf_counter()
    assert ask_and_log("page", lambda: ANSWER) is ANSWER
    most = (time.perf_counter() - began) * 1000
    (line,) = lines(tmp_path / "log")
    assert line.pop("time").endswith("+00:00")
    assert 0 <= line.pop("ms") <= most + 0.1
    assert line == {
        "event": "question", "door": "page", "status": "not_found", "confidence": 0.25, "excerpts": 0,
        "filtered": False, "read_otherwise": False, "generation": "g1",
    }  # fmt: skip


def test_the_text_is_noted_where_that_is_asked_for(tmp_path: Path) -> None:
    start_logging(str(tmp_path / "log"), log_questions=True, metrics=False)
    ask_and_log("endpoint", lambda: ANSWER)
    assert lines(tmp_path / "log")[0]["question"] == "Who was my source?"


def test_a_request_is_noted_without_its_query(tmp_path: Path) -> None:
    start_logging(str(tmp_path / "log"), log_questions=True, metrics=False)
    TestClient(RequestLog(PlainTextResponse("x", 418))).get("/a/b?q=Who+was+my+source")
    (line,) = lines(tmp_path / "log")
    assert {name: line[name] for name in ("event", "method", "path", "status")} == {
        "event": "request", "method": "GET", "path": "/a/b", "status": 418,
    }  # fmt: skip
    assert "source" not in json.dumps(line)


def test_notes_go_to_stderr_if_asked_for_and_nowhere_if_not(capsys: pytest.CaptureFixture[str]) -> None:
    start_logging("stderr", log_questions=False, metrics=False)
    ask_and_log("page", lambda: ANSWER)
    assert json.loads(capsys.readouterr().err)["event"] == "question"
    start_logging("", log_questions=False, metrics=False)
    ask_and_log("page", lambda: ANSWER)
    assert capsys.readouterr() == ("", "")


def test_events_are_counted_as_metrics() -> None:
    from ui.web.metrics import QUESTIONS

    def counted() -> float:
        return REGISTRY.get_sample_value(
            "loccit_question_seconds_count", {"door": "page", "status": "not_found"}
        ) or 0.0  # fmt: skip

    assert QUESTIONS is not None
    before = counted()
    start_logging("", log_questions=False, metrics=True)
    ask_and_log("page", lambda: ANSWER)
    assert counted() == before + 1
