import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from embeddings.building import recipe
from embeddings.models.encoder import Encoder
from qa.evaluation.collections import read_collection
from qa.evaluation.judged_archive import archive_key, open_judged

SEA = {"_id": "sea", "title": "Sea", "text": "A boat sank off Oman. Ten men drowned there."}


def judged_folder(folder: Path, document: dict[str, str]) -> Path:
    folder.mkdir()
    (folder / "corpus.jsonl").write_text(json.dumps(document), "utf-8")
    (folder / "queries.jsonl").write_text(json.dumps({"_id": "q1", "text": "Where did a boat sink?"}), "utf-8")
    (folder / "qrels.tsv").write_text(f"query-id\tcorpus-id\tscore\nq1\t{document['_id']}\t1\n", "utf-8")
    return folder


def test_a_collection_is_asked_as_an_archive_of_its_documents(tmp_path: Path, encoder: Encoder) -> None:
    collection = read_collection(judged_folder(tmp_path / "boats", SEA))
    stages: list[str] = []
    opened = open_judged(collection, tmp_path / "cache", encoder, lambda stage, *_: stages.append(stage))
    assert [hit.document.id for hit in opened.archive.hits("Where did a boat sink?")] == ["sea"]
    assert opened.generation.id == opened.archive.generation
    assert (opened.collection, opened.encoder) == (collection, encoder)
    assert "encoding" in stages
    # The second time it is there.
    stages.clear()
    again = open_judged(collection, tmp_path / "cache", encoder, lambda stage, *_: stages.append(stage))
    assert (again.generation.id, stages) == (opened.generation.id, [])


@pytest.mark.parametrize("changed", ["_id", "title", "text", "date", "url"])
def test_another_corpus_has_an_archive_of_its_own(tmp_path: Path, encoder: Encoder, changed: str) -> None:
    before = read_collection(judged_folder(tmp_path / "before", SEA))
    after = read_collection(judged_folder(tmp_path / "after", {**SEA, changed: "2011"}))
    assert archive_key(before, encoder) != archive_key(after, encoder)


def test_another_model_has_an_archive_of_its_own(make_encoder: Callable[..., Encoder], tmp_path: Path) -> None:
    collection = read_collection(judged_folder(tmp_path / "boats", SEA))
    other = make_encoder(fingerprint="words-2")
    assert archive_key(collection, make_encoder()) != archive_key(collection, other)


@pytest.mark.parametrize("edited", ["generations/layout.py", "text/splitting.py", "text/spelling.py"])
def test_code_that_builds_in_another_way_has_an_archive_of_its_own(
    encoder: Encoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, edited: str
) -> None:
    collection = read_collection(judged_folder(tmp_path / "boats", SEA))
    code = tmp_path / "embeddings"
    shutil.copytree(Path(recipe.__file__).parents[1], code, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(recipe, "__file__", str(code / "building" / "recipe.py"))
    monkeypatch.setattr("qa.evaluation.judged_archive.recipe", recipe.recipe.__wrapped__)
    before = archive_key(collection, encoder)
    assert archive_key(collection, encoder) == before
    with (code / edited).open("a") as file:
        file.write("STOP_WORDS = ()\n")
    assert archive_key(collection, encoder) != before
