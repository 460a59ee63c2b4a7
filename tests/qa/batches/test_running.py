import json
import os
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from embeddings.models.encoder import Encoder
from qa.archive import Archive
from qa.batches import running
from qa.batches.questions import BatchQuestion
from qa.batches.running import begin, run
from qa.errors import BatchError
from tests.qa.kept.conftest import WORDS

QUESTIONS = ["=What remained an alternative?", "", "Who invited both sides to Muscat?", "Who left at night?"]


@pytest.fixture
def archive(index_of: Any, encoder: Encoder) -> Archive:
    index = index_of({"paris.md": WORDS, "oman.txt": "The sultan of Oman invited both sides. They left at night."})
    return Archive.open(index, encoder=encoder)


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    path = tmp_path / "questions.csv"
    path.write_text("question,id\n" + "".join(f'"{text}",{number}\n' for number, text in enumerate(QUESTIONS)))
    return path


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_each_row_has_the_answer_to_its_question_in_order(archive: Archive, questions: Path, tmp_path: Path) -> None:
    out = tmp_path / "answers.jsonl"
    batch = begin(questions, out)
    assert [fault.row for fault in batch.faults] == [2]
    seen: list[tuple[int, int]] = []
    run(batch, archive, None, lambda done, total: seen.append((done, total)))
    assert seen == [(done, 4) for done in range(5)]
    written = rows(out)
    assert [row["question"] for row in written] == QUESTIONS
    assert written[1]["status"] == "not_asked"
    for row in (written[0], written[2], written[3]):
        answer = archive.ask(row["question"])
        assert row["excerpts"] == json.loads(json.dumps([excerpt.to_dict() for excerpt in answer.excerpts]))
        assert (row["status"], row["confidence"]) == (answer.status, round(answer.confidence, 4))


def test_a_batch_that_was_stopped_goes_on_and_asks_nothing_twice(
    archive: Archive, questions: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, out = tmp_path / "whole.csv", tmp_path / "answers.csv"
    run(begin(questions, whole), archive, None)

    def stop(done: int, _: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(begin(questions, out), archive, None, stop)
    data = out.read_bytes()
    assert whole.read_bytes().startswith(data)
    # A kill may leave a part of a row.
    out.write_bytes(data + whole.read_bytes()[len(data) : len(data) + 7])
    asked: list[str] = []
    ask = archive.ask
    monkeypatch.setattr(archive, "ask", lambda text, *rest: asked.append(text) or ask(text, *rest))
    batch = begin(questions, out)
    assert batch.done == 2
    run(batch, archive, None)
    assert out.read_bytes() == whole.read_bytes()
    assert sorted(asked) == sorted(QUESTIONS[2:])
    assert begin(questions, out).done == 4


def test_on_a_full_disk_no_part_of_a_row_stays(
    archive: Archive, questions: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "answers.jsonl"
    write = os.write

    def full(descriptor: int, data: bytes) -> int:
        if out.stat().st_size > 20:
            raise OSError(28, "No space left on device")
        return write(descriptor, data[:30])

    monkeypatch.setattr(running.os, "write", full)
    batch = begin(questions, out)
    with pytest.raises(OSError, match="No space left") as raised:
        run(batch, archive, None)
    assert raised.value.filename == str(out)
    assert out.read_bytes() == b""
    monkeypatch.undo()
    run(batch, archive, None)
    assert len(rows(out)) == 4


def test_answers_to_other_questions_are_not_written_over(archive: Archive, questions: Path, tmp_path: Path) -> None:
    out = tmp_path / "answers.csv"
    run(begin(questions, out), archive, None)
    before = out.read_bytes()
    questions.write_text("question\nAnother question?\n")
    with pytest.raises(BatchError, match="row 1: answers another question"):
        begin(questions, out)
    questions.write_text("question\n" + QUESTIONS[0] + "\n")
    with pytest.raises(BatchError, match="has 4 answers, and"):
        begin(questions, out)
    questions.write_text("question\n")
    with pytest.raises(BatchError, match="holds no question"):
        begin(questions, out)
    assert out.read_bytes() == before


def test_rows_stand_in_their_order_whoever_gives_them_first() -> None:
    asked = [BatchQuestion(number, f"Question {number}?") for number in range(1, 60)]
    later = Event()

    def row(question: BatchQuestion) -> bytes:
        if question.row == 1:
            assert later.wait(60)
        if question.row == 12:
            later.set()
        return str(question.row).encode()

    assert [int(written) for written in running._rows(asked, row, 2)] == list(range(1, 60))


def test_processes_are_started_where_many_questions_are_left_and_cores_are_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(running, "default_threads", lambda: 4)
    worth = running.WORTH_A_PROCESS
    assert [running.processes_for(left) for left in (1, worth - 1, worth, 2 * worth, 1000)] == [1, 1, 2, 3, 4]
    monkeypatch.setattr(running, "default_threads", lambda: 64)
    assert running.processes_for(100_000) == running.MOST_PROCESSES
