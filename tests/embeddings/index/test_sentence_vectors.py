from pathlib import Path

import numpy as np
import pytest

from embeddings.files.runs import Runs, RunsWriter
from embeddings.index.quantised import quantised
from embeddings.index.sentence_vectors import SentenceVectors

# Cosines with EAST: 1, 0, 0.6 and -1.
EAST, NORTH, BETWEEN, WEST = (1.0, 0.0), (0.0, 1.0), (0.6, 0.8), (-1.0, 0.0)


@pytest.fixture
def opened(tmp_path: Path) -> SentenceVectors:
    """Three passages: of two sentences, of none and of two."""
    with RunsWriter(tmp_path / "sentences", np.uint8, 1) as writer:
        for run in ([EAST, NORTH], [], [BETWEEN, WEST]):
            writer.append(quantised(np.reshape(np.array(run, np.float32), (-1, 2))))
        writer.finish()
    return SentenceVectors(Runs(tmp_path / "sentences", np.uint8, 1, 3, 4))


def test_each_sentence_of_the_passages_asked_for_has_its_cosine_in_their_order(opened: SentenceVectors) -> None:
    cosines, firsts = opened.cosines(np.array([2, 1, 0]), np.array(EAST, np.float32))
    assert cosines.tolist() == pytest.approx([0.6, -1, 1, 0], abs=0.02)
    assert firsts.tolist() == [0, 2, 2, 4]
