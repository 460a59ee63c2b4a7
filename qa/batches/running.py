"""A batch is asked: side by side, in the order of its rows, from where an earlier run of it was stopped."""

import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from embeddings.processors import default_threads
from qa.archive import Archive
from qa.batches.processes import Row, side_by_side
from qa.batches.questions import BatchQuestion, read_questions
from qa.batches.rows import checked_suffix, csv_cell, heading, read_written
from qa.errors import BatchError
from qa.question.filters import Filters

# A process more takes 133 MB of its own, and shares the mapped index.
MOST_PROCESSES = 8
# Questions for each process that is started: to start one takes 1.7 s of a processor, as 14 questions of the sample do.
WORTH_A_PROCESS = 25
# Answers that wait to be written, beyond those being asked.
AHEAD = 16


@dataclass(frozen=True, slots=True)
class Batch:
    """The questions of a file, and how far its file of answers goes already."""

    questions: tuple[BatchQuestion, ...]
    out: Path
    done: int

    @property
    def faults(self) -> tuple[BatchQuestion, ...]:
        """The questions that cannot be asked."""
        return tuple(asked for asked in self.questions if asked.fault)


def begin(questions: Path, out: Path) -> Batch:
    """Read the questions, and how far their answers have been written; nothing is asked and nothing written yet.

    Raises BatchError where the file of answers holds those to other questions, and for what cannot be read.
    """
    checked_suffix(out)
    asked = tuple(read_questions(questions))
    if not asked:
        raise BatchError(f"{questions} holds no question.")
    written = read_written(out, out.read_bytes()) if out.exists() else None
    rows = written.rows if written else ()
    for (number, text), question in zip(rows, asked, strict=False):
        if (number, text) != (question.row, _as_written(question.text, out)):
            raise BatchError(
                f"{out}, row {number}: answers another question than {questions} has there; name another --out, or "
                "delete the file."
            )
    if len(rows) > len(asked):
        raise BatchError(f"{out} has {len(rows)} answers, and {questions} {len(asked)} questions; name another --out.")
    return Batch(asked, out, len(rows))


def _as_written(text: str, out: Path) -> str:
    return csv_cell(text) if out.suffix.lower() == ".csv" else text


def run(
    batch: Batch, archive: Archive, filters: Filters | None, progress: Callable[[int, int], None] = lambda *_: None
) -> None:
    """Ask what is left of a batch and write each answer, a whole row at a time, in the order of the rows.

    `progress(done, total)` is called as rows are written. Whatever stops it, the file holds whole rows only, or ends in
    a part of one that the next run takes away. Raises OSError where the file cannot be written.
    """
    with answers_file(batch.out) as write:
        left = batch.questions[batch.done :]
        processes = processes_for(len(left))
        progress(batch.done, len(batch.questions))
        with side_by_side(archive, filters, checked_suffix(batch.out), processes) as row:
            for done, written in enumerate(_rows(left, row, processes), batch.done + 1):
                write(written)
                progress(done, len(batch.questions))


@contextmanager
def answers_file(out: Path) -> Iterator[Callable[[bytes], None]]:
    """Open a file of answers, and give what appends a row; what a stop has left of a row is taken away first.

    Raises BatchError for a file that holds something else, and OSError.
    """
    suffix = checked_suffix(out)
    end = read_written(out, out.read_bytes()).end if out.exists() else 0
    with out.open("ab") as file:
        file.truncate(end)
        if not end:
            _append(file.fileno(), out, heading(suffix))
        yield lambda row: _append(file.fileno(), out, row)


def _append(descriptor: int, path: Path, data: bytes) -> None:
    """Append a row; where the disk has no room for all of it, none of it stays."""
    before = os.fstat(descriptor).st_size
    try:
        while data:
            data = data[os.write(descriptor, data) :]
    except OSError as error:
        os.ftruncate(descriptor, before)
        raise OSError(error.errno, error.strerror, str(path)) from error


def _rows(questions: Sequence[BatchQuestion], row: Row, at_once: int) -> Iterator[bytes]:
    """Yield the rows of questions, in order."""
    with ThreadPoolExecutor(at_once) as pool:
        left = iter(questions)
        waiting = deque(pool.submit(row, asked) for asked in islice(left, at_once + AHEAD))
        try:
            while waiting:
                yield waiting.popleft().result()
                waiting.extend(pool.submit(row, asked) for asked in islice(left, 1))
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def processes_for(questions: int) -> int:
    """Return in how many processes so many questions are asked: one for each core, where starting them is worth it."""
    return min(default_threads(), MOST_PROCESSES, 1 + questions // WORTH_A_PROCESS)
