"""A batch is asked: side by side, in the order of its rows, from where an earlier run of it was stopped."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from qa.answers import Answer
from qa.archive import Archive
from qa.batches.questions import BatchQuestion, read_questions
from qa.batches.rows import checked_suffix, csv_cell, heading, read_written, row_of
from qa.errors import BatchError
from qa.question.filters import Filters

# Questions asked at the same time for each core: one reads while another computes. With 40 questions of the sample on
# two busy cores, asking one by one took 16.2 s and 16.5 s, two at once 14.9 s and 15.6 s, four 12.2 s and 13.8 s.
AT_ONCE_A_CORE = 2
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
        done = batch.done
        progress(done, len(batch.questions))
        for asked, answer in _answers(batch.questions[done:], archive, filters):
            write(asked, answer)
            done += 1
            progress(done, len(batch.questions))


@contextmanager
def answers_file(out: Path) -> Iterator[Callable[[BatchQuestion, Answer | None], None]]:
    """Open a file of answers, and give what writes a row at its end; what a stop has left of a row is taken away first.

    Raises BatchError for a file that holds something else, and OSError.
    """
    suffix = checked_suffix(out)
    end = read_written(out, out.read_bytes()).end if out.exists() else 0
    with out.open("ab") as file:
        file.truncate(end)
        if not end:
            _append(file.fileno(), out, heading(suffix))
        yield lambda asked, answer: _append(file.fileno(), out, row_of(asked, answer, suffix))


def _append(descriptor: int, path: Path, data: bytes) -> None:
    """Append a row; where the disk has no room for all of it, none of it stays."""
    before = os.fstat(descriptor).st_size
    try:
        while data:
            data = data[os.write(descriptor, data) :]
    except OSError as error:
        os.ftruncate(descriptor, before)
        raise OSError(error.errno, error.strerror, str(path)) from error


def _answers(
    questions: Sequence[BatchQuestion], archive: Archive, filters: Filters | None
) -> Iterator[tuple[BatchQuestion, Answer | None]]:
    """Yield each question with its answer, in order; those that cannot be asked without one."""
    at_once = AT_ONCE_A_CORE * (os.cpu_count() or 1)
    with ThreadPoolExecutor(at_once) as pool:

        def submitted(asked: BatchQuestion) -> tuple[BatchQuestion, Future[Answer] | None]:
            return asked, None if asked.fault else pool.submit(archive.ask, asked.text, (), filters)

        left = iter(questions)
        waiting = [submitted(asked) for asked in islice(left, at_once + AHEAD)]
        try:
            while waiting:
                asked, answer = waiting.pop(0)
                yield asked, answer.result() if answer else None
                waiting += [submitted(following) for following in islice(left, 1)]
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
