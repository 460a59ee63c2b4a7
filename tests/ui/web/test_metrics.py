import pytest
from prometheus_client import REGISTRY

from ui.web import metrics


def value(name: str, labels: dict[str, str]) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0.0


def test_requests_are_counted_by_method_and_status() -> None:
    labels = {"method": "POST", "status": "418"}
    before = value("loccit_requests_total", labels)
    metrics.count("request", {"method": "POST", "status": 418, "path": "/x", "ms": 3.0})
    assert value("loccit_requests_total", labels) == before + 1


def test_questions_are_counted_with_their_seconds_by_door_and_status() -> None:
    labels = {"door": "endpoint", "status": "answered"}
    before = [value(f"loccit_question_seconds_{name}", labels) for name in ("count", "sum")]
    metrics.count("question", {**labels, "ms": 250.0})
    after = [value(f"loccit_question_seconds_{name}", labels) for name in ("count", "sum")]
    assert after == [before[0] + 1, pytest.approx(before[1] + 0.25)]


def counted() -> list[tuple[str, dict[str, str], float]]:
    """Return all that loccit has counted; what is said of the process itself changes from one moment to the next."""
    families = [*metrics.REQUESTS.collect(), *metrics.QUESTIONS.collect()]
    return [(sample.name, sample.labels, sample.value) for family in families for sample in family.samples]


def test_other_events_are_not_counted() -> None:
    metrics.count("request", {"method": "GET", "status": 200})
    before = counted()
    assert ("loccit_requests_total", {"method": "GET", "status": "200"}) in [sample[:2] for sample in before]
    metrics.count("start", {"door": "page", "status": "answered", "method": "GET", "ms": 1.0})
    assert counted() == before
