import json
from collections.abc import Callable
from pathlib import Path

import pytest

from embeddings.models.encoder import Encoder
from embeddings.text import spelling
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
    told: list[str] = []
    opened = open_judged(collection, tmp_path / "cache", encoder, lambda stage, *_: told.append(stage))
    assert [one.document.id for one in opened.archive.hits("Where did a boat sink?")] == ["sea"]
    assert opened.generation.id == opened.archive.generation
    assert (opened.collection, opened.encoder) == (collection, encoder)
    assert "encoding" in told
    # The second time it is there.
    told.clear()
    again = open_judged(collection, tmp_path / "cache", encoder, lambda stage, *_: told.append(stage))
    assert (again.generation.id, told) == (opened.generation.id, [])


@pytest.mark.parametrize("changed", ["_id", "title", "text", "date", "url"])
def test_another_corpus_has_an_archive_of_its_own(tmp_path: Path, encoder: Encoder, changed: str) -> None:
    one = read_collection(judged_folder(tmp_path / "one", SEA))
    other = read_collection(judged_folder(tmp_path / "other", {**SEA, changed: "2011"}))
    assert archive_key(one, encoder) != archive_key(other, encoder)


def test_another_model_format_splitting_or_way_of_building_has_an_archive_of_its_own(
    make_encoder: Callable[..., Encoder], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    collection = read_collection(judged_folder(tmp_path / "boats", SEA))
    keys = [archive_key(collection, make_encoder()), archive_key(collection, make_encoder(fingerprint="words-2"))]
    monkeypatch.setattr("embeddings.text.splitting.PASSAGE_WORDS", 90)
    keys.append(archive_key(collection, make_encoder()))
    monkeypatch.setattr("embeddings.generations.store.FORMAT", 99)
    keys.append(archive_key(collection, make_encoder()))
    (tmp_path / "edited.py").write_text("STOP_WORDS = ()\n")
    monkeypatch.setattr(spelling, "__file__", str(tmp_path / "edited.py"))
    keys.append(archive_key(collection, make_encoder()))
    assert len(set(keys)) == 5
