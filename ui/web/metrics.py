"""The events of ui/web/logs.py as Prometheus metrics; imported only where they are asked for."""

from collections.abc import Mapping
from typing import Any

from prometheus_client import Counter, Histogram

REQUESTS = Counter("loccit_requests", "Requests answered", ["method", "status"])
QUESTIONS = Histogram(
    "loccit_question_seconds",
    "Time from a question to its answer",
    ["door", "status"],
    buckets=(0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10),
)


def count(event: str, fields: Mapping[str, Any]) -> None:
    """Count an event."""
    if event == "request":
        REQUESTS.labels(fields["method"], fields["status"]).inc()
    elif event == "question":
        QUESTIONS.labels(fields["door"], fields["status"]).observe(fields["ms"] / 1000)
