from pathlib import Path

import numpy as np
import pytest

from embeddings.files.runs import Runs, RunsWriter
from embeddings.index.order import Order
from embeddings.index.parted import PartedRuns, PartedTerms, SentenceKeys
from embeddings.index.sentence_terms import SentenceTerms, SentenceTermsWriter
from tests.embeddings.index.segments import segment

# Two segments of passages of one document each; the second of the first is gone. In the archive: b0, a0, a2, b1.
SENTENCES = ([1, 2, 3], [2, 1])
PLACED = np.asarray([[1, 0], [0, 0], [0, 2], [1, 1]], np.uint32)


@pytest.fixture
def order() -> Order:
    return Order(PLACED, [segment([1] * len(counts), counts) for counts in SENTENCES])


def test_runs_of_several_segments_are_taken_in_any_order(tmp_path: Path, order: Order) -> None:
    parts = []
    for number, counts in enumerate(SENTENCES):
        with RunsWriter(tmp_path / str(number), np.int32, 1) as writer:
            for passage, count in enumerate(counts):
                writer.append(np.full((count, 1), 10 * number + passage))
            writer.finish()
        parts.append(Runs(tmp_path / str(number), np.int32, 1, len(counts), sum(counts)))
    runs = PartedRuns(parts, order)
    assert [runs.run(passage)[:, 0].tolist() for passage in range(4)] == [[10, 10], [0], [2, 2, 2], [11]]
    rows, firsts = runs.take(np.asarray([2, 3, 0, 2]))
    assert rows[:, 0].tolist() == [2, 2, 2, 11, 10, 10, 2, 2, 2]
    assert firsts.tolist() == [0, 3, 4, 6, 9]
    rows, firsts = runs.take(np.zeros(0, np.int64))
    assert (rows.shape, firsts.tolist()) == ((0, 1), [0])


def test_terms_and_keys_of_sentences_are_those_of_their_segments(tmp_path: Path, order: Order) -> None:
    parts = []
    for number, counts in enumerate(SENTENCES):
        with SentenceTermsWriter(tmp_path / str(number)) as writer:
            for row in range(sum(counts)):
                writer.append([f"{'ab'[number]}{row}"] * (1 + row % 2) + ["all"])
            writer.finish()
        parts.append(SentenceTerms(tmp_path / str(number), sum(counts)))
    terms = PartedTerms(parts, order)
    # The sentences b0 b1 | a0 | a3 a4 a5 | b2.
    assert terms.held(np.arange(7), ["a0", "b1", "a4", "all"]).astype(int).tolist() == [
        [0, 0, 0, 1],
        [0, 1, 0, 1],
        [1, 0, 0, 1],
        [0, 0, 0, 1],
        [0, 0, 1, 1],
        [0, 0, 0, 1],
        [0, 0, 0, 1],
    ]
    assert terms.all_counts().tolist() == terms.counts(np.arange(7)).tolist() == [2] * 7
    keys = SentenceKeys([np.arange(6, dtype=np.uint64), np.arange(10, 13, dtype=np.uint64)], order)
    assert (len(keys), keys.take(np.arange(7)).tolist()) == (7, [10, 11, 0, 3, 4, 5, 12])
    assert keys.all().tolist() == keys.take(np.arange(7)).tolist()
