"""What the server logs: events, as JSON Lines and as Prometheus metrics.

The texts of questions are logged only where that is asked for.
"""

import json
import logging
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.answers import Answer

_LOG = logging.getLogger("loccit")
# Fields that hold what a reader wrote.
_PRIVATE = frozenset({"question"})


def log_event(event: str, **fields: Any) -> None:
    """Log an event with its fields, JSON values. The field `question` is written only where that is asked for."""
    _LOG.info(event, extra={"fields": fields})


def ask_and_log(door: str, ask: Callable[[], Answer]) -> Answer:
    """Ask a question and log that it was answered; `door` is where it came in, "page" or "endpoint"."""
    began = time.perf_counter()
    answer = ask()
    log_event(
        "question",
        door=door,
        status=answer.status,
        confidence=round(answer.confidence, 4),
        excerpts=len(answer.excerpts),
        filtered=bool(answer.filters),
        read_otherwise=answer.read_as is not None,
        generation=answer.generation,
        ms=round((time.perf_counter() - began) * 1000, 1),
        question=answer.question,
    )
    return answer


def start_logging(log: str, log_questions: bool, metrics: bool) -> None:
    """Write events to `log`: a file's path, "stderr", or "" for nowhere. With `metrics` they are counted as well."""
    handlers: list[logging.Handler] = [Metrics()] if metrics else []
    if log:
        lines = (
            logging.StreamHandler(sys.stderr) if log == "stderr" else logging.FileHandler(Path(log), encoding="utf-8")
        )
        lines.setFormatter(JsonLines(log_questions))
        handlers.append(lines)
    for old in _LOG.handlers:
        old.close()
    _LOG.handlers = handlers
    _LOG.setLevel(logging.INFO if handlers else logging.CRITICAL)
    _LOG.propagate = False


class JsonLines(logging.Formatter):
    """One JSON object a line: `time` (UTC), `event`, and the event's fields."""

    def __init__(self, with_questions: bool) -> None:
        super().__init__()
        self._left_out = frozenset() if with_questions else _PRIVATE

    def format(self, record: logging.LogRecord) -> str:
        """Return an event as a line."""
        moment = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        fields = {name: value for name, value in vars(record)["fields"].items() if name not in self._left_out}
        return json.dumps({"time": moment, "event": record.getMessage(), **fields}, ensure_ascii=False)


class Metrics(logging.Handler):
    """Counts events in Prometheus' default registry."""

    def emit(self, record: logging.LogRecord) -> None:
        """Count an event."""
        from ui.web import metrics

        metrics.count(record.getMessage(), vars(record)["fields"])


class RequestLog:
    """ASGI middleware that logs each request: method, path without its query, status, milliseconds."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and log it when it is answered."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began, status = time.perf_counter(), 500

        async def send_and_keep_status(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, send_and_keep_status)
        finally:
            milliseconds = round((time.perf_counter() - began) * 1000, 1)
            log_event("request", method=scope["method"], path=scope["path"], status=status, ms=milliseconds)
