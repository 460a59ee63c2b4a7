import runpy
from math import log2
from pathlib import Path

import pytest

PEERS = Path(__file__).parents[2] / "benchmarks/peers"
scores = runpy.run_path(str(PEERS / "scores.py"))


def test_the_gain_of_a_document_counts_once_and_by_its_place() -> None:
    grades = {"a": 2, "b": 1, "c": 0}
    best = 2 + 1 / log2(3)

    assert scores["ndcg"](["a", "b"], grades) == pytest.approx(1.0)
    assert scores["ndcg"](["c", "a", "a", "b"], grades) == pytest.approx((2 / log2(3) + 1 / 2) / best)
    assert scores["ndcg"]([*"0123456789", "a"], grades) == 0.0


def test_percentiles_lie_between_the_values() -> None:
    assert scores["percentile"](list(range(101)), 95) == pytest.approx(95)
    assert scores["percentile"]([1.0, 2.0], 50) == pytest.approx(1.5)


def test_a_figure_that_one_way_lacks_is_a_dash_in_the_table() -> None:
    table = scores["table"]({"one": {"build": "1 s", "memory": "5 MB"}, "other": {"build": "2 s"}})

    assert table.splitlines() == [
        "|  | one | other |",
        "| --- | --- | --- |",
        "| build | 1 s | 2 s |",
        "| memory | 5 MB | — |",
    ]


def test_every_environment_is_pinned_and_every_way_says_how_it_is_asked() -> None:
    pinned = {path.stem: path.read_text("utf-8").split() for path in (PEERS / "requirements").glob("*.txt")}

    assert set(pinned) == {"txtai", "lancedb", "bm25s", "faiss"}
    assert all("==" in line for lines in pinned.values() for line in lines)
    assert all((PEERS / f"of_{way}.py").is_file() for way in pinned)
