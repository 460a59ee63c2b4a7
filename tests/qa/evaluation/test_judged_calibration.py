from collections.abc import Callable
from pathlib import Path

import pytest

from embeddings.models.encoder import Encoder
from qa.archive import Archive
from qa.errors import CalibrationError
from qa.evaluation.collections import Collection, JudgedQuestion
from qa.evaluation.judged_calibration import calibrate_judged


def test_the_threshold_parts_what_is_answered_from_what_is_not(
    index_of: Callable[[dict[str, str]], Path], encoder: Encoder, tmp_path: Path
) -> None:
    archive = Archive.open(
        index_of({"a.txt": "A boat sank off Oman in the night.", "b.txt": "Camels crossed the dry river bed."}),
        encoder=encoder,
    )
    right = JudgedQuestion("1", "Where did a boat sink off Oman in the night?", {"a.txt": 1})
    wrong = JudgedQuestion("2", "What crossed the dry river bed?", {"a.txt": 1})
    refused = JudgedQuestion("3", "Who painted the ceiling of the opera?", {})
    seen: list[tuple[int, int]] = []
    collection = Collection("c", tmp_path, (), (right, wrong), (refused,))
    figures = calibrate_judged(archive, collection, lambda done, total: seen.append((done, total)))
    assert seen == [(1, 3), (2, 3), (3, 3)]
    assert figures.questions == 2
    assert figures.auroc == 1.0
    # The second is answered, but from a document that is not relevant.
    assert (figures.suggested_answered, figures.suggested_refused) == (0.5, 1.0)
    low = archive.ask(refused.text).confidence
    assert low < figures.suggested_threshold <= archive.ask(right.text).confidence
    with pytest.raises(CalibrationError, match="marks no question as unanswerable"):
        calibrate_judged(archive, Collection("c", tmp_path, (), (right,)))
