from pathlib import Path

import pytest

from embeddings.building.progress import stop_check, stoppable
from embeddings.errors import RebuildStopped


def test_progress_is_passed_on() -> None:
    steps: list[tuple[str, int, int]] = []
    report_progress = stoppable(Path("index"), lambda *step: steps.append(step), None)
    report_progress("reading", 1, 3)
    report_progress("reading", 2, 3)
    assert steps == [("reading", 1, 3), ("reading", 2, 3)]


def test_nobody_need_listen() -> None:
    stoppable(Path("index"), None, None)("reading", 1, 3)


def test_it_stops_after_the_step_that_was_reported() -> None:
    steps: list[tuple[str, int, int]] = []
    report_progress = stoppable(Path("index"), lambda *step: steps.append(step), lambda: len(steps) == 2)
    report_progress("reading", 1, 3)
    with pytest.raises(RebuildStopped) as raised:
        report_progress("reading", 2, 3)
    assert steps == [("reading", 1, 3), ("reading", 2, 3)]
    assert str(raised.value) == (
        "The rebuild of index was stopped; the index is as it was, and what was embedded is kept."
    )


def test_whether_to_stop_is_asked_without_a_step() -> None:
    asked = iter((False, True))
    check_stopped = stop_check(Path("index"), lambda: next(asked))
    check_stopped()
    with pytest.raises(RebuildStopped):
        check_stopped()
    stop_check(Path("index"), None)()
