from pathlib import Path

import numpy as np
import pytest

from embeddings.documents import Document
from qa.errors import CollectionError
from qa.evaluation.collections import Collection, JudgedQuestion
from qa.evaluation.run_files import run_lines, run_paths, strictly_falling


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


def collection(name: str, document_id: str = "sea") -> Collection:
    document = Document(id=document_id, path="corpus.jsonl", text="A boat sank.", sha256="")
    return Collection(name, Path(name), (document,), (JudgedQuestion("q1", "What sank?", {document_id: 1}),))


def test_each_collection_has_a_run_of_its_own() -> None:
    path = Path("runs") / "all.trec"
    assert run_paths([collection("boats")], path) == [path]
    several = [collection("boats"), collection("ships")]
    assert run_paths(several, path) == [Path("runs") / "all.boats.trec", Path("runs") / "all.ships.trec"]
    assert run_paths(several, None) == [None, None]


@pytest.mark.parametrize("document_id", ["my letter", "", " "])
def test_an_id_that_a_run_cannot_hold_matters_only_where_one_is_written(document_id: str) -> None:
    boats = collection("boats", document_id)
    with pytest.raises(CollectionError, match=f"cannot hold the id '{document_id}' of boats"):
        run_paths([boats], Path("run"))
    assert run_paths([boats], None) == [None]
