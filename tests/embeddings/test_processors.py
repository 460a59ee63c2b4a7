from threading import Event, Thread

import pytest
from threadpoolctl import ThreadpoolController

from embeddings.processors import default_threads, one_blas_thread, processors


def test_processors_are_those_that_the_process_is_bound_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.sched_getaffinity", lambda _: {0, 2, 5}, raising=False)
    assert processors() == 3


@pytest.mark.parametrize(("counted", "expected"), [(8, 8), (None, 1)])
def test_where_no_process_is_bound_they_are_those_of_the_machine(
    monkeypatch: pytest.MonkeyPatch, counted: int | None, expected: int
) -> None:
    monkeypatch.delattr("os.sched_getaffinity", raising=False)
    monkeypatch.setattr("os.cpu_count", lambda: counted)
    assert processors() == expected


@pytest.mark.parametrize(("value", "threads"), [("3", 3), ("2,4", 2), (" 5 ", 5)])
def test_as_many_threads_calculate_as_openmp_is_told(monkeypatch: pytest.MonkeyPatch, value: str, threads: int) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", value)
    assert default_threads() == threads


@pytest.mark.parametrize("value", ["", "0", "many", "-1"])
def test_else_one_for_each_processor(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", value)
    monkeypatch.setattr("os.sched_getaffinity", lambda _: {0, 1, 2}, raising=False)
    assert default_threads() == 3


def test_numpy_multiplies_with_one_thread_and_with_as_many_as_before_afterwards() -> None:
    blas = ThreadpoolController().select(user_api="blas")

    def threads() -> list[int]:
        # Others may bring libraries of their own.
        return [one["num_threads"] for one in blas.info() if "numpy" in one["filepath"]]

    with blas.limit(limits=2):
        before = threads()
        assert before
        with one_blas_thread():
            assert threads() == [1] * len(before)
        assert threads() == before


def test_who_asks_for_one_thread_waits_for_who_asked_before() -> None:
    entered = Event()

    def enter() -> None:
        with one_blas_thread():
            entered.set()

    with one_blas_thread():
        other = Thread(target=enter)
        other.start()
        assert not entered.wait(0.1)
    assert entered.wait(60)
    other.join()
