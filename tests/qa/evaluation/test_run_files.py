import numpy as np
import pytest

from qa.evaluation.run_files import run_lines, strictly_falling


def test_scores_fall_strictly_in_single_precision() -> None:
    falling = strictly_falling([0.5, 0.5, 0.5 - 1e-12, 0.7, 0.1, 0.0, 0.0])
    single = np.asarray(falling, np.float32)
    assert (np.diff(single) < 0).all()
    assert falling == pytest.approx([0.5, 0.5, 0.5, 0.5, 0.1, 0.0, 0.0], abs=1e-6)
    assert strictly_falling([]) == []


def test_a_run_has_a_line_a_document() -> None:
    assert list(run_lines("q1", {"sea": 0.75, "port": 0.5})) == [
        "q1 Q0 sea 1 0.75 loccit\n",
        "q1 Q0 port 2 0.5 loccit\n",
    ]
