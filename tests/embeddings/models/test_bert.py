import pytest

from embeddings.models.bert import default_threads


@pytest.mark.parametrize(("value", "threads"), [("3", 3), ("2,4", 2), (" 5 ", 5)])
def test_as_many_threads_calculate_as_openmp_is_told(monkeypatch: pytest.MonkeyPatch, value: str, threads: int) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", value)
    assert default_threads() == threads


@pytest.mark.parametrize("value", ["", "0", "many", "-1"])
def test_else_one_for_each_processor(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", value)
    monkeypatch.setattr("os.sched_getaffinity", lambda _: {0, 1, 2}, raising=False)
    assert default_threads() == 3
