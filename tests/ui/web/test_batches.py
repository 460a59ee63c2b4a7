import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from embeddings.models.encoder import Encoder
from qa.answers import Answer
from qa.archive import Archive
from qa.batches import stored
from qa.batches.stored import StoredBatch, running
from qa.errors import BatchError, FilterError
from qa.kept.marks import mark
from tests.ui.example import ANSWER, QUESTION
from tests.waiting import SECONDS, wait_until
from ui.web import batches
from ui.web.batches import Batch, Batches

THREE = f'question\n"{QUESTION}"\n"{QUESTION}"\n"{QUESTION}"\n'


@pytest.fixture
def archive(index: Path, encoder: Encoder) -> Archive:
    return Archive.open(index, encoder=encoder)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """What users keep."""
    return tmp_path / "kept"


@pytest.fixture
def ana(folder: Path) -> Path:
    return folder / "ana-1.sqlite"


@pytest.fixture
def ben(folder: Path) -> Path:
    return folder / "ben-2.sqlite"


@pytest.fixture
def kept(archive: Archive, folder: Path) -> Batches:
    return Batches(lambda: archive, folder)


@pytest.fixture
def going(monkeypatch: pytest.MonkeyPatch) -> Iterator[Event]:
    """Have no question be answered before this is set."""
    go, ask = Event(), Archive.ask

    def slow_ask(*arguments: Any, **named: Any) -> Answer:
        assert go.wait(SECONDS)
        return ask(*arguments, **named)

    monkeypatch.setattr(Archive, "ask", slow_ask)
    yield go
    go.set()


def ended(batch: Batch) -> Batch:
    wait_until(lambda: not batch.runs)
    return batch


def rows(batch: Batch) -> list[dict[str, Any]]:
    return [json.loads(line) for line in batch.answers(".jsonl").splitlines()]


def counted_questions(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Have the questions that archives are asked from now on appended to a list, which is returned."""
    asked: list[str] = []
    ask = Archive.ask

    def counted(archive: Archive, question: str, *more: Any, **named: Any) -> Answer:
        asked.append(question)
        return ask(archive, question, *more, **named)

    monkeypatch.setattr(Archive, "ask", counted)
    return asked


def test_its_questions_are_asked_and_its_rows_kept(kept: Batches, ana: Path) -> None:
    batch = ended(kept.begin("questions.csv", THREE, {}, ana))
    state = batch.state
    assert (state.name, state.done, state.total, state.error) == ("questions.csv", 3, 3, "")
    assert [row["excerpts"][0]["text"] for row in rows(batch)] == [ANSWER] * 3
    assert batch.answers(".csv").count(ANSWER.encode()) == 3
    assert batch.kept.folder.parent == ana.parent / "batches" / "ana-1"


def test_they_are_asked_under_the_filters_and_the_users_own_tags(
    kept: Batches, ana: Path, ben: Path, archive: Archive
) -> None:
    batch = ended(kept.begin("q.txt", QUESTION, {"documents": ["oman.txt"]}, ana))
    (row,) = rows(batch)
    assert row["filters"]["documents"] == ["oman.txt"]
    document = archive.document("oman.txt")
    assert document is not None
    mark(ana, document, archive.present, tags=["Gulf"])
    (row,) = rows(ended(kept.begin("q.txt", QUESTION, {"tags": ["Gulf"]}, ana)))
    assert {near["document"]["id"] for near in row["nearest"]} <= {"oman.txt"}
    of_ben = ended(kept.begin("q.txt", QUESTION, {"tags": ["Gulf"]}, ben))
    assert "You have given no document the tag 'Gulf'" in of_ben.state.error
    assert of_ben.state.done == 0


@pytest.mark.usefixtures("going")
def test_a_batch_is_its_users_and_one_at_a_time(kept: Batches, ana: Path, ben: Path, folder: Path) -> None:
    of_ana = kept.begin("q.csv", THREE, {}, ana)
    with pytest.raises(BatchError, match="A batch of yours is running"):
        kept.begin("q.csv", THREE, {}, ana)
    of_ben = kept.begin("q.csv", THREE, {}, ben)
    with pytest.raises(BatchError, match="at work on other batches"):
        kept.begin("q.csv", THREE, {}, folder / "eva-3.sqlite")
    for token, file in ((of_ana.token, ben), (of_ana.token, None), ("../ana-1", ben), ("other", ana)):
        with pytest.raises(BatchError, match="no longer kept"):
            kept.of(token, file)
    with pytest.raises(BatchError, match="is being asked; cancel it first"):
        kept.remove(of_ana.token, ana)
    assert [batch.token for batch in kept.all_of(ana)] == [of_ana.token]
    assert [batch.token for batch in kept.all_of(ben, [of_ana.token])] == [of_ben.token]


def test_one_that_is_stopped_can_go_on_and_asks_nothing_twice(
    kept: Batches, ana: Path, going: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = kept.begin("q.csv", THREE, {}, ana)
    batch.stop()
    assert batch.state.stopping
    going.set()
    # The question that was being asked is answered.
    assert (ended(batch).state.done, batch.state.running) == (1, False)
    asked = counted_questions(monkeypatch)
    kept.go_on(batch.token, ana)
    assert (ended(batch).state.done, len(asked), len(rows(batch))) == (3, 2, 3)


def test_a_server_that_is_started_again_goes_on_where_the_last_one_was(
    kept: Batches, ana: Path, ben: Path, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = ana.parent
    over = ended(kept.begin("over.csv", THREE, {}, ana))
    # As a power cut leaves it: one row whole, one in part, and no word of an end.
    cut = ended(kept.begin("cut.csv", THREE, {}, ben))
    first, second, _ = cut.answers(".jsonl").splitlines(keepends=True)
    cut.kept.answers(".jsonl").write_bytes(first + second[:40])
    stored.go_on(cut.kept)
    (folder / "batches" / "ben-2" / "begun").mkdir()
    asked = counted_questions(monkeypatch)
    again = Batches(lambda: archive, folder)
    again.resume()
    batch = ended(again.of(cut.token, ben))
    assert (batch.state.done, batch.state.error, len(asked)) == (3, "", 2)
    assert [row["row"] for row in rows(batch)] == [1, 2, 3]
    assert not (folder / "batches" / "ben-2" / "begun").exists()
    # What had ended is there still, for its user only.
    assert again.of(over.token, ana).answers(".csv") == over.answers(".csv")
    assert again.of(over.token, ana).state.counts == {"answered": 3}
    assert [batch.token for batch in again.all_of(ben)] == [cut.token]


def test_two_servers_do_not_ask_the_same_batch(kept: Batches, ana: Path, archive: Archive, folder: Path) -> None:
    batch = ended(kept.begin("q.csv", THREE, {}, ana))
    stored.go_on(batch.kept)
    with running(batch.kept) as held:
        assert held
        other = Batches(lambda: archive, folder)
        other.resume()
        wait_until(lambda: not other.all_of(ana))
    assert stored.stored(batch.kept.folder) is not None


def test_what_ends_a_batch_is_said_and_kept(ana: Path, folder: Path, archive: Archive) -> None:
    def no_archive() -> Archive:
        raise FilterError("The archive is gone.")

    batch = ended(Batches(no_archive, folder).begin("q.csv", THREE, {}, ana))
    assert (batch.state.error, batch.state.done) == ("The archive is gone.", 0)
    again = Batches(lambda: archive, folder)
    assert again.of(batch.token, ana).state.error == "The archive is gone."
    again.go_on(batch.token, ana)
    assert ended(again.of(batch.token, ana)).state.done == 3


def test_those_that_ended_go_in_time_or_when_their_user_removes_them(
    kept: Batches, ana: Path, archive: Archive, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "MOST_KEPT", 2)
    first, second = (ended(kept.begin("q.csv", THREE, {}, ana)) for _ in range(2))
    with pytest.raises(BatchError, match="You have 2 batches, as many as are kept; remove one"):
        kept.begin("q.csv", THREE, {}, ana)
    kept.remove(first.token, ana)
    assert not first.kept.folder.exists()
    kept.sweep()
    assert kept.all_of(ana) == [second]
    began, ended_on = (datetime.fromisoformat(day) for day in (second.kept.began, second.kept.ended))
    assert began <= ended_on <= datetime.now(UTC)
    assert second.state.until == str((ended_on + timedelta(days=7)).date())
    monkeypatch.setattr(batches, "KEPT_DAYS", -1)
    kept.sweep()
    assert kept.all_of(ana) == []
    assert not second.kept.folder.exists()
    # Also after a restart.
    monkeypatch.setattr(batches, "KEPT_DAYS", 7)
    third = ended(kept.begin("q.csv", THREE, {}, ana))
    monkeypatch.setattr(batches, "KEPT_DAYS", -1)
    Batches(lambda: archive, folder).sweep()
    assert not third.kept.folder.exists()


def test_where_nothing_is_kept_a_batch_is_its_pages_and_goes_with_the_server(archive: Archive, folder: Path) -> None:
    kept = Batches(lambda: archive, folder)
    batch = ended(kept.begin("q.csv", THREE, {}, None))
    assert kept.all_of(None) == []
    assert kept.all_of(None, [batch.token]) == [batch]
    assert not folder.exists()
    assert len(rows(batch)) == 3
    again = Batches(lambda: archive, folder)
    again.resume()
    assert again.all_of(None, [batch.token]) == []


def test_one_that_is_seen_to_have_ended_can_go_on_at_once(
    kept: Batches, ana: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen_to_run: list[bool] = []

    @contextmanager
    def looked_at(batch: StoredBatch) -> Iterator[bool]:
        with running(batch) as is_ours:
            yield is_ours
            # Who went on with it now would find it held, as by another server.
            seen_to_run.append(kept.of(batch.token, ana).runs)

    monkeypatch.setattr(stored, "running", looked_at)
    batch = ended(kept.begin("q.csv", THREE, {}, ana))
    kept.go_on(batch.token, ana)
    assert ended(batch).state.done == 3
    assert seen_to_run == [True, True]
