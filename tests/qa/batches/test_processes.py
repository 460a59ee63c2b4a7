import sys
from collections.abc import Callable
from pathlib import Path
from queue import SimpleQueue
from threading import Event
from typing import Any

import pytest

from embeddings.models.encoder import Encoder
from qa.archive import Archive
from qa.batches import processes
from qa.batches.processes import AskingProcess, Row, row_in, side_by_side
from qa.batches.questions import BatchQuestion
from qa.errors import FilterError
from qa.question.filters import Filters
from qa.upkeep.rebuilding import rebuild
from tests.qa.kept.conftest import WORDS
from tests.waiting import wait_until

ASKED = [
    BatchQuestion(1, "Who invited both sides to Muscat?"),
    BatchQuestion(2, "", "The question is empty."),
    BatchQuestion(3, "Who left at “night”?\u2028"),
]


@pytest.fixture
def built(write: Callable[[str, str], Path], tmp_path: Path) -> Archive:
    write("sources/paris.md", WORDS)
    write("sources/oman.txt", "The sultan of Oman invited both sides to Muscat. They left at night.")
    rebuild([tmp_path / "sources"], tmp_path / "index")
    return Archive.open(tmp_path / "index")


@pytest.mark.model
@pytest.mark.parametrize(
    ("suffix", "filters"),
    [
        (".csv", Filters(documents=("oman.txt",), published_to="2030", marked=("oman.txt",))),
        # No filter at all, as a command has it that none was given to.
        (".jsonl", Filters()),
        (".jsonl", None),
    ],
)
def test_another_process_gives_the_rows_that_this_one_would(
    built: Archive, suffix: str, filters: Filters | None
) -> None:
    ready: SimpleQueue[Row] = SimpleQueue()
    process = AskingProcess(built, filters, suffix, ready.put)
    try:
        row = ready.get(timeout=120)
        assert [row(asked) for asked in ASKED] == [row_in(built, filters, suffix, asked) for asked in ASKED]
    finally:
        process.end()


@pytest.mark.model
def test_where_a_process_dies_this_one_asks(built: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[AskingProcess] = []
    is_ready = Event()

    class Noted(AskingProcess):
        def __init__(self, archive: Archive, filters: Filters | None, suffix: str, ready: Any) -> None:
            def noted(row: Row) -> None:
                ready(row)
                is_ready.set()

            super().__init__(archive, filters, suffix, noted)
            started.append(self)

    monkeypatch.setattr(processes, "AskingProcess", Noted)
    expected = [row_in(built, None, ".csv", asked) for asked in ASKED]
    with side_by_side(built, None, ".csv", 2) as row:
        assert is_ready.wait(120)
        started[0]._process.kill()
        started[0]._process.wait()
        assert [row(asked) for asked in ASKED] == expected


def test_a_process_that_would_answer_otherwise_is_done_without(index_of: Any, encoder: Encoder) -> None:
    archive = Archive.open(index_of({"paris.md": WORDS}), encoder=encoder)
    ready: SimpleQueue[Row] = SimpleQueue()
    process = AskingProcess(archive, None, ".csv", ready.put)
    # The model of the settings is not the one that this archive was built with.
    wait_until(lambda: not process._beginning.is_alive())
    process.end()
    assert ready.empty()
    with side_by_side(archive, None, ".csv", 2) as row:
        assert row(ASKED[0]) == row_in(archive, None, ".csv", ASKED[0])


def test_where_no_process_can_be_started_this_one_asks(
    index_of: Any, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = Archive.open(index_of({"paris.md": WORDS}), encoder=encoder)
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with side_by_side(archive, None, ".jsonl", 3) as row:
        assert row(ASKED[0]) == row_in(archive, None, ".jsonl", ASKED[0])
    # What is wrong with a question's filters is said by whoever asks it first, and the next is asked.
    with side_by_side(archive, Filters(documents=("gone.md",)), ".jsonl", 1) as row:
        for _ in range(2):
            with pytest.raises(FilterError, match="gone"):
                row(ASKED[0])
