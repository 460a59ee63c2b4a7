import threading
from types import SimpleNamespace
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from embeddings.errors import IndexMissing
from ui.web import health


@pytest.fixture(autouse=True)
def _patient_probes(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a busy machine a thread may take long to begin."""
    monkeypatch.setattr(health, "SECONDS", 120.0)


def client_of(open_archive: Any, *, metrics: bool = False) -> TestClient:
    return TestClient(Starlette(routes=health.routes(open_archive, metrics)))


def test_a_server_that_can_answer_is_healthy_and_ready() -> None:
    client = client_of(lambda: SimpleNamespace(generation="g1"))
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json() == {"status": "ready", "generation": "g1"}


def test_a_server_without_an_index_is_healthy_but_not_ready_and_names_no_file() -> None:
    def missing() -> Any:
        raise IndexMissing("There is no index in /home/anna/secret.")

    client = client_of(missing)
    assert client.get("/healthz").status_code == 200
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (503, {"status": "not ready", "reason": "IndexMissing"})


def test_a_server_that_is_still_opening_says_so_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "SECONDS", 0.05)
    opened = threading.Event()
    response = client_of(lambda: opened.wait(120)).get("/readyz")
    opened.set()
    assert (response.status_code, response.json()) == (503, {"status": "opening"})


def test_metrics_are_served_only_where_they_are_asked_for() -> None:
    assert client_of(lambda: None).get("/metrics").status_code == 404
    response = client_of(lambda: None, metrics=True).get("/metrics")
    assert response.status_code == 200
    assert "# TYPE" in response.text
