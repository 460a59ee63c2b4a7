import numpy as np
import pytest

from qa.retrieval import fusion
from qa.retrieval.fusion import enough, fuse, min_max, weighted_sum


def signals(**given: list[float]) -> dict[str, np.ndarray]:
    count = len(next(iter(given.values())))
    return {name: np.array(given.get(name, [0.0] * count), np.float64) for name in fusion.WEIGHTS}


def test_the_lowest_is_0_and_the_highest_1() -> None:
    assert min_max(np.array([3.0, 1.0, 2.0])).tolist() == [1.0, 0.0, 0.5]
    assert min_max(np.array([2.0, 2.0])).tolist() == [0.0, 0.0]


def test_signals_are_weighted_after_they_were_brought_to_one_scale() -> None:
    scores = weighted_sum(
        signals(bm25=[0.0, 10.0, 20.0], passage_cosine=[0.5, 0.7, 0.5], late_interaction=[9.0, 0.0, 0.0])
    )
    assert scores.tolist() == pytest.approx([0.0, 0.3 / 2 + 0.4, 0.3])


def test_late_interaction_is_asked_of_the_best_by_the_others_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fusion, "RERANKED", 2)
    given = signals(sentence_evidence=[1.0, 0.0, 0.8])
    asked: list[list[int]] = []

    def late(best: np.ndarray) -> np.ndarray:
        asked.append(best.tolist())
        return np.array([0.1, 0.6])

    scores = fuse(given, late)
    assert asked == [[0, 2]]
    assert given["late_interaction"].tolist() == [0.1, 0.0, 0.6]
    # The weights are 3.1 in all.
    assert scores.tolist() == pytest.approx([1.0 / 3.1, 0.0, 1.8 / 3.1])


def test_variants_of_better_passages_do_not_count_among_the_best(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fusion, "RERANKED", 2)
    asked: list[list[int]] = []

    def late(best: np.ndarray) -> np.ndarray:
        asked.append(best.tolist())
        return np.zeros(len(best))

    fuse(signals(bm25=[4.0, 3.0, 2.0, 1.0]), late, np.array([True, False, True, True]))
    assert asked == [[0, 1, 2]]
    assert enough(np.array([True, False, True, True]), 2) == 3
    assert enough(np.array([True, False]), 2) == 2
