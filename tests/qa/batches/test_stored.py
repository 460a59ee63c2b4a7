import json
import os
from collections import Counter
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from embeddings.files import disk
from embeddings.models.encoder import Encoder
from qa.answers import Answer
from qa.archive import Archive
from qa.batches import stored
from qa.batches.running import begin, run
from qa.batches.stored import StoredBatch, answering, end, go_on, running, store
from qa.errors import BatchError
from tests.qa.kept.conftest import WORDS

TEXT = "question,id\n=What remained an alternative?,1\n,2\nWho invited both sides to Muscat?,3\nWho left at night?,4\n"
STATUSES = ["answered", "not_asked", "not_found", "answered"]


@pytest.fixture
def archive(index_of: Any, encoder: Encoder) -> Archive:
    index = index_of({"paris.md": WORDS, "oman.txt": "The sultan of Oman invited both sides. They left at night."})
    return Archive.open(index, encoder=encoder)


@pytest.fixture
def batch(tmp_path: Path) -> StoredBatch:
    return store(tmp_path / "kept" / "ana" / "token", "my questions.csv", TEXT, {"documents": ["paris.md"]})


@pytest.fixture
def whole(archive: Archive, tmp_path: Path) -> dict[str, bytes]:
    """What qa ask --batch writes for the same questions."""
    (tmp_path / "questions.csv").write_text(TEXT)
    outs = {suffix: tmp_path / f"whole{suffix}" for suffix in (".csv", ".jsonl")}
    for out in outs.values():
        run(begin(tmp_path / "questions.csv", out), archive, None)
    return {suffix: out.read_bytes() for suffix, out in outs.items()}


def written(batch: StoredBatch) -> dict[str, bytes]:
    return {suffix: batch.answers(suffix).read_bytes() for suffix in (".csv", ".jsonl")}


def counting(archive: Archive) -> tuple[Callable[[str], Answer], list[str]]:
    asked: list[str] = []

    def ask(question: str) -> Answer:
        asked.append(question)
        return archive.ask(question)

    return ask, asked


def test_what_was_sent_is_kept_for_its_user_only(batch: StoredBatch, tmp_path: Path) -> None:
    assert stored.stored(batch.folder) == batch
    assert (batch.token, batch.name, batch.filters) == ("token", "my questions.csv", {"documents": ["paris.md"]})
    assert batch.questions_file.read_text() == TEXT
    assert [asked.text for asked in batch.questions()][2] == "Who invited both sides to Muscat?"
    if os.name != "nt":
        for folder in (batch.folder, batch.folder.parent, tmp_path / "kept"):
            assert folder.stat().st_mode & 0o777 == 0o700
    # The name that was sent is no path.
    other = store(tmp_path / "kept" / "ana" / "other", "../../evil.TXT", "Who \ud800left?", {})
    assert other.questions_file == other.folder / "questions.txt"
    assert [asked.text for asked in other.questions()] == ["Who ?left?"]


def test_its_rows_are_those_of_the_command(batch: StoredBatch, archive: Archive, whole: dict[str, bytes]) -> None:
    assert list(answering(batch, archive.ask)) == STATUSES
    assert written(batch) == whole


def test_one_that_was_stopped_goes_on_and_asks_nothing_twice(
    batch: StoredBatch, archive: Archive, whole: dict[str, bytes]
) -> None:
    ask, asked = counting(archive)
    statuses = answering(batch, ask)
    assert list(islice(statuses, 3)) == STATUSES[:3]
    statuses.close()
    assert len(asked) == 2
    # A stop in the middle of a row, and one between the two rows of a question.
    with batch.answers(".csv").open("ab") as file:
        file.write(whole[".csv"][batch.answers(".csv").stat().st_size :])
    with batch.answers(".jsonl").open("ab") as file:
        file.write(b'{"row": 4, "quest')
    assert list(answering(batch, ask)) == STATUSES
    assert len(asked) == 3
    assert written(batch) == whole
    assert list(answering(batch, pytest.fail)) == STATUSES


def test_answers_that_come_to_too_much_end_it_with_whole_rows(
    batch: StoredBatch, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stored, "MOST_BYTES", 1_000)
    with pytest.raises(BatchError, match=r"come to 0 MB; part the file"):
        list(answering(batch, archive.ask))
    rows = [json.loads(line) for line in batch.answers(".jsonl").read_text().splitlines()]
    assert [row["row"] for row in rows] == [1]


def test_how_it_ended_is_kept_until_it_goes_on(batch: StoredBatch) -> None:
    over = end(batch, Counter(answered=1), "The disk is full.")
    kept = stored.stored(batch.folder)
    assert kept == over
    assert kept is not None
    assert kept.ended >= kept.began
    assert (kept.counts, kept.error) == ({"answered": 1}, "The disk is full.")
    assert go_on(kept) == batch == stored.stored(batch.folder)


def test_what_is_no_whole_batch_is_none(batch: StoredBatch, tmp_path: Path) -> None:
    assert stored.stored(tmp_path) is None
    for part in (b"", b"[]", b'{"name": 1}'):
        (batch.folder / stored.STATE).write_bytes(part)
        assert stored.stored(batch.folder) is None


def test_nothing_stays_where_there_is_no_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(disk, "replace", full)
    with pytest.raises(OSError, match="No space left"):
        store(tmp_path / "kept" / "token", "q.csv", TEXT, {})
    assert list((tmp_path / "kept").iterdir()) == []


def test_only_one_asks_it_at_a_time(batch: StoredBatch) -> None:
    with running(batch) as first, running(batch) as second:
        assert (first, second) == (True, False)
    with running(batch) as again:
        assert again
