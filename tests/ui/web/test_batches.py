import csv
import io
import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from threading import Event
from types import SimpleNamespace
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from embeddings.models.encoder import Encoder
from qa.answers import Answer
from qa.archive import Archive
from qa.batches.questions import BatchQuestion
from qa.batches.running import begin, run
from qa.errors import BatchError
from qa.question.filters import Filters
from tests.ui.example import ANSWER, QUESTION
from ui.web import batches
from ui.web.batches import MOST_QUESTIONS, Batch, Batches, SentBatch, batch_functions, checked_questions, routes

WRITTEN = f'question,id\n"{QUESTION}",1\n,2\nWho designed the opera?,3\n'


def request_of(name: str | None) -> Any:
    login = None if name is None else SimpleNamespace(name=name)
    return SimpleNamespace(state=SimpleNamespace(login=login))


@pytest.fixture
def archive(index: Path, encoder: Encoder) -> Archive:
    return Archive.open(index, encoder=encoder)


def ended(batch: Batch) -> Batch:
    for _ in range(1_000):
        if batch.ended:
            return batch
        Event().wait(0.01)
    raise AssertionError("the batch does not end")


@pytest.fixture
def kept() -> Batches:
    return Batches()


@pytest.fixture
def functions(kept: Batches, archive: Archive) -> dict[str, Callable[..., dict[str, Any]]]:
    made = batch_functions(kept, lambda: archive, lambda _: Filters.from_dict)
    return {function.__name__: function for function in made}


def test_the_rows_are_those_of_the_command(
    kept: Batches, archive: Archive, functions: dict[str, Any], tmp_path: Path
) -> None:
    begun = functions["begin_batch"]({"name": "questions.csv", "text": WRITTEN}, request_of(None))
    batch = ended(kept.of(begun["batch"], None))
    (tmp_path / "questions.csv").write_text(WRITTEN)
    for suffix in (".csv", ".jsonl"):
        run(begin(tmp_path / "questions.csv", tmp_path / f"answers{suffix}"), archive, None)
        assert batch.answers(suffix) == (tmp_path / f"answers{suffix}").read_bytes()
    rows = list(csv.DictReader(io.StringIO(batch.answers(".csv").decode())))
    assert [row["status"] for row in rows] == ["answered", "not_asked", "not_found"]
    assert rows[0]["excerpts"] == f"“{ANSWER}”"
    shown = functions["watch_batch"]({"batch": batch.token}, request_of(None))
    assert not shown["running"]
    assert "3 questions: 1 answered, 1 not found, 1 not asked." in shown["html"]


def test_they_are_asked_under_the_filters(kept: Batches, functions: dict[str, Any]) -> None:
    sent = {"name": "q.txt", "text": QUESTION, "filters": {"documents": ["oman.txt"]}}
    batch = ended(kept.of(functions["begin_batch"](sent, request_of("ana"))["batch"], "ana"))
    (row,) = [json.loads(line) for line in batch.answers(".jsonl").splitlines()]
    assert row["filters"]["documents"] == ["oman.txt"]
    wrong = sent | {"filters": {"documents": ["nothing.txt"]}}
    assert "The archive has no document" in functions["begin_batch"](wrong, request_of("ana"))["error"]


def test_a_batch_is_its_owners_and_one_at_a_time(kept: Batches, archive: Archive) -> None:
    go = Event()

    def ask(question: str) -> Answer:
        assert go.wait(10)
        return archive.ask(question)

    questions = [BatchQuestion(1, QUESTION), BatchQuestion(2, QUESTION), BatchQuestion(3, QUESTION)]
    of_ana = kept.begin(questions, ask, "ana")
    with pytest.raises(BatchError, match="A batch of yours is running"):
        kept.begin(questions, ask, "ana")
    kept.begin(questions, ask, "ben").stop()
    with pytest.raises(BatchError, match="at work on other batches"):
        kept.begin(questions, ask, "eva")
    for token, owner in ((of_ana.token, "ben"), ("other", "ana")):
        with pytest.raises(BatchError, match="no longer kept"):
            kept.of(token, owner)
    of_ana.stop()
    assert of_ana.state.stopping
    go.set()
    state = ended(of_ana).state
    # The question that was being asked is answered.
    assert (state.running, state.done, state.total) == (False, 1, 3)


def test_what_ends_a_batch_is_said(kept: Batches) -> None:
    def ask(_: str) -> Answer:
        raise BatchError("The archive is gone.")

    batch = ended(kept.begin([BatchQuestion(1, QUESTION)], ask, None))
    assert (batch.state.error, batch.state.done) == ("The archive is gone.", 0)


def test_those_that_ended_are_forgotten_in_time(kept: Batches, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "MOST_KEPT", 1)
    faulty = [BatchQuestion(1, "", "Empty.")]
    first, second = (ended(kept.begin(faulty, pytest.fail, "ana")) for _ in range(2))
    monkeypatch.setattr(batches, "KEPT_SECONDS", 1_000.0)
    third = ended(kept.begin(faulty, pytest.fail, "ana"))
    with pytest.raises(BatchError, match="no longer kept"):
        kept.of(first.token, "ana")
    assert kept.of(second.token, "ana") is second
    monkeypatch.setattr(batches, "KEPT_SECONDS", 0.0)
    kept.begin(faulty, pytest.fail, "ana")
    with pytest.raises(BatchError, match="no longer kept"):
        kept.of(third.token, "ana")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", r"questions\.csv holds no question"),
        ("a,b\n1,2\n", 'questions.csv has no column "question"'),
        ("x\n" * (MOST_QUESTIONS + 1), "has 2,001 questions; the page takes 2,000. Part the file"),
    ],
)
def test_a_file_that_cannot_be_asked_is_refused_in_words(text: str, message: str) -> None:
    with pytest.raises(BatchError, match=message):
        checked_questions(SentBatch(name="questions.csv", text=text))


def test_the_answers_are_downloaded_by_who_began_it(kept: Batches, archive: Archive) -> None:
    batch = ended(kept.begin([BatchQuestion(1, QUESTION)], partial(archive.ask), None))
    of_ana = ended(kept.begin([BatchQuestion(1, QUESTION)], partial(archive.ask), "ana"))
    client = TestClient(Starlette(routes=routes(kept)))
    response = client.get("/batch-answers", params={"batch": batch.token, "form": "csv"})
    assert (response.status_code, response.content) == (200, batch.answers(".csv"))
    assert response.headers["content-disposition"] == 'attachment; filename="answers.csv"'
    assert client.get("/batch-answers", params={"batch": batch.token, "form": "jsonl"}).json()["question"] == QUESTION
    assert client.get("/batch-answers", params={"batch": of_ana.token, "form": "csv"}).status_code == 404
    assert client.get("/batch-answers", params={"batch": batch.token}).status_code == 400
